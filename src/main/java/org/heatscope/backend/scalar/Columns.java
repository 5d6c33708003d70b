// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;

/** Work along y or z in place, by strips of neighbouring columns that fit a cache. */
public final class Columns {
  /** Elements in a strip: half of a second-level cache as doubles. */
  static final int STRIP = 1 << 16;

  /** Loops over fewer columns spend more on their ends than on their vectors. */
  private static final int MIN_WIDTH = 256;

  /** For threads to share. */
  private static final int LEAST_STRIPS = 32;

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

  /**
   * How many columns make a strip: as many as fit, and at least {@link #LEAST_STRIPS} in all.
   *
   * @param columns side by side
   * @param blocks of so many columns
   * @param height rows of a strip that are kept
   */
  static int width(int columns, int blocks, int height) {
    long even = (long) columns * blocks / LEAST_STRIPS;
    return (int) Math.min(columns, Math.max(MIN_WIDTH, Math.min(STRIP / height, even)));
  }

  /** How many strips make a piece of work. */
  static int grain(int width, int length) {
    return Math.max(1, 2 * STRIP / (width * length));
  }

  /** Along y, plane by plane; a filter keeps so many rows. */
  static void alongY(Workers workers, Samples image, int height, FilterMaker maker) {
    along(workers, image, image.nx(), image.ny(), image.nz(), height, maker);
  }

  /** Along z; a filter keeps so many rows. */
  static void alongZ(Workers workers, Samples image, int height, FilterMaker maker) {
    along(workers, image, image.nx() * image.ny(), image.nz(), 1, height, maker);
  }

  private static void along(
      Workers workers,
      Samples image,
      int columns,
      int length,
      int blocks,
      int height,
      FilterMaker maker) {
    float[] array = image.target();
    int width = width(columns, blocks, height);
    int strips = (columns + width - 1) / width;
    workers.run(
        strips * blocks,
        grain(width, length),
        () -> maker.make(width),
        (filter, from, end) -> {
          for (int s = from; s < end; s++) {
            int first = s % strips * width;
            int at = image.offset() + s / strips * columns * length + first;
            filter.filter(array, at, columns, Math.min(width, columns - first));
          }
        });
  }
}
