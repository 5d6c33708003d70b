// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.analyze;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFormatException;

/**
 * The header of an Analyze 7.5 image, 348 bytes in either byte order.
 *
 * <p>Source: the header file dbh.h of Analyze 7.5; the fields that SPM put in place of unused ones
 * are those that nibabel reads.
 *
 * @param order of the file's numbers
 * @param size x, y, z, frames
 * @param type of the samples
 * @param steps the distances of voxels
 * @param frameStep the distance of frames, without a unit
 * @param offset where the samples begin in their file
 * @param slope what SPM multiplies samples by; 0 if not given
 * @param intercept what SPM then adds
 * @param calMin value shown black, if less than {@code calMax}
 * @param calMax value shown white
 * @param origin the voxel at 0, 0, 0, counted from 0; null if SPM did not give it
 * @param description a line of text
 */
record AnalyzeHeader(
    ByteOrder order,
    long[] size,
    SampleType type,
    double[] steps,
    double frameStep,
    long offset,
    double slope,
    double intercept,
    double calMin,
    double calMax,
    double[] origin,
    String description) {
  private static final int LENGTH = 348;

  /** Codes from 128 on are SPM's. */
  private static final Map<Integer, SampleType> TYPES =
      Map.of(
          2, SampleType.UINT8,
          4, SampleType.INT16,
          8, SampleType.INT32,
          16, SampleType.FLOAT32,
          64, SampleType.FLOAT64,
          130, SampleType.INT8,
          132, SampleType.UINT16,
          136, SampleType.UINT32);

  /** Whether these are the first bytes of such a header, and not of NIfTI, which begins alike. */
  static boolean isOne(byte[] head) {
    if (head.length < LENGTH || head[344] == 'n' && (head[345] == 'i' || head[345] == '+')) {
      return false;
    }
    ByteBuffer b = ByteBuffer.wrap(head).order(orderOf(head));
    return b.getInt(0) == LENGTH && b.getShort(40) >= 1 && b.getShort(40) <= 7;
  }

  private static ByteOrder orderOf(byte[] head) {
    return head[0] == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  static AnalyzeHeader parse(Path file, byte[] head) throws ImageFormatException {
    ByteBuffer b = ByteBuffer.wrap(head).order(orderOf(head));
    long[] size = {1, 1, 1, 1};
    int axes = b.getShort(40);
    for (int a = 0; a < axes; a++) {
      int n = b.getShort(42 + 2 * a);
      if (a < 4) {
        size[a] = a == 3 ? Math.max(1, n) : n;
      } else if (n > 1) {
        throw new ImageFormatException(file, "an Analyze image of " + axes + " axes is not read");
      }
    }
    SampleType type = TYPES.get((int) b.getShort(70));
    if (type == null) {
      throw new ImageFormatException(
          file, "Analyze samples of the datatype " + b.getShort(70) + " are not read");
    }
    double[] steps = new double[3];
    for (int a = 0; a < 3; a++) {
      double step = Math.abs(b.getFloat(80 + 4 * a));
      steps[a] = step == 0 ? 1 : step;
    }
    double offset = b.getFloat(108);
    if (!(offset >= 0) || offset != Math.rint(offset) || offset > 1L << 50) {
      throw new ImageFormatException(file, "vox_offset cannot be " + offset);
    }
    String text = new String(head, 148, 80, StandardCharsets.ISO_8859_1);
    return new AnalyzeHeader(
        b.order(),
        size,
        type,
        steps,
        b.getFloat(92),
        (long) offset,
        b.getFloat(112),
        b.getFloat(116),
        b.getFloat(128),
        b.getFloat(124),
        origin(b, size),
        text.replaceFirst("\0(?s).*", "").replaceAll("\\p{Cntrl}+", " ").strip());
  }

  /** SPM counts voxels from 1; what lies far outside of the image is another program's. */
  private static double[] origin(ByteBuffer b, long[] size) {
    double[] origin = new double[3];
    boolean given = false;
    for (int a = 0; a < 3; a++) {
      int n = b.getShort(253 + 2 * a);
      given |= n != 0;
      if (n <= -size[a] || n >= 2 * size[a]) {
        return null;
      }
      origin[a] = n - 1;
    }
    return given ? origin : null;
  }

  /** x runs to the left; the origin of SPM, else the middle of the image, is at 0, 0, 0. */
  Affine affine() {
    double[] at = new double[3];
    for (int a = 0; a < 3; a++) {
      at[a] = steps[a] * (origin == null ? (size[a] - 1) / 2.0 : origin[a]);
    }
    return Affine.scaling(-steps[0], steps[1], steps[2], at[0], -at[1], -at[2]);
  }
}
