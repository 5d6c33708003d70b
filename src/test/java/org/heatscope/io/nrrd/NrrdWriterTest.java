// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.util.List;
import org.heatscope.io.WriterContractTest;

class NrrdWriterTest extends WriterContractTest {
  @Override
  protected List<String> names() {
    return List.of("map.nrrd");
  }
}
