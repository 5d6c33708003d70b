// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Resample;

/** An image on another grid on the device: {@code resample.cl}, a point of the grid a work item. */
final class OpenClResample implements Resample {
  private static final long[] GROUP = {32, 4, 1};

  private final OpenClQueue queue;

  OpenClResample(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void resample(Samples image, Affine outToVoxel, Interpolation interpolation, Samples out) {
    String defines = OpenClQueue.define("A", image.type());
    queue.work(
        () ->
            queue.make(
                out,
                to ->
                    queue
                        .kernel("resample.cl", defines, "resample")
                        .grid(image, interpolation, outToVoxel)
                        .buffer(to)
                        .ints(out.nx(), out.ny(), out.nz())
                        .run(new long[] {out.nx(), out.ny(), out.nz()}, GROUP)));
  }
}
