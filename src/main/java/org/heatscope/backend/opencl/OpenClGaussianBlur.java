// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.heatscope.backend.opencl.Tiles.Plan;
import org.heatscope.backend.scalar.GaussianTaps;
import org.heatscope.backend.scalar.Shapes;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.GaussianBlur;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_mem;

/** A Gaussian or its derivatives axis by axis: {@code gaussian_blur.cl}, sums of floats. */
final class OpenClGaussianBlur implements GaussianBlur {
  private static final String FILE = "gaussian_blur.cl";

  /** What every device has of local memory, in floats. */
  private static final int LOCAL = 1 << 13;

  /** What stays in the cache of a core that is the device, in floats. */
  private static final int STRIPS = 1 << 16;

  private final OpenClQueue queue;
  private final GaussianBlur scalar;
  private final boolean isGpu;

  /** Floats of a tile of columns. */
  private final long tiled;

  OpenClGaussianBlur(OpenClQueue queue, GaussianBlur scalar) {
    this.queue = queue;
    this.scalar = scalar;
    isGpu = queue.device().isGpu;
    tiled = isGpu ? LOCAL : Math.min(STRIPS, queue.device().localBytes / 4);
  }

  /** Writes an image from another. */
  private interface Pass {
    void run(cl_mem from, cl_mem to);
  }

  @Override
  public void blur(Samples image, double[] sigmaVoxels, int[] order, Border border, Samples out) {
    Shapes.requireSame("gaussianBlur", image, out);
    int[] size = {image.nx(), image.ny(), image.nz()};
    GaussianTaps[] taps = GaussianTaps.of(sigmaVoxels, order, size, border);
    int[] reach = {taps[0].reach(), taps[1].reach(), taps[2].reach()};
    if (2 * reach[0] + 16 * 16 > LOCAL) {
      scalar.blur(image, sigmaVoxels, order, border, out);
      return;
    }
    int[] between = reach[1] + reach[2] > 0 ? new int[] {4} : new int[0];
    queue
        .tiles()
        .make(
            Plan.around(List.of(image), List.of(out), reach, Tiles.ANYWHERE, between),
            (in, made, to) -> run(passes(in.get(0), taps, border), in.get(0), to.get(0)));
  }

  private List<Pass> passes(Samples image, GaussianTaps[] taps, Border border) {
    List<Pass> passes = new ArrayList<>();
    passes.add((from, to) -> alongX(image, taps[0], border, to));
    if (taps[1].reach() > 0) {
      passes.add((from, to) -> alongY(image, taps[1], border, from, to));
    }
    if (taps[2].reach() > 0) {
      passes.add((from, to) -> alongZ(image, taps[2], border, from, to));
    }
    return passes;
  }

  /** Every second pass ends in a buffer that is then thrown away, the last one in the result. */
  private void run(List<Pass> passes, Samples image, cl_mem memory) {
    if (passes.size() == 1) {
      passes.get(0).run(null, memory);
      return;
    }
    cl_mem between = queue.images().allocate(4L * image.length());
    try {
      for (int p = 0; p < passes.size(); p++) {
        boolean last = (passes.size() - p) % 2 == 1;
        passes.get(p).run(last ? between : memory, last ? memory : between);
      }
    } finally {
      queue.images().free(between, 4L * image.length());
    }
  }

  private void alongX(Samples image, GaussianTaps taps, Border border, cl_mem to) {
    int lanes = queue.lanes(image.nx());
    int group = isGpu ? 128 : 4;
    int out = isGpu ? 1 : 4;
    String defines = OpenClQueue.lanesDefine(lanes) + " -D OUT=" + out + OpenClQueue.samples(image);
    long items = (image.nx() - 1) / (lanes * out) + 1;
    withWeights(
        taps,
        weights ->
            queue
                .kernel(FILE, defines, "along_x")
                .image(image)
                .buffer(to)
                .ints(image.nx())
                .buffer(weights)
                .ints(taps.reach(), border.ordinal())
                .local(4L * (group * out * lanes + 2 * taps.reach()))
                .run(new long[] {items, (long) image.ny() * image.nz()}, new long[] {group, 1}));
  }

  private void alongY(Samples s, GaussianTaps taps, Border border, cl_mem from, cl_mem to) {
    alongColumns(s.nx(), s.ny(), s.nz(), taps, border, from, to);
  }

  private void alongZ(Samples s, GaussianTaps taps, Border border, cl_mem from, cl_mem to) {
    alongColumns(s.nx() * s.ny(), s.nz(), 1, taps, border, from, to);
  }

  private void alongColumns(
      int columns, int n, int blocks, GaussianTaps taps, Border border, cl_mem from, cl_mem to) {
    int lanes = queue.lanes(columns);
    int out = 8;
    long[] group = {isGpu ? 32 : 4, isGpu ? 8 : 32, 1};
    long tile = group[0] * lanes * (group[1] * out + 2L * taps.reach());
    boolean fits = tile <= tiled;
    String defines =
        OpenClQueue.lanesDefine(lanes) + " -D OUT=" + out + " -D PLAIN" + (fits ? " -D TILE" : "");
    long[] items = {(columns + lanes - 1) / lanes, (n + out - 1) / out, blocks};
    withWeights(
        taps,
        weights ->
            queue
                .kernel(FILE, defines, "along_columns")
                .buffer(from)
                .buffer(to)
                .ints(columns, n)
                .buffer(weights)
                .ints(taps.reach(), border.ordinal())
                .local(4 * (fits ? tile : 1))
                .run(items, group));
  }

  private void withWeights(GaussianTaps taps, Consumer<cl_mem> work) {
    int reach = taps.reach();
    float[] weights = new float[2 * reach + 1];
    for (int d = 0; d <= reach; d++) {
      weights[reach + d] = (float) (d == 0 ? 2 * taps.weights()[0] : taps.weights()[d]);
      weights[reach - d] = taps.isOdd() ? -weights[reach + d] : weights[reach + d];
    }
    cl_mem buffer =
        queue.calls().constants(Pointer.to(weights), (long) Sizeof.cl_float * weights.length);
    try {
      work.accept(buffer);
    } finally {
      queue.calls().release(buffer);
    }
  }
}
