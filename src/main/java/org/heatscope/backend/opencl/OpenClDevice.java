// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device that OpenCL finds on this machine.
 *
 * @param platform the driver that offers it
 * @param id its handle
 * @param name as the driver says it
 * @param driver the platform's name
 * @param kind an OpenCL device type
 * @param memory bytes of global memory
 * @param largestBuffer bytes of the largest buffer
 * @param hasDoubles whether kernels may use doubles
 * @param keepsSmallFloats whether floats below 2^-126 are kept
 */
record OpenClDevice(
    cl_platform_id platform,
    cl_device_id id,
    String name,
    String driver,
    long kind,
    long memory,
    long largestBuffer,
    boolean hasDoubles,
    boolean keepsSmallFloats) {

  /** Names a part of the name of the device to use. */
  static final String CHOICE = "HEATSCOPE_OPENCL_DEVICE";

  /**
   * All devices, the preferred kind first: GPU, accelerator, CPU; of one kind the one with the most
   * memory.
   *
   * @throws CLException if there is no platform
   * @throws LinkageError if there is no OpenCL library
   */
  static List<OpenClDevice> all() {
    CL.setExceptionsEnabled(true);
    int[] count = new int[1];
    CL.clGetPlatformIDs(0, null, count);
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    CL.clGetPlatformIDs(platforms.length, platforms, null);
    List<OpenClDevice> found = new ArrayList<>();
    for (cl_platform_id p : platforms) {
      for (cl_device_id d : devices(p)) {
        if (flag(d, CL.CL_DEVICE_AVAILABLE) && flag(d, CL.CL_DEVICE_COMPILER_AVAILABLE)) {
          found.add(of(p, d));
        }
      }
    }
    found.sort(
        Comparator.comparingInt(OpenClDevice::rank)
            .thenComparing(Comparator.comparingLong(OpenClDevice::memory).reversed()));
    return found;
  }

  private static cl_device_id[] devices(cl_platform_id platform) {
    try {
      int[] count = new int[1];
      CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
      cl_device_id[] ids = new cl_device_id[count[0]];
      CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null);
      return ids;
    } catch (CLException e) {
      if (e.getStatus() == CL.CL_DEVICE_NOT_FOUND) {
        return new cl_device_id[0];
      }
      throw e;
    }
  }

  private static OpenClDevice of(cl_platform_id p, cl_device_id d) {
    byte[] driver = new byte[256];
    CL.clGetPlatformInfo(p, CL.CL_PLATFORM_NAME, driver.length, Pointer.to(driver), null);
    return new OpenClDevice(
        p,
        d,
        text(d, CL.CL_DEVICE_NAME),
        text(driver),
        number(d, CL.CL_DEVICE_TYPE),
        number(d, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
        number(d, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        text(d, CL.CL_DEVICE_EXTENSIONS).contains("cl_khr_fp64"),
        (number(d, CL.CL_DEVICE_SINGLE_FP_CONFIG) & CL.CL_FP_DENORM) != 0);
  }

  private static String text(cl_device_id d, int what) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(d, what, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetDeviceInfo(d, what, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  private static String text(byte[] zeroTerminated) {
    String s = new String(zeroTerminated, StandardCharsets.UTF_8);
    int end = s.indexOf('\0');
    return (end < 0 ? s : s.substring(0, end)).trim();
  }

  private static long number(cl_device_id d, int what) {
    long[] v = new long[1];
    CL.clGetDeviceInfo(d, what, Sizeof.cl_ulong, Pointer.to(v), null);
    return v[0];
  }

  private static boolean flag(cl_device_id d, int what) {
    int[] v = new int[1];
    CL.clGetDeviceInfo(d, what, Sizeof.cl_uint, Pointer.to(v), null);
    return v[0] != 0;
  }

  private int rank() {
    return isGpu() ? 0 : isCpu() ? 2 : 1;
  }

  boolean isGpu() {
    return (kind & CL.CL_DEVICE_TYPE_GPU) != 0;
  }

  boolean isCpu() {
    return (kind & CL.CL_DEVICE_TYPE_CPU) != 0;
  }

  boolean isCalled(String part) {
    return name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  /** The device for people: name, kind, driver, memory, number format. */
  String description() {
    return String.format(
        Locale.ROOT,
        "%s (%s, %s, %.1f GiB%s)",
        name,
        isGpu() ? "GPU" : isCpu() ? "CPU" : "accelerator",
        driver,
        memory / (double) (1 << 30),
        hasDoubles ? "" : ", no doubles");
  }

  /** The same device as one that has no doubles. */
  OpenClDevice withoutDoubles() {
    return new OpenClDevice(
        platform, id, name, driver, kind, memory, largestBuffer, false, keepsSmallFloats);
  }
}
