// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.image.Samples;
import org.heatscope.op.WeightedChannelSum;

/**
 * The sum over channels on the device: {@code weighted_channel_sum.cl}, a position of an image a
 * work item.
 */
final class OpenClWeightedChannelSum implements WeightedChannelSum {
  private final OpenClQueue queue;

  OpenClWeightedChannelSum(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void weightedChannelSum(Samples activations, Samples weights, Samples out) {
    WeightedChannelSum.check(activations, weights, out);
    String defines =
        OpenClQueue.define("A", activations.type()) + OpenClQueue.define("W", weights.type());
    queue.work(
        () ->
            queue.make(
                out,
                to ->
                    queue
                        .kernel("weighted_channel_sum.cl", defines, "weighted_channel_sum")
                        .image(activations)
                        .image(weights)
                        .buffer(to)
                        .ints(activations.nx(), activations.ny(), activations.nz())
                        .run(new long[] {out.nx(), out.ny()}, new long[] {32, 2})));
  }
}
