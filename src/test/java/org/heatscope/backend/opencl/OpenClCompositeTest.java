// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;

/** The bytes of the device that OpenCL offers here. */
class OpenClCompositeTest extends CompositeContractTest {
  @Override
  protected Session open() {
    return openOrSkip(new OpenClBackend.Provider());
  }
}
