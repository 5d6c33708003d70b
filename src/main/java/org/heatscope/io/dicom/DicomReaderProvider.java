// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.FolderReaderProvider;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ReadOptions;

/**
 * Reads DICOM (PS3.3, PS3.5, PS3.10): a series of slices given by its folder or any of its files, a
 * file of several frames, or a single picture.
 *
 * <p>Pixel data may be uncompressed, deflated, RLE, JPEG with 8 bits, JPEG lossless, JPEG-LS or
 * JPEG 2000; grey, palette, RGB or YBR; 1, 8, 16 or 32 bits, float or double. Slices are ordered by
 * position along their normal; the world is RAS millimetres, with DICOM's x and y negated. What
 * would make a picture lie is refused: several series in one folder of which none is chosen and,
 * unless accepted, a missing slice, mixed orientations or sizes, a tilted gantry.
 *
 * <p>A deflated data set may inflate to 1 GiB; compressed frames may declare 1032 times the bytes
 * that are there, or 128 MiB if that is more; {@link ReadOptions#maxBytes()} holds for all.
 */
public final class DicomReaderProvider implements FolderReaderProvider {
  @Override
  public String format() {
    return "DICOM";
  }

  @Override
  public boolean holdsSeveral() {
    return true;
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped() && DicomFile.isDicom(file.bytes());
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return DicomSeries.ofFile(path, options);
  }

  @Override
  public ImageReader openFolder(Path folder, ReadOptions options) throws IOException {
    return DicomSeries.ofFolder(folder, options);
  }
}
