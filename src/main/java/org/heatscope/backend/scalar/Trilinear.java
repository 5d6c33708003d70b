// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

/** Trilinear interpolation of floats, in double precision. */
public final class Trilinear {
  private Trilinear() {}

  /**
   * Values between eight voxels each; a voxel without weight is not looked at.
   *
   * @param elements of the lowest of the eight
   * @param fractions of the way to the next voxel, 0 to below 1, along x, y and z
   * @param nx elements from row to row
   * @param plane elements from plane to plane
   */
  public static void mix(
      float[] from,
      int[] elements,
      double[][] fractions,
      int n,
      int nx,
      int plane,
      double[] to,
      int at) {
    double[] fx = fractions[0];
    double[] fy = fractions[1];
    double[] fz = fractions[2];
    for (int i = 0; i < n; i++) {
      int e = elements[i];
      double f = fx[i];
      int x = f == 0 ? 0 : 1;
      double g = fy[i];
      int y = g == 0 ? 0 : nx;
      double h = fz[i];
      int z = h == 0 ? 0 : plane;
      double a = x == 0 ? from[e] : from[e] * (1 - f) + from[e + x] * f;
      double b = x == 0 ? from[e + y] : from[e + y] * (1 - f) + from[e + y + x] * f;
      double c = x == 0 ? from[e + z] : from[e + z] * (1 - f) + from[e + z + x] * f;
      double d = x == 0 ? from[e + y + z] : from[e + y + z] * (1 - f) + from[e + y + z + x] * f;
      double low = y == 0 ? a : a * (1 - g) + b * g;
      double high = y == 0 ? c : c * (1 - g) + d * g;
      to[at + i] = z == 0 ? low : low * (1 - h) + high * h;
    }
  }
}
