// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.opencl.OpenClComposite.Placed;
import org.heatscope.image.Affine;
import org.heatscope.image.Region;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.jocl.CLException;
import org.jocl.cl_mem;

/**
 * Results made a part after the other where the device does not take the whole at once: each from
 * the part of the images that it needs. A part that the device has no memory for is halved.
 */
final class Tiles {
  /** What is copied together on the host for a part, in bytes, where it lies in several pieces. */
  private static final long GATHERED = 1 << 28;

  /** Voxels along an axis, for each that is read beyond a part, that make halving it cheap. */
  private static final int CHEAP = 16;

  /** Voxels to each side of a position that a sample is made of: of cubic ones 2. */
  private static final int NEIGHBOURS = 2;

  private final OpenClQueue queue;

  Tiles(OpenClQueue queue) {
    this.queue = queue;
  }

  /** Makes a part of a result. */
  interface Kernels {
    /**
     * Makes it; called within a piece of work of the queue.
     *
     * @param images the parts of the images
     * @param made what is made
     * @param to where the results go, x fastest, from the start of each buffer on
     */
    void start(List<Samples> images, Region made, List<cl_mem> to);
  }

  /** What is read of an image. */
  interface Reads {
    /**
     * The part of an image.
     *
     * @param image its number
     * @param made the part of the result that is made
     */
    Region of(int image, Region made);
  }

  /**
   * How results are made of images.
   *
   * @param size all of a result
   * @param images what is read
   * @param reads which part of them
   * @param outs results of this size that come out of buffers
   * @param reach voxels along each axis that are made around a part and thrown away: as many as the
   *     border of an image has an effect on
   * @param grain parts start at multiples of it along each axis
   * @param scratch bytes of each further buffer for a voxel that is made
   */
  record Plan(
      Region size,
      List<Samples> images,
      Reads reads,
      List<Samples> outs,
      int[] reach,
      int[] grain,
      int... scratch) {
    /** Images and results of one size, the results made of neighbours up to a reach. */
    static Plan around(
        List<Samples> images, List<Samples> outs, int[] reach, int[] grain, int... scratch) {
      return new Plan(whole(images.get(0)), images, (i, made) -> made, outs, reach, grain, scratch);
    }

    private Region made(Region part) {
      return widened(part, reach, size);
    }
  }

  /** A region with so many voxels along each axis around it, as far as an image has them. */
  static Region widened(Region part, int[] reach, Region all) {
    int[] from = {part.x(), part.y(), part.z()};
    int[] end = {part.x() + part.nx(), part.y() + part.ny(), part.z() + part.nz()};
    int[] most = {all.nx(), all.ny(), all.nz()};
    for (int a = 0; a < 3; a++) {
      from[a] = Math.max(0, from[a] - reach[a]);
      end[a] = (int) Math.min(most[a], (long) end[a] + reach[a]);
    }
    return new Region(
        from[0], from[1], from[2], end[0] - from[0], end[1] - from[1], end[2] - from[2]);
  }

  /** Parts may start anywhere. */
  static final int[] ANYWHERE = {1, 1, 1};

  /** Parts are of whole rows. */
  static final int[] ROWS = {Integer.MAX_VALUE, 1, 1};

  /** Nothing beyond a part has an effect on it. */
  static final int[] ALONE = {0, 0, 0};

  /** All of an image. */
  static Region whole(Samples s) {
    return new Region(0, 0, 0, s.nx(), s.ny(), s.nz());
  }

  /**
   * Makes results.
   *
   * @throws BackendException if the device fails, or takes no part however small
   */
  void make(Plan plan, Kernels kernels) {
    make(plan, plan.size, kernels);
  }

  /** Makes rows of a result. */
  interface Rows {
    /**
     * Makes them; called within a piece of work of the queue.
     *
     * @param images the parts of the images
     * @param read where those lie
     * @param first the first row, counted through all planes
     * @param count how many
     */
    void make(List<Samples> images, List<Region> read, int first, int count);
  }

