// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.nio.file.Path;
import java.util.Map;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFormatException;

/** The codes of nifti1.h: stored types, and what the values mean. */
final class NiftiCodes {
  static final int RGB24 = 128;

  /** The intent of a fifth axis that holds the parts of a vector. */
  static final int VECTOR = 1007;

  /**
   * What a voxel holds.
   *
   * @param sample type of its numbers
   * @param numbers how many; the two of a complex number are a single value
   * @param complex whether they are a real and an imaginary part
   */
  record Voxel(SampleType sample, int numbers, boolean complex) {
    /** The values that are kept: a magnitude, or colours without their transparency. */
    int channels() {
      return complex ? 1 : Math.min(numbers, 3);
    }
  }

  private static final Map<Integer, Voxel> VOXELS =
      Map.ofEntries(
          scalar(2, SampleType.UINT8),
          scalar(4, SampleType.INT16),
          scalar(8, SampleType.INT32),
          scalar(16, SampleType.FLOAT32),
          Map.entry(32, new Voxel(SampleType.FLOAT32, 2, true)),
          scalar(64, SampleType.FLOAT64),
          Map.entry(RGB24, new Voxel(SampleType.UINT8, 3, false)),
          scalar(256, SampleType.INT8),
          scalar(512, SampleType.UINT16),
          scalar(768, SampleType.UINT32),
          scalar(1024, SampleType.INT64),
          scalar(1280, SampleType.UINT64),
          Map.entry(1792, new Voxel(SampleType.FLOAT64, 2, true)),
          Map.entry(2304, new Voxel(SampleType.UINT8, 4, false)));

  private static final Map<Integer, String> REFUSED =
      Map.of(1, "1-bit", 1536, "float128", 2048, "complex256");

  /** Meaning, then the unit of a value. */
  private static final Map<Integer, String[]> INTENTS =
      Map.ofEntries(
          intent(2, "correlation", "r"),
          intent(3, "t", "t"),
          intent(4, "F", "F"),
          intent(5, "z-score", "z"),
          intent(6, "chi-square", "chi2"),
          intent(22, "p", "p"),
          intent(23, "ln p", "ln p"),
          intent(24, "log10 p", "log10 p"),
          intent(1001, "estimate", ""),
          intent(1002, "label", ""),
          intent(1003, "neuroname", ""),
          intent(1005, "symmetric matrix", ""),
          intent(1006, "displacement", ""),
          intent(VECTOR, "vector", ""),
          intent(1011, "dimensionless", ""),
          intent(2001, "time series", ""));

  private static final String[] UNKNOWN = {"", ""};

  private NiftiCodes() {}

  private static Map.Entry<Integer, Voxel> scalar(int code, SampleType type) {
    return Map.entry(code, new Voxel(type, 1, false));
  }

  private static Map.Entry<Integer, String[]> intent(int code, String meaning, String unit) {
    return Map.entry(code, new String[] {meaning, unit});
  }

  /**
   * What a voxel of a datatype code holds.
   *
   * @throws ImageFormatException naming the type, if it is not read
   */
  static Voxel voxel(Path file, int code) throws ImageFormatException {
    Voxel voxel = VOXELS.get(code);
    if (voxel == null) {
      String name = REFUSED.getOrDefault(code, "unknown");
      throw new ImageFormatException(
          file, "samples of " + name + " type (NIfTI datatype " + code + ") are not supported");
    }
    return voxel;
  }

  /** The datatype code of a stored type. */
  static int code(SampleType type) {
    Voxel voxel = new Voxel(type, 1, false);
    return VOXELS.entrySet().stream()
        .filter(e -> e.getValue().equals(voxel))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** How many bits a voxel takes. */
  static int bits(int code) {
    return 8 * VOXELS.get(code).numbers() * VOXELS.get(code).sample().bytes();
  }

  /** The intent code of a meaning; 0 if there is none. */
  static int intent(String meaning) {
    return INTENTS.entrySet().stream()
        .filter(e -> e.getValue()[0].equals(meaning))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  /** What the values mean; empty if the code does not say. */
  static String meaning(int intent) {
    return INTENTS.getOrDefault(intent, UNKNOWN)[0];
  }

  /** The unit of a value; empty if the code does not say. */
  static String unit(int intent) {
    return INTENTS.getOrDefault(intent, UNKNOWN)[1];
  }

  /** Whether the fifth axis holds the parts of a vector or a matrix. */
  static boolean isVector(int intent) {
    return intent >= 1004 && intent <= 1010;
  }
}
