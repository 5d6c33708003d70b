// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.FolderReaderProvider;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ReadOptions;

/**
 * Reads DICOM (PS3.3, PS3.5, PS3.10): a series of slices given by its folder or any of its files,
 * or a single picture; uncompressed little endian, grey or RGB.
 *
 * <p>Slices are ordered by position along their normal; the world is RAS millimetres, with DICOM's
 * x and y negated. What would make a picture lie is refused: a missing slice, mixed orientations or
 * sizes, a tilted gantry, several series in one folder, values by lookup table.
 */
public final class DicomReaderProvider implements FolderReaderProvider {
  @Override
  public String format() {
    return "DICOM";
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped() && DicomFile.isDicom(file.bytes());
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return DicomSeries.ofFile(path);
  }

  @Override
  public ImageReader openFolder(Path folder, ReadOptions options) throws IOException {
    return DicomSeries.ofFolder(folder);
  }
}
