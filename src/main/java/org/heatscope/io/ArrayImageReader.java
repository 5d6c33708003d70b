// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
  private final StoredArray array;
  private final String format;
  private final int[] size = {1, 1, 1, 1};

  ArrayImageReader(StoredArray array, String format, long maxBytes) throws ImageFormatException {
    this.array = array;
    this.format = format;
    long[] shape = array.shape();
    if (shape.length > size.length) {
      throw new ImageFormatException(
          array.file(),
          "an array of " + shape.length + " axes; at most 4 (t, z, y, x) are supported");
    }
    SampleArrays.requireWithin(
        array.file(), (long) array.count() * array.type().kept().bytes(), maxBytes);
    for (int i = 0; i < shape.length; i++) {
      size[i] = (int) shape[shape.length - 1 - i];
    }
  }

  @Override
  public Volume read() throws IOException {
    SampleType type = array.type().kept();
    Volume.Builder b =
        Volume.of(
                SampleTypes.wrap(type, array.samples(), size[0], size[1], size[2], size[3]),
                Geometry.none(size[0], size[1], size[2]))
            .format(format);
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
