// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.List;
import org.heatscope.backend.opencl.Tiles.Plan;
import org.heatscope.backend.scalar.Shapes;
import org.heatscope.image.Samples;
import org.heatscope.op.Median;
import org.jocl.cl_mem;

/** Medians on the device: {@code median.cl}. */
final class OpenClMedian implements Median {
  private static final String FILE = "median.cl";

  /** Bytes of a voxel's key. */
  private static final int KEY = 4;

  private final OpenClQueue queue;

  OpenClMedian(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public void median(Samples image, int[] radius, Samples out) {
    Shapes.requireBox("median", radius);
    Shapes.requireSame("median", image, out);
    int[] reach = Shapes.reach(radius, image);
    queue
        .tiles()
        .make(
            Plan.around(List.of(image), List.of(out), reach, Tiles.ANYWHERE, KEY),
            (in, made, to) -> medians(in.get(0), reach, to.get(0)));
  }

  private void medians(Samples image, int[] reach, cl_mem to) {
    cl_mem keys = queue.images().allocate((long) KEY * image.length());
    try {
      queue
          .kernel(FILE, defines(image, 1), "keys")
          .image(image)
          .buffer(keys)
          .ints(image.length())
          .run(new long[] {image.length()}, new long[] {64});
      int nx = image.nx();
      int lanes = queue.lanes((int) Math.max(0, nx - 2L * reach[0]));
      if (lanes == 1) {
        launch(image, reach, keys, to, 1, 0, nx);
        return;
      }
      launch(image, reach, keys, to, 1, 0, reach[0]);
      launch(image, reach, keys, to, lanes, reach[0], nx - reach[0]);
      launch(image, reach, keys, to, 1, nx - reach[0], nx);
    } finally {
      queue.images().free(keys, (long) KEY * image.length());
    }
  }

  private void launch(
      Samples image, int[] reach, cl_mem keys, cl_mem to, int lanes, int from, int end) {
    if (from < end) {
      queue
          .kernel(FILE, defines(image, lanes), "median")
          .buffer(keys)
          .buffer(to)
          .ints(image.nx(), image.ny(), image.nz())
          .ints(reach)
          .ints(from, end)
          .run((end - from + lanes - 1) / lanes, image.ny(), image.nz());
    }
  }

  private static String defines(Samples image, int lanes) {
    return OpenClQueue.lanesDefine(lanes) + OpenClQueue.define("A", image.type());
  }
}
