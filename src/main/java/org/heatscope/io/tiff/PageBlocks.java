// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import org.heatscope.io.ImageFormatException;

/**
 * The parts of a page that can be decoded without the others: its tiles, its strips or, where
 * strips are not compressed, its rows.
 *
 * @param page whose parts they are
 * @param width of a block in pixels; the last ones may reach beyond the page
 * @param height of a block
 * @param planes 1, or one for each sample of a pixel
 * @param rowBytes of a block that is a row of a plain strip; 0 where blocks are strips or tiles
 */
record PageBlocks(TiffPage page, int width, int height, int planes, long rowBytes) {
  private static final int OLD_JPEG = 6;
  private static final int PLANES = 2;

  /** Blocks are read together until they have about so many bytes. */
  private static final int TOGETHER = 1 << 16;

  /**
   * Finds them.
   *
   * @throws ImageFormatException if their size is none, or some are missing
   */
  static PageBlocks of(TiffPage page) throws ImageFormatException {
    TiffDirectory d = page.directory();
    boolean tiled = d.isTiled();
    long width = tiled ? d.first(TiffDirectory.TILE_WIDTH, 0) : page.width();
    long height =
        d.first(tiled ? TiffDirectory.TILE_LENGTH : TiffDirectory.ROWS_PER_STRIP, page.height());
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE) {
      throw new ImageFormatException(
          page.path(), "the TIFF has tiles of " + width + " x " + height);
    }
    height = tiled ? height : Math.min(height, page.height());
    if ((double) width * height * page.samples() * page.type().bytes() > Integer.MAX_VALUE
        && (tiled || !page.isPlain())) {
      throw new ImageFormatException(
          page.path(), "the TIFF has tiles of " + width + " x " + height + " pixels");
    }
    boolean planar = page.samples() > 1 && d.first(TiffDirectory.PLANAR_CONFIGURATION, 1) == PLANES;
    int planes = planar ? page.samples() : 1;
    PageBlocks blocks = new PageBlocks(page, (int) width, (int) height, planes, 0);
    if ((double) blocks.across() * blocks.down() * planes > d.blockOffsets().length) {
      throw new ImageFormatException(
          page.path(), "truncated: strips or tiles of the TIFF are missing");
    }
    long rowBytes = (width * page.samples() / planes * page.bits() + 7) / 8;
    return page.isPlain() && !tiled
        ? new PageBlocks(page, (int) width, 1, planes, rowBytes)
        : blocks;
  }

  /** Whether blocks can be decoded apart: those of the first kind of JPEG share their tables. */
  static boolean areApart(TiffPage page) {
    TiffDirectory d = page.directory();
    boolean stripsOfTiles = !d.isTiled() && d.first(TiffDirectory.TILE_WIDTH, 0) > 0;
    return d.first(TiffDirectory.COMPRESSION, TiffPage.UNCOMPRESSED) != OLD_JPEG && !stripsOfTiles;
  }

  int across() {
    return (page.width() - 1) / width + 1;
  }

  int down() {
    return (page.height() - 1) / height + 1;
  }

  /** The pixels that are best read at once: whole blocks, no more than the page has. */
  PageRegion together() {
    long bytes = Math.max(1, (long) width * height * page.samples() * page.type().bytes());
    long n = Math.max(1, TOGETHER / bytes);
    boolean strips = across() == 1;
    return new PageRegion(
        0,
        0,
        (int) Math.min(page.width(), strips ? width : n * width),
        (int) Math.min(page.height(), strips ? n * height : height));
  }

  /** The least whole blocks that a region lies in, clipped to the page. */
  PageRegion covering(PageRegion r) {
    int x = r.x() / width * width;
    int y = r.y() / height * height;
    long right = ((r.x() + r.width() - 1L) / width + 1) * width;
    long bottom = ((r.y() + r.height() - 1L) / height + 1) * height;
    return new PageRegion(
        x,
        y,
        (int) (Math.min(right, page.width()) - x),
        (int) (Math.min(bottom, page.height()) - y));
  }

  /** Where a block lies in the file. */
  long offset(int plane, int column, int row) {
    long[] offsets = page.directory().blockOffsets();
    if (rowBytes == 0) {
      return offsets[number(plane, column, row, down())];
    }
    int strips = (page.height() - 1) / rowsPerStrip() + 1;
    return offsets[number(plane, column, row / rowsPerStrip(), strips)]
        + row % rowsPerStrip() * rowBytes;
  }

  /** How many bytes a block has in the file. */
  long byteCount(int plane, int column, int row) {
    return rowBytes == 0
        ? page.directory().blockByteCounts()[number(plane, column, row, down())]
        : rowBytes;
  }

  private int rowsPerStrip() {
    return (int)
        Math.min(
            page.height(), page.directory().first(TiffDirectory.ROWS_PER_STRIP, page.height()));
  }

  private int number(int plane, int column, int row, int rows) {
    return (plane * rows + row) * across() + column;
  }
}
