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

  private static final Map<Integer, SampleType> TYPES =
      Map.of(
          2, SampleType.UINT8,
          4, SampleType.INT16,
          8, SampleType.INT32,
          16, SampleType.FLOAT32,
          64, SampleType.FLOAT64,
          256, SampleType.INT8,
          512, SampleType.UINT16,
          768, SampleType.UINT32,
          1024, SampleType.INT64,
          1280, SampleType.UINT64);

  private static final Map<Integer, String> REFUSED =
      Map.of(
          1,
          "1-bit",
          32,
          "complex64",
          RGB24,
          "RGB24",
          1536,
          "float128",
          1792,
          "complex128",
          2048,
          "complex256",
          2304,
          "RGBA32");

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

  private static Map.Entry<Integer, String[]> intent(int code, String meaning, String unit) {
    return Map.entry(code, new String[] {meaning, unit});
  }

  /**
   * The stored type of a datatype code.
   *
   * @throws ImageFormatException naming the type, if it is not a real scalar
   */
  static SampleType type(Path file, int code) throws ImageFormatException {
    SampleType type = TYPES.get(code);
    if (type == null) {
      String name = REFUSED.getOrDefault(code, "unknown");
      throw new ImageFormatException(
          file, "samples of " + name + " type (NIfTI datatype " + code + ") are not supported");
    }
    return type;
  }

  /** The datatype code of a stored type. */
  static int code(SampleType type) {
    return TYPES.entrySet().stream().filter(e -> e.getValue() == type).findFirst().get().getKey();
  }

  /** How many bits a voxel of a datatype that is written takes. */
  static int bits(int code) {
    return code == RGB24 ? 24 : 8 * TYPES.get(code).bytes();
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
