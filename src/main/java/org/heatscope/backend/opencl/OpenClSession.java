// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.op.Composite;
import org.heatscope.op.Quantiles;
import org.jocl.CL;
import org.jocl.cl_command_queue;

/** A queue to a device, and the images and buffers that work on it needs again. */
final class OpenClSession implements Session {
  private final cl_command_queue queue;
  private final DeviceImages images;
  private final Session scalar;
  private final Workers workers;
  private final OpenClComposite composite;

  OpenClSession(OpenClProgram program, int threads) {
    OpenClDevice device = program.device();
    queue =
        OpenClCalls.get(
            "making a queue",
            () -> CL.clCreateCommandQueue(program.context(), device.id(), 0, null));
    images = new DeviceImages(program, queue, device.memory() / 4 * 3);
    scalar = new ScalarBackend().open(threads);
    workers = new Workers(threads);
    composite = new OpenClComposite(program, queue, images, scalar.composite(), workers);
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
    workers.close();
    OpenClCalls.run(
        "freeing what the session held",
        () -> {
          composite.close();
          images.close();
          CL.clReleaseCommandQueue(queue);
        });
  }
}
