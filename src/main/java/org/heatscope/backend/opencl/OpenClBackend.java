// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.Optional;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Cost;
import org.heatscope.backend.SelfTest;
import org.heatscope.backend.Session;
import org.heatscope.backend.scalar.ScalarBackend;

/** A GPU or another device through OpenCL. */
public final class OpenClBackend implements Backend {

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public String description() {
    OpenClDevice d = OpenClDevice.chosen();
    return d.name + ", driver " + d.driver + ", " + d.computeUnits + " compute units";
  }

  @Override
  public Session open(int threads) {
    return new OpenClSession(OpenClDevice.chosen(), threads);
  }

  /** Usable where a device computes a small scene as the scalar backend does. */
  public static final class Provider implements BackendProvider {
    private static final String NO_LIBRARY =
        "no OpenCL library on this machine; install an ICD loader and a driver "
            + "(Debian: ocl-icd-libopencl1 and pocl-opencl-icd, or the vendor's)";

    /** The answer does not change while the process runs; null before it was asked for. */
    private static Optional<String> answer;

    @Override
    public String name() {
      return "opencl";
    }

    /** A CPU through PoCL (Zen 4, two threads): a GPU is better, which measuring shows. */
    @Override
    public Cost usualCost() {
      return new Cost(800, 2.2);
    }

    @Override
    public Optional<String> unusableBecause() {
      synchronized (Provider.class) {
        if (answer == null) {
          answer = fault();
        }
        return answer;
      }
    }

    private static Optional<String> fault() {
      try (Session scalar = new ScalarBackend().open(1);
          Session device = new OpenClBackend().open(1)) {
        return SelfTest.difference(scalar, device)
            .map(
                d ->
                    OpenClDevice.chosen().name
                        + " gave wrong numbers in the self-test ("
                        + d
                        + ")");
      } catch (LinkageError e) {
        return Optional.of(NO_LIBRARY);
      } catch (BackendException e) {
        return Optional.of(e.getMessage());
      } catch (RuntimeException e) {
        return Optional.of("OpenCL failed: " + e);
      }
    }

    @Override
    public String version() {
      return OpenClDevice.chosen().version();
    }

    @Override
    public Backend open() {
      return new OpenClBackend();
    }
  }
}
