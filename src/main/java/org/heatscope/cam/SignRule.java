// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * Which of a component and its negative is meant: the mathematics does not say, and programs that
 * leave it to their linear algebra library clamp half of the answers away. The outcome does not
 * depend on the sign that is given in.
 */
enum SignRule {
  /**
   * The component correlates positively with the mean over the channels of what it was found from;
   * where the correlation is zero, {@link #EXTREME}.
   */
  MEAN,
  /** The value that is farthest from zero is positive. */
  EXTREME;

  /**
   * Turns the component if need be.
   *
   * @param component at every position
   * @param mean over the channels at every position, its own mean taken off
   */
  void apply(double[] component, double[] mean) {
    double sign = this == MEAN ? correlation(component, mean) : 0;
    if (sign == 0) {
      for (double v : component) {
        sign = Math.abs(v) > Math.abs(sign) ? v : sign;
      }
    }
    if (sign < 0) {
      for (int p = 0; p < component.length; p++) {
        component[p] = -component[p];
      }
    }
  }

  /** Their scalar product; 0 where rounding alone could have made its sign. */
  private static double correlation(double[] component, double[] mean) {
    double product = LeadingEigenvector.dot(component, mean);
    double most = LeadingEigenvector.dot(component, component) * LeadingEigenvector.dot(mean, mean);
    return Math.abs(product) > 1e-9 * Math.sqrt(most) ? product : 0;
  }
}
