// SPDX-License-Identifier: Apache-2.0
// Two images made one, a voxel a work item; A and B are the types of their samples.
enum { WEIGHTED_SUM, RATIO, PERCENT_CHANGE };

kernel void combine(IMAGE(a), IMAGE(b), int kind, double p, double q, global float *out, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  double x = VALUE(A, a, i);
  double y = VALUE(B, b, i);
  if (kind == WEIGHTED_SUM) {
    out[i] = (float)(p * x + q * y);
  } else if (!(fabs(y) > p)) {
    out[i] = NAN;
  } else {
    out[i] = (float)(kind == RATIO ? x / y : 100 * (x - y) / y);
  }
}
