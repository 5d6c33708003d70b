// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.scalar.Shapes;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.GradientMagnitude;

/** The gradient's length on the device: {@code gradient_magnitude.cl}, a voxel a work item. */
final class OpenClGradientMagnitude implements GradientMagnitude {
  private final OpenClQueue queue;

  OpenClGradientMagnitude(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void gradientMagnitude(Samples image, Affine voxelToWorld, Samples out) {
    Shapes.requireSame("gradientMagnitude", image, out);
    double[] m = voxelToWorld.inverse().rows();
    queue.work(
        () ->
            queue.make(
                out,
                to ->
                    queue
                        .kernel(
                            "gradient_magnitude.cl",
                            OpenClQueue.define("A", image.type()),
                            "gradient_magnitude")
                        .image(image)
                        .buffer(to)
                        .ints(image.nx(), image.ny(), image.nz())
                        .doubles(m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10])
                        .run(
                            new long[] {image.nx(), image.ny(), image.nz()},
                            new long[] {64, 1, 1})));
  }
}
