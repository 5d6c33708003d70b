// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import org.heatscope.backend.Workers;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.GradientMagnitude;
import org.junit.jupiter.api.Test;

/** Expected values: NumPy 2.4.6 by src/test/resources/reference/filters/make_filters.py. */
class ScalarGradientMagnitudeTest {
  private final GradientMagnitude gradient = new ScalarGradientMagnitude(new Workers(2));

  private Samples magnitude(Samples image, Affine affine) {
    Samples out = ReferenceArrays.like(image);
    gradient.gradientMagnitude(image, affine, out);
    return out;
  }

  @Test
  void likeNumpyOnAnObliqueAndShearedGrid() throws IOException {
    Affine affine = Affine.of(.9, .3, -.2, 5, -.4, 1.1, .5, 6, .1, -.6, 2.4, 7);
    ReferenceArrays.assertLike(
        "gradient-oblique", magnitude(ReferenceArrays.read("image"), affine), 1e-5);
  }

  @Test
  void likeNumpyWithASpacing() throws IOException {
    Affine affine = Affine.scaling(-.5, .8, 2.5, 0, 0, 0);
    ReferenceArrays.assertLike(
        "gradient-spacing", magnitude(ReferenceArrays.read("image"), affine), 1e-5);
  }

  @Test
  void anAxisOfOneVoxelAddsNothing() {
    float nan = Float.NaN;
    // a row: 3 - 1, (nan - 1) / 2, ..., and the NaN itself looks at its neighbours only
    Samples row = Samples.of(new float[] {1, 3, nan, 7, 8}, 5, 1, 1);
    assertArrayEquals(
        new float[] {1, nan, 1, nan, 0.5f},
        magnitude(row, Affine.scaling(2, 1, 1, 0, 0, 0)).target());
    Samples voxel = Samples.of(new float[] {nan}, 1, 1, 1);
    assertArrayEquals(new float[] {0}, magnitude(voxel, Affine.identity()).target());
  }
}
