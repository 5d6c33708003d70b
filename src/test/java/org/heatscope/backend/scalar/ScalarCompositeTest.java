// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;

/** Rows on three threads against the specification pixel by pixel. */
class ScalarCompositeTest extends CompositeContractTest {
  @Override
  protected Session open() {
    return new ScalarBackend().open(3);
  }
}
