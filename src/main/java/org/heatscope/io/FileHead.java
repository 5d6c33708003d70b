// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The first bytes of a file, by which its format is told.
 *
 * @param path the file
 * @param bytes up to {@value #LENGTH} bytes from its start, unzipped if the file is gzipped
 * @param gzipped whether the file is gzipped
 */
public record FileHead(Path path, byte[] bytes, boolean gzipped) {
  /** How many bytes are looked at. */
  public static final int LENGTH = 1024;

  /** Reads the head of a file. */
  public static FileHead of(Path path) throws IOException {
    byte[] raw;
    try (InputStream in = Files.newInputStream(path)) {
      raw = in.readNBytes(LENGTH);
    }
    if (raw.length > 2 && (raw[0] & 0xff) == 0x1f && (raw[1] & 0xff) == 0x8b) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
        return new FileHead(path, in.readNBytes(LENGTH), true);
      } catch (EOFException e) {
        throw new ImageFormatException(path, "truncated: the gzip stream breaks off at its start");
      } catch (ZipException e) {
        throw new ImageFormatException(path, "the gzip stream is damaged: " + e.getMessage());
      }
    }
    return new FileHead(path, raw, false);
  }

  /** Whether the bytes at an offset are the given Latin-1 text. */
  public boolean has(int offset, String text) {
    byte[] want = text.getBytes(StandardCharsets.ISO_8859_1);
    if (offset + want.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < want.length; i++) {
      if (bytes[offset + i] != want[i]) {
        return false;
      }
    }
    return true;
  }
}
