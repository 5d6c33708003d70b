// SPDX-License-Identifier: Apache-2.0
// The length of the gradient in the world, a voxel a work item, in the scalar backend's order of
// operations. A is the type of the image's samples.

// The difference of the neighbours of voxel i, which is the k-th of n along an axis.
static double difference(IMAGE(image), int i, int step, int k, int n) {
  if (n == 1) return 0;
  int low = k > 0;
  int high = k < n - 1;
  double d = VALUE(A, image, i + high * step) - VALUE(A, image, i - low * step);
  return (low + high == 2 ? 0.5 : 1.0) * d;
}

#define PASS(image) image, image##_slope, image##_intercept

// m is the linear part of the inverse of voxel to millimetre, row by row.
kernel void gradient_magnitude(IMAGE(image), global float *out, int nx, int ny, int nz, double m00,
                               double m01, double m02, double m10, double m11, double m12,
                               double m20, double m21, double m22) {
  int x = get_global_id(0);
  int y = get_global_id(1);
  int z = get_global_id(2);
  if (x >= nx) return;
  int i = x + nx * (y + ny * z);
  double dx = difference(PASS(image), i, 1, x, nx);
  double dy = difference(PASS(image), i, nx, y, ny);
  double dz = difference(PASS(image), i, nx * ny, z, nz);
  double r = m00 * dx + m10 * dy + m20 * dz;
  double a = m01 * dx + m11 * dy + m21 * dz;
  double s = m02 * dx + m12 * dy + m22 * dz;
  out[i] = (float)sqrt(r * r + a * a + s * s);
}
