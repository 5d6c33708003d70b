// SPDX-License-Identifier: Apache-2.0
package org.heatscope.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Session;
import org.heatscope.image.Samples;
import org.heatscope.op.Combine.Formula;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;

/**
 * What an OpenCL device does of what it could: its copy and bus rates by the driver's own copies,
 * then each workload with images that stay on the device, and the overlays from and to the host.
 * Prints a table in Markdown. Arguments: the workloads; none: all.
 */
public final class DeviceTable {
  private static final long COPIED = 256L << 20;
  private static final int ROUNDS = 9;
  private static final int CHAIN = 8;

  private DeviceTable() {}

  /** Measures and prints. */
  public static void main(String[] args) {
    BackendProvider opencl =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("opencl"))
            .findFirst()
            .orElseThrow();
    Optional<String> reason = opencl.unusableBecause();
    if (reason.isPresent()) {
      System.out.println("OpenCL cannot be used: " + reason.get());
      return;
    }
    System.out.println(opencl.open().description());
    Rates rates = Rates.measure();
    System.out.printf(
        Locale.ROOT,
        "%nDevice copy %.1f GB/s (read and written), host to device %.1f GB/s, device to host %.1f"
            + " GB/s, pinned%n%n",
        rates.copy,
        rates.up,
        rates.down);
    System.out.println("| workload | ms | GB/s of the least that must move | share of the rate |");
    System.out.println("|---|---|---|---|");
    List<Workload> wanted =
        args.length == 0
            ? List.of(Workload.values())
            : Arrays.stream(args).map(Workload::valueOf).toList();
    for (Workload w : wanted) {
      row(opencl, w, rates);
    }
  }

  private static void row(BackendProvider opencl, Workload w, Rates rates) {
    try (Session session = opencl.open().open(Runtime.getRuntime().availableProcessors())) {
      Runnable work = w.prepareResident(session);
      Runnable ready = fence(session);
      work.run();
      ready.run();
      double[] millis = new double[ROUNDS];
      for (int r = 0; r < ROUNDS; r++) {
        long start = System.nanoTime();
        for (int i = 0; i < CHAIN; i++) {
          work.run();
        }
        ready.run();
        millis[r] = (System.nanoTime() - start) * 1e-6 / CHAIN;
      }
      Arrays.sort(millis);
      double median = millis[ROUNDS / 2];
      double rate = w.bytes() / median * 1e-6;
      System.out.printf(
          Locale.ROOT, "| %s | %.2f | %.1f | %.0f %% |%n", w, median, rate, 100 * rate / rates.copy);
    } catch (RuntimeException e) {
      System.out.println("| " + w + " | failed: " + e.getMessage() + " | | |");
    }
  }

  /** Something tiny that is done after all that was started, and looked at. */
  private static Runnable fence(Session session) {
    Samples one = Samples.of(new float[] {1}, 1, 1, 1);
    Samples out = session.image(1, 1, 1);
    return () -> {
      session.combine().combine(one, one, Formula.weightedSum(1, 1), out);
      out.array();
    };
  }

  /** What the driver's own copies reach, in GB/s. */
  private record Rates(double copy, double up, double down) {

    static Rates measure() {
      CL.setExceptionsEnabled(true);
      cl_platform_id[] platforms = new cl_platform_id[8];
      int[] count = new int[1];
      CL.clGetPlatformIDs(platforms.length, platforms, count);
      cl_device_id[] device = new cl_device_id[1];
      cl_context_properties properties = new cl_context_properties();
      for (int p = 0; p < count[0] && device[0] == null; p++) {
        device[0] = first(platforms[p]);
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, platforms[p]);
      }
      cl_context context = CL.clCreateContext(properties, 1, device, null, null, null);
      cl_command_queue queue = CL.clCreateCommandQueue(context, device[0], 0, null);
      cl_mem a = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, COPIED, null, null);
      cl_mem b = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, COPIED, null, null);
      long pinnedFlags = CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR;
      cl_mem pinned = CL.clCreateBuffer(context, pinnedFlags, COPIED, null, null);
      long how = CL.CL_MAP_READ | CL.CL_MAP_WRITE;
      Pointer host =
          Pointer.to(
              CL.clEnqueueMapBuffer(queue, pinned, true, how, 0, COPIED, 0, null, null, null));
      double copy =
          2 * rate(queue, () -> CL.clEnqueueCopyBuffer(queue, a, b, 0, 0, COPIED, 0, null, null));
      double up =
          rate(queue, () -> CL.clEnqueueWriteBuffer(queue, a, false, 0, COPIED, host, 0, null, null));
      double down =
          rate(queue, () -> CL.clEnqueueReadBuffer(queue, a, false, 0, COPIED, host, 0, null, null));
      List.of(a, b, pinned).forEach(CL::clReleaseMemObject);
      CL.clReleaseCommandQueue(queue);
      CL.clReleaseContext(context);
      return new Rates(copy, up, down);
    }

    private static cl_device_id first(cl_platform_id platform) {
      for (long type : new long[] {CL.CL_DEVICE_TYPE_GPU, CL.CL_DEVICE_TYPE_ALL}) {
        cl_device_id[] found = new cl_device_id[1];
        try {
          CL.clGetDeviceIDs(platform, type, 1, found, null);
          return found[0];
        } catch (org.jocl.CLException e) {
          // none of this type
        }
      }
      return null;
    }

    private static double rate(cl_command_queue queue, Runnable copy) {
      List<Double> rates = new ArrayList<>();
      for (int r = 0; r < ROUNDS; r++) {
        long start = System.nanoTime();
        copy.run();
        CL.clFinish(queue);
        rates.add((double) COPIED / (System.nanoTime() - start));
      }
      rates.sort(null);
      return rates.get(ROUNDS / 2);
    }
  }
}
