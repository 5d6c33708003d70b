// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Arrays;
import java.util.List;
import org.heatscope.color.Norm;
import org.heatscope.color.Norms;

/**
 * A kind of scale with its parameters, waiting for a range.
 *
 * @param kind one of {@link #KINDS}
 * @param parameters symlog: linear threshold (default: a hundredth of the larger end), linear scale
 *     (1), base (10); power: gamma; two-slope: centre (0); centred: centre (0), half range (from
 *     the range); boundaries: the boundaries
 */
public record NormSpec(String kind, double... parameters) {
  /** The kinds of scale. */
  public static final List<String> KINDS =
      List.of("linear", "log", "symlog", "power", "two-slope", "centred", "boundaries");

  /** A linear scale. */
  public static final NormSpec LINEAR = new NormSpec("linear");

  /** Checks the kind and the number of parameters. */
  public NormSpec {
    if (!KINDS.contains(kind)) {
      throw new IllegalArgumentException(
          "no norm '" + kind + "'; known: " + String.join(", ", KINDS));
    }
    int n = parameters.length;
    int[] allowed =
        switch (kind) {
          case "linear", "log" -> new int[] {0, 0};
          case "symlog" -> new int[] {0, 3};
          case "power" -> new int[] {1, 1};
          case "two-slope" -> new int[] {0, 1};
          case "centred" -> new int[] {0, 2};
          default -> new int[] {2, 257};
        };
    if (n < allowed[0] || n > allowed[1]) {
      throw new IllegalArgumentException(
          "the norm "
              + kind
              + " takes "
              + (allowed[0] == allowed[1] ? "" + allowed[0] : allowed[0] + " to " + allowed[1])
              + " numbers, not "
              + n);
    }
  }

  /** Reads "symlog:0.1,1,10": the kind, then the parameters. */
  public static NormSpec parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    if (kind.equals("centered")) {
      kind = "centred";
    }
    if (colon < 0) {
      return new NormSpec(kind);
    }
    String[] parts = text.substring(colon + 1).split(",", -1);
    double[] parameters = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        parameters[i] = Double.parseDouble(parts[i].trim());
      } catch (NumberFormatException e) {
        parameters[i] = Double.NaN;
      }
      if (!Double.isFinite(parameters[i])) {
        throw new IllegalArgumentException("'" + parts[i].trim() + "' is not a number");
      }
    }
    NormSpec spec = new NormSpec(kind, parameters);
    if (!kind.equals("two-slope")) {
      spec.over(1, 2); // finds parameters that suit no range
    }
    return spec;
  }

  private double parameter(int i, double otherwise) {
    return parameters.length > i ? parameters[i] : otherwise;
  }

  /** Whether the norm fixes the ends of the scale itself. */
  public boolean hasOwnRange() {
    return kind.equals("boundaries") || kind.equals("centred") && parameters.length == 2;
  }

  /** The norm over a range; a norm with its own range ignores the one given. */
  public Norm over(double low, double high) {
    switch (kind) {
      case "linear":
        return Norms.linear(low, high);
      case "log":
        return Norms.log(low, high);
      case "symlog":
        double larger = Math.max(Math.abs(low), Math.abs(high));
        return Norms.symlog(
            low, high, parameter(0, larger / 100), parameter(1, 1), parameter(2, 10));
      case "power":
        return Norms.power(low, high, parameters[0]);
      case "two-slope":
        return Norms.twoSlope(low, parameter(0, 0), high);
      case "centred":
        double centre = parameter(0, 0);
        double half = Math.max(Math.abs(low - centre), Math.abs(high - centre));
        return Norms.centered(centre, parameter(1, half));
      default:
        return Norms.boundaries(parameters);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof NormSpec s
        && kind.equals(s.kind)
        && Arrays.equals(parameters, s.parameters);
  }

  @Override
  public int hashCode() {
    return kind.hashCode() * 31 + Arrays.hashCode(parameters);
  }

  @Override
  public String toString() {
    return parameters.length == 0 ? kind : kind + Arrays.toString(parameters);
  }
}
