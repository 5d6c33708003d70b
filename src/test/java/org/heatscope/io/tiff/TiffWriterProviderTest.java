// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.SampleStream;
import org.heatscope.io.WriterContractTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiffWriterProviderTest extends WriterContractTest {
  @TempDir Path folder;

  @Override
  protected List<String> names() {
    return List.of("map.tif");
  }

  @Override
  protected List<SampleType> refused() {
    return List.of(SampleType.UINT64, SampleType.INT64);
  }

  private static Volume series() {
    short[] samples = new short[3 * 2 * 2 * 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (i * 1000 - 7);
    }
    Affine affine = Affine.scaling(-0.25, 4, 2.5, 1, 2, 3);
    return Volume.of(
            SampleTypes.wrap(SampleType.INT16, samples, 3, 2, 2, 2),
            Geometry.anatomical(3, 2, 2, affine))
        .time(new TimeAxis(2, 1.5, "s"))
        .window(Window.range(-5, 10))
        .description("two\nlines")
        .build();
  }

  /** The keys that tifffile 2026.3.3 reads as ImageJ's. */
  @Test
  void imageJIsToldCountsStepsAndRange() {
    assertEquals(
        "ImageJ=1.53t\nimages=4\nslices=2\nframes=2\nhyperstack=true\nunit=mm\nspacing=2.5\n"
            + "loop=false\nfinterval=1.5\nmin=-5.0\nmax=10.0\n"
            + "affine=-0.25 0.0 0.0 1.0 0.0 4.0 0.0 2.0 0.0 0.0 2.5 3.0\n"
            + "description=two lines\n",
        ImageJText.text(series()));
  }

  @Test
  void bigTiffHoldsTheSame() throws IOException {
    Volume v = series();
    Path file = folder.resolve("big.tif");
    try (OutputStream out = Files.newOutputStream(file)) {
      SampleStream samples = SampleStream.stored(v, ByteOrder.LITTLE_ENDIAN);
      TiffWriterProvider.write(v, samples, true, out);
    }
    assertEquals(43, Files.readAllBytes(file)[2]);
    Volume back = ImageReaders.read(file);
    assertArrayEquals(v.geometry().affine().rows(), back.geometry().affine().rows());
    assertEquals(v.time(), back.time());
    assertEquals(22993, back.value(2, 1, 1, 1, 0));
    assertEquals(4993, back.value(2, 1, 0, 0, 0));
  }
}
