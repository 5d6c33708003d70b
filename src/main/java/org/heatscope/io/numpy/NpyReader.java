// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.RealTypeConverters;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.RawSamples;
import org.heatscope.io.SampleArrays;

/**
 * Reads a NumPy array of up to four axes as an image: the last axis is x, those before it y, z and
 * time, so that an array in C order is not rearranged. An array in Fortran order is, and needs its
 * memory twice while it is read; so do float16 samples, which become float32.
 *
 * <p>An array (H, W, 3) is a stack of H planes of W x 3, not a picture in colour: the file does not
 * tell the two apart. Booleans are 0 and 1 in uint8. The image has no place in the world.
 */
final class NpyReader implements ImageReader {
  private final Path file;
  private final NpyHeader header;
  private final int[] size = {1, 1, 1, 1};
  private final int count;
  private final RawSamples samples;

  NpyReader(FileHead head) throws IOException {
    file = head.path();
    header = NpyHeader.parse(head);
    long[] shape = header.shape();
    count = SampleArrays.count(file, shape);
    for (int i = 0; i < shape.length; i++) {
      size[i] = (int) shape[shape.length - 1 - i];
    }
    samples = new RawSamples(head, header.offset(), header.type(), header.order(), count);
  }

  @Override
  public Volume read() throws IOException {
    Object array = samples.read();
    SampleType type = header.type();
    if (header.half()) {
      array = floats((short[]) array);
      type = SampleType.FLOAT32;
    }
    if (header.fortran()) {
      array = rearranged(array, type);
    }
    return Volume.of(
            SampleTypes.wrap(type, array, size[0], size[1], size[2], size[3]),
            Geometry.none(size[0], size[1], size[2]))
        .format("NumPy")
        .build();
  }

  private float[] floats(short[] halves) throws IOException {
    float[] floats = (float[]) SampleArrays.allocate(file, SampleType.FLOAT32, count);
    for (int i = 0; i < count; i++) {
      floats[i] = toFloat(halves[i]);
    }
    return floats;
  }

  /** IEEE 754 binary16: sign, 5 bits of exponent biased by 15, 10 of fraction. */
  static float toFloat(short half) {
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : Float.intBitsToFloat(
                (exponent == 0x1f ? 0xff : exponent + 112) << 23 | fraction << 13);
    return half < 0 ? -magnitude : magnitude;
  }

  /** In the file the last of (x, y, z, t) is the fastest; in the result x is. */
  private Object rearranged(Object array, SampleType type) throws IOException {
    Object target = SampleArrays.allocate(file, type, count);
    Img<? extends RealType<?>> from =
        SampleTypes.wrap(type, array, size[3], size[2], size[1], size[0]);
    RandomAccessibleInterval<? extends RealType<?>> turned =
        Views.permute(Views.permute(from, 0, 3), 1, 2);
    RealTypeConverters.copyFromTo(
        turned, SampleTypes.wrap(type, target, size[0], size[1], size[2], size[3]));
    return target;
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }
}
