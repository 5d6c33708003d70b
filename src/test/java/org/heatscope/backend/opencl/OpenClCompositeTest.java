// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;

class OpenClCompositeTest extends CompositeContractTest {
  @Override
  protected Session open() {
    return new OpenClBackend(OpenClForTests.program()).open(2);
  }
}
