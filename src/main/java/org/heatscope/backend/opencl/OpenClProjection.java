// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.opencl.OpenClComposite.Placed;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Projection;

/** A volume seen through on the device: {@code projection.cl}, a ray a work item. */
final class OpenClProjection implements Projection {
  private static final long[] GROUP = {8, 8};

  private final OpenClQueue queue;

  OpenClProjection(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void project(
      Samples image,
      Affine rayToVoxel,
      int steps,
      Interpolation interpolation,
      Kind kind,
      Samples out) {
    Projection.check(steps, out);
    String defines = queue.grid(image, interpolation);
    int lanes = queue.device().lanes;
    queue
        .tiles()
        .makeRows(
            new Placed(image, rayToVoxel),
            steps,
            out,
            (part, read) ->
                (to, first, rows) ->
                    queue
                        .kernel("projection.cl", defines, "projection")
                        .grid(image, part, read, rayToVoxel)
                        .ints(steps, kind.ordinal())
                        .buffer(to)
                        .ints(out.nx(), first, rows)
                        .run(new long[] {(out.nx() + lanes - 1L) / lanes, rows}, GROUP));
  }
}