  /**
   * Makes a result whose voxels lie somewhere in images.
   *
   * @param steps that each voxel of the result goes on along z, the first among them
   * @param size of the result
   */
  void makeRows(List<Placed> images, int steps, Region size, Rows rows) {
    Reads reads =
        (i, made) -> {
          Placed p = images.get(i);
          return queue.images().fits(p.samples())
              ? whole(p.samples())
              : lookedAt(p.samples(), p.pixelToVoxel(), made, steps);
        };
    List<Samples> samples = images.stream().map(Placed::samples).toList();
    make(
        new Plan(size, samples, reads, List.of(), ALONE, ROWS),
        (in, made, none) -> {
          List<Region> read =
              IntStream.range(0, in.size()).mapToObj(i -> reads.of(i, made)).toList();
          rows.make(in, read, made.y() + size.ny() * made.z(), made.ny() * made.nz());
        });
  }

  /** The same for floats made of one image by kernels that write rows, of which it has ny nz. */
  void makeRows(Placed image, int steps, Samples out, FromPart kernels) {
    makeRows(
        List.of(image),
        steps,
        whole(out),
        (in, read, first, count) -> {
          Region region = new Region(0, first, 0, out.nx(), count, 1);
          Samples part =
              count == out.ny() * out.nz()
                  ? out
                  : cut(shaped(out, new Region(0, 0, 0, out.nx(), out.ny() * out.nz(), 1)), region);
          Relay.Kernels all = kernels.of(in.get(0), read.get(0));
          queue.makeRows(part, (to, from, n) -> all.start(to, first + from, n));
        });
  }

  /** Kernels that read part of an image, and count rows through all planes of the result. */
  interface FromPart {
    /** The kernels for a part and where it lies. */
    Relay.Kernels of(Samples image, Region read);
  }

  /** The voxels of an image that samples at the points of a region are made of. */
  private static Region lookedAt(Samples image, Affine toVoxel, Region r, int steps) {
    int[] from = {r.x(), r.y(), r.z()};
    int[] further = {r.nx() - 1, r.ny() - 1, r.nz() + steps - 2};
    int[] most = {image.nx(), image.ny(), image.nz()};
    int[] low = new int[3];
    int[] count = new int[3];
    for (int a = 0; a < 3; a++) {
      double least = toVoxel.get(a, 3);
      double largest = least;
      for (int b = 0; b < 3; b++) {
        double start = toVoxel.get(a, b) * from[b];
        double end = start + toVoxel.get(a, b) * further[b];
        least += Math.min(start, end);
        largest += Math.max(start, end);
      }
      low[a] = (int) Math.min(most[a] - 1, Math.max(0, Math.floor(least) - NEIGHBOURS));
      count[a] = (int) Math.min(most[a] - 1, Math.max(low[a], Math.ceil(largest) + NEIGHBOURS));
      count[a] -= low[a] - 1;
    }
    return new Region(low[0], low[1], low[2], count[0], count[1], count[2]);
  }

  private void make(Plan plan, Region part, Kernels kernels) {
    int axis = axis(plan, part);
    if (fits(plan, part)) {
      try {
        makePart(plan, part, kernels);
        return;
      } catch (BackendException e) {
        if (axis < 0 || !(e.getCause() instanceof CLException c && DeviceImages.isShort(c))) {
          throw e;
        }
      }
    } else if (axis < 0) {
      throw new BackendException(
          queue.device().name + ": no part of the image is small enough for its memory");
    }
    int n = extent(part, axis);
    int first = Math.max(1, n / 2 / plan.grain[axis]) * plan.grain[axis];
    make(plan, along(part, axis, 0, first), kernels);
    make(plan, along(part, axis, first, n - first), kernels);
  }

  private static int extent(Region r, int axis) {
    return axis == 0 ? r.nx() : axis == 1 ? r.ny() : r.nz();
  }

  private static Region along(Region r, int axis, int from, int n) {
    return switch (axis) {
      case 0 -> new Region(r.x() + from, r.y(), r.z(), n, r.ny(), r.nz());
      case 1 -> new Region(r.x(), r.y() + from, r.z(), r.nx(), n, r.nz());
      default -> new Region(r.x(), r.y(), r.z() + from, r.nx(), r.ny(), n);
    };
  }

