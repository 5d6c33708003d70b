// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;

/**
 * Reads a bare array of up to four axes as an image: the last axis is x, those before it y, z and
 * time.
 *
 * <p>An array (H, W, 3) is a stack of H planes of W x 3, not a picture in colour: the file does not
 * tell the two apart. The image has no place in the world.
 */
final class ArrayImageReader implements ImageReader {
  /** Bytes of a block that is read at once. */
  private static final int BLOCK = 1 << 22;

  private final StoredArray array;
  private final String format;
  private final int[] size = {1, 1, 1, 1};
  private final boolean isLazy;

  ArrayImageReader(StoredArray array, String format, long maxBytes) throws ImageFormatException {
    this.array = array;
    this.format = format;
    long[] shape = array.shape();
    if (shape.length > size.length) {
      throw new ImageFormatException(
          array.file(),
          "an array of " + shape.length + " axes; at most 4 (t, z, y, x) are supported");
    }
    long bytes = array.total() * array.type().kept().bytes();
    isLazy = array.isInOrder() && LazyImages.isWorth(bytes);
    if (!isLazy || array.content().packed()) {
      SampleArrays.requireWithin(array.file(), bytes, maxBytes);
    }
    if (!isLazy) {
      array.count();
    }
    for (int i = 0; i < shape.length; i++) {
      size[i] = (int) shape[shape.length - 1 - i];
    }
  }

  @Override
  public Volume read() throws IOException {
    return isLazy ? readLazily() : volume(wrapped());
  }

  private RandomAccessibleInterval<? extends RealType<?>> wrapped() throws IOException {
    return SampleTypes.wrap(
        array.type().kept(), array.samples(), size[0], size[1], size[2], size[3]);
  }

  /** The image whose rows are read when they are looked at. */
  Volume readLazily() throws IOException {
    StoredArray unpacked = array.unpacked();
    SampleType type = array.type().kept();
    int rows = (int) Math.max(1, Math.min(size[1], BLOCK / ((long) size[0] * type.bytes())));
    return volume(
        LazyImages.of(
            type,
            new long[] {size[0], size[1], size[2], size[3]},
            new int[] {size[0], rows, 1, 1},
            (min, n) ->
                unpacked.samples(
                    size[0] * (min[1] + size[1] * (min[2] + size[2] * min[3])), n[0] * n[1])));
  }

  private Volume volume(RandomAccessibleInterval<? extends RealType<?>> samples) {
    Volume.Builder b = Volume.of(samples, Geometry.none(size[0], size[1], size[2])).format(format);
    if (array.type().isComplex()) {
      b.warning("The samples are complex numbers; their magnitude is taken.");
    }
    return b.build();
  }

  @Override
  public List<Path> files() {
    return List.of(array.file());
  }
}
