// SPDX-License-Identifier: Apache-2.0
// Statistics over time, a voxel a work item; A is the type of the samples, whose frames of
// `voxels` lie one after the other. With d(t) = y(t) - y(0) and c the regressor less its mean:
// S = sum d, Q = sum d^2 and R = sum c d.
enum { MEAN = 1, SD = 2, TSNR = 4, SLOPE = 8 };

// wanted: the sum of what is to be written; RAMP is defined where R is needed for it. spread: sum c^2.
// An item does LANES neighbours; the last starts early enough to be whole.
kernel void temporal_statistics(IMAGE(image), int frames, int voxels, int detrend, int wanted,
                                double spread, global const double *centred, global float *means,
                                global float *sds, global float *tsnrs, global float *slopes) {
  int i = get_global_id(0) * LANES;
  if (i >= voxels) return;
  i = min(i, voxels - LANES);
  Doubles first = VALUES(A, image, i);
  double n = frames;
  Doubles s = 0, q = 0, r = 0;
  for (int t = 0; t < frames; t++) {
    Doubles d = VALUES(A, image, i + t * voxels) - first;
    s += d;
    q += d * d;
#ifdef RAMP
    r += centred[t] * d;
#endif
  }
  Doubles mean = first + s / n;
  Doubles slope = r / spread;
  Doubles left = q - s * s / n - (detrend ? slope * r : 0);
  // what rounding may leave of n terms is nothing
  Doubles sd = left <= 4e-16 * n * q ? 0 : sqrt(left / (n - 1));
  if (wanted & MEAN) STORE(CONVERT(float, mean), means + i);
  if (wanted & SD) STORE(CONVERT(float, sd), sds + i);
  if (wanted & TSNR) STORE(CONVERT(float, sd == 0 ? 0 : mean / sd), tsnrs + i);
  if (wanted & SLOPE) STORE(CONVERT(float, slope), slopes + i);
}
