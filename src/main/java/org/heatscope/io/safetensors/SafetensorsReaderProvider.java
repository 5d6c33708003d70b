// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.io.ArrayFileProvider;
import org.heatscope.io.FileHead;
import org.heatscope.io.StoredArray;

/** Tensors of the safetensors format: 8 bytes of length, a header in JSON, the elements. */
public final class SafetensorsReaderProvider implements ArrayFileProvider {
  @Override
  public String format() {
    return "safetensors";
  }

  /** The content has no signature, so it is asked late. */
  @Override
  public int rank() {
    return 150;
  }

  @Override
  public boolean recognises(FileHead file) {
    if (file.gzipped() || file.bytes().length < 10) {
      return false;
    }
    long header = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return header >= 2 && header <= SafetensorsHeader.MOST_BYTES && file.has(8, "{");
  }

  @Override
  public List<StoredArray> arrays(Path file) throws IOException {
    return SafetensorsHeader.read(file);
  }
}
