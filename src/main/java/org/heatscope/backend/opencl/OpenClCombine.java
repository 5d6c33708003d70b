// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.List;
import org.heatscope.backend.opencl.Tiles.Plan;
import org.heatscope.image.Samples;
import org.heatscope.op.Combine;

/** Two images made one on the device: {@code combine.cl}, a voxel a work item. */
final class OpenClCombine implements Combine {
  private final OpenClQueue queue;

  OpenClCombine(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void combine(Samples a, Samples b, Formula formula, Samples out) {
    String defines = OpenClQueue.define("A", a.type()) + OpenClQueue.define("B", b.type());
    queue
        .tiles()
        .make(
            Plan.around(List.of(a, b), List.of(out), Tiles.ALONE, Tiles.ANYWHERE),
            (in, made, to) ->
                queue
                    .kernel("combine.cl", defines, "combine")
                    .image(in.get(0))
                    .image(in.get(1))
                    .ints(formula.kind().ordinal())
                    .doubles(formula.p(), formula.q())
                    .buffer(to.get(0))
                    .ints((int) made.voxels())
                    .run(new long[] {made.voxels()}, new long[] {64}));
  }
}
