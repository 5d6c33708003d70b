// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import static org.heatscope.io.tiff.TiffDirectory.BITS_PER_SAMPLE;
import static org.heatscope.io.tiff.TiffDirectory.COMPRESSION;
import static org.heatscope.io.tiff.TiffDirectory.IMAGE_DESCRIPTION;
import static org.heatscope.io.tiff.TiffDirectory.IMAGE_LENGTH;
import static org.heatscope.io.tiff.TiffDirectory.IMAGE_WIDTH;
import static org.heatscope.io.tiff.TiffDirectory.NEW_SUBFILE_TYPE;
import static org.heatscope.io.tiff.TiffDirectory.PHOTOMETRIC_INTERPRETATION;
import static org.heatscope.io.tiff.TiffDirectory.PLANAR_CONFIGURATION;
import static org.heatscope.io.tiff.TiffDirectory.PREDICTOR;
import static org.heatscope.io.tiff.TiffDirectory.RESOLUTION_UNIT;
import static org.heatscope.io.tiff.TiffDirectory.ROWS_PER_STRIP;
import static org.heatscope.io.tiff.TiffDirectory.SAMPLES_PER_PIXEL;
import static org.heatscope.io.tiff.TiffDirectory.SAMPLE_FORMAT;
import static org.heatscope.io.tiff.TiffDirectory.STRIP_BYTE_COUNTS;
import static org.heatscope.io.tiff.TiffDirectory.STRIP_OFFSETS;
import static org.heatscope.io.tiff.TiffDirectory.TILE_BYTE_COUNTS;
import static org.heatscope.io.tiff.TiffDirectory.TILE_LENGTH;
import static org.heatscope.io.tiff.TiffDirectory.TILE_OFFSETS;
import static org.heatscope.io.tiff.TiffDirectory.TILE_WIDTH;
import static org.heatscope.io.tiff.TiffDirectory.X_RESOLUTION;
import static org.heatscope.io.tiff.TiffDirectory.Y_RESOLUTION;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.heatscope.io.ImageFormatException;

/**
 * Reads the chain of directories of a TIFF file (TIFF 6.0, section 2) or BigTIFF file.
 *
 * <p>Every value is held to the file's length before the decoder sees the file: it would allocate
 * what a directory asks for.
 */
final class TiffParser {
  private static final Set<Integer> KEPT =
      Set.of(
          NEW_SUBFILE_TYPE,
          IMAGE_WIDTH,
          IMAGE_LENGTH,
          BITS_PER_SAMPLE,
          COMPRESSION,
          PHOTOMETRIC_INTERPRETATION,
          IMAGE_DESCRIPTION,
          STRIP_OFFSETS,
          SAMPLES_PER_PIXEL,
          STRIP_BYTE_COUNTS,
          TILE_OFFSETS,
          TILE_BYTE_COUNTS,
          SAMPLE_FORMAT,
          ROWS_PER_STRIP,
          PLANAR_CONFIGURATION,
          PREDICTOR,
          TILE_WIDTH,
          TILE_LENGTH,
          X_RESOLUTION,
          Y_RESOLUTION,
          RESOLUTION_UNIT);

  private static final int RATIONAL = 5;

  private final Path path;
  private final FileChannel channel;
  private final long length;
  private ByteOrder order;
  private boolean big;

  /** How many bytes of values may still come: honest directories hardly share theirs. */
  private long budget;

  private TiffParser(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    length = channel.size();
    budget = 4 * length;
  }