  /**
   * The axis to halve: the last where that is cheap, else where it costs least; -1: there is none.
   */
  private static int axis(Plan plan, Region part) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int a = 2; a >= 0; a--) {
      int n = extent(part, a);
      double cost = Math.max(1.0 / CHEAP, (double) plan.reach[a] / n);
      if (n > plan.grain[a] && cost < least) {
        best = a;
        least = cost;
      }
    }
    return best;
  }

  private boolean fits(Plan plan, Region part) {
    Region made = plan.made(part);
    List<Long> buffers = new ArrayList<>();
    for (int i = 0; i < plan.images.size(); i++) {
      Samples image = plan.images.get(i);
      Region read = plan.reads.of(i, made);
      long bytes = read.voxels() * image.type().bytes();
      if (!isInOnePiece(read, whole(image)) && bytes > GATHERED) {
        return false;
      }
      buffers.add(bytes);
    }
    plan.outs.forEach(out -> buffers.add(4 * made.voxels()));
    for (int bytes : plan.scratch) {
      buffers.add(bytes * made.voxels());
    }
    return buffers.stream().allMatch(b -> b <= queue.calls().largestBuffer())
        && buffers.stream().mapToLong(b -> b).sum() <= queue.images().most();
  }

  private void makePart(Plan plan, Region part, Kernels kernels) {
    Region made = plan.made(part);
    List<Samples> images = new ArrayList<>();
    for (int i = 0; i < plan.images.size(); i++) {
      images.add(cut(plan.images.get(i), plan.reads.of(i, made)));
    }
    queue.work(
        () -> {
          queue.make(plan.outs, part, made, to -> kernels.start(images, made, to));
          images.stream().filter(s -> !plan.images.contains(s)).forEach(queue.images()::forget);
        });
  }

  /** The samples of a region: in the image's array where they are in one piece, else a copy. */
  private static Samples cut(Samples s, Region r) {
    Region all = whole(s);
    if (r.equals(all)) {
      return s;
    }
    if (isInOnePiece(r, all)) {
      int offset = s.index(r.x(), r.y(), r.z());
      return new Samples(s.storage(), s.type(), offset, r.nx(), r.ny(), r.nz(), s.rescale());
    }
    Object from = s.array();
    Object copy = SampleTypes.newArray(s.type(), (int) r.voxels());
    eachRun(r, all, r, (at, to, n) -> System.arraycopy(from, s.offset() + at, copy, to, n));
    return new Samples(copy, s.type(), 0, r.nx(), r.ny(), r.nz(), s.rescale());
  }

  /**
   * An image in rows one after the other, each of which the device takes; the image itself where it
   * takes that.
   *
   * @param grain what runs but for the last are multiples of
   */
  List<Samples> runs(Samples s, int grain) {
    if (queue.images().fits(s)) {
      return List.of(s);
    }
    long most = Math.max(1, queue.calls().largestBuffer() / s.type().bytes() / grain);
    long grains = (s.length() - 1L) / grain + 1;
    long count = (grains - 1) / most + 1;
    List<Samples> runs = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long from = i * grains / count * grain;
      long end = Math.min(s.length(), (i + 1) * grains / count * grain);
      Region all = new Region(0, 0, 0, s.length(), 1, 1);
      Region run = new Region((int) from, 0, 0, (int) (end - from), 1, 1);
      runs.add(cut(shaped(s, all), run));
    }
    return runs;
  }

  /** The same samples as an image of another shape. */
  static Samples shaped(Samples s, Region r) {
    return new Samples(s.storage(), s.type(), s.offset(), r.nx(), r.ny(), r.nz(), s.rescale());
  }

  /** Voxels that lie one after the other in two images. */
  interface Run {
    /** From an element of the one, and of the other, so many. */
    void take(int a, int b, int n);
  }

  /** Goes through a region that is in two others by runs, as long as they can be. */
  static void eachRun(Region r, Region a, Region b, Run run) {
    boolean rows = r.nx() == a.nx() && r.nx() == b.nx();
    boolean planes = rows && r.ny() == a.ny() && r.ny() == b.ny();
    int ny = rows ? r.ny() : 1;
    int nz = planes ? r.nz() : 1;
    for (int z = r.z(); z < r.z() + r.nz(); z += nz) {
      for (int y = r.y(); y < r.y() + r.ny(); y += ny) {
        run.take(index(a, r.x(), y, z), index(b, r.x(), y, z), r.nx() * ny * nz);
      }
    }
  }

  /** The element of a region's array that holds a voxel. */
  static int index(Region r, int x, int y, int z) {
    return x - r.x() + r.nx() * (y - r.y() + r.ny() * (z - r.z()));
  }

  private static boolean isInOnePiece(Region r, Region all) {
    boolean rows = r.nx() == all.nx() || r.ny() == 1;
    boolean planes = r.nx() == all.nx() && r.ny() == all.ny() || r.nz() == 1;
    return rows && planes;
  }
}
