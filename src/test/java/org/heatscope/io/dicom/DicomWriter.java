// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Writes small little-endian DICOM files, right ones and wrong ones; made for tests. */
final class DicomWriter {
  static final String EXPLICIT = "1.2.840.10008.1.2.1";
  static final String IMPLICIT = "1.2.840.10008.1.2";

  private record Value(String vr, byte[] bytes, long length) {}

  private final TreeMap<Integer, Value> elements = new TreeMap<>();
  private boolean implicit;
  private boolean preamble = true;
  private String syntax = EXPLICIT;

  /** A slice of the series "1.2.3" with its pixels still to come. */
  static DicomWriter slice(double[] orientation, double x, double y, double z) {
    return new DicomWriter()
        .text(0x00080060, "CS", "MR")
        .text(0x0020000e, "UI", "1.2.3")
        .text(0x00080018, "UI", "1.2.3." + Math.abs(x + 31 * y + 977 * z))
        .numbers(0x00200032, x, y, z)
        .numbers(0x00200037, orientation)
        .numbers(0x00280030, 2, 3)
        .numbers(0x00180050, 4);
  }

  /** A file without a place, with its pixels still to come. */
  static DicomWriter picture() {
    return new DicomWriter().text(0x00080060, "CS", "OT").text(0x0020000e, "UI", "1.2.4");
  }

  DicomWriter implicitVr() {
    implicit = true;
    syntax = IMPLICIT;
    return this;
  }

  /** Names another transfer syntax; the elements are written in explicit VR all the same. */
  DicomWriter syntax(String uid) {
    syntax = uid;
    return this;
  }

  DicomWriter withoutPreamble() {
    preamble = false;
    return this;
  }

  DicomWriter withoutMeta() {
    preamble = false;
    syntax = null;
    return this;
  }

  DicomWriter text(int tag, String vr, String text) {
    return raw(tag, vr, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  DicomWriter numbers(int tag, double... numbers) {
    String text =
        DoubleStream.of(numbers)
            .mapToObj(n -> String.format(Locale.ROOT, "%.10g", n))
            .collect(Collectors.joining("\\"));
    return text(tag, "DS", text);
  }

  DicomWriter unsigned(int tag, int value) {
    return raw(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  DicomWriter raw(int tag, String vr, byte[] bytes) {
    return raw(tag, vr, bytes, bytes.length);
  }

  /** An element whose declared length need not be true. */
  DicomWriter raw(int tag, String vr, byte[] bytes, long length) {
    elements.put(tag, new Value(vr, bytes, length));
    return this;
  }

  DicomWriter remove(int tag) {
    elements.remove(tag);
    return this;
  }

  /** The pixel module: grey samples of the given packing. */
  DicomWriter pixels(int columns, int rows, int allocated, int stored, boolean signed, int... v) {
    ByteBuffer b = ByteBuffer.allocate(v.length * allocated / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int sample : v) {
      if (allocated == 8) {
        b.put((byte) sample);
      } else if (allocated == 16) {
        b.putShort((short) sample);
      } else {
        b.putInt(sample);
      }
    }
    return unsigned(0x00280002, 1)
        .text(0x00280004, "CS", "MONOCHROME2")
        .unsigned(0x00280010, rows)
        .unsigned(0x00280011, columns)
        .unsigned(0x00280100, allocated)
        .unsigned(0x00280101, stored)
        .unsigned(0x00280102, stored - 1)
        .unsigned(0x00280103, signed ? 1 : 0)
        .raw(0x7fe00010, allocated == 8 ? "OB" : "OW", b.array());
  }

  /** Two by two unsigned 16-bit pixels: v, v+1, v+2, v+3. */
  DicomWriter pixels(int v) {
    return pixels(2, 2, 16, 16, false, v, v + 1, v + 2, v + 3);
  }

  Path write(Path folder, String name) throws IOException {
    return Files.write(folder.resolve(name), bytes());
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (preamble) {
      out.write(new byte[128]);
      out.write("DICM".getBytes(StandardCharsets.US_ASCII));
    }
    if (syntax != null) {
      byte[] uid = syntax.getBytes(StandardCharsets.US_ASCII);
      element(out, 0x00020010, new Value("UI", uid, uid.length), false);
    }
    out.write(dataset());
    return out.toByteArray();
  }

  /** The elements alone, as an item of a sequence holds them. */
  byte[] dataset() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (var e : elements.entrySet()) {
      element(out, e.getKey(), e.getValue(), implicit);
    }
    return out.toByteArray();
  }

  /** A sequence's value: one item, with lengths, or ended by delimiters. */
  static byte[] item(byte[] dataset, boolean undefined) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    number(out, 0xe000fffeL);
    number(out, undefined ? 0xffffffffL : dataset.length);
    out.write(dataset);
    if (undefined) {
      number(out, 0xe00dfffeL);
      number(out, 0);
      number(out, 0xe0ddfffeL);
      number(out, 0);
    }
    return out.toByteArray();
  }

  private static void element(ByteArrayOutputStream out, int tag, Value v, boolean implicit)
      throws IOException {
    number(out, (tag >>> 16) | (long) tag << 16);
    boolean wide = !"AE AS CS DA DS FD FL IS LO LT PN SH SL SS ST TM UI UL US".contains(v.vr);
    if (implicit) {
      number(out, v.length);
    } else if (wide) {
      out.write(v.vr.getBytes(StandardCharsets.ISO_8859_1));
      out.write(new byte[2]);
      number(out, v.length);
    } else {
      out.write(v.vr.getBytes(StandardCharsets.ISO_8859_1));
      out.write(new byte[] {(byte) v.length, (byte) (v.length >> 8)});
    }
    out.write(v.bytes);
  }

  private static void number(ByteArrayOutputStream out, long value) {
    for (int i = 0; i < 4; i++) {
      out.write((int) (value >> 8 * i));
    }
  }
}
