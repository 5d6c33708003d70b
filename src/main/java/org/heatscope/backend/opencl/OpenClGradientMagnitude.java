// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.List;
import org.heatscope.backend.opencl.Tiles.Plan;
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
    String defines = OpenClQueue.define("A", image.type());
    queue
        .tiles()
        .make(
            Plan.around(List.of(image), List.of(out), new int[] {1, 1, 1}, Tiles.ANYWHERE),
            (in, made, to) ->
                queue
                    .kernel("gradient_magnitude.cl", defines, "gradient_magnitude")
                    .image(in.get(0))
                    .buffer(to.get(0))
                    .ints(made.nx(), made.ny(), made.nz())
                    .doubles(m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10])
                    .run(new long[] {made.nx(), made.ny(), made.nz()}, new long[] {64, 1, 1}));
  }
}
