// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.heatscope.map.TestWork.WORK;
import static org.heatscope.map.TestWork.values;
import static org.heatscope.map.TestWork.volume;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.junit.jupiter.api.Test;

/** images.json was made by scikit-image and scipy; it names their versions. */
class ImageMapsTest {
  private static final JsonObject EXPECTED = Reference.json("images.json");
  private static final double NAN = Double.NaN;

  private static void compare(JsonArray expected, double[] found, int step, double relative) {
    double[] e = Reference.numbers(expected);
    assertEquals(e.length, (found.length + step - 1) / step);
    for (int k = 0; k < e.length; k++) {
      assertEquals(e[k], found[k * step], 1e-6 + relative * Math.abs(e[k]), "at " + k * step);
    }
  }

  private static Volume anatomical() {
    return Reference.image("nifti/anatomical.nii");
  }

  // ---- distance

  private static Geometry uneven() {
    // anisotropic and turned: distances do not hang on the direction
    double c = Math.cos(0.4);
    double s = Math.sin(0.4);
    Affine turned =
        Affine.of(c, -s, 0, 3, s, c, 0, 4, 0, 0, 1, 5).after(Affine.scaling(0.8, 2, 3.5, 0, 0, 0));
    return Geometry.anatomical(9, 7, 5, turned);
  }

  @Test
  void distancesAreThoseOfScipyOnUnevenVoxels() {
    JsonObject d = EXPECTED.getAsJsonObject("distance");
    Volume mask = volume(uneven(), Reference.numbers(d.getAsJsonArray("mask")));
    compare(d.getAsJsonArray("to"), values(Distance.map(mask, false, WORK)), 1, 2e-7);
    double[] block = Reference.numbers(d.getAsJsonArray("block_inside"));
    double[] ones = Arrays.stream(block).map(Math::signum).toArray();
    double[] signed = values(Distance.map(volume(uneven(), ones), true, WORK));
    for (int i = 0; i < block.length; i++) {
      assertTrue(block[i] > 0 ? Math.abs(signed[i] + block[i]) < 1e-6 : signed[i] > 0);
    }
  }

