// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One directory of a TIFF file (TIFF 6.0, section 2) or BigTIFF file, little endian: its tags, in
 * ascending order, and behind them the values that have no room in them.
 */
final class DirectoryBytes {
  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int LONG8 = 16;

  private record Entry(int tag, int type, long count, byte[] values) {}

  private final boolean big;
  private final List<Entry> entries = new ArrayList<>();

  DirectoryBytes(boolean big) {
    this.big = big;
  }

  DirectoryBytes shorts(int tag, int... values) {
    ByteBuffer b = room(2 * values.length);
    for (int value : values) {
      b.putShort((short) value);
    }
    return add(tag, SHORT, values.length, b);
  }

  DirectoryBytes size(int tag, int value) {
    return add(tag, LONG, 1, room(4).putInt(value));
  }

  /** A position or a length in the file. */
  DirectoryBytes position(int tag, long value) {
    return big
        ? add(tag, LONG8, 1, room(8).putLong(value))
        : add(tag, LONG, 1, room(4).putInt((int) value));
  }

  /** The fraction numerator / denominator, both unsigned. */
  DirectoryBytes fraction(int tag, long numerator, long denominator) {
    return add(tag, RATIONAL, 1, room(8).putInt((int) numerator).putInt((int) denominator));
  }

  DirectoryBytes text(int tag, String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    return add(tag, ASCII, bytes.length, room(bytes.length).put(bytes));
  }

  private DirectoryBytes add(int tag, int type, int count, ByteBuffer values) {
    entries.add(new Entry(tag, type, count, values.array()));
    return this;
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int tableBytes() {
    return big ? 8 + 20 * entries.size() + 8 : 2 + 12 * entries.size() + 4;
  }

  private int inline() {
    return big ? 8 : 4;
  }

  /** How many bytes the directory and its values take. */
  int length() {
    int length = tableBytes();
    for (Entry e : entries) {
      length += e.values.length > inline() ? even(e.values.length) : 0;
    }
    return length;
  }

  private static int even(int length) {
    return (length + 1) & ~1;
  }

  /**
   * The bytes.
   *
   * @param at where they will lie in the file
   * @param next where the next directory lies; 0 for none
   */
  byte[] encode(long at, long next) {
    ByteBuffer b = room(length());
    int values = tableBytes();
    if (big) {
      b.putLong(entries.size());
    } else {
      b.putShort((short) entries.size());
    }
    for (Entry e : entries) {
      b.putShort((short) e.tag).putShort((short) e.type);
      word(b, e.count);
      int slot = b.position();
      if (e.values.length > inline()) {
        word(b, at + values);
        b.position(values).put(e.values);
        values += even(e.values.length);
      } else {
        b.put(e.values);
      }
      b.position(slot + inline());
    }
    word(b, next);
    return b.array();
  }

  private void word(ByteBuffer b, long value) {
    if (big) {
      b.putLong(value);
    } else {
      b.putInt((int) value);
    }
  }
}
