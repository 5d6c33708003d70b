// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;

/** What a device without doubles does. */
class OpenClFloatCompositeTest extends CompositeContractTest {
  @Override
  protected Session open() {
    return new OpenClBackend(OpenClForTests.programWithoutDoubles()).open(2);
  }
}
