// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

/**
 * Pixels of a page.
 *
 * @param x first column
 * @param y first row
 * @param width columns
 * @param height rows
 */
record PageRegion(int x, int y, int width, int height) {
  /** All pixels. */
  static PageRegion all(TiffPage page) {
    return new PageRegion(0, 0, page.width(), page.height());
  }

  long pixels() {
    return (long) width * height;
  }
}
