// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.heatscope.io.ImageFormatException;

/** The bytes that a data set lies in: those of the file, or what its deflated part inflates to. */
interface Content extends Closeable {
  /** How many bytes there are. */
  long size();

  /**
   * Reads some bytes from a place on.
   *
   * @return how many, at least one; -1 at the end
   */
  int read(ByteBuffer to, long position) throws IOException;

  /** Fills the buffer from a place on. */
  default void readFully(ByteBuffer to, long position, Path path) throws IOException {
    for (long at = position; to.hasRemaining(); ) {
      int read = read(to, at);
      if (read < 0) {
        throw new ImageFormatException(path, "truncated: the file ends inside its pixel data");
      }
      at += read;
    }
  }

  /** The file as it is. */
  static Content of(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    long size = channel.size();
    return new Content() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public int read(ByteBuffer to, long position) throws IOException {
        return channel.read(to, position);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
