// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;

/** The Vector API's bytes. */
class SimdCompositeTest extends CompositeContractTest {
  @Override
  protected Session open() {
    return openOrSkip(new SimdBackend.Provider());
  }
}
