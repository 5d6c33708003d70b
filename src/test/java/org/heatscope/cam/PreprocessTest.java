// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessTest {
  /** Turned by 30 degrees about z and 20 about x, voxels of 1 x 1.5 x 2 mm, left-handed. */
  private static Geometry oblique(int nx, int ny, int nz) {
    double c = Math.cos(Math.toRadians(30));
    double s = Math.sin(Math.toRadians(30));
    double d = Math.cos(Math.toRadians(20));
    double t = Math.sin(Math.toRadians(20));
    return Geometry.anatomical(
        nx,
        ny,
        nz,
        Affine.of(
            -c,
            -1.5 * s * d,
            2 * s * t,
            40,
            -s,
            1.5 * c * d,
            -2 * c * t,
            -25,
            0,
            1.5 * t,
            2 * d,
            12));
  }

  private static Volume volume(Geometry g, float[] values) {
    return Volume.of(SampleTypes.wrap(SampleType.FLOAT32, values, g.nx(), g.ny(), g.nz()), g)
        .build();
  }

  private static Volume ramp(Geometry g) {
    float[] values = new float[(int) g.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return volume(g, values);
  }

  // ---- back to the scan

  /** The centre of mass in the world, in mm, of a map sampled at the scan's voxels. */
  private static double[] centroid(Geometry scan, Volume map) {
    Volume on = Preprocess.onto(scan, map);
    double[] sum = new double[3];
    double weight = 0;
    for (int z = 0; z < scan.nz(); z++) {
      for (int y = 0; y < scan.ny(); y++) {
        for (int x = 0; x < scan.nx(); x++) {
          double v = on.value(x, y, z, 0, 0);
          if (v > 0) {
            double[] at = scan.affine().apply(x, y, z);
            weight += v;
            for (int a = 0; a < 3; a++) {
              sum[a] += v * at[a];
            }
          }
        }
      }
    }
    for (int a = 0; a < 3; a++) {
      sum[a] /= weight;
    }
    return sum;
  }

  /** Distances in voxels of the scan, axis by axis, below half. */
  private static void assertWithinHalfAVoxel(Geometry scan, double[] voxel, double[] world) {
    double[] at = scan.affine().inverse().apply(world[0], world[1], world[2]);
    for (int a = 0; a < 3; a++) {
      assertEquals(voxel[a], at[a], 0.5, "axis " + "xyz".charAt(a));
    }
  }

  private static CamMaps oneHot(int[] grid, int... cell) {
    CamMaps map = CamMaps.zeros(1, grid);
    int at = 0;
    for (int a = 0; a < grid.length; a++) {
      at = at * grid[a] + cell[a];
    }
    map.data()[at] = 1;
    return map;
  }

  @Test
  void cellsOfTheScansOwnGrid() {
    Geometry scan = oblique(40, 30, 20);
    // 8 x 6 x 5 cells of 5 x 5 x 4 voxels.
    for (int[] cell : new int[][] {{2, 3, 4}, {1, 1, 1}, {3, 4, 6}, {0, 0, 0}, {4, 5, 7}}) {
      Volume map =
          Preprocess.none().place(oneHot(new int[] {5, 6, 8}, cell), scan, false, "").volume();
      double[] want = {5 * cell[2] + 2, 5 * cell[1] + 2, 4 * cell[0] + 1.5};
      assertWithinHalfAVoxel(scan, want, centroid(scan, map));
      assertArrayEquals(
          scan.affine().apply(want[0], want[1], want[2]),
          map.geometry().affine().apply(cell[2], cell[1], cell[0]),
          1e-9);
    }
  }

  @Test
  void throughFlipCropPadAndResize() {
    Geometry scan = oblique(40, 30, 20);
    Preprocess done =
        Preprocess.parse(
            "{'steps': [{'flip': ['x', 'z']}, {'crop': {'start': [4, 2, 3], 'size': [32, 24, 16]}},"
                + " {'pad': {'before': [0, 4, 0], 'after': [0, 4, 0]}}, {'resize': [16, 64, 8]}]}");
    // Layer of 4 x 8 x 8 (z, y, x): cells of 4 x 4 x 4 voxels of the cropped and padded grid.
    int[] cell = {1, 4, 5};
    Volume map = done.place(oneHot(new int[] {4, 8, 8}, cell), scan, false, "").volume();
    // Their middles, past the pad and the crop, from the other end where flipped.
    double[] want = {
      39 - (4 + 4 * cell[2] + 1.5), 2 - 4 + 4 * cell[1] + 1.5, 19 - (3 + 4 * cell[0] + 1.5)
    };
    assertArrayEquals(
        scan.affine().apply(want[0], want[1], want[2]),
        map.geometry().affine().apply(cell[2], cell[1], cell[0]),
        1e-9);
    assertWithinHalfAVoxel(scan, want, centroid(scan, map));
  }

  @Test
  void throughReorientationSpacingAndAStrideOfItsOwn() {
    // Axes run P, S, R: code PSR, voxels 2 x 1 x 3 mm.
    Geometry scan =
        Geometry.anatomical(30, 40, 16, Affine.of(0, 0, 3, -20, -2, 0, 0, 30, 0, 1, 0, 5));
    assertEquals("PSR", scan.orientation());
    Preprocess done =
        Preprocess.parse(
            "{'axes': 'xyz', 'steps': [{'reorient': 'RAS'}, {'spacing': [1.5, 1, 2]}],"
                + " 'layer': {'stride': [4, 8, 2], 'offset': [1.5, 0, 0.5]}}");
    int[] cell = {3, 4, 2};
    Volume map = done.place(oneHot(new int[] {8, 7, 10}, cell), scan, false, "").volume();
    // x: 16 voxels of 3 mm from -20, first face -21.5; 1.5 mm voxels: first centre -20.75.
    // y: from 30 - 58 = -28 on, 30 voxels of 2 mm, first face -29; 1 mm: first centre -28.5.
    // z: 1 mm from 5, first face 4.5; 2 mm: first centre 5.5.
    double[] want = {-20.75 + 1.5 * (4 * 3 + 1.5), -28.5 + 8 * 4, 5.5 + 2 * (2 * 2 + 0.5)};
    assertArrayEquals(want, map.geometry().affine().apply(cell[0], cell[1], cell[2]), 1e-9);
    double[] at = scan.affine().inverse().apply(want[0], want[1], want[2]);
    assertWithinHalfAVoxel(scan, at, centroid(scan, map));
  }

  @Test
  void aPictureAndASliceOfAScan() {
    Geometry picture = Geometry.picture(300, 200, 1, 1, 1, 1);
    Preprocess done =
        Preprocess.parse("{'steps': [{'resize': 128}, {'crop': {'size': [128, 128]}}]}");
    // 300 x 200 becomes 192 x 128, of which columns 96 - 64 = 32 to 159 stay.
    Volume map = done.place(oneHot(new int[] {4, 4}, 1, 2), picture, false, "").volume();
    double column = 32 + (2 + 0.5) * 32 - 0.5;
    double row = (1 + 0.5) * 32 - 0.5;
    double[] want = {(column + 0.5) * 300 / 192 - 0.5, (row + 0.5) * 200 / 128 - 0.5, 0};
    assertWithinHalfAVoxel(picture, want, centroid(picture, map));

    Geometry scan = oblique(20, 30, 40);
    Preprocess plane =
        Preprocess.parse("{'axes': 'zy', 'steps': [{'slice': {'axis': 'x', 'index': 7}}]}");
    Volume sagittal = plane.place(oneHot(new int[] {10, 6}, 4, 2), scan, false, "").volume();
    double[] middle = {7, 5 * 2 + 2, 4 * 4 + 1.5};
    assertArrayEquals(
        scan.affine().apply(middle[0], middle[1], middle[2]),
        sagittal.geometry().affine().apply(0, 2, 4),
        1e-9);
    assertWithinHalfAVoxel(scan, middle, centroid(scan, sagittal));
  }

  @ParameterizedTest
  @CsvSource({"LINEAR", "LINEAR_CORNERS", "SPLINE_CORNERS", "NEAREST"})
  void upsampledMapsLieWhereTheirCellsDo(Upsampling how) {
    Geometry scan = oblique(40, 30, 20);
    int[] layer = {5, 6, 8};
    CamMaps hot = oneHot(layer, 2, 3, 4);
    try (var workers = new org.heatscope.backend.Workers(1)) {
      CamMaps fine = how.apply(hot, new int[] {20, 30, 40}, workers);
      Volume map = Preprocess.none().place(fine, layer, how, scan, false, "", "scalar").volume();
      double[] want = {5 * 4 + 2, 5 * 3 + 2, 4 * 2 + 1.5};
      double[] at = centroid(scan, map);
      double[] voxel = scan.affine().inverse().apply(at[0], at[1], at[2]);
      for (int a = 0; a < 3; a++) {
        assertEquals(want[a], voxel[a], 0.75, how + " axis " + a);
      }
    }
  }

  @Test
  void mapsOfABatchAreFramesWithTheirValuesInPlace() {
    Geometry scan = oblique(3, 2, 1);
    CamMaps maps =
        new CamMaps(2, new int[] {3, 2}, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    Volume v = Preprocess.parse("{'axes': 'xy'}").place(maps, scan, false, "gradcam").volume();
    assertEquals(2, v.time().frames());
    // Tensor [n, x, y]: element (2, 1) of image 0 is 5, (1, 0) of image 1 is 6 + 2.
    assertEquals(5, v.value(2, 1, 0, 0, 0));
    assertEquals(8, v.value(1, 0, 0, 1, 0));
  }

  // ---- forward

  private static Tensor forward(Volume scan, String json) {
    return Preprocess.parse(json).apply(scan, 0);
  }

  @Test
  void gridStepsForward() {
    Volume v = ramp(oblique(4, 3, 2));
    Tensor same = forward(v, "{}");
    assertArrayEquals(new int[] {1, 1, 2, 3, 4}, same.shape());
    assertEquals(23, same.data()[23]);
    Tensor turned = forward(v, "{'axes': 'xyz'}");
    assertArrayEquals(new int[] {1, 1, 4, 3, 2}, turned.shape());
    // Second element: z = 1 of x = y = 0.
    assertEquals(12, turned.data()[1]);
    assertArrayEquals(
        new float[] {6, 5, 10, 9},
        forward(
                v,
                "{'steps': [{'slice': {'axis': 'z', 'index': 0}}, {'flip': ['x']},"
                    + " {'crop': {'start': [1, 1], 'size': [2, 2]}}]}")
            .data());
    // A column of two, one more before it along x, one plane more along z.
    assertArrayEquals(
        new float[] {-1, 0, 1, -1, -1, -1},
        forward(
                v,
                "{'steps': [{'crop': {'start': [0, 0, 0], 'size': [2, 1, 1]}},"
                    + " {'pad': {'before': [1, 0], 'after': [0, 0, 1]}, 'value': -1}]}")
            .data());
    // To five: one before, two after.
    assertArrayEquals(
        new float[] {7, 0, 1, 7, 7},
        forward(
                v,
                "{'steps': [{'crop': {'start': [0, 0, 0], 'size': [2, 1, 1]}},"
                    + " {'pad': {'size': [5, 1, 1]}, 'value': 7}]}")
            .data());
  }

  @Test
  void reorientedDataFollowItsAxes() {
    // Axes run L, P, S: RAS turns x and y round.
    Geometry lps = Geometry.anatomical(3, 2, 1, Affine.of(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0));
    assertArrayEquals(
        new float[] {5, 4, 3, 2, 1, 0},
        forward(ramp(lps), "{'steps': [{'reorient': 'RAS'}]}").data());
    // ASL: x runs anterior (was -y), y superior (was z), z left (was x).
    Tensor asl = forward(ramp(lps), "{'steps': [{'reorient': 'ASL'}]}");
    assertArrayEquals(new int[] {1, 1, 3, 1, 2}, asl.shape());
    assertArrayEquals(new float[] {3, 0, 4, 1, 5, 2}, asl.data());
  }

  @Test
  void resamplingForward() {
    // Four samples 0, 4, 8, 12 at 1 mm: at 2 mm between the first two and the last two.
    Geometry line = Geometry.anatomical(4, 1, 1, Affine.identity());
    Volume v = volume(line, new float[] {0, 4, 8, 12});
    String steps = "{'axes': 'yx', 'steps': [%s]}";
    assertArrayEquals(
        new float[] {2, 10}, forward(v, String.format(steps, "{'spacing': [2, 1]}")).data());
    // The first centre kept: 1 + round(3 / 2) samples at 0, 2 and, beyond the end, 4.
    assertArrayEquals(
        new float[] {0, 8, 12},
        forward(v, String.format(steps, "{'spacing': [2, 1], 'keep': 'origin'}")).data());
    assertArrayEquals(
        new float[] {2, 10}, forward(v, String.format(steps, "{'resize': [2, 1]}")).data());
    assertArrayEquals(
        new float[] {0, 6, 12},
        forward(v, String.format(steps, "{'resize': [3, 1], 'corners': true}")).data());
    assertArrayEquals(
        new float[] {0, 0, 4, 4, 8, 8, 12, 12},
        forward(v, String.format(steps, "{'resize': [8, 1], 'interpolation': 'nearest'}")).data());
  }

  @Test
  void valueStepsForward() {
    Volume v = volume(Geometry.anatomical(4, 1, 1, Affine.identity()), new float[] {0, 4, 8, 12});
    String steps = "{'axes': 'yx', 'steps': [%s]}";
    assertArrayEquals(
        new float[] {0, .25f, .75f, 1},
        forward(v, String.format(steps, "{'window': [2, 10]}")).data());
    assertArrayEquals(
        new float[] {-2, 0, 2, 4},
        forward(v, String.format(steps, "{'normalise': {'mean': 4, 'std': 2}}")).data());
    float z = (float) (6 / Math.sqrt(20));
    assertArrayEquals(
        new float[] {-z, -z / 3, z / 3, z},
        forward(v, String.format(steps, "{'normalise': 'zscore'}")).data(),
        1e-6f);
    Tensor rgb =
        forward(
            v,
            String.format(
                steps,
                "{'normalise': 'minmax'}, {'channels': 2},"
                    + " {'normalise': {'mean': [0, 1], 'std': [1, 0.5]}}"));
    assertArrayEquals(new int[] {1, 2, 1, 4}, rgb.shape());
    assertArrayEquals(
        new float[] {0, 1 / 3f, 2 / 3f, 1, -2, -4 / 3f, -2 / 3f, 0}, rgb.data(), 1e-6f);
  }

  // ---- refusals

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{'step': []}",
        "{'steps': [{}]}",
        "{'steps': [{'resize': [2, 2], 'crop': {}}]}",
        "{'steps': [{'resize': [0, 2]}]}",
        "{'steps': [{'resize': [2.5, 2]}]}",
        "{'steps': [{'resize': [2]}]}",
        "{'steps': [{'spacing': [1, -1, 1]}]}",
        "{'steps': [{'spacing': [1, 1, 1], 'kep': 'origin'}]}",
        "{'steps': [{'reorient': 'RAR'}]}",
        "{'steps': [{'flip': ['w']}]}",
        "{'steps': [{'window': [3, 2]}]}",
        "{'steps': [{'normalise': 'x'}]}",
        "{'steps': [{'normalise': {'mean': 0, 'std': 0}}]}",
        "{'steps': [{'crop': {'start': [0, 0]}}]}",
        "{'steps': [{'crop': {'start': [-1, 0], 'size': [2, 2]}}]}",
        "{'steps': [{'crop': {'size': [0, 2]}}]}",
        "{'steps': [{'crop': [2, 2]}]}",
        "{'axes': 'xx'}",
        "{'layer': {'stride': [0, 1]}}"
      })
  void whatIsNotInTheSchemaIsRefused(String json) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Preprocess.parse(json)).getMessage();
    assertTrue(message.length() > 10, message);
  }

  @Test
  void manyChannelsAreRefusedBeforeMemoryIsTaken() {
    String json = "{'steps': [{'channels': 100000}]}";
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Preprocess.parse(json));
    assertEquals("channels: 100000, more than the 1024 that are allowed", e.getMessage());
  }

  @Test
  void whatDoesNotFitTheScanIsRefused() {
    Geometry scan = oblique(4, 4, 4);
    for (String json :
        new String[] {
          "{'steps': [{'crop': {'size': [5, 4, 4]}}]}",
          "{'steps': [{'crop': {'start': [1, 0, 0], 'size': [4, 4, 4]}}]}",
          "{'steps': [{'crop': {'start': [2147483647, 0, 0], 'size': [2, 2, 2]}}]}",
          "{'steps': [{'slice': {'axis': 'z', 'index': 4}}]}",
          "{'axes': 'yx'}"
        }) {
      assertThrows(
          IllegalArgumentException.class, () -> Preprocess.parse(json).inputSize(scan), json);
    }
    Geometry array = Geometry.none(4, 4, 4);
    Preprocess turned = Preprocess.parse("{'steps': [{'reorient': 'RAS'}]}");
    assertThrows(IllegalArgumentException.class, () -> turned.input(array));
    CamMaps flat = CamMaps.zeros(1, new int[] {2, 2});
    assertThrows(
        IllegalArgumentException.class, () -> Preprocess.none().place(flat, scan, false, ""));
  }

  @Test
  void gridsThatCannotBeStoredAreRefused() {
    Geometry scan = oblique(40, 30, 20);
    CamMaps map = oneHot(new int[] {5, 6, 8}, new int[] {0, 0, 0});
    for (String layer : List.of("'stride': [1e39, 1, 1]", "'offset': [1e300, 0, 0]")) {
      Preprocess done = Preprocess.parse("{'layer': {" + layer + "}}");
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> done.place(map, scan, false, ""))
              .getMessage()
              .contains("float32"));
    }
    Preprocess fine = Preprocess.parse("{'steps': [{'spacing': [1e-9, 1e-9, 1e-9]}]}");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> fine.input(scan))
            .getMessage()
            .contains("more positions than one array holds"));
  }

  /** Six cells 100 voxels apart, on an axis of 40. */
  @Test
  void aLayerFarBeyondTheInputIsRemarkedOn() {
    Geometry scan = oblique(40, 40, 40);
    Preprocess far = Preprocess.parse("{'layer': {'stride': [100, 100, 100]}}");
    assertEquals(3, far.remarks(scan, new int[] {3, 6, 6}).size());
    Preprocess right = Preprocess.parse("{'layer': {'stride': [8, 8, 8]}}");
    assertEquals(List.of(), right.remarks(scan, new int[] {5, 5, 5}));
  }

  @Test
  void faultsOfJsonAreShort() {
    for (String json : List.of("{'a' 1}", "[".repeat(5000), "{} {}", "{'steps': [1 2]}")) {
      String said =
          assertThrows(IllegalArgumentException.class, () -> Preprocess.parse(json)).getMessage();
      assertTrue(said.contains("JSON") && said.length() < 80, said);
      assertTrue(!said.contains("gson") && !said.contains("\n"), said);
    }
  }
}
