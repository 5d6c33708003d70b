// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Map;
import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.OpenSession;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.op.Composite;

/** Plain Java's bytes where tables are made for every scene that they can be made for. */
class ScalarPixelTableTest extends CompositeContractTest {
  @Override
  protected Session open() {
    Workers workers = new Workers(2);
    return new OpenSession(
        "scalar", Map.of(Composite.class, new ScalarComposite(workers, 0)), workers::close);
  }
}
