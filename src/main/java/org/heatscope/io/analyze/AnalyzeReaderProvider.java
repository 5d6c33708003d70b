// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.analyze;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.DataFiles;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/** Analyze 7.5 and SPM's variants of it: a header {@code .hdr} and the samples {@code .img}. */
public final class AnalyzeReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "Analyze";
  }

  /** After NIfTI, whose pairs begin alike. */
  @Override
  public int rank() {
    return 20;
  }

  @Override
  public boolean recognises(FileHead file) {
    try {
      return AnalyzeHeader.isOne(file.bytes()) || headerBeside(file.path()) != null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    FileHead head = FileHead.of(path);
    if (AnalyzeHeader.isOne(head.bytes())) {
      Path data = DataFiles.beside(path, "hdr", "img");
      if (data == null) {
        throw new ImageFormatException(
            path, "its voxels are missing: no .img or .img.gz beside it");
      }
      return new AnalyzeReader(head, FileHead.of(data), options);
    }
    FileHead header = headerBeside(path);
    if (header == null) {
      throw new ImageFormatException(path, "not an Analyze file");
    }
    return new AnalyzeReader(header, head, options);
  }

  private static FileHead headerBeside(Path data) throws IOException {
    Path header = DataFiles.beside(data, "img", "hdr");
    FileHead head = header == null ? null : FileHead.of(header);
    return head != null && AnalyzeHeader.isOne(head.bytes()) ? head : null;
  }
}
