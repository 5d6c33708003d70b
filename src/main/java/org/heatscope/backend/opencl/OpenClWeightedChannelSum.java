// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.image.Samples;
import org.heatscope.op.WeightedChannelSum;

/**
 * The sum over channels on the device: {@code weighted_channel_sum.cl}, some channels at a position
 * of an image a work item.
 */
final class OpenClWeightedChannelSum implements WeightedChannelSum {
  private final OpenClQueue queue;

  OpenClWeightedChannelSum(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void weightedChannelSum(Samples activations, Samples weights, Samples out) {
    WeightedChannelSum.check(activations, weights, out);
    int lanes = queue.lanes(out.nx());
    boolean isGpu = queue.device().isGpu;
    // a GPU needs more items than there are positions, a CPU whole rows of memory
    long[] group = {isGpu ? 32 : 1, isGpu ? 8 : 1, 1};
    int vectors = isGpu ? 1 : 4;
    String defines =
        OpenClQueue.define("A", activations.type())
            + OpenClQueue.define("W", weights.type())
            + OpenClQueue.lanesDefine(lanes)
            + " -D PARTS="
            + group[1]
            + " -D VECTORS="
            + vectors;
    long[] items = {(out.nx() - 1) / (lanes * vectors) + 1, group[1], out.ny()};
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
                        .local(8L * lanes * vectors * group[0] * group[1])
                        .run(items, group)));
  }
}
