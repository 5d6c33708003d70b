// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

/** An image's finite values in rising order, without sorting them. */
interface Ranking {
  /** The number of finite values. */
  long count();

  /** For each rank the value that has this many below it; NaN if there is none. */
  double[] at(long... ranks);
}
