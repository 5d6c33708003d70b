// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Map;
import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.OpenSession;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.op.Composite;

/** The Vector API's bytes where tables are made for every scene that they can be made for. */
class SimdPixelTableTest extends CompositeContractTest {
  @Override
  protected Session open() {
    openOrSkip(new SimdBackend.Provider()).close();
    Workers workers = new Workers(2);
    return new OpenSession(
        "simd", Map.of(Composite.class, new SimdComposite(workers, 0)), workers::close);
  }
}
