// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.op.Border;
import org.heatscope.op.BoxStatistics.Wanted;

/**
 * Maps of what lies around each voxel, on the operations of a backend. Lengths are in millimetres
 * along the axes of the grid, so that anisotropic voxels are treated right.
 */
public final class Filters {
  /** Full width at half maximum of a Gaussian, in standard deviations: sqrt(8 ln 2). */
  public static final double FWHM_PER_SIGMA = Math.sqrt(8 * Math.log(2));

  private Filters() {}

  /** What becomes of voxels without data when smoothing, and of the world beyond the border. */
  public enum Missing {
    /**
     * They count as zero, as nilearn has it; every voxel gets a value. Beyond the border the image
     * is mirrored.
     */
    ZERO,
    /**
     * They do not count: the weights of the rest are made to sum to 1 (normalised convolution,
     * Knutsson and Westin 1993), and so of the world beyond the border. A voxel without data stays
     * so.
     */
    LEFT_OUT
  }

  /**
   * Smooths with a Gaussian: {@code sigma = fwhm / 2.3548 / spacing} voxels along each axis.
   *
   * @param fwhmMm full width at half maximum
   */
  public static HeatMap smooth(Volume image, double fwhmMm, Missing missing, Session session) {
    Geometry g = Values.single(image).geometry();
    double[] sigma = sigmaVoxels(g, fwhmMm / FWHM_PER_SIGMA);
    Samples values = whole(image);
    Samples zeroed = zeroed(values);
    Samples out = like(values, session);
    Border border = missing == Missing.ZERO ? Border.REFLECT : Border.ZERO;
    session.gaussianBlur().blur(zeroed, sigma, border, out);
    String formula = "Gaussian smoothing, FWHM " + Maps.text(fwhmMm) + " mm";
    if (missing == Missing.ZERO) {
      return map(out, image, formula, session);
    }
    Samples present = present(values);
    Samples weights = like(values, session);
    session.gaussianBlur().blur(present, sigma, border, weights);
    float[] sum = (float[]) out.array();
    float[] weight = (float[]) weights.array();
    float[] has = (float[]) present.array();
    float[] v = new float[sum.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = has[i] > 0 ? sum[i] / weight[i] : Float.NaN;
    }
    return map(floats(v, g), image, formula + ", missing voxels left out", session);
  }

  /** A standard deviation in millimetres as voxels along each axis. */
  static double[] sigmaVoxels(Geometry g, double sigmaMm) {
    return new double[] {
      sigmaMm / g.spacing(0),
      g.ny() > 1 ? sigmaMm / g.spacing(1) : 0,
      g.nz() > 1 ? sigmaMm / g.spacing(2) : 0
    };
  }

  private static Samples whole(Volume image) {
    return Samples.of(image, 0, 0);
  }

  private static Samples like(Samples s, Session session) {
    return session.image(s.nx(), s.ny(), s.nz());
  }

  private static Samples floats(float[] v, Geometry g) {
    return Samples.of(v, g.nx(), g.ny(), g.nz());
  }

  /**
   * The image with 0 where it is not finite.
   *
   * @throws IllegalArgumentException if no value is finite
   */
  static Samples zeroed(Samples s) {
    if (s.type().isInteger()) {
      return s;
    }
    float[] v = new float[s.length()];
    s.values(0, v.length, v, 0);
    boolean none = true;
    for (int i = 0; i < v.length; i++) {
      none &= !Float.isFinite(v[i]);
      v[i] = Float.isFinite(v[i]) ? v[i] : 0;
    }
    if (none) {
      throw new IllegalArgumentException("the image holds no finite value");
    }
    return Samples.of(v, s.nx(), s.ny(), s.nz());
  }

  /** 1 where the image is finite. */
  private static Samples present(Samples s) {
    float[] v = new float[s.length()];
    s.values(0, v.length, v, 0);
    for (int i = 0; i < v.length; i++) {
      v[i] = Float.isFinite(v[i]) ? 1 : 0;
    }
    return Samples.of(v, s.nx(), s.ny(), s.nz());
  }

  private static HeatMap map(Samples out, Volume of, String formula, Session session) {
    return map((float[]) out.array(), of, of.unit(), formula, session);
  }

  private static HeatMap map(
      float[] values, Volume of, String unit, String formula, Session session) {
    Volume v = Values.volume(values, of.geometry()).unit(unit).build();
    return new HeatMap(v, isSigned(values), 0, formula, session.backend());
  }

  private static boolean isSigned(float[] values) {
    for (float v : values) {
      if (v < 0) {
        return true;
      }
    }
    return false;
  }

  /** A statistic of the voxels in a box. */
  public enum LocalStatistic {
    /** Arithmetic mean. */
    MEAN,
    /** Standard deviation, divided by n. */
    SD,
    /** Standard deviation divided by the magnitude of the mean; NaN where the mean is 0. */
    CV
  }

