// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.Map;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Operation;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;

/** A queue of the device and what is kept in its memory; order statistics are done on the CPU. */
final class OpenClSession implements Session {
  private final Workers workers;
  private final cl_command_queue queue;
  private final DeviceImages images;
  private final OpenClComposite composite;
  private final Map<Class<? extends Operation>, Operation> operations;

  OpenClSession(OpenClDevice device, int threads) {
    try {
      queue = CL.clCreateCommandQueue(device.context(), device.id, 0, null);
    } catch (CLException e) {
      throw new BackendException(device.name + ": " + e.getMessage(), e);
    }
    workers = new Workers(threads);
    operations = ScalarBackend.operations(workers);
    images = new DeviceImages(device, queue);
    composite =
        new OpenClComposite(device, queue, images, (Composite) operations.get(Composite.class));
    operations.put(Composite.class, composite);
  }

  @Override
  public String backend() {
    return "opencl";
  }

  @Override
  public <T extends Operation> T operation(Class<T> kind) {
    return kind.cast(operations.get(kind));
  }

  @Override
  public Samples image(int nx, int ny, int nz) {
    return Samples.floats(nx, ny, nz);
  }

  @Override
  public void close() {
    workers.close();
    try {
      composite.close();
      images.close();
      CL.clReleaseCommandQueue(queue);
    } catch (CLException e) {
      throw new BackendException("closing the OpenCL session: " + e.getMessage(), e);
    }
  }
}
