// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Arrays;
import org.heatscope.io.ImageFormatException;

/**
 * A table from stored samples to numbers (PS3.3 C.7.6.3.1.5, C.11.1.1, C.11.2.1.1); samples before
 * its first take the first entry, samples after its last take the last.
 *
 * @param first the sample that the first entry belongs to
 * @param bits of an entry
 * @param entries the numbers
 */
record LookupTable(int first, int bits, int[] entries) {

  /**
   * Reads a table.
   *
   * @param descriptor the number of entries (0 stands for 65536), the first sample, bits
   * @param signed whether the first sample may be negative
   */
  static LookupTable of(DicomDataset d, Tag descriptor, Tag data, boolean signed)
      throws ImageFormatException {
    int[] about = d.words(descriptor);
    if (about.length != 3) {
      throw d.fault(descriptor + " has " + about.length + " numbers where 3 are needed");
    }
    int count = about[0] == 0 ? 1 << 16 : about[0];
    int first = signed ? (short) about[1] : about[1];
    byte[] packed = d.bytes(data);
    int[] entries = d.words(data);
    if (entries.length < count && packed.length >= count && about[2] <= 8) {
      entries = new int[packed.length];
      for (int i = 0; i < entries.length; i++) {
        entries[i] = packed[i] & 0xff;
      }
    }
    if (entries.length < count || about[2] < 1 || about[2] > 16) {
      throw d.fault(
          data + " holds " + entries.length + " of " + count + " entries of " + about[2] + " bits");
    }
    return new LookupTable(first, about[2], Arrays.copyOf(entries, count));
  }

  /**
   * Reads a table that is written as segments (PS3.3 C.7.9.2): 0, n and n entries; 1, n and the
   * entry that n even steps lead to; 2, n, low and high half of the word from which n segments are
   * taken again.
   */
  static LookupTable segmented(DicomDataset d, Tag descriptor, Tag data, boolean signed)
      throws ImageFormatException {
    int[] about = d.words(descriptor);
    if (about.length != 3) {
      throw d.fault(descriptor + " has " + about.length + " numbers where 3 are needed");
    }
    int[] entries = new int[about[0] == 0 ? 1 << 16 : about[0]];
    int[] words = d.words(data);
    int filled = expand(words, 0, Integer.MAX_VALUE, entries, 0, false);
    if (filled < entries.length || about[2] < 1 || about[2] > 16) {
      throw d.fault(data + " holds " + filled + " of " + entries.length + " entries");
    }
    return new LookupTable(signed ? (short) about[1] : about[1], about[2], entries);
  }

  private static int expand(
      int[] words, int start, int segments, int[] entries, int filled, boolean again) {
    int at = start;
    int to = filled;
    for (int k = 0; k < segments && at + 2 < words.length && to < entries.length; k++) {
      int n = Math.min(words[at + 1], entries.length - to);
      if (words[at] == 0) {
        int there = Math.min(n, words.length - at - 2);
        System.arraycopy(words, at + 2, entries, to, there);
        at += 2 + words[at + 1];
        to += there;
      } else if (words[at] == 1) {
        int from = to == 0 ? 0 : entries[to - 1];
        double step = (words[at + 2] - from) / (double) words[at + 1];
        for (int i = 1; i <= n; i++) {
          entries[to++] = (int) Math.round(from + i * step);
        }
        at += 3;
      } else if (words[at] == 2 && !again && at + 3 < words.length) {
        int offset = words[at + 2] | words[at + 3] << 16;
        to = expand(words, Math.max(0, offset / 2), words[at + 1], entries, to, true);
        at += 4;
      } else {
        return to;
      }
    }
    return to;
  }

  /** The entry of a sample. */
  int at(double sample) {
    return entries[(int) Math.max(0, Math.min(entries.length - 1, sample - first))];
  }
}
