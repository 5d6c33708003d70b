// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;

/** Work along y or z in place, by strips of neighbouring columns that fit a cache. */
public final class Columns {
  /** Elements in a strip: half of a second-level cache as doubles. */
  private static final int STRIP = 1 << 16;

  private static final int MIN_WIDTH = 64;

  private Columns() {}

  /** Works on columns in place; for one thread. */
  public interface Filter {
    /**
     * Element k of column i is {@code image[at + k * step + i]}.
     *
     * @param count columns, at most as many as the filter was made for
     */
    void filter(float[] image, int at, int step, int count);
  }

  /** Makes a filter for columns side by side. */
  public interface FilterMaker {
    /** A filter for at most so many columns. */
    Filter make(int width);
  }

  /** How many columns of a length fit a strip. */
  public static int width(int columns, int length) {
    return Math.min(columns, Math.max(MIN_WIDTH, STRIP / length));
  }

  /** How many strips make a piece of work. */
  static int grain(int width, int length) {
    return Math.max(1, 2 * STRIP / (width * length));
  }

  /** Along y, plane by plane. */
  public static void alongY(Workers workers, Samples image, FilterMaker maker) {
    along(workers, image, image.nx(), image.ny(), image.nz(), maker);
  }

  /** Along z. */
  public static void alongZ(Workers workers, Samples image, FilterMaker maker) {
    along(workers, image, image.nx() * image.ny(), image.nz(), 1, maker);
  }

  private static void along(
      Workers workers, Samples image, int columns, int length, int blocks, FilterMaker maker) {
    float[] array = image.target();
    int width = width(columns, length);
    int strips = (columns + width - 1) / width;
    workers.run(
        strips * blocks,
        grain(width, length),
        (from, end) -> {
          Filter filter = maker.make(width);
          for (int s = from; s < end; s++) {
            int first = s % strips * width;
            int at = image.offset() + s / strips * columns * length + first;
            filter.filter(array, at, columns, Math.min(width, columns - first));
          }
        });
  }
}
