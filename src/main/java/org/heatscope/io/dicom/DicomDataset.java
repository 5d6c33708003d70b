// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.heatscope.io.ImageFormatException;

/**
 * The attributes of a file, or of one item of a sequence.
 *
 * <p>An attribute of length 0 counts as absent. Numbers are read as the tag wants them: text for
 * decimal and integer strings, two or four bytes for binary ones, whatever the file calls them.
 */
final class DicomDataset {
  private static final byte[] NONE = {};
  private static final Pattern SPACE = Pattern.compile("[\\p{Cntrl}\\s]+");

  private final Path path;
  private final ByteOrder order;
  private final Map<Tag, byte[]> values = new HashMap<>(0);
  private final Map<Tag, List<DicomDataset>> sequences = new HashMap<>(0);
  private DicomDataset behind;

  DicomDataset(Path path, ByteOrder order) {
    this.path = path;
    this.order = order;
  }

  /**
   * These attributes with those of a functional group before them: what the first items of its
   * sequences hold.
   */
  DicomDataset over(DicomDataset group) {
    DicomDataset merged = new DicomDataset(path, order);
    merged.behind = this;
    for (List<DicomDataset> items : group.sequences.values()) {
      if (!items.isEmpty()) {
        merged.values.putAll(items.get(0).values);
        merged.sequences.putAll(items.get(0).sequences);
      }
    }
    return merged;
  }

  void put(Tag tag, byte[] value) {
    values.put(tag, value);
  }

  void put(Tag tag, List<DicomDataset> items) {
    sequences.put(tag, items);
  }

  /** Whether the attribute is there with a value, or the sequence with an item. */
  boolean has(Tag tag) {
    return bytes(tag).length > 0 || !items(tag).isEmpty();
  }

  /** The value as it lies in the file; empty if absent. */
  byte[] bytes(Tag tag) {
    byte[] value = values.get(tag);
    if (value == null) {
      return behind == null ? NONE : behind.bytes(tag);
    }
    return value;
  }

  /** The items of a sequence; none if absent. */
  List<DicomDataset> items(Tag tag) {
    List<DicomDataset> items = sequences.get(tag);
    if (items == null) {
      return behind == null ? List.of() : behind.items(tag);
    }
    return items;
  }

  /** A text without padding, on one line; empty if absent. */
  String text(Tag tag) {
    byte[] value = bytes(tag);
    return value.length == 0
        ? ""
        : SPACE.matcher(new String(value, charset())).replaceAll(" ").strip();
  }

  /** A text for a message: 64 characters, which is as long as names and UIDs may be. */
  String label(Tag tag) {
    return shortened(text(tag));
  }

  private static String shortened(String text) {
    return text.length() > 64 ? text.substring(0, 64) + "..." : text;
  }

  private Charset charset() {
    byte[] set = bytes(Tag.SPECIFIC_CHARACTER_SET);
    return new String(set, StandardCharsets.US_ASCII).contains("ISO_IR 192")
        ? StandardCharsets.UTF_8
        : StandardCharsets.ISO_8859_1;
  }

  /** The numbers of a decimal or integer string; none if absent. */
  double[] decimals(Tag tag) throws ImageFormatException {
    String text = text(tag);
    if (text.isEmpty()) {
      return new double[0];
    }
    String[] parts = text.split("\\\\", -1);
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = number(tag, parts[i].strip());
    }
    return numbers;
  }

  /** As many numbers as the attribute must have; null if absent. */
  double[] decimals(Tag tag, int count) throws ImageFormatException {
    double[] numbers = decimals(tag);
    if (numbers.length == 0) {
      return null;
    }
    if (numbers.length != count) {
      throw new ImageFormatException(
          path, tag + " has " + numbers.length + " numbers where " + count + " are needed");
    }
    return numbers;
  }

  /** The first number of a decimal or integer string, or a fallback if absent. */
  double decimal(Tag tag, double fallback) throws ImageFormatException {
    double[] numbers = decimals(tag);
    return numbers.length == 0 ? fallback : numbers[0];
  }

  private double number(Tag tag, String text) throws ImageFormatException {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number) && !Character.isLetter(text.charAt(text.length() - 1))) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new ImageFormatException(path, tag + " is \"" + shortened(text) + "\", not a number");
  }

  /** An unsigned binary number of two or four bytes, or a fallback if absent. */
  long unsigned(Tag tag, long fallback) throws ImageFormatException {
    byte[] value = bytes(tag);
    if (value.length == 0) {
      return fallback;
    }
    ByteBuffer bytes = ByteBuffer.wrap(value).order(order);
    if (value.length == 2) {
      return bytes.getShort() & 0xffff;
    } else if (value.length == 4) {
      return bytes.getInt() & 0xffffffffL;
    }
    throw new ImageFormatException(
        path, tag + " has " + value.length + " bytes where 2 are needed");
  }

  /** Unsigned 16-bit numbers; none if absent. */
  int[] words(Tag tag) {
    byte[] value = bytes(tag);
    ByteBuffer bytes = ByteBuffer.wrap(value).order(order);
    int[] words = new int[value.length / 2];
    for (int i = 0; i < words.length; i++) {
      words[i] = bytes.getShort() & 0xffff;
    }
    return words;
  }

  /** A binary float of four or eight bytes; NaN if absent. */
  double real(Tag tag) throws ImageFormatException {
    byte[] value = bytes(tag);
    ByteBuffer bytes = ByteBuffer.wrap(value).order(order);
    switch (value.length) {
      case 0:
        return Double.NaN;
      case 4:
        return bytes.getFloat();
      case 8:
        return bytes.getDouble();
      default:
        throw fault(tag + " has " + value.length + " bytes where 4 or 8 are needed");
    }
  }

  /** A fault of the file that these attributes are from. */
  ImageFormatException fault(String what) {
    return new ImageFormatException(path, what);
  }
}
