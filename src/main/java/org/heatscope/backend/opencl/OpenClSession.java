// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.BackendException;
import org.heatscope.backend.Session;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.op.Composite;
import org.heatscope.op.Quantiles;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;

/** A queue of the device and what is kept in its memory; order statistics are done on the CPU. */
final class OpenClSession implements Session {
  private final Session scalar;
  private final cl_command_queue queue;
  private final DeviceImages images;
  private final OpenClComposite composite;

  OpenClSession(OpenClDevice device, int threads) {
    try {
      queue = CL.clCreateCommandQueue(device.context(), device.id, 0, null);
    } catch (CLException e) {
      throw new BackendException(device.name + ": " + e.getMessage(), e);
    }
    scalar = new ScalarBackend().open(threads);
    images = new DeviceImages(device, queue);
    composite = new OpenClComposite(device, queue, images, scalar.composite());
  }

  @Override
  public String backend() {
    return "opencl";
  }

  @Override
  public Composite composite() {
    return composite;
  }

  @Override
  public Quantiles quantiles() {
    return scalar.quantiles();
  }

  @Override
  public void close() {
    scalar.close();
    try {
      composite.close();
      images.close();
      CL.clReleaseCommandQueue(queue);
    } catch (CLException e) {
      throw new BackendException("closing the OpenCL session: " + e.getMessage(), e);
    }
  }
}
