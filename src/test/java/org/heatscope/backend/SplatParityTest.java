// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.heatscope.image.Samples;
import org.heatscope.op.Splat.Points;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class SplatParityTest extends OperationParity {
  SplatParityTest(String backend) {
    super(backend);
  }

  /** Points in and round a grid, one in ten on a voxel's centre, one in fifty not a number. */
  private static double[] coordinates(int n, int size, int seed) {
    Random random = new Random(seed);
    double[] c = new double[n];
    for (int i = 0; i < n; i++) {
      c[i] = -1 + (size + 1) * random.nextDouble();
      c[i] = i % 10 == 3 ? Math.rint(c[i]) : i % 50 == 7 ? Double.NaN : c[i];
    }
    return c;
  }

  private void check(Points points, double largestSum, int nx, int ny, int nz) {
    assertAgree(
        points.x().length + " points",
        nx,
        ny,
        nz,
        1e-5 * largestSum,
        (session, out) -> session.splat().splat(points, out));
    assertEquals(
        scalar.splat().splat(points, Samples.floats(nx, ny, nz)),
        other.splat().splat(points, Samples.floats(nx, ny, nz)));
  }

  @Test
  void everySize() {
    double[] none = {};
    for (int[] n : SIZES) {
      int count = 400;
      double[] x = coordinates(count, n[0], 1);
      double[] y = coordinates(count, n[1], 2);
      double[] z = coordinates(count, n[2], 3);
      double[] w = coordinates(count, 9, 4);
      check(new Points(x, y, z, w), 1, n[0], n[1], n[2]);
      check(new Points(x, y, none, none), 1, n[0], n[1], 1);
    }
  }

  /** More rows than are summed at a time; points lie between them. */
  @Test
  void manyRowsOfManyPlanes() {
    int n = 20_000;
    double[] x = coordinates(n, 300, 1);
    double[] y = coordinates(n, 101, 2);
    double[] z = coordinates(n, 20, 3);
    check(new Points(x, y, z, coordinates(n, 9, 4)), 10, 300, 101, 20);
    check(new Points(x, y, z, new double[0]), 10, 300, 101, 20);
  }

  @Test
  void aCountPast24BitsInOneVoxel() {
    int n = (1 << 24) + 4097;
    check(new Points(new double[n], new double[n], new double[0], new double[0]), 0, 3, 2, 1);
  }

  @Test
  void weightsFarApartAndOfBothSigns() {
    int n = 5000;
    double[] x = coordinates(n, 2048, 1);
    double[] y = coordinates(n, 1200, 2);
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      w[i] = i % 7 == 0 ? -1e-9 * i : i % 2 == 0 ? 1000 : 1;
    }
    check(new Points(x, y, new double[0], w), 1000, 2048, 1200, 1);
    w[17] = 1e300;
    w[18] = 1e-300;
    check(new Points(x, y, new double[0], w), 1e300, 2048, 1200, 1);
  }

  @Test
  void noPoints() {
    double[] none = {};
    check(new Points(none, none, none, none), 0, 3, 2, 1);
  }
}
