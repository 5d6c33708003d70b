// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Projection;

/**
 * {@link Projection} in the order of the image's memory: of the pixel's two axes and the ray, the
 * one that runs most nearly along the image's x is read in rows. Rows of pixels are gathered step
 * after step; rows along the rays one ray after the other.
 */
public final class ScalarProjection implements Projection {
  /** Rows of pixels gathered together, so that a thread reads near what it read before. */
  private static final int BLOCK = 8;

  private final Workers workers;
  private final RowReader.Maker rows;

  /** Over a way to read rows. */
  public ScalarProjection(Workers workers, RowReader.Maker rows) {
    this.workers = workers;
    this.rows = rows;
  }

  @Override
  public void project(
      Samples image,
      Affine rayToVoxel,
      int steps,
      Interpolation interpolation,
      Kind kind,
      Samples out) {
    Projection.check(steps, out);
    float[] to = out.target();
    int inMemory = alongMemory(rayToVoxel);
    if (inMemory == 2) {
      Affine a = swapped(rayToVoxel, 2);
      workers.run(
          out.ny(),
          BLOCK,
          (first, end) -> {
            RowReader reader = rows.make(image, a, interpolation, steps);
            float[] ray = new float[steps];
            for (int j = first; j < end; j++) {
              for (int i = 0; i < out.nx(); i++) {
                reader.read(j, i, ray, 0);
                to[out.index(i, j, 0)] = RayValues.of(kind, ray);
              }
            }
          });
      return;
    }
    boolean across = inMemory == 1;
    Affine a = across ? swapped(rayToVoxel, 1) : rayToVoxel;
    int width = across ? out.ny() : out.nx();
    int height = across ? out.nx() : out.ny();
    workers.run(
        height,
        BLOCK,
        (first, end) -> {
          RowReader reader = rows.make(image, a, interpolation, width);
          RayValues values = new RayValues(kind, width * (end - first));
          float[] row = new float[width];
          for (int s = 0; s < steps; s++) {
            for (int j = first; j < end; j++) {
              reader.read(j, s, row, 0);
              values.add(row, width, width * (j - first));
            }
          }
          for (int j = first; j < end; j++) {
            int start = across ? out.index(j, 0, 0) : out.index(0, j, 0);
            values.write(width * (j - first), width, to, start, across ? out.nx() : 1);
          }
        });
  }

  /** The column of the affine (0 to 2) that is most nearly parallel to the image's x. */
  private static int alongMemory(Affine a) {
    int best = 0;
    for (int c = 1; c < 3; c++) {
      double parallel = Math.abs(a.get(0, c)) / a.columnLength(c);
      if (parallel > Math.abs(a.get(0, best)) / a.columnLength(best)) {
        best = c;
      }
    }
    return best;
  }

  /** The affine with its first column and another one in each other's place. */
  private static Affine swapped(Affine a, int column) {
    double[] m = a.rows();
    for (int r = 0; r < 12; r += 4) {
      double first = m[r];
      m[r] = m[r + column];
      m[r + column] = first;
    }
    return Affine.of(m);
  }
}
