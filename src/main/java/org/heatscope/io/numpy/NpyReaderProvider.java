// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.heatscope.io.ArrayFileProvider;
import org.heatscope.io.FileHead;
import org.heatscope.io.Packing;
import org.heatscope.io.StoredArray;

/** A NumPy array, {@code .npy}, plain or gzipped. */
public final class NpyReaderProvider implements ArrayFileProvider {
  private static final int BUFFER = 1 << 16;

  @Override
  public String format() {
    return "NumPy";
  }

  @Override
  public boolean holdsSeveral() {
    return false;
  }

  @Override
  public boolean recognises(FileHead file) {
    return file.has(0, NpyHeader.MAGIC);
  }

  @Override
  public List<StoredArray> arrays(Path file) throws IOException {
    boolean gzipped = FileHead.of(file).gzipped();
    NpyHeader header;
    try (InputStream in = open(file, gzipped)) {
      header = NpyHeader.parse(file, in);
    }
    String name = file.getFileName().toString().replaceFirst("\\.npy(\\.gz)?$", "");
    long content = Files.size(file) * (gzipped ? Packing.MOST_DEFLATED : 1);
    return List.of(header.array(file, name, () -> open(file, gzipped), content, gzipped));
  }

  private static InputStream open(Path file, boolean gzipped) throws IOException {
    InputStream in = Files.newInputStream(file);
    return gzipped ? new GZIPInputStream(in, BUFFER) : in;
  }
}
