// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.ReaderContractTest;

/** TIFF through SCIFIO, held to the values that NumPy has of the files (as in TiffContractTest). */
class ScifioTiffContractTest extends ReaderContractTest {
  private static final String FORMAT = "Tagged Image File Format";

  @Override
  protected ImageReaderProvider provider() {
    return new ScifioReaderProvider();
  }

  @Override
  protected ImageReader open(Path file) throws IOException {
    return provider().open(file, ReadOptions.standard());
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        ImageFacts.ofTestImage("tiff/chessboard_GRAY_U16B.tif", SampleType.UINT16)
            .format(FORMAT)
            .shape(200, 200)
            .statistics(0, 255, 127.5)
            .voxel(175, 50, 50)
            .voxel(0, 102, 94)
            .voxel(0, 190, 151),
        ImageFacts.ofTestImage("tiff/multipage.tif", SampleType.UINT8)
            .format(FORMAT)
            .shape(10, 15, 2)
            .affine(1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0)
            .statistics(0, 255, 127.14666666666666)
            .voxel(132, 7, 7, 0)
            .voxel(231, 1, 0, 1)
            .voxel(77, 2, 14, 1),
        ImageFacts.ofTestImage("tiff/multipage_rgb.tif", SampleType.FLOAT64)
            .format(FORMAT)
            .shape(10, 10, 2, 1, 3)
            .statistics(6.435685245809175e-05, 0.9986702200821348, 0.49243932964715326)
            .voxel(0.4107061179302297, 9, 7, 0, 0, 1)
            .voxel(0.6768498016164727, 9, 8, 0, 0, 0)
            .voxel(0.937812432437151, 4, 8, 0, 0, 0));
  }
}
