// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.heatscope.io.ImageFormatException;

/**
 * A file for each chunk, named by its index: numbers only, so that none lies outside the folder.
 *
 * @param folder of the array
 * @param prefix "c" and the separator in Zarr 3, else empty
 * @param separator of the numbers: "." or "/"
 * @param mostBytes of a chunk file
 */
record ChunkFiles(Path folder, String prefix, String separator, long mostBytes)
    implements ChunkSource {
  /** The file of a chunk, which may be missing. */
  Path file(int[] index) {
    String numbers =
        Arrays.stream(index).mapToObj(Integer::toString).collect(Collectors.joining(separator));
    if (index.length > 0) {
      return folder.resolve(prefix + numbers);
    }
    return folder.resolve(prefix.isEmpty() ? "0" : prefix.substring(0, 1));
  }

  @Override
  public byte[] read(int[] index) throws IOException {
    Path file = file(index);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    if (Files.size(file) > mostBytes) {
      throw new ImageFormatException(
          file, "a chunk of " + Files.size(file) + " bytes, more than it can need");
    }
    return Files.readAllBytes(file);
  }
}
