// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.heatscope.map.TestWork.WORK;
import static org.heatscope.map.TestWork.values;
import static org.heatscope.map.TestWork.volume;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.map.Filters.LocalStatistic;
import org.heatscope.map.Filters.Missing;
import org.junit.jupiter.api.Test;

/** filters.json was made by nilearn, scipy and numpy from the same image; it names the versions. */
class FiltersTest {
  private static final JsonObject EXPECTED = Reference.json("filters.json");
  private static final Volume IMAGE = Reference.image("nifti/anatomical.nii");
  private static final int STEP = 37;

  private static void compare(String name, HeatMap map, double bound) {
    double[] expected = Reference.numbers(EXPECTED.getAsJsonArray(name));
    double[] found = values(map);
    assertEquals(expected.length, (found.length + STEP - 1) / STEP);
    for (int k = 0; k < expected.length; k++) {
      if (!Double.isNaN(expected[k])) {
        assertEquals(expected[k], found[STEP * k], bound, name + " at " + STEP * k);
      }
    }
  }

  @Test
  void smoothingIsNilearns() {
    HeatMap map = Filters.smooth(IMAGE, 10, Missing.ZERO, WORK);
    // values up to 25500; nilearn works in float32
    compare("smooth_10", map, 0.02);
    assertTrue(map.formula().contains("FWHM 10 mm"), map.formula());
  }

  @Test
  void localStatisticsAreNumpys() {
    compare("mean_8", Filters.local(LocalStatistic.MEAN, IMAGE, 8, WORK), 0.02);
    compare("sd_8", Filters.local(LocalStatistic.SD, IMAGE, 8, WORK), 0.6);
  }

  @Test
  void entropyIsThatOfTheCounts() {
    compare("entropy_8_16", Filters.entropy(IMAGE, 8, 16, WORK), 1e-5);
  }

  @Test
  void theGradientIsInTheWorld() {
    compare("gradient", Filters.gradient(IMAGE, 0, WORK), 1e-2);
  }

  @Test
  void theWidthAtHalfMaximumIsInMillimetres() {
    // one bright voxel, 61 x 31 x 31 voxels of 1 x 2 x 4 mm; half of the peak at 8 / 2 mm
    Geometry g = Geometry.anatomical(61, 31, 31, Affine.scaling(1, 2, 4, 0, 0, 0));
    double[] v = new double[61 * 31 * 31];
    v[30 + 61 * (15 + 31 * 15)] = 1e6;
    double[] s = values(Filters.smooth(volume(g, v), 8, Missing.ZERO, WORK));
    double peak = s[30 + 61 * (15 + 31 * 15)];
    assertEquals(0.5, s[34 + 61 * (15 + 31 * 15)] / peak, 1e-5);
    assertEquals(0.5, s[30 + 61 * (17 + 31 * 15)] / peak, 1e-5);
    assertEquals(0.5, s[30 + 61 * (15 + 31 * 16)] / peak, 1e-5);
  }

  @Test
  void missingVoxelsAreZeroOrLeftOut() {
    double nan = Double.NaN;
    Volume row = volume(7, 1, 1, 2, 2, nan, 2, 2, 2, 2);
    double[] left = values(Filters.smooth(row, 2, Missing.LEFT_OUT, WORK));
    assertArrayEquals(new double[] {2, 2, nan, 2, 2, 2, 2}, left, 1e-6);
    double[] zero = values(Filters.smooth(row, 2, Missing.ZERO, WORK));
    assertTrue(zero[2] > 0 && zero[2] < 2 && zero[0] < 2 && zero[0] > 0);
    double[] mean = values(Filters.local(LocalStatistic.MEAN, row, 1, WORK));
    assertArrayEquals(new double[] {2, 2, nan, 2, 2, 2, 2}, mean, 1e-6);
  }

  @Test
  void aConstantImageIsFlat() {
    Volume flat =
        volume(5, 5, 5, java.util.stream.DoubleStream.generate(() -> 7).limit(125).toArray());
    assertArrayEquals(new double[125], values(Filters.entropy(flat, 1, 32, WORK)));
    assertArrayEquals(
        new double[125], values(Filters.local(LocalStatistic.CV, flat, 1, WORK)), 1e-6);
    assertArrayEquals(new double[125], values(Filters.gradient(flat, 0, WORK)));
  }