  /**
   * A statistic of the box around each voxel that reaches as many whole voxels to both sides of
   * each axis as fit the radius best, and ends at the border of the image. Voxels without data do
   * not count; a voxel without data stays so.
   *
   * @param radiusMm half the box's inner width
   */
  public static HeatMap local(
      LocalStatistic statistic, Volume image, double radiusMm, Session session) {
    Geometry g = Values.single(image).geometry();
    Samples values = whole(image);
    Samples mean = like(values, session);
    Samples sd = like(values, session);
    boolean needsMean = statistic != LocalStatistic.SD;
    boolean needsSd = statistic != LocalStatistic.MEAN;
    int[] radius = radiusVoxels(g, radiusMm);
    session
        .boxStatistics()
        .statistics(
            values,
            radius,
            new Wanted(
                needsMean ? Optional.of(mean) : Optional.empty(),
                needsSd ? Optional.of(sd) : Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    float[] out = (float[]) (needsSd ? sd : mean).array();
    if (statistic == LocalStatistic.CV) {
      float[] m = (float[]) mean.array();
      for (int i = 0; i < out.length; i++) {
        out[i] = m[i] == 0 ? Float.NaN : out[i] / Math.abs(m[i]);
      }
    }
    keepMissing(values, out);
    String formula =
        "local "
            + Option.spelled(statistic)
            + " in boxes of "
            + box(radius)
            + " voxels, radius "
            + Maps.text(radiusMm)
            + " mm";
    String unit = statistic == LocalStatistic.CV ? "" : image.unit();
    return map(out, image, unit, formula, session);
  }

  private static void keepMissing(Samples values, float[] out) {
    if (values.type().isInteger()) {
      return;
    }
    float[] v = new float[out.length];
    values.values(0, v.length, v, 0);
    for (int i = 0; i < v.length; i++) {
      out[i] = Float.isFinite(v[i]) ? out[i] : Float.NaN;
    }
  }

  /** Whole voxels to each side; an axis of one voxel has none. */
  static int[] radiusVoxels(Geometry g, double radiusMm) {
    int[] r = new int[3];
    for (int a = 0; a < 3; a++) {
      r[a] = (int) Math.min(g.size(a) - 1.0, Math.rint(radiusMm / g.spacing(a)));
    }
    return r;
  }

  private static String box(int[] radius) {
    return (2 * radius[0] + 1) + "x" + (2 * radius[1] + 1) + "x" + (2 * radius[2] + 1);
  }

  /**
   * The length of the gradient in the world, in value per millimetre; of the image smoothed first
   * if so wanted. NaN where a neighbour has no data.
   *
   * @param fwhmMm of the smoothing; 0: none
   */
  public static HeatMap gradient(Volume image, double fwhmMm, Session session) {
    Volume source = fwhmMm > 0 ? smooth(image, fwhmMm, Missing.LEFT_OUT, session).volume() : image;
    Samples values = whole(Values.single(source));
    Samples out = like(values, session);
    session.gradientMagnitude().gradientMagnitude(values, image.geometry().affine(), out);
    String unit = image.unit().isEmpty() ? "1/mm" : image.unit() + "/mm";
    String before = fwhmMm > 0 ? " after smoothing, FWHM " + Maps.text(fwhmMm) + " mm" : "";
    return map((float[]) out.array(), image, unit, "length of the gradient" + before, session);
  }

  /**
   * Shannon's entropy in bits of the values in the box around each voxel, {@code - sum p log2 p}
   * over equal bins. Voxels without data do not count; a voxel without data stays so.
   *
   * @param radiusMm as for {@link #local}
   * @param bins equal bins from the image's smallest to its largest finite value
   */
  public static HeatMap entropy(Volume image, double radiusMm, int bins, MapWork work) {
    Geometry g = Values.single(image).geometry();
    Samples values = whole(image);
    int[] radius = radiusVoxels(g, radiusMm);
    float[] out = LocalEntropy.of(bins(values, bins, work.session()), bins, values, radius, work);
    String formula =
        String.format(
            "local entropy in bits, %d bins, boxes of %s voxels, radius %s mm",
            bins, box(radius), Maps.text(radiusMm));
    return new HeatMap(Values.volume(out, g).unit("bit").build(), false, 0, formula, Maps.JAVA);
  }

  /** The bin of each voxel; -1 where there is no data. */
  private static int[] bins(Samples s, int bins, Session session) {
    var all = session.reduce().reduce(s);
    double width = (all.max() - all.min()) / bins;
    double[] v = new double[s.length()];
    s.values(0, v.length, v, 0);
    return Arrays.stream(v)
        .mapToInt(
            x ->
                !Double.isFinite(x)
                    ? -1
                    : width > 0 ? (int) Math.min(bins - 1.0, (x - all.min()) / width) : 0)
        .toArray();
  }

  /**
   * Standardised uptake values by body weight, {@code suv = factor * value} in g/ml.
   *
   * @throws IllegalArgumentException naming what the file lacks for it
   */
  public static HeatMap suv(Volume image) {
    var suv =
        image
            .suv()
            .orElseThrow(() -> new IllegalArgumentException("the image is not a DICOM PET image"));
    double factor =
        suv.factor().orElseThrow(() -> new IllegalArgumentException("no SUV: " + suv.reason()));
    double[] v = Values.of(image);
    float[] out = new float[v.length];
    for (int i = 0; i < v.length; i++) {
      out[i] = (float) (factor * v[i]);
    }
    return Maps.plain(
        out, image.geometry(), "SUVbw", "SUV by body weight, factor " + Maps.text(factor));
  }
}
