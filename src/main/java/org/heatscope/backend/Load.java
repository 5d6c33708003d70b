// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.heatscope.image.Samples;
import org.heatscope.op.Operation;
import org.heatscope.op.Splat.Points;

/** Work for a backend: pixels of overlays to be made, and calls of the other operations so far. */
final class Load {
  final long pixels;
  final Map<String, Calls> operations = new HashMap<>();

  Load(long pixels) {
    this.pixels = pixels;
  }

  /**
   * Calls of an operation.
   *
   * @param samples read and written
   */
  record Calls(long calls, long samples) {
    Calls and(Calls other) {
      return new Calls(calls + other.calls, samples + other.samples);
    }
  }

  void add(Class<? extends Operation> kind, long samples) {
    operations.merge(name(kind), new Calls(1, samples), Calls::and);
  }

  /** The name of an operation, as its session has it: "gaussianBlur". */
  static String name(Class<? extends Operation> kind) {
    String name = kind.getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /**
   * The samples and points among the arguments of a call; of parts that are yet to be read none.
   */
  static long samples(Object... arguments) {
    long sum = 0;
    for (Object a : arguments) {
      if (a instanceof Samples s) {
        sum += s.length();
      } else if (a instanceof Points p) {
        sum += p.x().length;
      } else if (a instanceof Collection<?> c) {
        sum += samples(c.toArray());
      }
    }
    return sum;
  }
}
