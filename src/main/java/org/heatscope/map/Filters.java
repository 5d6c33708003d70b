// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.op.Border;
import org.heatscope.op.BoxStatistics.Wanted;
import org.heatscope.op.GaussianBlur;
import org.heatscope.op.Reduce.Summary;

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
  public static HeatMap smooth(Volume image, double fwhmMm, Missing missing, MapWork work) {
    boolean signed = summary(image, work).min() < 0;
    return smoothed(image, fwhmMm, missing, signed, work);
  }

  private static HeatMap smoothed(
      Volume image, double fwhmMm, Missing missing, boolean signed, MapWork work) {
    Session session = work.session();
    double[] sigma = sigmaVoxels(image.geometry(), fwhmMm / FWHM_PER_SIGMA);
    boolean zero = missing == Missing.ZERO;
    Border border = zero ? Border.REFLECT : Border.ZERO;
    String formula =
        "Gaussian smoothing, FWHM "
            + Maps.text(fwhmMm)
            + " mm"
            + (zero ? "" : ", missing voxels left out");
    return BlockMaps.of(
        image,
        reach(sigma, false),
        work,
        part -> {
          Samples values = Samples.of(part, 0, 0);
          ImageAlgebra algebra = new ImageAlgebra(session);
          Samples out = algebra.like(values);
          session.gaussianBlur().blur(zeroed(values), sigma, border, out);
          if (!zero) {
            Samples weights = algebra.like(values);
            session.gaussianBlur().blur(present(values), sigma, border, weights);
            out = algebra.where(algebra.ratio(out, weights, 0), values);
          }
          return map(out, part, image.unit(), signed, formula, session);
        });
  }

  /** How far a Gaussian or its derivatives reach along each axis. */
  static int[] reach(double[] sigmaVoxels, boolean withDerivative) {
    return Arrays.stream(sigmaVoxels)
        .mapToInt(s -> GaussianBlur.reach(s, withDerivative))
        .toArray();
  }

  /** A standard deviation in millimetres as voxels along each axis. */
  static double[] sigmaVoxels(Geometry g, double sigmaMm) {
    return new double[] {
      sigmaMm / g.spacing(0),
      g.ny() > 1 ? sigmaMm / g.spacing(1) : 0,
      g.nz() > 1 ? sigmaMm / g.spacing(2) : 0
    };
  }

  /**
   * What the values of a single image tell. Says how many are infinite, which count as no data.
   *
   * @throws IllegalArgumentException if no value is finite
   */
  static Summary summary(Volume image, MapWork work) {
    Summary all = work.session().reduce().reduce(Slabs.of(Values.single(image), 0, 0));
    if (all.finite() == 0) {
      throw new IllegalArgumentException("the image holds no finite value");
    }
    if (all.infinite() > 0) {
      String values = all.infinite() == 1 ? " infinite value is" : " infinite values are";
      work.notes().accept(all.infinite() + values + " taken as no data");
    }
    return all;
  }

  /** The image with 0 where it is not finite. */
  static Samples zeroed(Samples s) {
    if (s.type().isInteger()) {
      return s;
    }
    float[] v = new float[s.length()];
    s.values(0, v.length, v, 0);
    for (int i = 0; i < v.length; i++) {
      v[i] = Float.isFinite(v[i]) ? v[i] : 0;
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

  private static HeatMap map(
      Samples out, Volume of, String unit, boolean signed, String formula, Session session) {
    return Maps.of(Maps.finite(out), of.geometry(), unit, signed, formula, session.backend());
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
      LocalStatistic statistic, Volume image, double radiusMm, MapWork work) {
    boolean signed = summary(image, work).min() < 0 && statistic == LocalStatistic.MEAN;
    Session session = work.session();
    int[] radius = radiusVoxels(image.geometry(), radiusMm);
    String formula =
        "local "
            + Option.spelled(statistic)
            + " in boxes of "
            + box(radius)
            + " voxels, radius "
            + Maps.text(radiusMm)
            + " mm";
    String unit = statistic == LocalStatistic.CV ? "" : image.unit();
    return BlockMaps.of(
        image,
        radius,
        work,
        part -> {
          Samples values = Samples.of(part, 0, 0);
          Samples out = statistic(statistic, values, radius, session);
          return map(out, part, unit, signed, formula, session);
        });
  }

  private static Samples statistic(
      LocalStatistic statistic, Samples values, int[] radius, Session session) {
    ImageAlgebra algebra = new ImageAlgebra(session);
    Samples mean = algebra.like(values);
    Samples sd = algebra.like(values);
    session
        .boxStatistics()
        .statistics(
            values,
            radius,
            new Wanted(
                Optional.of(mean).filter(m -> statistic != LocalStatistic.SD),
                Optional.of(sd).filter(s -> statistic != LocalStatistic.MEAN),
                Optional.empty(),
                Optional.empty()));
    if (statistic != LocalStatistic.CV) {
      return algebra.where(statistic == LocalStatistic.MEAN ? mean : sd, values);
    }
    Samples cv = algebra.where(algebra.ratio(sd, mean, 0), values);
    float[] magnitudes = (float[]) cv.array();
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(magnitudes[i]);
    }
    return cv;
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
  public static HeatMap gradient(Volume image, double fwhmMm, MapWork work) {
    summary(image, work);
    Volume source =
        fwhmMm > 0 ? smoothed(image, fwhmMm, Missing.LEFT_OUT, false, work).volume() : image;
    Session session = work.session();
    String unit = image.unit().isEmpty() ? "1/mm" : image.unit() + "/mm";
    String before = fwhmMm > 0 ? " after smoothing, FWHM " + Maps.text(fwhmMm) + " mm" : "";
    return BlockMaps.of(
        source,
        new int[] {1, 1, 1},
        work,
        part -> {
          Samples values = Samples.of(part, 0, 0);
          Samples out = new ImageAlgebra(session).like(values);
          session.gradientMagnitude().gradientMagnitude(values, part.geometry().affine(), out);
          return map(out, part, unit, false, "length of the gradient" + before, session);
        });
  }

  /**
   * Shannon's entropy in bits of the values in the box around each voxel, {@code - sum p log2 p}
   * over equal bins. Voxels without data do not count; a voxel without data stays so.
   *
   * @param radiusMm as for {@link #local}
   * @param bins equal bins from the image's smallest to its largest finite value
   */
  public static HeatMap entropy(Volume image, double radiusMm, int bins, MapWork work) {
    Summary all = summary(image, work);
    int[] radius = radiusVoxels(image.geometry(), radiusMm);
    String formula =
        String.format(
            "local entropy in bits, %d bins, boxes of %s voxels, radius %s mm",
            bins, box(radius), Maps.text(radiusMm));
    return BlockMaps.of(
        image,
        radius,
        work,
        part -> {
          Samples values = Samples.of(part, 0, 0);
          float[] out = LocalEntropy.of(bins(values, bins, all), bins, values, radius, work);
          String where = Maps.partly(work.session(), "entropy");
          return Maps.of(out, part.geometry(), "bit", false, formula, where);
        });
  }

  /** The bin of each voxel; -1 where there is no data. */
  private static int[] bins(Samples s, int bins, Summary all) {
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
  public static HeatMap suv(Volume image, MapWork work) {
    var suv =
        image
            .suv()
            .orElseThrow(() -> new IllegalArgumentException("the image is not a DICOM PET image"));
    double factor =
        suv.factor().orElseThrow(() -> new IllegalArgumentException("no SUV: " + suv.reason()));
    summary(image, work);
    return BlockMaps.of(
        image,
        new int[3],
        work,
        part ->
            map(
                new ImageAlgebra(work.session()).scaled(factor, Samples.of(part, 0, 0)),
                part,
                "SUVbw",
                false,
                "SUV by body weight, factor " + Maps.text(factor),
                work.session()));
  }
}
