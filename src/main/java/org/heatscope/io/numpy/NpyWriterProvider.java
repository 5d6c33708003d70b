// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageWriterProvider;
import org.heatscope.io.SampleStream;

/**
 * Writes a NumPy array, {@code .npy}: C order, little endian, with the axes (z, y, x), before them
 * time where there are several frames. Rescaled samples are written as values, in float32 or
 * float64. The array keeps no place in the world, no unit and no description.
 */
public final class NpyWriterProvider implements ImageWriterProvider {
  @Override
  public String format() {
    return "NumPy";
  }

  @Override
  public boolean writes(String name) {
    return name.endsWith(".npy");
  }

  @Override
  public void write(Volume volume, String name, OutputStream out) throws IOException {
    if (volume.channels() > 1) {
      throw new IllegalArgumentException(
          "an image of " + volume.channels() + " channels is not written as .npy; use .nrrd");
    }
    SampleStream samples = SampleStream.values(volume, ByteOrder.LITTLE_ENDIAN);
    Geometry g = volume.geometry();
    int frames = volume.time().frames();
    long[] shape =
        frames > 1
            ? new long[] {frames, g.nz(), g.ny(), g.nx()}
            : new long[] {g.nz(), g.ny(), g.nx()};
    out.write(NpyWriter.header(samples.type(), shape));
    samples.writePlanar(out);
  }
}
