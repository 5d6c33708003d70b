// SPDX-License-Identifier: Apache-2.0
// The sum over channels, a position of an image a work item; A and W are the types of the
// activations and weights.
kernel void weighted_channel_sum(IMAGE(activations), IMAGE(weights), global float *out,
                                 int positions, int channels, int images) {
  int p = get_global_id(0);
  int n = get_global_id(1);
  if (p >= positions || n >= images) return;
  double sum = 0;
  for (int k = 0; k < channels; k++) {
    int channel = k + channels * n;
    sum += VALUE(W, weights, channel) * VALUE(A, activations, p + positions * channel);
  }
  out[p + positions * n] = (float)sum;
}
