// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

/** Copies between arrays of one kind, every so many elements. */
final class Strides {
  private Strides() {}

  /** Copies elements {@code start + i * step} to {@code toStart + i * toStep}. */
  static void copy(
      Object from, int start, int step, Object to, int toStart, int toStep, int count) {
    if (from instanceof byte[] b) {
      byte[] t = (byte[]) to;
      for (int i = 0; i < count; i++) {
        t[toStart + i * toStep] = b[start + i * step];
      }
    } else if (from instanceof short[] s) {
      short[] t = (short[]) to;
      for (int i = 0; i < count; i++) {
        t[toStart + i * toStep] = s[start + i * step];
      }
    } else {
      int[] v = (int[]) from;
      int[] t = (int[]) to;
      for (int i = 0; i < count; i++) {
        t[toStart + i * toStep] = v[start + i * step];
      }
    }
  }
}
