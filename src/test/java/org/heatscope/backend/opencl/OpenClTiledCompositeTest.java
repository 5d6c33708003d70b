// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.OpenSession;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.op.Composite;
import org.junit.jupiter.api.AfterAll;

/** The device's bytes where its buffers are smaller than most images. */
class OpenClTiledCompositeTest extends CompositeContractTest {
  private static final int LARGEST = 1200;

  private static boolean opened;
  private static int inParts;

  @Override
  protected Session open() {
    openOrSkip(new OpenClBackend.Provider()).close();
    opened = true;
    OpenClDevice device = OpenClDevice.chosen();
    FaultyCalls calls = new FaultyCalls(new JoclCalls(device));
    calls.largest = LARGEST;
    OpenClQueue queue = new OpenClQueue(device, calls);
    Workers workers = new Workers(2);
    Composite scalar = (Composite) ScalarBackend.operations(workers).get(Composite.class);
    Composite tiled = new OpenClComposite(queue, scalar, 0);
    Composite either =
        (scene, rgba) -> {
          boolean large =
              OpenClComposite.images(scene).stream()
                  .anyMatch(p -> !queue.images().fits(p.samples()));
          try {
            tiled.compose(scene, rgba);
            inParts += large ? 1 : 0;
          } catch (BackendException e) {
            // pixels of one row that lie across too much of an image
            assertTrue(e.getMessage().contains("no part of the image is small enough"), e + "");
            scalar.compose(scene, rgba);
          }
        };
    return new OpenSession(
        "opencl",
        Map.of(Composite.class, either),
        () -> {
          workers.close();
          queue.close();
          assertEquals(0, calls.buffers());
        });
  }

  @AfterAll
  static void manyWereDoneInParts() {
    assertTrue(!opened || inParts > 100, inParts + " scenes");
  }
}
