// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

/** How a value between voxel centres is found. Beyond the outermost centres the edge's is taken. */
public enum Interpolation {
  /** The sample of the voxel that the point lies in; on a face, of the higher index. */
  NEAREST,
  /** Trilinear between the eight centres around the point. */
  LINEAR,
  /** Catmull-Rom: cubic convolution with a = -1/2 (Keys 1981) over 4x4x4 centres. */
  CUBIC
}
