// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes TIFF 6.0: for each page its strips, its values, its directory. */
final class TiffWriter {
  private static final int DESCRIPTION = 270;
  private static final int ASCII = 2;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;

  private final ByteBuffer out;
  private String description;
  private int[] resolution;
  private int link = 4;

  TiffWriter(ByteOrder order) {
    out = ByteBuffer.allocate(1 << 16).order(order);
    out.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
    out.putShort((short) 42).putInt(0);
  }

  /** Sets the ImageDescription of the next page. */
  TiffWriter description(String text) {
    description = text;
    return this;
  }

  /** Sets the pixels in a unit, along x and y, of the next page. */
  TiffWriter resolution(int x, int y) {
    resolution = new int[] {x, y};
    return this;
  }

  /** A page of one strip, with more tags of one number each: tag, value, tag, value. */
  TiffWriter page(int width, int height, int samples, int photometric, byte[] data, int... tags) {
    return write(width, height, samples, photometric, List.of(data), tags);
  }

  /** A page of several strips of 8-bit samples. */
  TiffWriter strips(
      int width, int height, int samples, int photometric, List<byte[]> strips, int... tags) {
    int[] more = new int[tags.length + 2];
    System.arraycopy(tags, 0, more, 0, tags.length);
    more[tags.length] = 258;
    more[tags.length + 1] = 8;
    return write(width, height, samples, photometric, strips, more);
  }

  private TiffWriter write(
      int width, int height, int samples, int photometric, List<byte[]> strips, int... tags) {
    TreeMap<Integer, int[]> entries = new TreeMap<>();
    int[] offsets = new int[strips.size()];
    int[] counts = new int[strips.size()];
    for (int s = 0; s < offsets.length; s++) {
      offsets[s] = out.position();
      counts[s] = strips.get(s).length;
      out.put(strips.get(s));
    }
    entries.put(256, new int[] {width});
    entries.put(257, new int[] {height});
    entries.put(259, new int[] {1});
    entries.put(262, new int[] {photometric});
    entries.put(273, offsets);
    entries.put(277, new int[] {samples});
    entries.put(278, new int[] {height});
    entries.put(279, counts);
    for (int i = 0; i < tags.length; i += 2) {
      boolean perSample = tags[i] == 258 || tags[i] == 339;
      int[] values = new int[perSample ? samples : 1];
      java.util.Arrays.fill(values, tags[i + 1]);
      entries.put(tags[i], values);
    }
    directory(entries);
    return this;
  }

  private void directory(TreeMap<Integer, int[]> entries) {
    List<int[]> table = new ArrayList<>();
    for (var e : entries.entrySet()) {
      int[] values = e.getValue();
      int inline = values.length == 1 ? values[0] : out.position();
      if (values.length > 1) {
        for (int v : values) {
          out.putInt(v);
        }
      }
      table.add(new int[] {e.getKey(), LONG, values.length, inline});
    }
    if (description != null) {
      byte[] text = (description + "\0").getBytes(StandardCharsets.US_ASCII);
      table.add(new int[] {DESCRIPTION, ASCII, text.length, out.position()});
      out.put(text);
      description = null;
    }
    if (resolution != null) {
      for (int a = 0; a < 2; a++) {
        table.add(new int[] {282 + a, RATIONAL, 1, out.position()});
        out.putInt(resolution[a]).putInt(1);
      }
      resolution = null;
    }
    table.sort((a, b) -> a[0] - b[0]);
    out.putInt(link, out.position());
    out.putShort((short) table.size());
    for (int[] t : table) {
      out.putShort((short) t[0]).putShort((short) t[1]).putInt(t[2]).putInt(t[3]);
    }
    link = out.position();
    out.putInt(0);
  }

  byte[] bytes() {
    return java.util.Arrays.copyOf(out.array(), out.position());
  }
}
