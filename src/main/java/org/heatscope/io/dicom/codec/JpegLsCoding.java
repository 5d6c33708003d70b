// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import java.io.IOException;

/**
 * The numbers that rule a JPEG-LS scan (T.87 A.2, C.2.4.1.1).
 *
 * @param near how far a sample may be off
 * @param maxVal the greatest sample
 * @param t1 threshold of local gradients
 * @param t2 the next one
 * @param t3 the last one
 * @param reset samples after which a context's counters are halved
 * @param range how many values a coded error can take
 * @param qbpp bits of such a value
 * @param limit the longest code in bits
 */
record JpegLsCoding(
    int near, int maxVal, int t1, int t2, int t3, int reset, int range, int qbpp, int limit) {

  /**
   * Fills in the defaults.
   *
   * @param preset MAXVAL, T1, T2, T3 and RESET of an LSE segment; 0 stands for the default
   */
  static JpegLsCoding of(int bits, int near, int[] preset) throws IOException {
    int maxVal = preset[0] > 0 ? preset[0] : (1 << bits) - 1;
    int basic = Math.min(maxVal, 4095);
    int factor = maxVal >= 128 ? (basic + 128) / 256 : 256 / (maxVal + 1);
    int t1 = threshold(preset[1], 3, factor, 2, 3 * near, near + 1, maxVal);
    int t2 = threshold(preset[2], 7, factor, 3, 5 * near, t1, maxVal);
    int t3 = threshold(preset[3], 21, factor, 4, 7 * near, t2, maxVal);
    int reset = preset[4] > 0 ? preset[4] : 64;
    if (maxVal >= 1 << bits || near > Math.min(255, maxVal / 2) || t3 > maxVal || reset < 3) {
      throw new IOException("damaged: coding parameters out of their range");
    }
    int range = near == 0 ? maxVal + 1 : (maxVal + 2 * near) / (2 * near + 1) + 1;
    int bpp = Math.max(2, 32 - Integer.numberOfLeadingZeros(maxVal));
    int qbpp = 32 - Integer.numberOfLeadingZeros(range - 1);
    return new JpegLsCoding(
        near, maxVal, t1, t2, t3, reset, range, qbpp, 2 * (bpp + Math.max(8, bpp)));
  }

  private static int threshold(
      int preset, int basic, int factor, int least, int nearPart, int from, int maxVal) {
    if (preset > 0) {
      return preset;
    }
    int t =
        maxVal >= 128
            ? factor * (basic - least) + least + nearPart
            : Math.max(least, basic / factor + nearPart);
    return t > maxVal || t < from ? from : t;
  }
}
