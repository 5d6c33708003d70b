// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.Map;
import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.OpenSession;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.op.Composite;

/** The device's bytes where tables are made for every scene that they can be made for. */
class OpenClPixelTableTest extends CompositeContractTest {
  @Override
  protected Session open() {
    openOrSkip(new OpenClBackend.Provider()).close();
    OpenClDevice device = OpenClDevice.chosen();
    OpenClQueue queue = new OpenClQueue(device, new JoclCalls(device));
    Workers workers = new Workers(2);
    Composite scalar = (Composite) ScalarBackend.operations(workers).get(Composite.class);
    return new OpenSession(
        "opencl",
        Map.of(Composite.class, new OpenClComposite(queue, scalar, 0)),
        () -> {
          workers.close();
          queue.close();
        });
  }
}