  /** The directories in the order of their chain, one at least. */
  static List<TiffDirectory> read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new TiffParser(path, channel).chain();
    }
  }

  private List<TiffDirectory> chain() throws IOException {
    order = bytes(0, 2).get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    big = bytes(2, 2).getShort(0) == 43;
    List<TiffDirectory> pages = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long at = big ? bytes(8, 8).getLong(0) : uint32(bytes(4, 4), 0);
    while (at != 0) {
      if (!seen.add(at)) {
        throw new ImageFormatException(path, "the pages of the TIFF run in a circle");
      }
      long count = big ? bytes(at, 8).getLong(0) : bytes(at, 2).getShort(0) & 0xffff;
      long entries = at + (big ? 8 : 2);
      int size = big ? 20 : 12;
      if (count < 1 || count > 0xffff) {
        throw new ImageFormatException(path, "a page of the TIFF has " + count + " tags");
      }
      pages.add(directory(pages.size(), bytes(entries, count * size), (int) count, entries));
      long link = entries + count * size;
      at = big ? bytes(link, 8).getLong(0) : uint32(bytes(link, 4), 0);
    }
    if (pages.isEmpty()) {
      throw new ImageFormatException(path, "the TIFF has no page");
    }
    return pages;
  }

  private TiffDirectory directory(int index, ByteBuffer table, int count, long position)
      throws IOException {
    Map<Integer, long[]> numbers = new HashMap<>();
    Map<Integer, Double> ratios = new HashMap<>();
    Map<Integer, byte[]> entries = new TreeMap<>();
    String description = "";
    int size = big ? 20 : 12;
    int inline = big ? 8 : 4;
    for (int e = 0; e < count; e++) {
      int at = e * size;
      int tag = table.getShort(at) & 0xffff;
      int type = table.getShort(at + 2) & 0xffff;
      long values = big ? table.getLong(at + 4) : uint32(table, at + 4);
      int valueAt = at + size - inline;
      long bytes = values * bytesOf(type);
      long start = position + valueAt;
      if (values < 0 || values > length) {
        throw beyond(tag);
      }
      if (bytes > inline) {
        start = big ? table.getLong(valueAt) : uint32(table, valueAt);
        budget -= bytes;
        if (start < 0 || start > length - bytes || budget < 0) {
          throw beyond(tag);
        }
      }
      if (TiffPart.TAGS.contains(tag)) {
        entries.put(tag, Arrays.copyOfRange(table.array(), at, at + size));
      }
      if (!KEPT.contains(tag)) {
        continue;
      }
      if (tag == IMAGE_DESCRIPTION) {
        description = StandardCharsets.UTF_8.decode(bytes(start, bytes)).toString();
      } else if (type == RATIONAL) {
        ByteBuffer parts = bytes(start, Math.min(bytes, 8));
        ratios.put(tag, bytes < 8 ? Double.NaN : (double) uint32(parts, 0) / uint32(parts, 4));
      } else {
        numbers.put(tag, numbers(bytes(start, bytes), type, (int) values));
      }
    }
    return new TiffDirectory(index, order, big, numbers, ratios, entries, description);
  }

  private ImageFormatException beyond(int tag) {
    return new ImageFormatException(
        path, "truncated or damaged: the TIFF's tag " + tag + " points beyond the file");
  }

  /** The size of a value: TIFF 6.0 has types 1 to 12, BigTIFF 16 to 18; 0 for any other. */
  private static int bytesOf(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12, 16, 17, 18 -> 8;
      default -> 0;
    };
  }

  private static long[] numbers(ByteBuffer from, int type, int count) {
    int size = bytesOf(type);
    long[] to = new long[size == 0 ? 0 : count];
    for (int i = 0; i < to.length; i++) {
      to[i] =
          switch (size) {
            case 1 -> from.get(i) & 0xff;
            case 2 -> from.getShort(2 * i) & 0xffff;
            case 4 -> uint32(from, 4 * i);
            default -> from.getLong(8 * i);
          };
    }
    return to;
  }

  private static long uint32(ByteBuffer from, int at) {
    return from.getInt(at) & 0xffffffffL;
  }

  private ByteBuffer bytes(long at, long count) throws IOException {
    if (at < 0 || at > length - count) {
      throw new ImageFormatException(path, "truncated or damaged: a page of the TIFF is missing");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) count);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      continue;
    }
    return buffer.flip().order(order == null ? ByteOrder.BIG_ENDIAN : order);
  }
}
