// SPDX-License-Identifier: Apache-2.0
// Statistics over time, a voxel a work item; A is the type of the samples, whose frames of
// `voxels` lie one after the other. With d(t) = y(t) - y(0) and c the regressor less its mean:
// S = sum d, Q = sum d^2 and R = sum c d.
enum { MEAN, SD, TSNR, SLOPE };

kernel void temporal_statistics(IMAGE(image), int frames, int voxels, int detrend, int which,
                                global const double *centred, global float *out) {
  int i = get_global_id(0);
  if (i >= voxels) return;
  double first = VALUE(A, image, i);
  double n = frames;
  double s = 0, q = 0, r = 0, spread = 0;
  for (int t = 0; t < frames; t++) {
    double d = VALUE(A, image, i + t * voxels) - first;
    s += d;
    q += d * d;
    r += centred[t] * d;
    spread += centred[t] * centred[t];
  }
  double mean = first + s / n;
  double slope = r / spread;
  double left = q - s * s / n - (detrend ? slope * r : 0);
  // what rounding may leave of n terms is nothing
  double sd = left <= 4e-16 * n * q ? 0 : sqrt(left / (n - 1));
  out[i] = (float)(which == MEAN   ? mean
                   : which == SD   ? sd
                   : which == TSNR ? (sd == 0 ? 0 : mean / sd)
                                   : slope);
}
