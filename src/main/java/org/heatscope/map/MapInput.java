// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageName;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;

/**
 * An image that is read when it is needed, so that a group never lies in memory at once.
 *
 * @param name what people call it: a file's path
 * @param source reads it; may be called more than once
 */
public record MapInput(String name, Source source) {
  /** Reads an image. */
  @FunctionalInterface
  public interface Source {
    /** Reads it. */
    Volume read() throws IOException;
  }

  /** An image file, or a folder of slices. */
  public static MapInput of(Path path) {
    return of(path.toString(), ReadOptions.standard());
  }

  /**
   * An image file, or a folder of slices.
   *
   * @param name may choose one of several, see {@link ImageName}
   * @param options how images are read
   */
  public static MapInput of(String name, ReadOptions options) {
    ImageName image = ImageName.parse(name);
    return new MapInput(name, () -> ImageReaders.open(image.path(), image.options(options)).read());
  }

  /** An image in memory. */
  public static MapInput of(String name, Volume volume) {
    return new MapInput(name, () -> volume);
  }

  /**
   * Reads the image.
   *
   * @throws IllegalArgumentException if it holds values that the floats of a map cannot
   */
  public Volume read() throws IOException {
    Volume v = source.read();
    if (v.type() == SampleType.FLOAT64) {
      requireFloats(v);
    }
    return v;
  }

  private static void requireFloats(Volume v) {
    for (int c = 0; c < v.channels(); c++) {
      for (int t = 0; t < v.time().frames(); t++) {
        for (Samples s : Slabs.of(v, t, c)) {
          double[] values = (double[]) s.array();
          for (int i = s.offset(); i < s.offset() + s.length(); i++) {
            double value = Math.abs(v.rescale().apply(values[i]));
            if (value > Float.MAX_VALUE && value < Double.POSITIVE_INFINITY) {
              throw new IllegalArgumentException(
                  "the image holds values such as " + values[i] + ", too large for float32");
            }
          }
        }
      }
    }
  }
}
