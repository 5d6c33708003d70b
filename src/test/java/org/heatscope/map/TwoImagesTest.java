// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.heatscope.map.TestWork.WORK;
import static org.heatscope.map.TestWork.values;
import static org.heatscope.map.TestWork.volume;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;

class TwoImagesTest {
  private static final double NAN = Double.NaN;

  private static TwoImages pair(Volume a, Volume b) {
    return new TwoImages(a, b, Optional.empty(), WORK);
  }

  @Test
  void changesAreFromTheFirstToTheSecond() {
    TwoImages p = pair(volume(4, 1, 1, 10, 0, -4, NAN), volume(4, 1, 1, 15, 3, -6, 1));
    assertArrayEquals(new double[] {5, 3, -2, NAN}, values(p.difference()));
    assertArrayEquals(new double[] {1.5, NAN, 1.5, NAN}, values(p.ratio(Optional.empty())));
    assertArrayEquals(new double[] {50, NAN, 50, NAN}, values(p.percentChange(Optional.empty())));
    assertArrayEquals(new double[] {50, NAN, NAN, NAN}, values(p.percentChange(Optional.of(4.0))));
    assertEquals(1, p.ratio(Optional.empty()).center());
  }

  @Test
  void theSecondIsLaidOnTheFirstThroughTheAffines() {
    Geometry flipped = Geometry.anatomical(4, 1, 1, Affine.scaling(-1, 1, 1, 2.5, 0, 0));
    // centres at 2.5, 1.5, 0.5, -0.5 mm: at 0, 1, 2 mm halfway between 4 and 3, 3 and 2, 2 and 1;
    // 3 mm is the edge of the footprint
    Volume b = volume(flipped, 1, 2, 3, 4);
    HeatMap d = pair(volume(5, 1, 1, 0, 0, 0, 0, 0), b).difference();
    assertArrayEquals(new double[] {3.5, 2.5, 1.5, 1, NAN}, values(d), 1e-6);
  }

  @Test
  void aRegistrationMovesTheSecond() {
    Volume a = volume(3, 1, 1, 0, 0, 0);
    Volume b = volume(3, 1, 1, 1, 2, 3);
    Optional<Affine> shift = Optional.of(Affine.translation(1, 0, 0));
    assertArrayEquals(
        new double[] {2, 3, NAN}, values(new TwoImages(a, b, shift, WORK).difference()), 1e-6);
  }

  @Test
  void imagesApartAreRefused() {
    Geometry far = Geometry.anatomical(1, 1, 1, Affine.translation(50, 0, 0));
    assertEquals(
        "the two images have no voxel in common",
        assertThrows(IllegalArgumentException.class, () -> pair(volume(1, 1, 1, 1), volume(far, 1)))
            .getMessage());
  }

  @Test
  void aNeighbourThatIsNaNMakesNaNOnlyWhereItCounts() {
    Geometry half = Geometry.anatomical(2, 1, 1, Affine.scaling(0.5, 1, 1, 0, 0, 0));
    Volume b = volume(2, 1, 1, 7, NAN);
    assertArrayEquals(new double[] {7, NAN}, Values.of(Resampling.onGrid(b, half, WORK.session())));
  }

  @Test
  void resamplingAgreesWithSpm() throws IOException {
    Path data = Path.of("..", "shared", "data", "nifti", "spm_resample");
    assumeTrue(Files.exists(data), "../shared/data is absent: SPM's resampling is not compared");
    Volume moved = ImageReaders.read(data.resolve("anat_moved.nii"));
    Volume spm = ImageReaders.read(data.resolve("resampled_anat_moved.nii"));
    double[] expected = Values.of(spm);
    double[] found = Values.of(Resampling.onGrid(moved, spm.geometry(), WORK.session()));
    Geometry g = spm.geometry();
    Affine toMoved = g.toVoxelsOf(moved.geometry());
    int compared = 0;
    for (int i = 0; i < expected.length; i++) {
      double[] at = toMoved.apply(i % g.nx(), i / g.nx() % g.ny(), i / (g.nx() * g.ny()));
      // beyond the outermost centres SPM's edge is another
      if (isBetweenCentres(at, moved.geometry())) {
        assertEquals(expected[i], found[i], 0.02, "voxel " + i);
        compared++;
      }
    }
    assertTrue(compared > expected.length / 2, compared + " of " + expected.length);
  }

  private static boolean isBetweenCentres(double[] at, Geometry g) {
    for (int a = 0; a < 3; a++) {
      if (at[a] < 0 || at[a] > g.size(a) - 1) {
        return false;
      }
    }
    return true;
  }
}
