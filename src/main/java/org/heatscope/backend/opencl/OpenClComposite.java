// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.PixelComposer;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * The fused overlay of composite.cl: the device makes the pixels and lists those that its
 * arithmetic cannot decide; the host makes these anew.
 *
 * <p>The scalar backend does the scenes that the kernel has no room for: more than four layers,
 * images that the device's memory cannot hold, channels of different types or rescales; and on a
 * device without doubles also sigmoid windows, windows too narrow for floats, coordinates past
 * about 40000, and samples that are not exactly floats.
 */
final class OpenClComposite implements Composite, AutoCloseable {
  /** Pixels made by one item of the kernel for aligned images. */
  private static final int LANES = 8;

  /** Pixels made before they are fetched, at most; rows are never split. */
  private static final long BAND = 1L << 26;

  private static final int LEAST_LIST = 1 << 16;
  private static final int GRAIN = 1 << 18;
  private static final long[] GROUP = {16, 4};

  private final OpenClProgram program;
  private final cl_command_queue queue;
  private final DeviceImages images;
  private final Composite scalar;
  private final Workers workers;
  private final cl_kernel general;
  private final cl_kernel aligned;
  private Output output;
  private int redone;

  OpenClComposite(
      OpenClProgram program,
      cl_command_queue queue,
      DeviceImages images,
      Composite scalar,
      Workers workers) {
    this.program = program;
    this.queue = queue;
    this.images = images;
    this.scalar = scalar;
    this.workers = workers;
    general = program.kernel("composite");
    aligned = program.kernel("composite_aligned");
  }

  /** Where the kernel leaves its pixels and its list of those in doubt, and how many fit. */
  private record Output(cl_mem pixels, cl_mem doubts, int size, int listed) {}

  /** How many pixels of the last scene the host composed. */
  int redone() {
    return redone;
  }

  @Override
  public void compose(Scene scene, int[] rgba) {
    OpenClScene packed = new OpenClScene(scene, program.device().hasDoubles());
    List<cl_mem> inputs = packed.fits() ? inputs(scene) : List.of();
    if (inputs.isEmpty()) {
      redone = scene.pixels();
      scalar.compose(scene, rgba);
      return;
    }
    redone = 0;
    OpenClCalls.run("an overlay", () -> compose(scene, packed, inputs, rgba));
  }

  /** Three channels, four maps, four masks, some of them of no account; empty if not all fit. */
  private List<cl_mem> inputs(Scene scene) {
    images.begin();
    List<cl_mem> all = new ArrayList<>();
    for (Samples s : scene.base().channels()) {
      all.add(images.samples(s));
    }
    fill(all, 3);
    for (MapLayer layer : scene.layers()) {
      all.add(images.samples(layer.samples()));
    }
    fill(all, 3 + OpenClScene.MAX_LAYERS);
    for (MapLayer layer : scene.layers()) {
      all.add(layer.mask().isPresent() ? images.mask(layer.mask().get().samples()) : all.get(0));
    }
    fill(all, 3 + 2 * OpenClScene.MAX_LAYERS);
    return all.contains(null) ? List.of() : all;
  }

  private static void fill(List<cl_mem> list, int size) {
    while (list.size() < size) {
      list.add(list.get(0));
    }
  }

  private void compose(Scene scene, OpenClScene packed, List<cl_mem> inputs, int[] rgba) {
    int rows = scene.height() * scene.depth();
    long most = Math.min(BAND, program.device().largestBuffer() / Integer.BYTES);
    int band = (int) Math.max(1, Math.min(rows, most / scene.width()));
    makeOutput(band * scene.width());
    List<cl_mem> tables =
        List.of(constant(packed.parameters()), constant(packed.cuts()), constant(packed.colors()));
    try {
      boolean isAligned = packed.isAligned() && scene.width() >= LANES;
      setArguments(general, tables, inputs);
      setArguments(aligned, tables, inputs);
      for (int row = 0; row < rows; row += band) {
        int n = Math.min(band, rows - row);
        launch(scene, isAligned, row, n);
        fetch(scene, rgba, row, n);
      }
    } finally {
      tables.forEach(CL::clReleaseMemObject);
    }
  }

  private void makeOutput(int size) {
    if (output != null && output.size() >= size) {
      return;
    }
    freeOutput();
    int listed = Math.max(LEAST_LIST, size / 8);
    cl_mem pixels =
        CL.clCreateBuffer(
            program.context(),
            CL.CL_MEM_WRITE_ONLY | CL.CL_MEM_ALLOC_HOST_PTR,
            4L * size,
            null,
            null);
    cl_mem doubts =
        CL.clCreateBuffer(program.context(), CL.CL_MEM_READ_WRITE, 4L * (listed + 1), null, null);
    output = new Output(pixels, doubts, size, listed);
  }

