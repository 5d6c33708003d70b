// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.opencl.OpenClComposite.Placed;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Resample;

/**
 * An image on another grid on the device: {@code resample.cl}, points of a row of the grid a work
 * item.
 */
final class OpenClResample implements Resample {
  private static final long[] GROUP = {8, 8};

  private final OpenClQueue queue;

  OpenClResample(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void resample(Samples image, Affine outToVoxel, Interpolation interpolation, Samples out) {
    String defines = queue.grid(image, interpolation);
    int lanes = queue.device().lanes;
    queue
        .tiles()
        .makeRows(
            new Placed(image, outToVoxel),
            1,
            out,
            (part, read) ->
                (to, first, rows) ->
                    queue
                        .kernel("resample.cl", defines, "resample")
                        .grid(image, part, read, outToVoxel)
                        .buffer(to)
                        .ints(out.nx(), out.ny(), first, rows)
                        .run(new long[] {(out.nx() + lanes - 1L) / lanes, rows}, GROUP));
  }
}