  @Test
  void secondDerivativesAreScipysDerivativesOfTheGaussian() {
    // values up to 9600 and 3000 of an image of up to 30393, which is rounded to floats between
    // axes
    compare("log_2", Hessian.laplacian(IMAGE, 2, WORK), 0.05);
    compare("log_4", Hessian.laplacian(IMAGE, 4, WORK), 0.05);
    compare("vessel_4", shape(Hessian.Shape.VESSEL), 1e-5);
  }

  @Test
  void blobnessIsThatOfScikitImagesEigenvalues() {
    // up to 23; scikit-image takes a first derivative twice, with sigma by the root of 2
    compare("blob_4", shape(Hessian.Shape.BLOB), 0.01);
  }

  private static HeatMap shape(Hessian.Shape shape) {
    return Hessian.strongest(shape, IMAGE, new double[] {4}, WORK);
  }

  @Test
  void aConstantHasNoSecondDerivative() {
    double[] v = new double[21 * 9 * 7];
    Arrays.fill(v, 1000);
    Geometry oblique =
        Geometry.anatomical(21, 9, 7, Affine.of(0.8, 0.3, 0, 1, -0.2, 1.1, 0.1, 2, 0, 0.1, 2.5, 3));
    for (double value : values(Hessian.laplacian(volume(oblique, v), 1.2, WORK))) {
      assertEquals(0, value, 1e-3);
    }
  }

  @Test
  void aBallIsABlobAndATubeIsAVessel() {
    Geometry g = Geometry.anatomical(31, 31, 31, Affine.scaling(1, 1, 1, 0, 0, 0));
    double[] ball = new double[31 * 31 * 31];
    double[] tube = new double[31 * 31 * 31];
    for (int i = 0; i < ball.length; i++) {
      int x = i % 31 - 15;
      int y = i / 31 % 31 - 15;
      int z = i / 961 - 15;
      ball[i] = x * x + y * y + z * z <= 16 ? 100 : 0;
      tube[i] = x * x + y * y <= 9 ? 100 : 0;
    }
    int centre = 15 + 31 * (15 + 31 * 15);
    double[] sigma = {2};
    assertEquals(0, shape(Hessian.Shape.DARK_BLOB, volume(g, ball), sigma)[centre]);
    assertEquals(0, shape(Hessian.Shape.BLOB, volume(g, tube), sigma)[centre], 1e-3);
    assertTrue(shape(Hessian.Shape.BLOB, volume(g, ball), sigma)[centre] > 20);
    assertTrue(
        shape(Hessian.Shape.VESSEL, volume(g, tube), sigma)[centre]
            > 2 * shape(Hessian.Shape.VESSEL, volume(g, ball), sigma)[centre]);
  }

  private static double[] shape(Hessian.Shape shape, Volume image, double[] sigma) {
    return values(Hessian.strongest(shape, image, sigma, WORK));
  }

  @Test
  void whatAMapCannotHoldIsRefused() {
    double nan = Double.NaN;
    Volume none = volume(2, 1, 1, nan, nan);
    assertThrows(IllegalArgumentException.class, () -> Filters.smooth(none, 2, Missing.ZERO, WORK));
    MapInput huge = MapInput.of("huge", volume(2, 1, 1, 1, 3e300));
    Exception e = assertThrows(IllegalArgumentException.class, huge::read);
    assertEquals("the image holds values such as 3.0E300, too large for float32", e.getMessage());
  }

  @Test
  void infiniteValuesAreCountedAndSaid() {
    List<String> notes = new ArrayList<>();
    MapWork work = new MapWork(WORK.session(), WORK.workers(), notes::add, (done, total) -> {});
    double inf = Double.POSITIVE_INFINITY;
    double[] s = values(Filters.smooth(volume(4, 1, 1, 1, inf, 1, -inf), 2, Missing.ZERO, work));
    assertTrue(Arrays.stream(s).allMatch(v -> v > 0 && v < 1));
    Filters.local(LocalStatistic.MEAN, volume(2, 1, 1, 1, inf), 1, work);
    assertEquals(
        List.of("2 infinite values are taken as no data", "1 infinite value is taken as no data"),
        notes);
  }

  @Test
  void suvNeedsItsTags() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Filters.suv(volume(1, 1, 1, 5), WORK));
    assertEquals("the image is not a DICOM PET image", e.getMessage());
  }
}
