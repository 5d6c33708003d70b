// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.scalar.Shapes;
import org.heatscope.image.Samples;
import org.heatscope.op.Median;

/** Medians on the device: {@code median.cl}, a voxel a work item. */
final class OpenClMedian implements Median {
  private final OpenClQueue queue;

  OpenClMedian(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void median(Samples image, int[] radius, Samples out) {
    Shapes.requireBox("median", radius);
    Shapes.requireSame("median", image, out);
    int[] reach = Shapes.reach(radius, image);
    queue.work(
        () ->
            queue.make(
                out,
                to ->
                    queue
                        .kernel("median.cl", OpenClQueue.samples(image), "median")
                        .image(image)
                        .buffer(to)
                        .ints(image.nx(), image.ny(), image.nz())
                        .ints(reach)
                        .run(
                            new long[] {image.nx(), image.ny(), image.nz()},
                            new long[] {64, 1, 1})));
  }
}
