// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.metaimage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.io.DataFiles;
import org.heatscope.io.ImageFormatException;

/** The files that ElementDataFile names: one, a list, or a numbered series. */
final class MetaImageFiles {
  private MetaImageFiles() {}

  static List<Path> of(MetaImageHeader header) throws ImageFormatException {
    String name = header.text(MetaImageHeader.DATA_FILE);
    if (name.startsWith("LIST")) {
      List<Path> files = new ArrayList<>();
      for (String line : header.list()) {
        files.add(DataFiles.named(header.file(), line));
      }
      if (files.isEmpty()) {
        throw new ImageFormatException(header.file(), "the MetaImage header lists no data files");
      }
      return files;
    }
    String[] words = name.split("\\s+");
    if (name.matches("\\S*%\\S*(\\s+-?\\d{1,9}){2,3}")) {
      int step = words.length > 3 ? Integer.parseInt(words[3]) : 1;
      return DataFiles.numbered(
          header.file(), words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), step);
    }
    return List.of(DataFiles.named(header.file(), name));
  }
}
