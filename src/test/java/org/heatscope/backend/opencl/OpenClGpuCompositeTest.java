// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;

/** The bytes of the device that OpenCL offers here with its work laid out as for a GPU. */
class OpenClGpuCompositeTest extends CompositeContractTest {
  @Override
  protected Session open() {
    return openOrSkip(new GpuBranch());
  }
}
