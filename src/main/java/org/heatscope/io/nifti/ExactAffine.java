// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sform with all its digits, in an extension of a NIfTI-1 file: the header keeps it as float32,
 * which moves a voxel by some 1e-5 mm.
 *
 * <p>The extension is a comment (ecode 6), "heatscope sform" and twelve numbers, row by row. Other
 * programs skip it. It counts only where it rounds to the sform of the header, so that a program
 * that moves the image and copies the extension does no harm.
 */
final class ExactAffine {
  private static final int COMMENT = 6;
  private static final String MARK = "heatscope sform";
  private static final int FIRST_EXTENSION = 352;
  private static final int HEAD = 8;

  private ExactAffine() {}

  /**
   * The bytes between the header and the voxels: none but the four of the standard if not needed.
   */
  static byte[] extension(double[] srow, ByteOrder order) {
    if (Arrays.stream(srow).allMatch(v -> v == (float) v)) {
      return new byte[4];
    }
    String numbers =
        Arrays.stream(srow).mapToObj(Double::toString).collect(Collectors.joining(" "));
    byte[] text = (MARK + " " + numbers).getBytes(StandardCharsets.US_ASCII);
    int size = (HEAD + text.length + 15) / 16 * 16;
    ByteBuffer b = ByteBuffer.allocate(4 + size).order(order);
    return b.put(0, (byte) 1).putInt(4, size).putInt(8, COMMENT).put(12, text).array();
  }

  /** The sform of the extension if the file's first bytes hold one, else the one given. */
  static double[] refined(ByteBuffer head, double[] srow) {
    int text = FIRST_EXTENSION + HEAD;
    if (head.capacity() < text || head.get(FIRST_EXTENSION - 4) == 0) {
      return srow;
    }
    int size = head.getInt(FIRST_EXTENSION);
    boolean comment = head.getInt(FIRST_EXTENSION + 4) == COMMENT;
    if (!comment || size < HEAD || size > head.capacity() - FIRST_EXTENSION) {
      return srow;
    }
    String content = new String(head.array(), text, size - HEAD, StandardCharsets.US_ASCII).trim();
    if (!content.startsWith(MARK)) {
      return srow;
    }
    try {
      double[] exact =
          Arrays.stream(content.substring(MARK.length()).trim().split(" "))
              .mapToDouble(Double::parseDouble)
              .toArray();
      return roundsTo(exact, srow) ? exact : srow;
    } catch (NumberFormatException e) {
      return srow;
    }
  }

  private static boolean roundsTo(double[] exact, double[] srow) {
    boolean same = exact.length == srow.length;
    for (int i = 0; same && i < srow.length; i++) {
      same = (float) exact[i] == srow[i];
    }
    return same;
  }
}
