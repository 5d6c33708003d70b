// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.Cache;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/**
 * The device that is used, with its context and the built kernels. They last as long as the
 * process; sessions own what is large.
 */
final class OpenClDevice {
  /** Part of a device's name: chooses among several. */
  static final String CHOICE = "HEATSCOPE_OPENCL_DEVICE";

  /** From the most to the least wanted. */
  private static final List<Long> KINDS =
      List.of(CL.CL_DEVICE_TYPE_GPU, CL.CL_DEVICE_TYPE_ACCELERATOR, CL.CL_DEVICE_TYPE_CPU);

  private static OpenClDevice chosen;

  final cl_device_id id;
  final String name;
  final String driver;
  final int computeUnits;
  final String platform;
  final boolean isGpu;

  /** Whether its memory is the host's, so that buffers can be mapped without a copy. */
  final boolean sharesMemory;

  final long globalBytes;
  final long largestBuffer;
  final long localBytes;

  /** Whether it adds whole numbers of 64 bits in one step. */
  final boolean hasLongAtomics;

  /** Neighbours along x that an item does in kernels that do several. */
  final int lanes;

  /** Whether floats below 2^-126 are not taken for zero. */
  final boolean keepsSmall;

  private final cl_platform_id platformId;
  private final int kind;
  private cl_context context;
  private final Programs programs;

  private OpenClDevice(cl_platform_id platform, cl_device_id id) {
    this(platform, id, false);
  }

  private OpenClDevice(cl_platform_id platform, cl_device_id id, boolean asGpu) {
    platformId = platform;
    this.id = id;
    name = text(CL.CL_DEVICE_NAME);
    driver = text(CL.CL_DRIVER_VERSION);
    this.platform = version(platform);
    computeUnits = (int) number(CL.CL_DEVICE_MAX_COMPUTE_UNITS, 4);
    globalBytes = number(CL.CL_DEVICE_GLOBAL_MEM_SIZE, 8);
    largestBuffer = number(CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE, 8);
    hasLongAtomics = text(CL.CL_DEVICE_EXTENSIONS).contains("cl_khr_int64_base_atomics");
    localBytes = number(CL.CL_DEVICE_LOCAL_MEM_SIZE, 8);
    long type = number(CL.CL_DEVICE_TYPE, 8);
    sharesMemory = !asGpu && number(CL.CL_DEVICE_HOST_UNIFIED_MEMORY, 4) != 0;
    isGpu = asGpu || (type & CL.CL_DEVICE_TYPE_GPU) != 0;
    int rank = KINDS.size();
    for (int i = KINDS.size() - 1; i >= 0; i--) {
      rank = (type & KINDS.get(i)) != 0 ? i : rank;
    }
    kind = rank;
    keepsSmall = (number(CL.CL_DEVICE_SINGLE_FP_CONFIG, 8) & CL.CL_FP_DENORM) != 0;
    lanes = isGpu ? 4 : 16;
    programs = new Programs(this, new Cache());
  }

  /**
   * The chosen device, the same each time.
   *
   * @throws BackendException if there is none, with the reason and the cure
   * @throws LinkageError if there is no OpenCL library
   */
  static synchronized OpenClDevice chosen() {
    if (chosen == null) {
      CL.setExceptionsEnabled(true);
      chosen = choose(all(), System.getenv(CHOICE));
    }
    return chosen;
  }

  /** The same device treated as a GPU with memory of its own, so that one without can be tested. */
  OpenClDevice asGpu() {
    return new OpenClDevice(platformId, id, true);
  }

  private static OpenClDevice choose(List<OpenClDevice> devices, String wanted) {
    if (devices.isEmpty()) {
      throw new BackendException(
          "OpenCL has no device on this machine; install a driver "
              + "(Debian: pocl-opencl-icd, or the vendor's)");
    }
    List<OpenClDevice> named = new ArrayList<>(devices);
    named.removeIf(d -> wanted != null && !d.name.contains(wanted));
    if (named.isEmpty()) {
      throw new BackendException(
          CHOICE + " is '" + wanted + "', but the devices are " + names(devices));
    }
    List<OpenClDevice> precise = new ArrayList<>(named);
    precise.removeIf(d -> !d.hasDoubles());
    if (precise.isEmpty()) {
      throw new BackendException("no double precision on " + names(named));
    }
    return precise.stream().min(Comparator.comparingInt(d -> d.kind)).orElseThrow();
  }

  private static String names(List<OpenClDevice> devices) {
    return String.join(", ", devices.stream().map(d -> d.name).toList());
  }

  private static List<OpenClDevice> all() {
    List<OpenClDevice> found = new ArrayList<>();
    for (cl_platform_id platform : platforms()) {
      int[] count = new int[1];
      if (tolerated(() -> CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count))) {
        cl_device_id[] ids = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null);
        Arrays.stream(ids).map(id -> new OpenClDevice(platform, id)).forEach(found::add);
      }
    }
    return found;
  }

  private static cl_platform_id[] platforms() {
    int[] count = new int[1];
    // A loader without a platform answers with an error or with none.
    if (!tolerated(() -> CL.clGetPlatformIDs(0, null, count)) || count[0] == 0) {
      return new cl_platform_id[0];
    }
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    CL.clGetPlatformIDs(platforms.length, platforms, null);
    return platforms;
  }

  private static boolean tolerated(Runnable call) {
    try {
      call.run();
      return true;
    } catch (CLException e) {
      return false;
    }
  }

  private String text(int what) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(id, what, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetDeviceInfo(id, what, bytes.length, Pointer.to(bytes), null);
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private static String version(cl_platform_id platform) {
    long[] size = new long[1];
    CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_VERSION, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_VERSION, bytes.length, Pointer.to(bytes), null);
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private long number(int what, int bytes) {
    byte[] value = new byte[8];
    CL.clGetDeviceInfo(id, what, bytes, Pointer.to(value), null);
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private boolean hasDoubles() {
    return text(CL.CL_DEVICE_EXTENSIONS).contains("cl_khr_fp64");
  }

  /** The device's context. */
  synchronized cl_context context() {
    if (context == null) {
      cl_context_properties properties = new cl_context_properties();
      properties.addProperty(CL.CL_CONTEXT_PLATFORM, platformId);
      context = CL.clCreateContext(properties, 1, new cl_device_id[] {id}, null, null, null);
    }
    return context;
  }

  /** The device, its driver and its platform with their versions, in one line. */
  String version() {
    return String.join(", ", name, driver, platform).replaceAll("\\R", " ");
  }

  /** The kernels of a file, built for the device with some defines. */
  cl_program program(String file, String defines) {
    return programs.get(file, defines);
  }

  /**
   * To be called after work that may have compiled a kernel. LLVM, which compiles PoCL's kernels,
   * replaces Java's handler of memory faults by one that serves a single fault, gives way to
   * Java's, and until then leaves the process to die of a second one. Java's threads fault as a
   * matter of course, at safepoints and for null: so one fault is made here, while they are few.
   */
  static void bringBackJavasSignalHandlers() {
    int[] none = null;
    try {
      throw new IllegalStateException("null has a length, " + none.length);
    } catch (NullPointerException e) {
      // Java's handler made this exception, so it is in its place again.
    }
  }
}
