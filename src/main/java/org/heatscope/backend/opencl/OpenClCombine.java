// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

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
    queue.work(
        () ->
            queue.make(
                out,
                to ->
                    queue
                        .kernel("combine.cl", defines, "combine")
                        .image(a)
                        .image(b)
                        .ints(formula.kind().ordinal())
                        .doubles(formula.p(), formula.q())
                        .buffer(to)
                        .ints(out.length())
                        .run(new long[] {out.length()}, new long[] {64})));
  }
}
