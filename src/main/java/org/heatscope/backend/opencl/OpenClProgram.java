// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.heatscope.backend.BackendException;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/**
 * The kernels built for a device, and the context that they live in. Sessions share it; it lasts as
 * long as the process.
 */
final class OpenClProgram {
  private final OpenClDevice device;
  private final cl_context context;
  private final cl_program program;

  OpenClProgram(OpenClDevice device) {
    this.device = device;
    cl_device_id[] ids = {device.id()};
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
    context =
        OpenClCalls.get(
            "making a context", () -> CL.clCreateContext(properties, 1, ids, null, null, null));
    String source = source("composite.cl");
    program =
        OpenClCalls.get(
            "making a program",
            () ->
                CL.clCreateProgramWithSource(
                    context, 1, new String[] {source}, new long[] {source.length()}, null));
    build();
  }

  private static String source(String name) {
    try (InputStream in = OpenClProgram.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the kernel " + name, e);
    }
  }

  private void build() {
    String options =
        (device.hasDoubles() ? "-D FP64 " : "") + (device.keepsSmallFloats() ? "-D DENORMALS" : "");
    try {
      CL.clBuildProgram(program, 0, null, options, null, null);
    } catch (CLException e) {
      throw new BackendException(
          "the kernel does not build on " + device.name() + ": " + firstLine(e.getMessage()), e);
    }
  }

  private static String firstLine(String log) {
    return log.strip().lines().filter(l -> l.contains("error")).findFirst().orElse(log.strip());
  }

  OpenClDevice device() {
    return device;
  }

  cl_context context() {
    return context;
  }

  /** A new kernel; kernels hold their arguments, so each session has its own. */
  cl_kernel kernel(String name) {
    return OpenClCalls.get("making a kernel", () -> CL.clCreateKernel(program, name, null));
  }
}
