// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.mgh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.RawSamples;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.SampleArrays;

/**
 * Reads an MGH or MGZ image; its fourth axis is time, with the repetition time that follows the
 * samples as its step. The other scan parameters and tags there are passed over.
 */
final class MghReader implements ImageReader {
  private final Path file;
  private final MghHeader header;
  private final RawSamples samples;

  MghReader(FileHead head, ReadOptions options) throws IOException {
    file = head.path();
    header = MghHeader.parse(file, head.bytes());
    long count = SampleArrays.total(file, header.size());
    samples = new RawSamples(head, MghHeader.LENGTH, header.type(), ByteOrder.BIG_ENDIAN, count);
    samples.requireWithin(options.maxBytes());
  }

  @Override
  public Volume read() throws IOException {
    long[] size = header.size();
    int frames = (int) size[3];
    RandomAccessibleInterval<? extends RealType<?>> image = samples.image(size);
    Volume.Builder b =
        Volume.of(
                image,
                Geometry.anatomical((int) size[0], (int) size[1], (int) size[2], header.affine()))
            .time(frames == 1 ? TimeAxis.NONE : time(frames))
            .format("MGH");
    if (!header.placed()) {
      b.warning("The file does not say where the image lies; a coronal one around 0 is assumed.");
    }
    return b.build();
  }

  /** The first number behind the samples is TR in milliseconds. */
  private TimeAxis time(int frames) throws IOException {
    byte[] following = samples.following();
    double tr = following.length < Float.BYTES ? 0 : ByteBuffer.wrap(following).getFloat();
    return tr > 0 && Double.isFinite(tr)
        ? new TimeAxis(frames, tr / 1000, "s")
        : new TimeAxis(frames, 0, "");
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }
}
