// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.OptionalDouble;

/**
 * How the values of a PET image become standardised uptake values by body weight (SUVbw, g/ml):
 * {@code suv = factor * value}.
 *
 * @param factor empty where the file lacks what the factor needs
 * @param reason why there is no factor, a phrase that names the attribute; empty where there is one
 */
public record Suv(OptionalDouble factor, String reason) {
  /** A known factor. */
  public static Suv of(double factor) {
    return new Suv(OptionalDouble.of(factor), "");
  }

  /** No factor, and why. */
  public static Suv unknown(String reason) {
    return new Suv(OptionalDouble.empty(), reason);
  }
}
