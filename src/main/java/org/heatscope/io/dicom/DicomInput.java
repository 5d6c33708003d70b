// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.heatscope.io.ImageFormatException;

/** Reads a header front to back through one page; skipping costs nothing. */
final class DicomInput implements Closeable {
  private static final int PAGE = 8192;

  private final Path path;
  private final Content content;
  private final ByteBuffer page = ByteBuffer.allocate(PAGE);
  private long pageStart;

  DicomInput(Path path, Content content) {
    this.path = path;
    this.content = content;
    page.limit(0);
    order(ByteOrder.LITTLE_ENDIAN);
  }

  Path path() {
    return path;
  }

  /** The length of the content. */
  long size() {
    return content.size();
  }

  ByteOrder order() {
    return page.order();
  }

  void order(ByteOrder order) {
    page.order(order);
  }

  long position() {
    return pageStart + page.position();
  }

  /** Moves to a place in the file, at most its end. */
  void position(long target) throws IOException {
    if (target > size()) {
      throw new ImageFormatException(path, "truncated: the header runs past the end of the file");
    }
    if (target >= pageStart && target <= pageStart + page.limit()) {
      page.position((int) (target - pageStart));
    } else {
      pageStart = target;
      page.limit(0);
    }
  }

  int unsignedShort() throws IOException {
    need(2);
    return page.getShort() & 0xffff;
  }

  long unsignedInt() throws IOException {
    need(4);
    return page.getInt() & 0xffffffffL;
  }

  /** The next two bytes as the letters of a value representation, whatever the byte order. */
  int letters() throws IOException {
    need(2);
    return (page.get() & 0xff) << 8 | page.get() & 0xff;
  }

  /** The next bytes; the caller has compared their number with what the file holds. */
  byte[] bytes(int length) throws IOException {
    long start = position();
    if (start + length > size()) {
      throw new ImageFormatException(path, "truncated: the header runs past the end of the file");
    }
    byte[] value = new byte[length];
    if (length <= PAGE) {
      need(length);
      page.get(value);
    } else {
      content.readFully(ByteBuffer.wrap(value), start, path);
      position(start + length);
    }
    return value;
  }

  private void need(int count) throws IOException {
    if (page.remaining() >= count) {
      return;
    }
    long start = position();
    page.clear();
    pageStart = start;
    int read = 0;
    while (read >= 0 && page.position() < count) {
      read = content.read(page, start + page.position());
    }
    page.flip();
    if (page.remaining() < count) {
      throw new ImageFormatException(path, "truncated: the file ends inside its header");
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
