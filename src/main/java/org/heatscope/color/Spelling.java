// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The sentence for a name that does not exist. */
final class Spelling {
  private Spelling() {}

  /** "no KIND 'NAME'; did you mean 'CLOSEST'? known: ..." */
  static String unknown(String kind, String name, List<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String closest =
        known.stream()
            .min(Comparator.comparingInt(k -> distance(wanted, k.toLowerCase(Locale.ROOT))))
            .orElseThrow();
    boolean near =
        distance(wanted, closest.toLowerCase(Locale.ROOT)) <= Math.max(2, name.length() / 3);
    return "no "
        + kind
        + " '"
        + name
        + "'; "
        + (near ? "did you mean '" + closest + "'? " : "")
        + "known: "
        + String.join(", ", known);
  }

  /** Levenshtein's: the fewest letters to insert, delete or change. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
