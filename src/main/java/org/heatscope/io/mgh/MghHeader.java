// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.mgh;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFormatException;

/**
 * The header of an MGH file, 284 bytes, big endian.
 *
 * <p>Source: FreeSurfer's documentation of the format, FsTutorial/MghFormat.
 *
 * @param size width, height, depth, frames
 * @param type of the samples
 * @param placed whether the file says where the image lies (goodRASFlag)
 * @param affine voxel index to millimetres: columns are steps times direction cosines, and the
 *     voxel (width/2, height/2, depth/2) lies at c_ras; where the file does not say, the axes of a
 *     coronal image with steps of 1 mm around 0
 */
record MghHeader(long[] size, SampleType type, boolean placed, Affine affine) {
  static final int LENGTH = 284;

  private static final Map<Integer, SampleType> TYPES =
      Map.of(
          0, SampleType.UINT8,
          1, SampleType.INT32,
          3, SampleType.FLOAT32,
          4, SampleType.INT16,
          10, SampleType.UINT16);

  /** Version 1, four sizes and a type: the format has no other mark. */
  static boolean isOne(byte[] head) {
    if (head.length < LENGTH) {
      return false;
    }
    ByteBuffer b = ByteBuffer.wrap(head);
    boolean sized = true;
    for (int i = 1; i <= 4; i++) {
      sized &= b.getInt(4 * i) > 0;
    }
    int type = b.getInt(20);
    return b.getInt(0) == 1 && sized && type >= 0 && type <= 10;
  }

  static MghHeader parse(Path file, byte[] head) throws ImageFormatException {
    if (!isOne(head)) {
      throw new ImageFormatException(file, "not an MGH header of version 1");
    }
    ByteBuffer b = ByteBuffer.wrap(head);
    long[] size = new long[4];
    for (int i = 0; i < 4; i++) {
      size[i] = b.getInt(4 + 4 * i);
    }
    SampleType type = TYPES.get(b.getInt(20));
    if (type == null) {
      throw new ImageFormatException(file, "MGH samples of type " + b.getInt(20) + " are not read");
    }
    boolean placed = b.getShort(28) > 0;
    double[] numbers = {1, 1, 1, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, 0};
    for (int i = 0; placed && i < numbers.length; i++) {
      numbers[i] = b.getFloat(30 + 4 * i);
    }
    Affine affine = affine(numbers, size);
    if (!affine.isInvertible()) {
      throw new ImageFormatException(file, "the voxel directions cannot be inverted: " + affine);
    }
    return new MghHeader(size, type, placed, affine);
  }

  /** Three steps, three columns of directions, and the centre. */
  private static Affine affine(double[] numbers, long[] size) {
    double[] rows = new double[12];
    for (int r = 0; r < 3; r++) {
      rows[4 * r + 3] = numbers[12 + r];
      for (int c = 0; c < 3; c++) {
        rows[4 * r + c] = numbers[c] * numbers[3 + 3 * c + r];
        rows[4 * r + 3] -= rows[4 * r + c] * size[c] / 2.0;
      }
    }
    return Affine.of(rows);
  }
}
