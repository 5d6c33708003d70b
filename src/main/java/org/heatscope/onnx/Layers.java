// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.heatscope.io.ImageFormatException;

/** The tensors of a network that activation maps can be made of. */
final class Layers {
  private static final int SUGGESTIONS = 3;

  private Layers() {}

  /**
   * The tensor that a user means: one of that name, or {@code act_<name>}, as networks that give
   * their activations call them.
   *
   * @throws ImageFormatException with the nearest names if there is none
   */
  static String check(OnnxModel model, String name) throws IOException {
    Set<String> known = model.graph().computedFrom(model.graph().inputs().get(0));
    for (String candidate : List.of(name, "act_" + name)) {
      if (known.contains(candidate)) {
        return candidate;
      }
    }
    String nearest =
        known.stream()
            .sorted(Comparator.comparingInt(k -> distance(name, k)))
            .limit(SUGGESTIONS)
            .collect(Collectors.joining(", "));
    throw new ImageFormatException(
        model.file(), "the network has no tensor '" + name + "'; the nearest names: " + nearest);
  }

  /** Letters to change, add or leave out to make one text of the other (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
