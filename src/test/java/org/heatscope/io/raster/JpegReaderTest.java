// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;

/** Expected values: Pillow 13.0 with libjpeg-turbo, which rounds otherwise than the JDK. */
class JpegReaderTest extends ReaderContractTest {
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
            .tolerance(2)
            .statistics(0, 255, 89.69798935601496)
            .voxel(231, 470, 352, 0, 0, 0)
            .voxel(100, 470, 352, 0, 0, 1)
            .voxel(72, 470, 352, 0, 0, 2));
  }
}
