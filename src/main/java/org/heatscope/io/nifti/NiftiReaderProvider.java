// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.DataFiles;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/**
 * NIfTI-1 and NIfTI-2, single files and pairs, gzipped or not.
 *
 * <p>The header is told by its content. The data file of a pair has no mark of its own and is known
 * by the header beside it, {@code name.hdr} or {@code name.hdr.gz}.
 */
public final class NiftiReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "NIfTI";
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public boolean recognises(FileHead file) {
    try {
      return NiftiHeader.versionOf(file.bytes()) > 0 || headerBeside(file.path()) != null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    FileHead head = FileHead.of(path);
    if (NiftiHeader.versionOf(head.bytes()) == 0) {
      FileHead header = headerBeside(path);
      if (header == null) {
        throw new ImageFormatException(path, "not a NIfTI file");
      }
      return new NiftiReader(header, head, options);
    }
    if (!NiftiHeader.parse(path, head.bytes()).pair()) {
      return new NiftiReader(head, head, options);
    }
    Path data = DataFiles.beside(path, "hdr", "img");
    if (data == null) {
      throw new ImageFormatException(path, "its voxels are missing: no .img or .img.gz beside it");
    }
    return new NiftiReader(head, FileHead.of(data), options);
  }

  private static FileHead headerBeside(Path data) throws IOException {
    Path header = DataFiles.beside(data, "img", "hdr");
    if (header == null) {
      return null;
    }
    FileHead head = FileHead.of(header);
    boolean pair =
        NiftiHeader.versionOf(head.bytes()) > 0 && NiftiHeader.parse(header, head.bytes()).pair();
    return pair ? head : null;
  }
}
