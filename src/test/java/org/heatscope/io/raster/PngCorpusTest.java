// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More real files; numbers from reference/raster/raster_facts.py (Pillow 13, NumPy 2.4). */
class PngCorpusTest {
  private static final Path DATA = Path.of("..", "shared", "data", "image2d");

  static List<ImageFacts> facts() {
    return List.of(
        png("itk/BrainProtonDensitySlice.png")
            .shape(181, 217, 1, 1, 1)
            .statistics(0, 251, 123.7392621636072)
            .voxel(222, 90, 72, 0, 0, 0),
        png("itk/BrainT1Slice.png")
            .shape(181, 217, 1, 1, 3)
            .statistics(0, 214, 68.07933396135142)
            .voxel(38, 90, 72, 0, 0, 0)
            .voxel(38, 90, 72, 0, 0, 1)
            .voxel(38, 90, 72, 0, 0, 2),
        png("itk/VisibleWomanHeadSlice.png")
            .shape(142, 167, 1, 1, 3)
            .statistics(13, 202, 68.2771499255011)
            .voxel(124, 71, 55, 0, 0, 0)
            .voxel(84, 71, 55, 0, 0, 1)
            .voxel(67, 71, 55, 0, 0, 2),
        png("skimage/chelsea.png")
            .shape(451, 300, 1, 1, 3)
            .statistics(0, 231, 115.30514166050752)
            .voxel(186, 225, 100, 0, 0, 0)
            .voxel(140, 225, 100, 0, 0, 1)
            .voxel(106, 225, 100, 0, 0, 2));
  }

  private static ImageFacts png(String name) {
    return ImageFacts.of(DATA.resolve(name), SampleType.UINT8).format("PNG");
  }

  @ParameterizedTest
  @MethodSource("facts")
  void valuesAreThoseOfPillow(ImageFacts expected) throws IOException {
    Assumptions.assumeTrue(
        Files.exists(expected.file()), "the PNG corpus ../shared/data/image2d is not here");
    expected.check(ImageReaders.read(expected.file()));
  }
}