  private cl_mem constant(ByteBuffer bytes) {
    return CL.clCreateBuffer(
        program.context(),
        CL.CL_MEM_READ_ONLY | CL.CL_MEM_COPY_HOST_PTR,
        bytes.capacity(),
        Pointer.toBuffer(bytes),
        null);
  }

  private void setArguments(cl_kernel kernel, List<cl_mem> tables, List<cl_mem> inputs) {
    set(kernel, 0, output.pixels());
    set(kernel, 1, output.doubts());
    set(kernel, 2, output.listed());
    for (int i = 0; i < tables.size(); i++) {
      set(kernel, 5 + i, tables.get(i));
    }
    for (int i = 0; i < inputs.size(); i++) {
      set(kernel, 8 + i, inputs.get(i));
    }
  }

  private static void set(cl_kernel kernel, int i, cl_mem buffer) {
    CL.clSetKernelArg(kernel, i, Sizeof.cl_mem, Pointer.to(buffer));
  }

  private static void set(cl_kernel kernel, int i, int value) {
    CL.clSetKernelArg(kernel, i, Sizeof.cl_int, Pointer.to(new int[] {value}));
  }

  private void launch(Scene scene, boolean isAligned, int row, int rows) {
    int[] none = {0};
    CL.clEnqueueWriteBuffer(
        queue, output.doubts(), true, 0, Sizeof.cl_int, Pointer.to(none), 0, null, null);
    int column = 0;
    if (isAligned) {
      enqueue(aligned, scene.width() / LANES, row, rows);
      column = scene.width() / LANES * LANES;
    }
    if (column < scene.width()) {
      set(general, 19, column);
      enqueue(general, scene.width() - column, row, rows);
    }
  }

  private void enqueue(cl_kernel kernel, int columns, int row, int rows) {
    set(kernel, 3, row);
    set(kernel, 4, rows);
    long[] items = {roundUp(columns, GROUP[0]), roundUp(rows, GROUP[1])};
    CL.clEnqueueNDRangeKernel(queue, kernel, 2, null, items, GROUP, 0, null, null);
  }

  private static long roundUp(long n, long to) {
    return (n + to - 1) / to * to;
  }

  private void fetch(Scene scene, int[] rgba, int row, int rows) {
    int start = row * scene.width();
    int size = rows * scene.width();
    ByteBuffer mapped =
        CL.clEnqueueMapBuffer(
            queue, output.pixels(), true, CL.CL_MAP_READ, 0, 4L * size, 0, null, null, null);
    try {
      IntBuffer pixels = mapped.order(ByteOrder.nativeOrder()).asIntBuffer();
      workers.run(
          size,
          GRAIN,
          (from, to) -> pixels.duplicate().position(from).get(rgba, start + from, to - from));
    } finally {
      CL.clEnqueueUnmapMemObject(queue, output.pixels(), mapped, 0, null, null);
    }
    int[] count = new int[1];
    read(count, 0);
    redone += Math.min(size, count[0] > output.listed() ? size : count[0]);
    if (count[0] > output.listed()) {
      workers.run(size, GRAIN / 16, (from, to) -> redo(scene, rgba, start + from, start + to));
    } else if (count[0] > 0) {
      int[] list = new int[count[0]];
      read(list, Sizeof.cl_int);
      workers.run(list.length, 1024, (from, to) -> redo(scene, rgba, list, from, to));
    }
  }

  private void read(int[] ints, long from) {
    CL.clEnqueueReadBuffer(
        queue, output.doubts(), true, from, 4L * ints.length, Pointer.to(ints), 0, null, null);
  }

  private static void redo(Scene scene, int[] rgba, int from, int to) {
    PixelComposer composer = new PixelComposer(scene);
    for (int i = from; i < to; i++) {
      rgba[i] = pixel(composer, scene, i);
    }
  }

  private static void redo(Scene scene, int[] rgba, int[] list, int from, int to) {
    PixelComposer composer = new PixelComposer(scene);
    for (int i = from; i < to; i++) {
      rgba[list[i]] = pixel(composer, scene, list[i]);
    }
  }

  private static int pixel(PixelComposer composer, Scene scene, int i) {
    int row = i / scene.width();
    return composer.pixel(i % scene.width(), row % scene.height(), row / scene.height());
  }

  private void freeOutput() {
    if (output != null) {
      CL.clReleaseMemObject(output.pixels());
      CL.clReleaseMemObject(output.doubts());
      output = null;
    }
  }

  @Override
  public void close() {
    freeOutput();
    CL.clReleaseKernel(general);
    CL.clReleaseKernel(aligned);
  }
}
