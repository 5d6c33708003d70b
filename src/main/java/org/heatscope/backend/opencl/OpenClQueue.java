// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.heatscope.backend.BackendException;
import org.heatscope.image.Affine;
import org.heatscope.image.Region;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** A device at work for a session: starts kernels on images. */
final class OpenClQueue implements AutoCloseable {
  /** Voxels from which a device that is the CPU may leave work to plain Java. */
  private static final int HOST = 1 << 20;

  private final OpenClDevice device;
  private final DeviceCalls calls;
  private final DeviceImages images;
  private final Relay relay;
  private final Tiles tiles = new Tiles(this);

  OpenClQueue(OpenClDevice device, DeviceCalls calls) {
    this.device = device;
    this.calls = calls;
    this.images = new DeviceImages(device, calls);
    this.relay = new Relay(device, calls, images);
  }

  OpenClDevice device() {
    return device;
  }

  DeviceCalls calls() {
    return calls;
  }

  DeviceImages images() {
    return images;
  }

  Tiles tiles() {
    return tiles;
  }

  /** Whether the device is the CPU and the image large enough for plain Java's loops to win. */
  boolean isForHost(Samples image) {
    return !device.isGpu && image.length() >= HOST;
  }

  /** Does a piece of work; what the device says against it becomes a {@link BackendException}. */
  void work(Runnable piece) {
    try {
      synchronized (images) {
        images.start();
        piece.run();
      }
    } catch (CLException e) {
      throw new BackendException(device.name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes part of some images with kernels.
   *
   * @param outs where it goes in the end
   * @param part what is wanted
   * @param made what the kernels write
   * @param kernels writes each image, x fastest, from the start of a buffer on
   */
  void make(List<Samples> outs, Region part, Region made, Consumer<List<cl_mem>> kernels) {
    List<DeviceImages.Result> results = new ArrayList<>();
    try {
      outs.forEach(out -> results.add(images.result(out, part, made)));
      kernels.accept(results.stream().map(DeviceImages.Result::memory).toList());
      results.forEach(r -> r.deliver().run());
    } finally {
      results.forEach(r -> r.free().run());
    }
  }

  /**
   * Makes an image some rows at a time.
   *
   * @param out where it goes
   * @param kernels writes rows of the image, of which it has {@code ny nz}
   */
  void makeRows(Samples out, Relay.Kernels kernels) {
    int rows = out.ny() * out.nz();
    Optional<cl_mem> kept = images.kept(out);
    if (kept.isPresent()) {
      kernels.start(kept.get(), 0, rows);
    } else {
      float[] to = out.target();
      relay.run(
          rows,
          out.nx(),
          kernels,
          (words, at, n) -> words.asFloatBuffer().get(to, out.offset() + at, n));
    }
  }

  /** Makes rows of 32-bit words. */
  Relay relay() {
    return relay;
  }

  /** A kernel to be given its arguments, in their order, and started. */
  Launch kernel(String file, String defines, String name) {
    return new Launch(calls.kernel(file, defines, name));
  }

  /**
   * Neighbours that an item does where a kernel can do several at once: on a CPU whole vectors, if
   * there are so many.
   */
  int lanes(int samples) {
    return device.isGpu || samples < device.lanes ? 1 : device.lanes;
  }

  /** The define for so many neighbours an item. */
  static String lanesDefine(int lanes) {
    return " -D LANES=" + lanes;
  }

  /** The define that makes {@code samples.cl} read a type of samples under a name. */
  static String define(String name, SampleType type) {
    return " -D " + name + "=" + type.name();
  }

  /**
   * The defines of a kernel for one image: its type as A, and PLAIN where its samples are floats
   * that need no rescale.
   */
  static String samples(Samples image) {
    boolean plain = image.isPlain();
    return define("A", image.type()) + (plain ? " -D PLAIN" : "");
  }

  /**
   * The defines of a kernel that samples an image: floats that need no rescale are interpolated as
   * floats, all else as doubles.
   */
  String grid(Samples image, Interpolation interpolation) {
    boolean plain = image.isPlain();
    boolean floats = plain && device.keepsSmall && interpolation != Interpolation.CUBIC;
    return define("A", image.type())
        + lanesDefine(device.lanes)
        + " -D HOW="
        + interpolation.name()
        + " -D REAL="
        + (floats ? "float" : "double");
  }

  /** The arguments of a kernel. */
  final class Launch {
    private final cl_kernel kernel;
    private int index;

    private Launch(cl_kernel kernel) {
      this.kernel = kernel;
    }

    private Launch argument(long bytes, Pointer value) {
      calls.argument(kernel, index++, bytes, value);
      return this;
    }

    /** A buffer. */
    Launch buffer(cl_mem buffer) {
      return argument(Sizeof.cl_mem, Pointer.to(buffer));
    }

    /** An image on the device, then its slope and intercept as two doubles. */
    Launch image(Samples samples) {
      return buffer(images.get(samples))
          .doubles(samples.rescale().slope(), samples.rescale().intercept());
    }

    /**
     * What {@code GRID} in {@code samples.cl} asks for.
     *
     * @param all the image
     * @param part what is read of it
     * @param r where that lies
     * @param toVoxel the way to the image
     */
    Launch grid(Samples all, Samples part, Region r, Affine toVoxel) {
      return image(part)
          .ints(all.nx(), all.ny(), all.nz())
          .ints(r.x(), r.y(), r.z(), r.nx(), r.ny(), r.nz())
          .doubles(toVoxel.rows());
    }

    /** Integers, an argument each. */
    Launch ints(int... values) {
      for (int v : values) {
        argument(Sizeof.cl_int, Pointer.to(new int[] {v}));
      }
      return this;
    }

    /** Floats, an argument each. */
    Launch floats(float... values) {
      for (float v : values) {
        argument(Sizeof.cl_float, Pointer.to(new float[] {v}));
      }
      return this;
    }

    /** Doubles, an argument each. */
    Launch doubles(double... values) {
      for (double v : values) {
        argument(Sizeof.cl_double, Pointer.to(new double[] {v}));
      }
      return this;
    }

    /** So many bytes of local memory. */
    Launch local(long bytes) {
      return argument(bytes, null);
    }

    /** Starts the kernel over at least so many items; the device chooses the groups. */
    void run(long... items) {
      calls.launch(kernel, items, null);
    }

    /** Starts the kernel over at least so many items in groups: whole groups are started. */
    void run(long[] items, long[] group) {
      long[] whole = items.clone();
      for (int d = 0; d < whole.length; d++) {
        whole[d] = (items[d] + group[d] - 1) / group[d] * group[d];
      }
      calls.launch(kernel, whole, group);
    }
  }

  @Override
  public void close() {
    try (relay) {
      images.close();
    } finally {
      calls.close();
    }
  }
}
