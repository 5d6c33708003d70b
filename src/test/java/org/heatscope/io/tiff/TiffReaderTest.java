// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;

/** Expected values: tifffile 2026.3.3. */
class TiffReaderTest extends ReaderContractTest {
  @Override
  protected ImageReaderProvider provider() {
    return new TiffReaderProvider();
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        ImageFacts.ofTestImage("tiff/chessboard_GRAY_U16.tif", SampleType.UINT16)
            .format("TIFF")
            .shape(200, 200, 1, 1, 1)
            .statistics(0, 255, 127.5)
            .voxel(205, 50, 66, 0, 0, 0)
            .voxel(211, 101, 100, 0, 0, 0),
        ImageFacts.ofTestImage("tiff/chessboard_GRAY_U16B.tif", SampleType.UINT16)
            .format("TIFF")
            .shape(200, 200, 1, 1, 1)
            .statistics(0, 255, 127.5)
            .voxel(205, 50, 66, 0, 0, 0)
            .voxel(211, 101, 100, 0, 0, 0),
        ImageFacts.ofTestImage("tiff/multipage.tif", SampleType.UINT8)
            .format("TIFF")
            .shape(10, 15, 2, 1, 1)
            .statistics(0, 255, 127.14666666666666)
            .voxel(180, 2, 5, 1, 0, 0)
            .voxel(130, 6, 7, 0, 0, 0),
        ImageFacts.ofTestImage("tiff/multipage_rgb.tif", SampleType.FLOAT64)
            .format("TIFF")
            .shape(10, 10, 2, 1, 3)
            .statistics(6.435685245809175e-05, 0.9986702200821348, 0.49243932964715326)
            .voxel(0.10853513967154638, 2, 3, 1, 0, 2)
            .voxel(0.22950376069559464, 6, 5, 0, 0, 0));
  }
}
