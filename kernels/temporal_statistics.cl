// SPDX-License-Identifier: Apache-2.0
// Statistics over time, a voxel a work item; A is the type of the samples, whose frames of
// `voxels` lie one after the other. With d(t) = y(t) - y(0) and c the regressor less its mean:
// S = sum d, Q = sum d^2 and R = sum c d.
enum { MEAN = 1, SD = 2, TSNR = 4, SLOPE = 8 };

// wanted: the sum of what is to be written; RAMP is defined where R is needed for it. spread: sum c^2.
kernel void temporal_statistics(IMAGE(image), int frames, int voxels, int detrend, int wanted,
                                double spread, global const double *centred, global float *means,
                                global float *sds, global float *tsnrs, global float *slopes) {
  int i = get_global_id(0);
  if (i >= voxels) return;
  double first = VALUE(A, image, i);
  double n = frames;
  double s = 0, q = 0, r = 0;
  for (int t = 0; t < frames; t++) {
    double d = VALUE(A, image, i + t * voxels) - first;
    s += d;
    q += d * d;
#ifdef RAMP
    r += centred[t] * d;
#endif
  }
  double mean = first + s / n;
  double slope = r / spread;
  double left = q - s * s / n - (detrend ? slope * r : 0);
  // what rounding may leave of n terms is nothing
  double sd = left <= 4e-16 * n * q ? 0 : sqrt(left / (n - 1));
  if (wanted & MEAN) means[i] = (float)mean;
  if (wanted & SD) sds[i] = (float)sd;
  if (wanted & TSNR) tsnrs[i] = (float)(sd == 0 ? 0 : mean / sd);
  if (wanted & SLOPE) slopes[i] = (float)slope;
}
