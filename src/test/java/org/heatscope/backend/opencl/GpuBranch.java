// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.Optional;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Cost;
import org.heatscope.backend.Session;

/** The chosen device with the work laid out as for a GPU, whatever it is. */
public final class GpuBranch implements BackendProvider {
  /** What {@code heatscope.require} calls it is the device's own name. */
  private static final OpenClBackend.Provider DEVICE = new OpenClBackend.Provider();

  /** The device's programs last as long as the process. */
  private static OpenClDevice gpu;

  @Override
  public String name() {
    return DEVICE.name();
  }

  @Override
  public Cost usualCost() {
    return DEVICE.usualCost();
  }

  @Override
  public Optional<String> unusableBecause() {
    return DEVICE.unusableBecause();
  }

  private static synchronized OpenClDevice gpu() {
    if (gpu == null) {
      gpu = OpenClDevice.chosen().asGpu();
    }
    return gpu;
  }

  @Override
  public Backend open() {
    return new Backend() {
      @Override
      public String name() {
        return DEVICE.name();
      }

      @Override
      public String description() {
        return "as a GPU";
      }

      @Override
      public Session open(int threads) {
        return new OpenClSession(gpu(), threads);
      }
    };
  }
}
