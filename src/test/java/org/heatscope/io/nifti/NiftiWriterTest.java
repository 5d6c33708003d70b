// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.util.List;
import org.heatscope.io.WriterContractTest;

class NiftiWriterTest extends WriterContractTest {
  @Override
  protected List<String> names() {
    return List.of("map.nii", "map.nii.gz");
  }
}
