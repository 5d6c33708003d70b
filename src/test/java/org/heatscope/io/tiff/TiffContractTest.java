// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;

/** Numbers from reference/tiff/tiff_facts.py (tifffile 2026.3.3). */
class TiffContractTest extends ReaderContractTest {
  @Override
  protected ImageReaderProvider provider() {
    return new TiffReaderProvider();
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        chessboard("chessboard_GRAY_U16.tif"),
        chessboard("chessboard_GRAY_U16B.tif"),
        ImageFacts.ofTestImage("tiff/multipage.tif", SampleType.UINT8)
            .format("TIFF")
            .shape(10, 15, 2)
            .affine(1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0)
            .statistics(0, 255, 127.14666666666666)
            .voxel(132, 7, 7, 0)
            .voxel(231, 1, 0, 1)
            .voxel(77, 2, 14, 1),
        ImageFacts.ofTestImage("tiff/multipage_rgb.tif", SampleType.FLOAT64)
            .format("TIFF")
            .shape(10, 10, 2, 1, 3)
            .statistics(6.435685245809175e-05, 0.9986702200821348, 0.49243932964715326)
            .voxel(0.4107061179302297, 9, 7, 0, 0, 1)
            .voxel(0.6768498016164727, 9, 8, 0, 0, 0)
            .voxel(0.937812432437151, 4, 8, 0, 0, 0));
  }

  private static ImageFacts chessboard(String name) {
    return ImageFacts.ofTestImage("tiff/" + name, SampleType.UINT16)
        .format("TIFF")
        .shape(200, 200)
        .statistics(0, 255, 127.5)
        .voxel(175, 50, 50)
        .voxel(0, 102, 94)
        .voxel(0, 190, 151);
  }
}
