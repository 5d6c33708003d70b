// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.List;
import org.heatscope.backend.opencl.Tiles.Plan;
import org.heatscope.image.Region;
import org.heatscope.image.Samples;
import org.heatscope.op.WeightedChannelSum;
import org.jocl.cl_mem;

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
    int channels = activations.ny();
    Plan plan =
        new Plan(
            Tiles.whole(out),
            List.of(activations, weights),
            (i, made) ->
                i == 0
                    ? new Region(made.x(), 0, made.y(), made.nx(), channels, made.ny())
                    : new Region(0, made.y(), 0, channels, made.ny(), 1),
            List.of(out),
            Tiles.ALONE,
            Tiles.ANYWHERE);
    queue.tiles().make(plan, (in, made, to) -> sum(in.get(0), in.get(1), to.get(0)));
  }

  private void sum(Samples activations, Samples weights, cl_mem to) {
    int positions = activations.nx();
    int lanes = queue.lanes(positions);
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
    long[] items = {(positions - 1) / (lanes * vectors) + 1, group[1], activations.nz()};
    queue
        .kernel("weighted_channel_sum.cl", defines, "weighted_channel_sum")
        .image(activations)
        .image(weights)
        .buffer(to)
        .ints(positions, activations.ny(), activations.nz())
        .local(8L * lanes * vectors * group[0] * group[1])
        .run(items, group);
  }
}
