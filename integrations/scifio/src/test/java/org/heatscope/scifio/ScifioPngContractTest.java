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

/** PNG through SCIFIO, held to the values that Pillow reads (as in PngContractTest). */
class ScifioPngContractTest extends ReaderContractTest {
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
        png("cell.png")
            .shape(550, 660)
            .affine(1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0)
            .statistics(0, 255, 67.96073278236915)
            .voxel(71, 0, 0)
            .voxel(65, 275, 220)
            .voxel(61, 549, 659),
        png("microaneurysms.png")
            .shape(102, 102)
            .statistics(38, 129, 99.33986928104575)
            .voxel(96, 0, 0)
            .voxel(108, 51, 34)
            .voxel(86, 101, 101),
        png("palette_color.png")
            .shape(10, 10, 1, 1, 3)
            .statistics(0, 255, 118.15)
            .voxel(51, 0, 0, 0, 0, 0)
            .voxel(153, 5, 3, 0, 0, 0)
            .voxel(51, 5, 3, 0, 0, 2));
  }

  private static ImageFacts png(String name) {
    return ImageFacts.ofTestImage("raster/" + name, SampleType.UINT8).format("Animated PNG");
  }
}
