// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.Cache;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/**
 * The kernels of a device, built when first asked for. What the driver made of a source is kept on
 * disk under the device, its driver, the options and the source itself.
 */
final class Programs {
  private static final String STANDARD = "-cl-std=CL1.2 ";

  /** In front of every source; what several kernels share. */
  private static final String COMMON = "samples.cl";

  private final OpenClDevice device;
  private final Cache cache;
  private final Map<String, cl_program> built = new HashMap<>();

  Programs(OpenClDevice device, Cache cache) {
    this.device = device;
    this.cache = cache;
  }

  /**
   * A program.
   *
   * @param file the kernel's file
   * @param defines options such as "-D LANES=8"
   */
  synchronized cl_program get(String file, String defines) {
    return built.computeIfAbsent(file + ' ' + defines, k -> build(file, STANDARD + defines));
  }

  private cl_program build(String file, String options) {
    String source = source(COMMON) + source(file);
    String key = String.join("\n", device.version(), options, source);
    try {
      return cache
          .get(key)
          .flatMap(binary -> fromBinary(binary, options))
          .orElseGet(() -> fromSource(source, options, key));
    } catch (CLException e) {
      throw new BackendException(
          device.name + " cannot build the kernels of " + file + ": " + firstLine(e), e);
    } finally {
      OpenClDevice.bringBackJavasSignalHandlers();
    }
  }

  private static String firstLine(CLException e) {
    return e.getMessage().strip().lines().findFirst().orElse("no reason given");
  }

  /** A driver may refuse what an earlier one made: then the source is built again. */
  private Optional<cl_program> fromBinary(byte[] binary, String options) {
    cl_program program = null;
    try {
      program =
          CL.clCreateProgramWithBinary(
              device.context(),
              1,
              new cl_device_id[] {device.id},
              new long[] {binary.length},
              new byte[][] {binary},
              new int[1],
              null);
      CL.clBuildProgram(program, 1, new cl_device_id[] {device.id}, options, null, null);
      return Optional.of(program);
    } catch (CLException e) {
      if (program != null) {
        CL.clReleaseProgram(program);
      }
      return Optional.empty();
    }
  }

  private cl_program fromSource(String source, String options, String key) {
    cl_program program =
        CL.clCreateProgramWithSource(device.context(), 1, new String[] {source}, null, null);
    CL.clBuildProgram(program, 1, new cl_device_id[] {device.id}, options, null, null);
    cache.put(key, binary(program));
    return program;
  }

  private static byte[] binary(cl_program program) {
    long[] size = new long[1];
    CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
    byte[] binary = new byte[Math.toIntExact(size[0])];
    CL.clGetProgramInfo(
        program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(Pointer.to(binary)), null);
    return binary;
  }

  private static String source(String file) {
    try (InputStream in = Programs.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
