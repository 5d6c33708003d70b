// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;

/** The Vector API's module is on the tests' command line, so this never skips. */
class SimdCompositeTest extends CompositeContractTest {
  @Override
  protected Session open() {
    return new SimdBackend().open(2);
  }
}
