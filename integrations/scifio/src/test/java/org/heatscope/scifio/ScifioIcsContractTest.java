// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import java.nio.file.Path;
import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;

/**
 * ICS, which only SCIFIO reads; files written by libics 1.6.6, values read by nibabel 5.4 and NumPy
 * 2.4 from the images that were put into them (see resources/PROVENANCE.md).
 */
class ScifioIcsContractTest extends ReaderContractTest {
  static final Path IMAGES = Path.of("integrations/scifio/src/test/resources/images");

  @Override
  protected ImageReaderProvider provider() {
    return new ScifioReaderProvider();
  }

  @Override
  protected String foreignName() {
    return "scan.ics";
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        anatomical("stack.ics").affine(2.5e-4, 0, 0, 0, 0, -2.5e-4, 0, 0, 0, 0, 1.5e-3, 0),
        anatomical("packed.ics").affine(2.5e-4, 0, 0, 0, 0, -2.5e-4, 0, 0, 0, 0, 1.5e-3, 0),
        anatomical("bare.ics").affine(1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0),
        functional("series.ics")
            .shape(17, 21, 3, 4)
            .affine(4, 0, 0, 0, 0, -4, 0, 0, 0, 0, 8, 0)
            .voxel(3825.12109375, 3, 4, 1, 2)
            .voxel(3060.4189453125, 16, 20, 2, 3),
        functional("channels.ics")
            .shape(17, 21, 4, 1, 3)
            .affine(4e-4, 0, 0, 0, 0, -4e-4, 0, 0, 0, 0, 9e-4, 0)
            .voxel(3825.12109375, 3, 4, 2, 0, 1)
            .voxel(3060.4189453125, 16, 20, 3, 0, 2));
  }

  private static ImageFacts anatomical(String name) {
    return ImageFacts.of(IMAGES.resolve(name), SampleType.INT16)
        .format("Image Cytometry Standard")
        .shape(33, 41, 6)
        .statistics(-389, 14133, 8463.60199556541)
        .voxel(6068, 0, 0, 0)
        .voxel(11909, 16, 20, 3)
        .voxel(6807, 5, 30, 1)
        .voxel(7743, 32, 40, 5);
  }

  private static ImageFacts functional(String name) {
    return ImageFacts.of(IMAGES.resolve(name), SampleType.FLOAT32)
        .format("Image Cytometry Standard")
        .statistics(736.8286743164062, 5538.06591796875, 3632.284336777517)
        .voxel(4004.13720703125, 0, 0);
  }
}
