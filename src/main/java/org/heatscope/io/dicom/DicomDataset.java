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
import org.heatscope.io.ImageFormatException;

/**
 * The attributes of a file, or of one item of a sequence.
 *
 * <p>An attribute of length 0 counts as absent. Numbers are read as the tag wants them: text for
 * decimal and integer strings, two or four bytes for binary ones, whatever the file calls them.
 */
final class DicomDataset {
  private final Path path;
  private final ByteOrder order;
  private final Map<Tag, byte[]> values = new HashMap<>(0);
  private final Map<Tag, List<DicomDataset>> sequences = new HashMap<>(0);

  DicomDataset(Path path, ByteOrder order) {
    this.path = path;
    this.order = order;
  }

  void put(Tag tag, byte[] value) {
    values.put(tag, value);
  }

  void put(Tag tag, List<DicomDataset> items) {
    sequences.put(tag, items);
  }

  /** Whether the attribute is there with a value, or the sequence with an item. */
  boolean has(Tag tag) {
    byte[] value = values.get(tag);
    return value != null && value.length > 0 || !sequences.getOrDefault(tag, List.of()).isEmpty();
  }

  /** A text without padding, on one line; empty if absent. */
  String text(Tag tag) {
    byte[] value = values.get(tag);
    return value == null
        ? ""
        : new String(value, charset()).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  /** A text for a message: 64 characters, which is as long as names and UIDs may be. */
  String label(Tag tag) {
    return shortened(text(tag));
  }

  private static String shortened(String text) {
    return text.length() > 64 ? text.substring(0, 64) + "..." : text;
  }

  private Charset charset() {
    byte[] set = values.get(Tag.SPECIFIC_CHARACTER_SET);
    return set != null && new String(set, StandardCharsets.US_ASCII).contains("ISO_IR 192")
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
    byte[] value = values.get(tag);
    if (value == null || value.length == 0) {
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
}
