// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.WriterContractTest;

class TiffWriterProviderTest extends WriterContractTest {
  @Override
  protected List<String> names() {
    return List.of("map.tif");
  }

  @Override
  protected List<SampleType> refused() {
    return List.of(SampleType.UINT64, SampleType.INT64);
  }
}
