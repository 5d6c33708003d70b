// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.heatscope.backend.opencl.Tiles.Plan;
import org.heatscope.backend.scalar.BoxCentre;
import org.heatscope.backend.scalar.Shapes;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Reduce;
import org.heatscope.op.Reduce.Summary;
import org.jocl.cl_mem;

/** Statistics in boxes on the device: {@code box_statistics.cl}. */
final class OpenClBoxStatistics implements BoxStatistics {
  static final String FILE = "box_statistics.cl";

  /** Rows or planes of an item for each that the box reaches beyond them, which are read twice. */
  private static final int THICK = 4;

  /** Bytes of a voxel's sum, sum of squares and number. */
  private static final int[] SUMS = {8, 8, 4};

  private final OpenClQueue queue;
  private final BoxStatistics scalar;
  private final Reduce reduce;

  OpenClBoxStatistics(OpenClQueue queue, BoxStatistics scalar, Reduce reduce) {
    this.queue = queue;
    this.scalar = scalar;
    this.reduce = reduce;
  }

  @Override
  public void statistics(Samples image, int[] radius, Wanted wanted) {
    Shapes.requireBox("boxStatistics", radius);
    wanted.each(out -> Shapes.requireSame("boxStatistics", image, out));
    int[] reach = Shapes.reach(radius, image);
    // Plain Java's extremes of runs: 7 to 18 times as fast at radius 1 to 10 (PoCL 3.1, two cores).
    if (queue.isForHost(image)) {
      Optional<Samples> no = Optional.empty();
      scalar.statistics(image, radius, new Wanted(no, no, wanted.min(), wanted.max()));
    } else {
      wanted.min().ifPresent(out -> extremes(image, reach, 0, out));
      wanted.max().ifPresent(out -> extremes(image, reach, 1, out));
    }
    List<Samples> outs = Stream.of(wanted.mean(), wanted.sd()).flatMap(Optional::stream).toList();
    if (!outs.isEmpty()) {
      Summary s = reduce.reduce(image);
      BoxCentre centre = BoxCentre.of(image, s.mean(), s.min(), s.max());
      if (!queue.device().isGpu) {
        new BoxBlocks(queue, image, reach, centre, s.finite() < s.count(), wanted).run();
        return;
      }
      // sums run along bands: those of a part are those of the whole
      int[] bands = {1, band(reach[1]), band(reach[2])};
      Plan plan =
          Plan.around(List.of(image), outs, new int[] {reach[0], bands[1], bands[2]}, bands, SUMS);
      queue.tiles().make(plan, (in, made, to) -> moments(in.get(0), reach, centre, wanted, to));
    }
  }

  /** Rows or planes that an item goes down. */
  private static int band(int reach) {
    return Math.max(16, THICK * reach);
  }

  private OpenClQueue.Launch kernel(Samples image, String name) {
    return queue.kernel(FILE, OpenClQueue.define("A", image.type()), name);
  }

  private void moments(
      Samples image, int[] reach, BoxCentre centre, Wanted wanted, List<cl_mem> to) {
    List<cl_mem> sums = new ArrayList<>();
    try {
      for (long bytes : SUMS) {
        sums.add(queue.images().allocate(bytes * image.length()));
      }
      moments(image, reach, centre, wanted, sums, to);
    } finally {
      for (int i = 0; i < sums.size(); i++) {
        queue.images().free(sums.get(i), (long) SUMS[i] * image.length());
      }
    }
  }

  private void moments(
      Samples image,
      int[] reach,
      BoxCentre centre,
      Wanted wanted,
      List<cl_mem> buffers,
      List<cl_mem> to) {
    int nx = image.nx();
    int ny = image.ny();
    int nz = image.nz();
    int band = band(reach[1]);
    OpenClQueue.Launch sums = kernel(image, "plane_sums").image(image).doubles(centre.value());
    buffers.forEach(sums::buffer);
    sums.ints(nx, ny, reach[0], reach[1], band)
        .run(new long[] {nx, (ny + band - 1) / band, nz}, new long[] {64, 1, 1});
    int depth = band(reach[2]);
    OpenClQueue.Launch moments =
        kernel(image, "box_moments").doubles(centre.value(), centre.dust(), centre.varianceDust());
    buffers.forEach(moments::buffer);
    moments
        .ints(nx * ny, nz, reach[2], depth)
        .ints(wanted.mean().isPresent() ? 1 : 0)
        .buffer(to.get(0))
        .ints(wanted.sd().isPresent() ? 1 : 0)
        .buffer(to.get(to.size() - 1))
        .run(new long[] {(long) nx * ny, (nz + depth - 1) / depth}, new long[] {64, 1});
  }

  private void extremes(Samples image, int[] reach, int largest, Samples out) {
    Plan plan = Plan.around(List.of(image), List.of(out), reach, Tiles.ANYWHERE, 4);
    queue.tiles().make(plan, (in, made, to) -> extremes(in.get(0), reach, largest, to.get(0)));
  }

  private void extremes(Samples image, int[] reach, int largest, cl_mem to) {
    int n = image.length();
    cl_mem between = queue.images().allocate(4L * n);
    try {
      kernel(image, "candidates")
          .image(image)
          .buffer(between)
          .ints(n, largest)
          .run(new long[] {n}, new long[] {64});
      int[] step = {1, image.nx(), image.nx() * image.ny()};
      int[] size = {image.nx(), image.ny(), image.nz()};
      for (int axis = 0; axis < 3; axis++) {
        kernel(image, "extremes")
            .buffer(axis == 1 ? to : between)
            .buffer(axis == 1 ? between : to)
            .ints(n, step[axis], size[axis], reach[axis], largest, axis == 2 ? 1 : 0)
            .run(new long[] {n}, new long[] {64});
      }
    } finally {
      queue.images().free(between, 4L * n);
    }
  }
}