  @Test
  void anEmptyMaskHasNoDistance() {
    assertThrows(
        IllegalArgumentException.class, () -> Distance.map(volume(2, 1, 1, 0, NAN), false, WORK));
    Geometry sheared =
        Geometry.anatomical(2, 2, 1, Affine.of(1, 0.3, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Distance.map(volume(sheared, 1, 0, 0, 0), false, WORK));
    assertArrayEquals(
        new double[] {NAN, NAN}, values(Distance.map(volume(2, 1, 1, 1, 1), true, WORK)));
  }

  // ---- intensities

  @Test
  void normalisedIntensitiesAreThoseOfNumPyAndScikitImage() {
    Volume a = anatomical();
    compare(EXPECTED.getAsJsonArray("robust"), values(Normalize.robust(a, 2, 98, WORK)), 101, 1e-6);
    compare(EXPECTED.getAsJsonArray("zscore"), values(Normalize.zScore(a, WORK)), 101, 1e-6);
    Volume reference = Reference.image("nifti/functional.nii");
    Volume frame = volume(reference.geometry(), Values.of(reference, 0));
    compare(
        EXPECTED.getAsJsonArray("histogram"),
        values(Normalize.matchHistogram(a, frame)),
        101,
        1e-6);
  }

  @Test
  void sharesWithinABallAreThoseOfScipy() {
    Volume a = anatomical();
    compare(
        EXPECTED.getAsJsonArray("hu_fraction"),
        values(HuFraction.map(a, 5000, 9000, 9, WORK)),
        101,
        1e-6);
  }

  @Test
  void sharesAreOfHounsfieldUnitsOnly() {
    Volume pet = volume(1, 1, 1, 5).toBuilder().unit("Bq/ml").build();
    assertThrows(IllegalArgumentException.class, () -> HuFraction.map(pet, 0, 1, 0, WORK));
    assertThrows(InvalidOption.class, () -> HuFraction.map(volume(1, 1, 1, 5), 1, 0, 0, WORK));
    assertArrayEquals(
        new double[] {1, NAN, 0},
        values(HuFraction.map(volume(3, 1, 1, -950, NAN, 40), -1000, -950, 0, WORK)));
  }

  // ---- mask

  @Test
  void theAutomaticMaskIsThatOfScikitImageAndScipy() {
    JsonObject otsu = EXPECTED.getAsJsonObject("otsu");
    Samples samples = Samples.of(anatomical(), 0, 0);
    // scikit-image gives the middle of the bin whose end is taken here
    double bin = otsu.get("bin").getAsDouble();
    assertEquals(
        otsu.get("threshold").getAsDouble() + bin / 2,
        AutoMask.otsu(samples, WORK.session()),
        1e-3 * bin);
    int voxels = 0;
    for (boolean b : AutoMask.of(anatomical(), WORK)) {
      voxels += b ? 1 : 0;
    }
    int expected = otsu.get("voxels").getAsInt();
    assertEquals(expected, voxels, 0.01 * expected);
  }

  @Test
  void holesAreFilledAndIslandsDropped() {
    double[] v = new double[5 * 5 * 5 + 25];
    Arrays.fill(v, 0, 125, 100);
    v[62] = 0; // the middle of the cube
    v[124 + 25] = 100; // an island in a plane beyond an empty row
    Geometry g = Geometry.anatomical(5, 5, 6, Affine.identity());
    v[124] = 0;
    boolean[] inside = AutoMask.of(volume(g, v), WORK);
    assertTrue(inside[62]);
    assertFalse(inside[149]);
    assertFalse(inside[124]);
    assertTrue(inside[0]);
  }

  @Test
  void aConstantImageHasNoMask() {
    for (boolean b : AutoMask.of(volume(2, 2, 1, 3, 3, 3, 3), WORK)) {
      assertFalse(b);
    }
  }

  @Test
  void masksOfOtherGridsGoByTheNearestVoxel() {
    Geometry coarse = Geometry.anatomical(2, 1, 1, Affine.scaling(2, 1, 1, 0.5, 0, 0));
    boolean[] inside =
        Masks.onGrid(volume(coarse, 1, NAN), volume(5, 1, 1, 0, 0, 0, 0, 0).geometry());
    // the first covers -0.5 to 1.5 mm
    assertArrayEquals(new boolean[] {true, true, false, false, false}, inside);
    Volume within =
        Masks.within(
            TestWork.series(new double[] {1, 2}, new double[] {3, 4}), new boolean[] {false, true});
    float[] v = (float[]) Samples.of(within, 0, 0).array();
    assertArrayEquals(new float[] {Float.NaN, 2, Float.NaN, 4}, v);
  }

  // ---- asymmetry

  @Test
  void leftIsLessRightAtTheMirroredPlace() {
    // x = -2, -1, 0, 1, 2 mm: left is below 0
    Geometry g = Geometry.anatomical(5, 1, 1, Affine.translation(-2, 0, 0));
    Volume v = volume(g, 7, 5, 1, 3, NAN);
    assertArrayEquals(
        new double[] {NAN, 2, 0, 2, NAN},
        Arrays.stream(values(Asymmetry.map(v, 0, Asymmetry.Scale.DIFFERENCE, WORK)))
            .map(Math::abs)
            .toArray());
    double[] d = values(Asymmetry.map(v, 0, Asymmetry.Scale.DIFFERENCE, WORK));
    // 5 on the left, 3 on the right: left - right = 2 on the left, its negative on the right
    assertEquals(2, d[1]);
    assertEquals(2, -d[3], 1e-6);
    assertEquals(50, values(Asymmetry.map(v, 0, Asymmetry.Scale.PERCENT, WORK))[1], 1e-5);
    assertEquals(0, Asymmetry.middleMm(g));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Asymmetry.map(
                v.withGeometry(Geometry.picture(5, 1, 1, 1, 1, 1)),
                0,
                Asymmetry.Scale.DIFFERENCE,
                WORK));
  }
}
