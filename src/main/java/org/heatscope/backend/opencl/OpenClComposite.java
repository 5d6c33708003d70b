// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heatscope.backend.BackendException;
import org.heatscope.color.Window;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * The fused overlay on the device: the kernels of {@code composite.cl} over pieces of the raster.
 *
 * <p>The scalar backend does what the kernels cannot: sigmoid windows (a device's exponential may
 * differ from Java's), more than four layers, and images too large for a buffer of the device.
 */
final class OpenClComposite implements Composite, AutoCloseable {
  private static final int MOST_LAYERS = 4;

  /** Pixels of a piece: large against the cost of a launch, small against a device's memory. */
  private static final int PIECE = 1 << 25;

  private static final int GROUP = 64;

  private final OpenClDevice device;
  private final cl_command_queue queue;
  private final DeviceImages images;
  private final Composite scalar;
  private final Map<String, cl_kernel> kernels = new HashMap<>();
  private final Set<Boolean> launched = new HashSet<>();
  private cl_mem raster;
  private long rasterBytes;

  OpenClComposite(
      OpenClDevice device, cl_command_queue queue, DeviceImages images, Composite scalar) {
    this.device = device;
    this.queue = queue;
    this.images = images;
    this.scalar = scalar;
  }

  @Override
  public void compose(Scene scene, int[] rgba) {
    if (!isForDevice(scene)) {
      scalar.compose(scene, rgba);
      return;
    }
    try {
      composeOnDevice(scene, rgba);
    } catch (CLException e) {
      throw new BackendException(device.name + ": " + e.getMessage(), e);
    }
  }

  private boolean isForDevice(Scene scene) {
    return scene.base().window().function() != Window.Function.SIGMOID
        && scene.layers().size() <= MOST_LAYERS
        && 4L * scene.width() <= device.largestBuffer
        && images(scene).allMatch(images::fits);
  }

  private static Stream<Samples> images(Scene scene) {
    return Stream.concat(
        scene.base().channels().stream(),
        scene.layers().stream()
            .flatMap(
                l -> Stream.concat(Stream.of(l.samples()), l.mask().stream().map(Mask::samples))));
  }

  private void composeOnDevice(Scene scene, int[] rgba) {
    images.start();
    AlignedScene aligned = new AlignedScene(scene);
    boolean fast = device.lanes > 0 && aligned.isAligned();
    int rows = scene.height() * scene.depth();
    long most = Math.min(PIECE, device.largestBuffer / 4);
    int rowsAtOnce = (int) Math.max(1, Math.min(rows, most / scene.width()));
    makeRaster(4L * rowsAtOnce * scene.width());
    double[] numbers = SceneNumbers.of(scene);
    int[] words = fast ? aligned.words() : new int[1];
    cl_mem exact = constants(Pointer.to(numbers), (long) Sizeof.cl_double * numbers.length);
    cl_mem rounded = null;
    try {
      rounded = constants(Pointer.to(words), (long) Sizeof.cl_int * words.length);
      List<cl_mem> arrays = arrays(scene, exact);
      for (int first = 0; first < rows; first += rowsAtOnce) {
        int n = Math.min(rowsAtOnce, rows - first);
        launch(scene, exact, arrays, fast ? rounded : null, first, n);
        read(n * scene.width(), rgba, first * scene.width());
        if (launched.add(fast)) {
          OpenClDevice.bringBackJavasSignalHandlers();
        }
      }
    } finally {
      CL.clReleaseMemObject(exact);
      if (rounded != null) {
        CL.clReleaseMemObject(rounded);
      }
    }
  }

  private cl_mem constants(Pointer from, long bytes) {
    long flags = CL.CL_MEM_READ_ONLY | CL.CL_MEM_COPY_HOST_PTR;
    return CL.clCreateBuffer(device.context(), flags, bytes, from, null);
  }

  private void makeRaster(long bytes) {
    if (bytes > rasterBytes) {
      freeRaster();
      raster = images.create(bytes, CL.CL_MEM_WRITE_ONLY);
      rasterBytes = bytes;
    }
  }

  private void freeRaster() {
    if (raster != null) {
      CL.clReleaseMemObject(raster);
      raster = null;
      rasterBytes = 0;
    }
  }

  /** The three channels, four maps and four masks; another buffer stands in for what is not. */
  private List<cl_mem> arrays(Scene scene, cl_mem none) {
    List<cl_mem> arrays = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      List<Samples> channels = scene.base().channels();
      arrays.add(c < channels.size() ? images.get(channels.get(c)) : none);
    }
    List<cl_mem> masks = new ArrayList<>();
    for (int l = 0; l < MOST_LAYERS; l++) {
      boolean has = l < scene.layers().size();
      arrays.add(has ? images.get(scene.layers().get(l).samples()) : none);
      masks.add(
          has ? scene.layers().get(l).mask().map(m -> images.get(m.samples())).orElse(none) : none);
    }
    arrays.addAll(masks);
    return arrays;
  }

  private void launch(
      Scene scene, cl_mem exact, List<cl_mem> arrays, cl_mem rounded, int first, int rows) {
    boolean fast = rounded != null;
    cl_kernel kernel = kernel(fast ? "composite_aligned" : "composite");
    int a = 0;
    CL.clSetKernelArg(kernel, a++, Sizeof.cl_mem, Pointer.to(exact));
    for (int v : new int[] {scene.layers().size(), scene.width(), scene.height(), first, rows}) {
      CL.clSetKernelArg(kernel, a++, Sizeof.cl_int, Pointer.to(new int[] {v}));
    }
    CL.clSetKernelArg(kernel, a++, Sizeof.cl_mem, Pointer.to(raster));
    for (cl_mem array : arrays) {
      CL.clSetKernelArg(kernel, a++, Sizeof.cl_mem, Pointer.to(array));
    }
    if (fast) {
      CL.clSetKernelArg(kernel, a++, Sizeof.cl_mem, Pointer.to(rounded));
    }
    int run = GROUP * (fast ? device.lanes : 1);
    long items = (scene.width() + run - 1L) / run * GROUP;
    CL.clEnqueueNDRangeKernel(
        queue, kernel, 2, null, new long[] {items, rows}, new long[] {GROUP, 1}, 0, null, null);
  }

  private cl_kernel kernel(String name) {
    return kernels.computeIfAbsent(name, n -> CL.clCreateKernel(device.program(), n, null));
  }

  private void read(int pixels, int[] rgba, int at) {
    ByteBuffer made =
        CL.clEnqueueMapBuffer(
            queue, raster, true, CL.CL_MAP_READ, 0, 4L * pixels, 0, null, null, null);
    made.order(ByteOrder.nativeOrder()).asIntBuffer().get(rgba, at, pixels);
    CL.clEnqueueUnmapMemObject(queue, raster, made, 0, null, null);
  }

  @Override
  public void close() {
    freeRaster();
    kernels.values().forEach(CL::clReleaseKernel);
    kernels.clear();
  }
}
