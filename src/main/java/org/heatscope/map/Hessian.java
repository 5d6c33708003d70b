// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.op.Border;

/**
 * Maps of second derivatives: bright and dark blobs, and vessels.
 *
 * <p>The derivatives are those of the image convolved with a Gaussian, taken of the Gaussian
 * ({@link org.heatscope.op.GaussianBlur} with its orders), in the world's millimetres through the
 * affine, also on oblique and sheared grids. The image is mirrored at its border; voxels without
 * data count as zero. An axis of one voxel has no derivative. All are multiplied by sigma squared,
 * so that scales compare (Lindeberg 1998).
 */
public final class Hessian {
  /** Frangi's weights of the ratios of eigenvalues. */
  private static final double ALPHA = 0.5;

  private static final double BETA = 0.5;

  /** The axes of xx, yy, zz, xy, xz and yz. */
  private static final int[][] PAIRS = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};

  private final Geometry g;
  private final MapWork work;
  private final double scale;
  private final float[][] derivatives;

  /** What to look for. */
  public enum Shape {
    /** Bright tubes (Frangi et al. 1998). */
    VESSEL,
    /** Dark tubes. */
    DARK_VESSEL,
    /** Bright balls (Li, Sone and Doi 2003: the smallest eigenvalue squared by the largest). */
    BLOB,
    /** Dark balls. */
    DARK_BLOB
  }

  /**
   * The scale-normalised Laplacian of Gaussian, {@code sigma^2 (Hxx + Hyy + Hzz)}: below 0 in
   * bright blobs of radius {@code sigma sqrt(3)} (of an image of one plane: {@code sigma sqrt(2)}).
   */
  public static HeatMap laplacian(Volume image, double sigmaMm, MapWork work) {
    Filters.summary(image, work);
    Geometry g = image.geometry();
    double[] weights = laplacianWeights(g, sigmaMm);
    double largest = Arrays.stream(weights).map(Math::abs).max().orElse(0);
    String formula = "scale-normalised Laplacian of Gaussian, sigma " + Maps.text(sigmaMm) + " mm";
    return BlockMaps.of(
        image,
        reach(image, sigmaMm),
        work,
        part -> {
          Samples values = Filters.zeroed(Samples.of(part, 0, 0));
          ImageAlgebra algebra = new ImageAlgebra(work.session());
          Samples sum = algebra.scaled(0, values);
          for (int e = 0; e < PAIRS.length; e++) {
            if (Math.abs(weights[e]) > 1e-9 * largest) {
              Samples d = derivative(values, part.geometry(), sigmaMm, e, work);
              sum = algebra.sum(1, sum, weights[e], d);
            }
          }
          String where = work.session().backend();
          return Maps.of(Maps.finite(sum), part.geometry(), image.unit(), true, formula, where);
        });
  }

  /** The sum of the world's second derivatives is the sum of (M M^T) D over voxel axes. */
  private static double[] laplacianWeights(Geometry g, double sigmaMm) {
    double[] m = worldToVoxel(g);
    double[] weights = new double[PAIRS.length];
    for (int e = 0; e < PAIRS.length; e++) {
      int i = PAIRS[e][0];
      int j = PAIRS[e][1];
      for (int c = 0; c < 3; c++) {
        weights[e] += (i == j ? 1 : 2) * m[3 * i + c] * m[3 * j + c] * sigmaMm * sigmaMm;
      }
    }
    return weights;
  }

  /**
   * The strongest response over scales. With eigenvalues |l1| <= |l2| <= |l3| of the Hessian, a
   * bright vessel has l2 and l3 below 0; there Frangi's measure is {@code (1 - exp(-Ra^2 / 2a^2))
   * exp(-Rb^2 / 2b^2) (1 - exp(-S^2 / 2c^2))} with Ra = |l2 / l3|, Rb = |l1| / sqrt|l2 l3|, S their
   * norm, a = b = 1/2 and c half the largest S at the scale; elsewhere it is 0. An image of one
   * plane has l1, l2 and lacks the first factor.
   *
   * @param sigmasMm the scales
   */
  public static HeatMap strongest(Shape shape, Volume image, double[] sigmasMm, MapWork work) {
    Filters.summary(image, work);
    String scales = String.join(", ", Arrays.stream(sigmasMm).mapToObj(Maps::text).toList());
    String formula = Option.spelled(shape) + "ness from the Hessian, sigma " + scales + " mm";
    String where = Maps.partly(work.session(), "eigenvalues");
    boolean tubes = shape == Shape.VESSEL || shape == Shape.DARK_VESSEL;
    double[] norms =
        tubes && !BlockMaps.isWhole(image) ? largestNorms(image, sigmasMm, work) : null;
    return BlockMaps.of(
        image,
        reach(image, sigmasMm),
        work,
        part -> {
          Geometry g = part.geometry();
          Samples values = Filters.zeroed(Samples.of(part, 0, 0));
          float[] best = new float[values.length()];
          for (int i = 0; i < sigmasMm.length; i++) {
            Hessian hessian = new Hessian(values, g, sigmasMm[i], work);
            double norm = !tubes ? 0 : norms == null ? hessian.largestNorm() : norms[i];
            ToDoubleFunction<double[]> measure = hessian.measure(shape, norm / 2);
            hessian.each(
                (at, h) ->
                    best[at] =
                        Math.max(best[at], (float) measure.applyAsDouble(eigenvalues(h, g))));
            if (part == image) {
              work.progress().at(i + 1, sigmasMm.length);
            }
          }
          return Maps.of(best, g, "", false, formula, where);
        });
  }

  private static int[] reach(Volume image, double... sigmasMm) {
    double widest = Arrays.stream(sigmasMm).max().orElse(0);
    return Filters.reach(Filters.sigmaVoxels(image.geometry(), widest), true);
  }

  /** {@link #largestNorm} of the whole image at each scale, which no part of it can tell. */
  private static double[] largestNorms(Volume image, double[] sigmasMm, MapWork work) {
    return Arrays.stream(sigmasMm)
        .map(
            sigma -> {
              HeatMap norms =
                  BlockMaps.of(
                      image,
                      reach(image, sigma),
                      work,
                      part -> {
                        Samples values = Filters.zeroed(Samples.of(part, 0, 0));
                        float[] s = new float[values.length()];
                        new Hessian(values, part.geometry(), sigma, work)
                            .each((at, h) -> s[at] = (float) Math.sqrt(squares(h)));
                        return Maps.of(s, part.geometry(), "", false, "", "");
                      });
              return work.session().reduce().reduce(Slabs.of(norms.volume(), 0, 0)).max();
            })
        .toArray();
  }

  /** Second derivatives along voxel axes, each an image. */
  private Hessian(Samples values, Geometry g, double sigmaMm, MapWork work) {
    this.g = g;
    this.work = work;
    scale = sigmaMm * sigmaMm;
    derivatives = new float[PAIRS.length][];
    for (int e = 0; e < PAIRS.length; e++) {
      boolean exists = g.size(PAIRS[e][0]) > 1 && g.size(PAIRS[e][1]) > 1;
      derivatives[e] =
          exists
              ? (float[]) derivative(values, g, sigmaMm, e, work).array()
              : new float[values.length()];
    }
  }

  private static Samples derivative(
      Samples values, Geometry g, double sigmaMm, int pair, MapWork work) {
    int[] order = new int[3];
    order[PAIRS[pair][0]]++;
    order[PAIRS[pair][1]]++;
    Samples out = work.session().image(values.nx(), values.ny(), values.nz());
    work.session()
        .gaussianBlur()
        .blur(values, Filters.sigmaVoxels(g, sigmaMm), order, Border.REFLECT, out);
    return out;
  }

  private ToDoubleFunction<double[]> measure(Shape shape, double c) {
    double sign = shape == Shape.VESSEL || shape == Shape.BLOB ? 1 : -1;
    boolean flat = g.nz() == 1;
    return shape == Shape.BLOB || shape == Shape.DARK_BLOB
        ? l -> blobness(l, sign, flat)
        : l -> vesselness(l, sign, flat, c);
  }

  /** The largest norm of the eigenvalues, S. */
  private double largestNorm() {
    double[] rows = new double[g.ny() * g.nz()];
    each((at, h) -> rows[at / g.nx()] = Math.max(rows[at / g.nx()], squares(h)));
    return Math.sqrt(Arrays.stream(rows).max().orElse(0));
  }

  /** The sum of the squared eigenvalues. */
  private static double squares(double[] h) {
    return h[0] * h[0] + h[1] * h[1] + h[2] * h[2] + 2 * (h[3] * h[3] + h[4] * h[4] + h[5] * h[5]);
  }

  private static double vesselness(double[] l, double sign, boolean flat, double c) {
    double l2 = sign * l[1];
    double l3 = sign * l[2];
    if (!(l3 < 0) || !flat && !(l2 < 0) || c == 0) {
      return 0;
    }
    double rb = flat ? l[1] / l[2] : l[0] / Math.sqrt(l2 * l3);
    double ra = l2 / l3;
    double s = Math.sqrt(l[0] * l[0] + l[1] * l[1] + l[2] * l[2]) / c;
    double tube = flat ? 1 : 1 - Math.exp(-ra * ra / (2 * ALPHA * ALPHA));
    return tube * Math.exp(-rb * rb / (2 * BETA * BETA)) * (1 - Math.exp(-s * s / 2));
  }

  private static double blobness(double[] l, double sign, boolean flat) {
    double least = sign * (flat ? l[1] : l[0]);
    boolean all = least < 0 && sign * l[1] < 0 && sign * l[2] < 0;
    return all ? least * least / Math.abs(l[2]) : 0;
  }

  /** Takes the six second derivatives xx, yy, zz, xy, xz, yz of a voxel. */
  private interface Taker {
    void take(int at, double[] h);
  }

  private void each(Taker taker) {
    double[] m = worldToVoxel(g);
    work.workers()
        .run(
            g.ny() * g.nz(),
            4,
            (from, to) -> {
              double[] d = new double[PAIRS.length];
              double[] h = new double[PAIRS.length];
              for (int at = from * g.nx(); at < to * g.nx(); at++) {
                for (int e = 0; e < d.length; e++) {
                  d[e] = derivatives[e][at];
                }
                inWorld(d, m, scale, h);
                taker.take(at, h);
              }
            });
  }

  /** The linear part of world to voxel, row by row; an axis of one voxel gives no derivative. */
  private static double[] worldToVoxel(Geometry g) {
    Affine inverse = g.affine().inverse();
    double[] m = new double[9];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        m[3 * r + c] = g.size(r) > 1 ? inverse.get(r, c) : 0;
      }
    }
    return m;
  }

  /** {@code scale M^T D M} with D the symmetric matrix of derivatives. */
  private static void inWorld(double[] d, double[] m, double scale, double[] h) {
    double[] full = {d[0], d[3], d[4], d[3], d[1], d[5], d[4], d[5], d[2]};
    for (int e = 0; e < PAIRS.length; e++) {
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          sum += m[3 * i + PAIRS[e][0]] * full[3 * i + j] * m[3 * j + PAIRS[e][1]];
        }
      }
      h[e] = scale * sum;
    }
  }

  /**
   * Eigenvalues by rising magnitude, by the trigonometric solution of the cubic (Smith 1961). Of an
   * image of one plane the first is the one across it, 0.
   */
  private static double[] eigenvalues(double[] h, Geometry g) {
    double[] l = g.nz() == 1 ? flat(h) : cubic(h);
    Arrays.sort(l);
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < 2; i++) {
        if (Math.abs(l[i]) > Math.abs(l[i + 1])) {
          double t = l[i];
          l[i] = l[i + 1];
          l[i + 1] = t;
        }
      }
    }
    return l;
  }

  /** The plane's own matrix may lie obliquely in the world: its trace and norm say it all. */
  private static double[] flat(double[] h) {
    double trace = h[0] + h[1] + h[2];
    double half = Math.sqrt(Math.max(0, 2 * squares(h) - trace * trace)) / 2;
    return new double[] {0, trace / 2 - half, trace / 2 + half};
  }

  private static double[] cubic(double[] h) {
    double q = (h[0] + h[1] + h[2]) / 3;
    double off = h[3] * h[3] + h[4] * h[4] + h[5] * h[5];
    double a = h[0] - q;
    double b = h[1] - q;
    double c = h[2] - q;
    double p = Math.sqrt((a * a + b * b + c * c + 2 * off) / 6);
    if (p == 0) {
      return new double[] {q, q, q};
    }
    double determinant =
        a * (b * c - h[5] * h[5])
            - h[3] * (h[3] * c - h[5] * h[4])
            + h[4] * (h[3] * h[5] - b * h[4]);
    double r = Math.max(-1, Math.min(1, determinant / (2 * p * p * p)));
    double angle = Math.acos(r) / 3;
    double first = q + 2 * p * Math.cos(angle);
    double last = q + 2 * p * Math.cos(angle + 2 * Math.PI / 3);
    return new double[] {first, 3 * q - first - last, last};
  }
}
