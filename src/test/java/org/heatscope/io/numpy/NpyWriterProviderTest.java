// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.util.List;
import org.heatscope.io.WriterContractTest;

/** A .npy file keeps samples alone: no place, no time, no description. */
class NpyWriterProviderTest extends WriterContractTest {
  @Override
  protected List<String> names() {
    return List.of("map.npy");
  }

  @Override
  protected boolean keepsPlace() {
    return false;
  }

  @Override
  protected boolean keepsTime() {
    return false;
  }

  @Override
  protected boolean keepsColors() {
    return false;
  }
}
