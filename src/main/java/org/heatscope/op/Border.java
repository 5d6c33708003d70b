// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

/** What stands beyond the border of an image. */
public enum Border {
  /** Zero (SciPy's "constant"). */
  ZERO,
  /** The voxel at the border: a a | a b c | c c (SciPy's "nearest"). */
  NEAREST,
  /** The image mirrored at its outer faces: b a | a b c | c b (SciPy's "reflect"). */
  REFLECT
}
