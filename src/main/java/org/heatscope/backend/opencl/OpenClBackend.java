// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Session;
import org.jocl.CL;
import org.jocl.CLException;

/** A GPU, or whatever else an OpenCL driver on this machine offers. */
public final class OpenClBackend implements Backend {
  private final OpenClProgram program;

  OpenClBackend(OpenClProgram program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public String description() {
    return program.device().description();
  }

  OpenClProgram program() {
    return program;
  }

  @Override
  public Session open(int threads) {
    return new OpenClSession(program, threads);
  }

  /**
   * Usable where there is a device whose answers are right. The device is the first GPU, else an
   * accelerator, else a CPU; the environment variable HEATSCOPE_OPENCL_DEVICE chooses another by a
   * part of its name.
   */
  public static final class Provider implements BackendProvider {
    /** Found out once: building the kernel can take seconds. */
    private static Probe probe;

    @Override
    public String name() {
      return "opencl";
    }

    @Override
    public Optional<String> unusableBecause() {
      return Optional.ofNullable(probe().reason());
    }

    @Override
    public Backend open() {
      Probe p = probe();
      if (p.reason() != null) {
        throw new BackendException(p.reason());
      }
      return p.backend();
    }

    private static synchronized Probe probe() {
      if (probe == null) {
        probe = Probe.of(System.getenv(OpenClDevice.CHOICE));
      }
      return probe;
    }
  }

  /** A backend that can be used, or the reason why there is none. */
  record Probe(OpenClBackend backend, String reason) {
    private static final String INSTALL =
        "; install a driver (Debian: pocl-opencl-icd for the CPU, or the GPU vendor's)";

    /** Tries the device that is called so; null: the preferred one. Never throws. */
    static Probe of(String choice) {
      try {
        return of(OpenClDevice.all(), choice);
      } catch (LinkageError e) {
        return failed(
            "no OpenCL library on this machine; install an ICD loader and a driver"
                + " (Debian: ocl-icd-libopencl1 and pocl-opencl-icd, or the GPU vendor's)");
      } catch (CLException e) {
        return failed("no OpenCL driver: " + CL.stringFor_errorCode(e.getStatus()) + INSTALL);
      } catch (RuntimeException e) {
        return failed(e.getMessage());
      }
    }

    static Probe of(List<OpenClDevice> devices, String choice) {
      List<OpenClDevice> chosen =
          devices.stream().filter(d -> choice == null || d.isCalled(choice)).toList();
      if (chosen.isEmpty()) {
        return failed(
            devices.isEmpty()
                ? "no OpenCL device" + INSTALL
                : OpenClDevice.CHOICE + " names none of the OpenCL devices: " + names(devices));
      }
      OpenClBackend backend = new OpenClBackend(new OpenClProgram(chosen.get(0)));
      return new Probe(backend, OpenClSelfTest.fault(backend).orElse(null));
    }

    private static String names(List<OpenClDevice> devices) {
      return devices.stream().map(OpenClDevice::name).collect(Collectors.joining(", "));
    }

    private static Probe failed(String reason) {
      return new Probe(null, reason);
    }
  }
}
