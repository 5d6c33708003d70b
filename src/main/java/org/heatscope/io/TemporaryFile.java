// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Unpacked bytes in a file of the temporary folder ({@code java.io.tmpdir}), which is deleted when
 * nothing refers to this object any more, at the latest when the program ends.
 */
final class TemporaryFile {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int BUFFER = 1 << 17;

  private final Path path;
  private final Cleaner.Cleanable deletion;

  private TemporaryFile(Path path) {
    this.path = path;
    path.toFile().deleteOnExit();
    deletion = CLEANER.register(this, () -> path.toFile().delete());
  }

  Path path() {
    return path;
  }

  /** Writes the bytes. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Makes the file.
   *
   * @param of the file that is unpacked, for messages
   * @param bytes how many there will be
   * @throws ImageFormatException if the disk has no room for them
   */
  static TemporaryFile of(Path of, long bytes, Content content) throws IOException {
    TemporaryFile file = new TemporaryFile(Files.createTempFile("heatscope", ".unpacked"));
    try {
      long room = Files.getFileStore(file.path).getUsableSpace();
      if (room < bytes) {
        throw new ImageFormatException(
            of,
            String.format(
                "too large for the memory, and unpacked it takes %d MiB in the temporary folder %s,"
                    + " which has %d MiB (-Djava.io.tmpdir=FOLDER names another)",
                bytes >> 20, file.path.getParent(), room >> 20));
      }
      try (OutputStream out = Files.newOutputStream(file.path)) {
        content.writeTo(out);
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.deletion.clean();
      throw e;
    }
  }

  /**
   * Copies so many bytes, or fewer at the end of the stream.
   *
   * @return how many there were
   */
  static long copy(InputStream in, OutputStream out, long bytes) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    for (int n = 0; done < bytes && n >= 0; done += Math.max(0, n)) {
      n = in.read(buffer, 0, (int) Math.min(BUFFER, bytes - done));
      out.write(buffer, 0, Math.max(0, n));
    }
    return done;
  }
}
