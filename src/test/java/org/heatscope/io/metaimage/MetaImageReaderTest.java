// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.metaimage;

import java.util.List;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;
import org.heatscope.io.ReferenceVolumes;

class MetaImageReaderTest extends ReaderContractTest {
  @Override
  protected ImageReaderProvider provider() {
    return new MetaImageReaderProvider();
  }

  @Override
  protected List<ImageFacts> facts() {
    return ReferenceVolumes.of("metaimage");
  }
}
