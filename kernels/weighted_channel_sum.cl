// SPDX-License-Identifier: Apache-2.0
// The sum over channels; A and W are the types of the activations and weights. An item sums every
// PARTS-th channel at VECTORS times LANES positions of an image, of which the last start early
// enough to be whole; the PARTS items of a position add up in local memory.
kernel void weighted_channel_sum(IMAGE(activations), IMAGE(weights), global float *out,
                                 int positions, int channels, int images, local Doubles *sums) {
  int part = get_local_id(1);
  int n = get_global_id(2);
  int at[VECTORS];
  Doubles sum[VECTORS];
  for (int v = 0; v < VECTORS; v++) {
    at[v] = min(((int)get_global_id(0) * VECTORS + v) * LANES, positions - LANES);
    sum[v] = 0;
  }
  for (int k = part; k < channels; k += PARTS) {
    int channel = k + channels * n;
    double weight = VALUE(W, weights, channel);
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      sum[v] += weight * VALUES(A, activations, at[v] + positions * channel);
    }
  }
  for (int v = 0; v < VECTORS; v++) {
    int own = get_local_id(0) + get_local_size(0) * PARTS * v;
    sums[own + get_local_size(0) * part] = sum[v];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  if (part > 0) return;
  for (int v = 0; v < VECTORS; v++) {
    int own = get_local_id(0) + get_local_size(0) * PARTS * v;
    for (int other = 1; other < PARTS; other++) sum[v] += sums[own + get_local_size(0) * other];
    STORE(CONVERT(float, sum[v]), out + at[v] + positions * n);
  }
}
