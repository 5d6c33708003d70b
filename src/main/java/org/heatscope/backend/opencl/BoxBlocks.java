// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.heatscope.backend.opencl.Tiles.Plan;
import org.heatscope.backend.scalar.BoxCentre;
import org.heatscope.image.Region;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics.Wanted;
import org.jocl.cl_mem;

/**
 * Means and deviations in boxes on a device that is the CPU: the kernel {@code boxes}, a block of
 * rows and planes an item, whose sums run along all three axes as the SIMD backend's do. Sums start
 * anew in each block, so that parts of an image give the numbers of the whole.
 */
final class BoxBlocks {
  /** Rows and planes of a block: its sums stay in a core's own cache. */
  private static final int BAND = 64;

  private static final int DEPTH = 16;

  /** Rows or planes of a block for each that the box reaches beyond it, which are read twice. */
  private static final int THICK = 4;

  /** Blocks at once for each compute unit, so that all end at about the same time. */
  private static final int BLOCKS = 4;

  private final OpenClQueue queue;
  private final Samples image;
  private final int[] reach;
  private final BoxCentre centre;
  private final boolean gaps;
  private final Optional<Samples> mean;
  private final Optional<Samples> sd;
  private final List<Samples> outs;
  private final int band;
  private final int depth;

  /**
   * Prepares.
   *
   * @param gaps whether some values are not finite
   */
  BoxBlocks(
      OpenClQueue queue,
      Samples image,
      int[] reach,
      BoxCentre centre,
      boolean gaps,
      Wanted wanted) {
    this.queue = queue;
    this.image = image;
    this.reach = reach;
    this.centre = centre;
    this.gaps = gaps;
    mean = wanted.mean();
    sd = wanted.sd();
    outs = Stream.of(mean, sd).flatMap(Optional::stream).toList();
    band = Math.max(BAND, THICK * reach[1]);
    depth = Math.max(DEPTH, THICK * reach[2]);
  }

  /** Writes what is wanted. */
  void run() {
    int[] around = {0, reach[1], reach[2]};
    Region all = Tiles.whole(image);
    Plan plan =
        new Plan(
            all,
            List.of(image),
            (i, made) -> Tiles.widened(made, around, all),
            List.of(),
            Tiles.ALONE,
            new int[] {Integer.MAX_VALUE, band, depth},
            Float.BYTES * outs.size());
    queue
        .tiles()
        .make(
            plan,
            (in, made, none) -> new Part(in.get(0), Tiles.widened(made, around, all), made).run());
  }

  /** Blocks of whole rows, of an image of which what they need is there. */
  private final class Part {
    private final Samples there;
    private final Region read;
    private final Region made;
    private final int bands;
    private final int height;
    private final int size;

    Part(Samples there, Region read, Region made) {
      this.there = there;
      this.read = read;
      this.made = made;
      bands = (made.ny() - 1) / band + 1;
      height = Math.min(band, made.ny());
      size = made.nx() * height * Math.min(depth, made.nz());
    }

    void run() {
      outs.forEach(queue.images()::dropCopies);
      int blocks = bands * ((made.nz() - 1) / depth + 1);
      int words = size * outs.size();
      long largest = queue.calls().largestBuffer() / Math.max(memory(), 4L * words);
      long atOnce = Math.min(largest, (long) BLOCKS * queue.device().computeUnits);
      queue
          .relay()
          .run(
              blocks,
              words,
              (int) Math.max(1, atOnce),
              this::start,
              (found, at, n) -> take(found.asFloatBuffer(), at / words, n / words));
    }

    private int lanes() {
      return queue.lanes(made.nx());
    }

    /** Bytes that a block's sums take; as in the kernel. */
    private long memory() {
      long parts = gaps ? 3 : 2;
      long rows = Math.min(read.ny(), band + 2L * reach[1]);
      long width = (made.nx() + lanes() - 1L) / lanes() * lanes();
      long line = made.nx() + 2L * reach[0] + 1;
      return Double.BYTES * (parts * ((rows + 2) * width + line) + width);
    }

    /** Starts blocks, each of which writes its mean, then its deviation. */
    private void start(cl_mem to, int first, int count) {
      String defines =
          OpenClQueue.samples(image)
              + OpenClQueue.lanesDefine(lanes())
              + (gaps ? " -D GAPS" : "")
              + (mean.isPresent() ? " -D MEAN" : "")
              + (sd.isPresent() ? " -D SD" : "");
      cl_mem memory = queue.images().allocate(memory() * count);
      try {
        queue
            .kernel(OpenClBoxStatistics.FILE, defines, "boxes")
            .image(there)
            .doubles(centre.value(), centre.dust(), centre.varianceDust())
            .ints(read.nx(), read.ny(), read.nz())
            .ints(made.y() - read.y(), made.z() - read.z(), made.ny(), made.nz())
            .ints(reach)
            .ints(band, depth, first)
            .buffer(memory)
            .buffer(to)
            .ints(height, size)
            .run(new long[] {count}, new long[] {1});
      } finally {
        queue.images().free(memory, memory() * count);
      }
    }

    private void take(FloatBuffer found, int first, int count) {
      for (int i = 0; i < count; i++) {
        int y = (first + i) % bands * band;
        int z = (first + i) / bands * depth;
        int rows = Math.min(band, made.ny() - y);
        int planes = Math.min(depth, made.nz() - z);
        for (int o = 0; o < outs.size(); o++) {
          Samples out = outs.get(o);
          for (int k = 0; k < planes; k++) {
            int from = (i * outs.size() + o) * size + made.nx() * height * k;
            int to = out.index(0, made.y() + y, made.z() + z + k);
            found.get(from, out.target(), to, made.nx() * rows);
          }
        }
      }
    }
  }
}
