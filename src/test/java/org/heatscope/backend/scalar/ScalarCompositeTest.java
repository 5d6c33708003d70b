// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;

/** Three threads against one. */
class ScalarCompositeTest extends CompositeContractTest {
  @Override
  protected Session open() {
    return new ScalarBackend().open(3);
  }
}
