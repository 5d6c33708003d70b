// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;

/** NIfTI-1 and NIfTI-2: .nii, .nii.gz, and pairs of .hdr and .img, gzipped or not. */
public final class NiftiReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "NIfTI";
  }

  @Override
  public int rank() {
    return 10;
  }

  /** A header's size and magic; for the samples of a pair, the header beside them. */
  @Override
  public boolean recognises(FileHead file) {
    if (NiftiHeader.of(file.bytes()) != null) {
      return true;
    }
    return headerBeside(file.path()) != null;
  }

  @Override
  public ImageReader open(Path path) throws IOException {
    FileHead head = FileHead.of(path);
    NiftiHeader header = NiftiHeader.of(head.bytes());
    Path headerFile = path;
    if (header == null) {
      headerFile = headerBeside(path);
      if (headerFile == null) {
        throw new ImageFormatException(path, "not a NIfTI header");
      }
      header = NiftiHeader.of(FileHead.of(headerFile).bytes());
    }
    if (header.isSingleFile()) {
      return new NiftiReader(header, headerFile, head);
    }
    Path data = headerFile.equals(path) ? beside(path, ".hdr", ".img") : path;
    if (data == null) {
      throw new ImageFormatException(
          path,
          "a header whose samples are in another file, and no .img file of the name is there");
    }
    return new NiftiReader(header, headerFile, FileHead.of(data));
  }

  private static Path headerBeside(Path image) {
    Path header = beside(image, ".img", ".hdr");
    try {
      if (header != null) {
        NiftiHeader h = NiftiHeader.of(FileHead.of(header).bytes());
        return h != null && !h.isSingleFile() ? header : null;
      }
    } catch (IOException e) {
      return null; // what cannot be read is no header
    }
    return null;
  }

  /** The file of the same name with another ending, with or without .gz; null if there is none. */
  private static Path beside(Path file, String from, String to) {
    String name = file.getFileName().toString();
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (plain.length() < 5 || !plain.toLowerCase(java.util.Locale.ROOT).endsWith(from)) {
      return null;
    }
    String stem = plain.substring(0, plain.length() - 4);
    List<String> endings = new ArrayList<>(List.of(to, to + ".gz"));
    for (String ending : List.copyOf(endings)) {
      endings.add(ending.toUpperCase(java.util.Locale.ROOT));
    }
    for (String ending : endings) {
      Path candidate = file.resolveSibling(stem + ending);
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
