// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.heatscope.image.SampleType;
import org.heatscope.io.DataFiles;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.PackedBytes;
import org.heatscope.io.Packing;

/** Where the samples that a NRRD header describes lie, and how they are written. */
final class NrrdData {
  /** A block of bzip2 holds up to 255/5 of 900 kB, and takes some 40 bytes at least. */
  private static final Packing BZIP2 =
      new Packing("bzip2", 1 << 21, in -> new BZip2CompressorInputStream(in, true));

  private static final Packing HEX = new Packing("hex", 1, HexDigits::new);

  private static final Map<String, SampleType> TYPES =
      Map.ofEntries(
          Map.entry("signed char", SampleType.INT8),
          Map.entry("int8", SampleType.INT8),
          Map.entry("uchar", SampleType.UINT8),
          Map.entry("unsigned char", SampleType.UINT8),
          Map.entry("uint8", SampleType.UINT8),
          Map.entry("short", SampleType.INT16),
          Map.entry("int16", SampleType.INT16),
          Map.entry("ushort", SampleType.UINT16),
          Map.entry("unsigned short", SampleType.UINT16),
          Map.entry("uint16", SampleType.UINT16),
          Map.entry("int", SampleType.INT32),
          Map.entry("int32", SampleType.INT32),
          Map.entry("uint", SampleType.UINT32),
          Map.entry("unsigned int", SampleType.UINT32),
          Map.entry("uint32", SampleType.UINT32),
          Map.entry("longlong", SampleType.INT64),
          Map.entry("long long", SampleType.INT64),
          Map.entry("int64", SampleType.INT64),
          Map.entry("ulonglong", SampleType.UINT64),
          Map.entry("unsigned long long", SampleType.UINT64),
          Map.entry("uint64", SampleType.UINT64),
          Map.entry("float", SampleType.FLOAT32),
          Map.entry("double", SampleType.FLOAT64));

  private NrrdData() {}

  /** The type of a sample, under any of its names: "unsigned short int", "uint16_t". */
  static SampleType type(NrrdHeader h) throws ImageFormatException {
    String name = h.required("type").toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    name = name.replaceFirst("_t$", "").replaceFirst("(?<=short|long) int$", "");
    if (name.startsWith("signed ") && !name.equals("signed char")) {
      name = name.substring("signed ".length());
    }
    SampleType type = TYPES.get(name);
    if (type == null) {
      throw new ImageFormatException(h.file(), "NRRD samples of type '" + name + "' are not read");
    }
    return type;
  }

  static Packing packing(NrrdHeader h, SampleType type) throws ImageFormatException {
    String name = h.required("encoding").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "raw" -> Packing.PLAIN;
      case "gzip", "gz" -> Packing.GZIP;
      case "bzip2", "bz2" -> BZIP2;
      case "ascii", "text", "txt" -> Packing.text(type);
      case "hex" -> HEX;
      default ->
          throw new ImageFormatException(h.file(), "NRRD encoding '" + name + "' is not read");
    };
  }

  static ByteOrder order(NrrdHeader h, SampleType type, Packing packing)
      throws ImageFormatException {
    String name = h.text("endian").toLowerCase(Locale.ROOT);
    if (packing.name().equals("text") || name.equals("big")) {
      return ByteOrder.BIG_ENDIAN;
    }
    if (!name.equals("little") && type.bytes() > 1) {
      throw new ImageFormatException(
          h.file(), "the NRRD header does not say in which order the bytes are (endian)");
    }
    return ByteOrder.LITTLE_ENDIAN;
  }

  /** The files, and the place in each from which on the samples lie. */
  static List<PackedBytes> parts(NrrdHeader h, Packing packing) throws IOException {
    List<PackedBytes> parts = new ArrayList<>();
    long lines = h.number("lineskip");
    long skip = h.number("byteskip");
    if (lines < 0 || skip < PackedBytes.AT_END || lines > 1 << 20) {
      throw new ImageFormatException(
          h.file(), "the NRRD header skips " + lines + " lines and " + skip + " bytes");
    }
    if (h.text("datafile").isEmpty()) {
      parts.add(part(h.file(), packing, h.end(), lines, skip));
    }
    for (Path file : files(h)) {
      parts.add(part(file, packing, 0, lines, skip));
    }
    return parts;
  }

  private static PackedBytes part(Path file, Packing packing, long start, long lines, long skip)
      throws IOException {
    return new PackedBytes(file, packing, lines == 0 ? start : after(file, start, lines), skip);
  }

  private static long after(Path file, long start, long lines) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.skipNBytes(start);
      long at = start;
      for (long left = lines; left > 0; at++) {
        int c = in.read();
        if (c < 0) {
          throw new ImageFormatException(file, "truncated: fewer than " + lines + " lines to skip");
        }
        left -= c == '\n' ? 1 : 0;
      }
      return at;
    } catch (NoSuchFileException e) {
      throw new ImageFormatException(file, "no such file; the header names it for its voxels");
    }
  }

  private static List<Path> files(NrrdHeader h) throws ImageFormatException {
    String name = h.text("datafile");
    if (name.isEmpty()) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    String[] words = name.split("\\s+");
    if (words[0].equals("LIST")) {
      for (String line : h.list()) {
        files.add(DataFiles.named(h.file(), line));
      }
      if (files.isEmpty()) {
        throw new ImageFormatException(h.file(), "the NRRD header lists no data files");
      }
      return files;
    }
    if (name.matches("\\S*%\\S*\\s+-?\\d{1,9}\\s+-?\\d{1,9}\\s+-?\\d{1,9}(\\s+\\d+)?")) {
      return DataFiles.numbered(
          h.file(),
          words[0],
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          Integer.parseInt(words[3]));
    }
    return List.of(DataFiles.named(h.file(), name));
  }

  /** Two hexadecimal digits for each byte; white space between them counts for nothing. */
  private static final class HexDigits extends FilterInputStream {
    HexDigits(InputStream in) {
      super(new BufferedInputStream(in));
    }

    @Override
    public int read() throws IOException {
      int high = digit();
      int low = high < 0 ? -1 : digit();
      return low < 0 ? -1 : high << 4 | low;
    }

    private int digit() throws IOException {
      int c = in.read();
      while (c >= 0 && c <= ' ') {
        c = in.read();
      }
      int digit = Character.digit(c, 16);
      if (c >= 0 && digit < 0) {
        throw new IOException("it has something else where hexadecimal digits should be");
      }
      return digit;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int done = 0;
      for (int b = 0; done < length && (b = read()) >= 0; done++) {
        into[at + done] = (byte) b;
      }
      return done == 0 && length > 0 ? -1 : done;
    }
  }
}
