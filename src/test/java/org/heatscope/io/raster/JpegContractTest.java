// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;

/** Its values, which decoders round differently, are held to Pillow's in JpegValuesTest. */
class JpegContractTest extends ReaderContractTest {
  @Override
  protected ImageReaderProvider provider() {
    return new JpegReaderProvider();
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        ImageFacts.ofTestImage("raster/retina.jpg", SampleType.UINT8)
            .format("JPEG")
            .shape(1411, 1411, 1, 1, 3)
            .affine(1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0));
  }
}
