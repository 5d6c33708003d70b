// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.SeriesSlabs;
import org.heatscope.image.SeriesSlabs.Slab;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.op.Combine.Formula;
import org.heatscope.op.Reduce.Summary;
import org.heatscope.op.TemporalStatistics.Wanted;

/**
 * Maps over a series by the operations of a backend, in one pass over its samples: sums in double
 * precision, images between operations in floats. A voxel that is not finite in a frame that is
 * used is NaN. Time is counted in seconds from the series' first frame where its step is known,
 * else in frames.
 */
public final class TimeMaps {
  private final Volume series;
  private final Frames frames;
  private final double step;
  private final String timeUnit;
  private final MapWork work;
  private final ImageAlgebra algebra;
  private final int voxels;

  private TimeMaps(Volume series, Frames frames, MapWork work) {
    this.series = Values.scalar(series);
    this.frames = frames;
    this.work = work;
    algebra = new ImageAlgebra(work.session());
    TimeAxis t = series.time();
    boolean known = t.step() > 0 && t.unit().equals("s");
    step = known ? t.step() : 1;
    timeUnit = known ? "s" : "frames";
    voxels = Math.toIntExact(series.geometry().voxels());
  }

  /**
   * Maps of some frames of a series.
   *
   * @throws IllegalArgumentException if there are fewer than two frames, or not those
   */
  public static TimeMaps of(Volume series, Optional<Frames> frames, MapWork work) {
    int all = series.time().frames();
    Frames used = frames.orElse(new Frames(0, all)).within(all);
    if (used.count() < 2) {
      throw new IllegalArgumentException("a series of at least two frames is needed");
    }
    return new TimeMaps(series, used, work);
  }

  // ---- moments

  /** Statistics of some frames of a slab. */
  private final class FrameStatistics {
    private final List<Samples> used;
    private final boolean detrend;

    FrameStatistics(Slab slab, Frames of, boolean detrend) {
      used = slab.frames(of.from(), of.to());
      this.detrend = detrend;
    }

    Samples mean() {
      if (used.size() == 1) {
        return used.get(0);
      }
      Samples out = image();
      compute(Optional.of(out), Optional.empty(), Optional.empty());
      return out;
    }

    /** With divisor n - ddof. */
    Samples sd(int ddof) {
      Samples out = image();
      compute(Optional.empty(), Optional.of(out), Optional.empty());
      return withDdof(out, ddof);
    }

    /** Per frame. */
    Samples slope() {
      Samples out = image();
      compute(Optional.empty(), Optional.empty(), Optional.of(out));
      return out;
    }

    /** Both at once. */
    Samples[] meanAndSd(int ddof) {
      Samples mean = image();
      Samples sd = image();
      compute(Optional.of(mean), Optional.of(sd), Optional.empty());
      return new Samples[] {mean, withDdof(sd, ddof)};
    }

    private Samples image() {
      return algebra.like(used.get(0));
    }

    private void compute(Optional<Samples> mean, Optional<Samples> sd, Optional<Samples> slope) {
      work.session()
          .temporalStatistics()
          .statistics(used, detrend, new Wanted(mean, sd, Optional.empty(), slope));
    }

    private Samples withDdof(Samples sd, int ddof) {
      double n = used.size();
      return ddof == 1 ? sd : algebra.scaled(Math.sqrt((n - 1) / (n - ddof)), sd);
    }
  }

  private FrameStatistics statistics(Slab slab) {
    return new FrameStatistics(slab, frames, false);
  }

  /** The mean. */
  public HeatMap mean() {
    return signed(
        slab -> statistics(slab).mean(), series.unit(), "mean over " + frames.count() + " frames");
  }

  /**
   * The standard deviation with divisor n - ddof.
   *
   * @param ddof 1 for the sample's, 0 for the population's (NumPy's default)
   */
  public HeatMap sd(int ddof) {
    return plain(
        slab -> statistics(slab).sd(ddof),
        series.unit(),
        "sd over " + frames.count() + " frames, ddof " + ddof);
  }

  /**
   * The temporal signal-to-noise ratio: the mean over the standard deviation of what a straight
   * line through time leaves. NaN where nothing is left.
   *
   * @param ddof divisor n - ddof of the deviation
   */
  public HeatMap tsnr(int ddof) {
    return signed(
        slab -> {
          Samples[] m = new FrameStatistics(slab, frames, true).meanAndSd(ddof);
          return algebra.ratio(m[0], m[1], 0);
        },
        "",
        "tSNR: mean / sd after linear detrend, ddof " + ddof);
  }

  /** The slope of the straight line through time by least squares, per second or per frame. */
  public HeatMap slope() {
    String per = series.unit().isEmpty() ? "1/" : series.unit() + "/";
    return signed(
        slab -> algebra.scaled(1 / step, statistics(slab).slope()),
        per + (timeUnit.equals("frames") ? "frame" : timeUnit),
        "slope by least squares");
  }

  // ---- against a baseline

  /**
   * Percent change against a baseline: {@code 100 (x - b) / b} with b the mean of the baseline
   * frames; NaN where |b| is not above the floor. Within 2e-5 percent, means being rounded to
   * floats.
   *
   * @param floor in the image's unit; empty: a millionth of the largest |b|
   * @param over frames whose mean is x; empty: every frame of the series by itself
   */
  public HeatMap percentChange(Frames baseline, Optional<Double> floor, Optional<Frames> over) {
    baseline.within(series.time().frames());
    double least = floor.orElseGet(() -> 1e-6 * largestMean(baseline));
    return relative(
        over,
        slab -> new Samples[] {new FrameStatistics(slab, baseline, false).mean()},
        (x, b, out) -> work.session().combine().combine(x, b[0], Formula.percentChange(least), out),
        "%",
        "percent change against the mean of frames " + baseline + ", floor " + Maps.text(least));
  }

  private double largestMean(Frames of) {
    Summary all = Summary.NONE;
    for (Slab slab : SeriesSlabs.of(series)) {
      all = all.and(work.session().reduce().reduce(new FrameStatistics(slab, of, false).mean()));
    }
    return all.largest();
  }

  /**
   * z against a baseline: {@code (x - b) / sd} with mean and standard deviation of the baseline
   * frames; NaN where they have no spread. Within 1e-7 |b| / sd, means being rounded to floats.
   *
   * @param ddof divisor n - ddof of the deviation
   */
  public HeatMap zScore(Frames baseline, int ddof, Optional<Frames> over) {
    if (baseline.count() < 2) {
      throw new InvalidOption("a baseline of at least two frames is needed, not " + baseline);
    }
    baseline.within(series.time().frames());
    return relative(
        over,
        slab -> new FrameStatistics(slab, baseline, false).meanAndSd(ddof),
        (x, b, out) ->
            work.session()
                .combine()
                .combine(algebra.sum(1, x, -1, b[0]), b[1], Formula.ratio(0), out),
        "z",
        "z against frames " + baseline + ", ddof " + ddof);
  }

  /** Sets an image in relation to those of a baseline. */
  private interface Relation {
    void of(Samples x, Samples[] baseline, Samples out);
  }

  private HeatMap relative(
      Optional<Frames> over,
      Function<Slab, Samples[]> baseline,
      Relation relation,
      String unit,
      String formula) {
    if (over.isPresent()) {
      Frames o = over.get().within(series.time().frames());
      return signed(
          slab -> {
            Samples x = new FrameStatistics(slab, o, false).mean();
            Samples out = algebra.like(x);
            relation.of(x, baseline.apply(slab), out);
            return out;
          },
          unit,
          formula + ", mean of frames " + o);
    }
    Geometry g = series.geometry();
    int all = series.time().frames();
    float[] values = new float[Math.multiplyExact(voxels, all)];
    Samples whole = Samples.of(values, g.nx(), g.ny(), g.nz() * all);
    for (Slab slab : SeriesSlabs.of(series)) {
      Samples[] b = baseline.apply(slab);
      int z = slab.first() / (g.nx() * g.ny());
      for (int t = 0; t < all; t++) {
        relation.of(slab.frame(t), b, whole.planes(z + t * g.nz(), slab.planes()));
      }
      work.progress().at((long) slab.first() + slab.voxels(), voxels);
    }
    Volume v =
        Volume.of(ArrayImgs.floats(Maps.finite(values), g.nx(), g.ny(), g.nz(), all), g)
            .time(series.time())
            .unit(unit)
            .build();
    return new HeatMap(v, true, 0, formula, work.session().backend());
  }

  // ---- shape of the curve

  /** The largest value. */
  public HeatMap peak() {
    return Maps.signed(peaks()[0], series.geometry(), series.unit(), "largest value over time");
  }

  /** The time of the largest value, the first of equals. */
  public HeatMap timeToPeak() {
    return Maps.plain(peaks()[1], series.geometry(), timeUnit, "time of the largest value");
  }

  /** The largest values, and their times. */
  private float[][] peaks() {
    float[][] out = new float[2][voxels];
    SeriesBlocks.each(
        series,
        frames,
        work,
        (x, first, count) -> {
          for (int i = 0; i < count; i++) {
            int top = 0;
            boolean isFinite = true;
            for (int t = 0; t < x.length; t++) {
              isFinite &= Math.abs(x[t][i]) < Double.POSITIVE_INFINITY;
              top = x[t][i] > x[top][i] ? t : top;
            }
            out[0][first + i] = isFinite ? (float) x[top][i] : Float.NaN;
            out[1][first + i] = isFinite ? (float) ((frames.from() + top) * step) : Float.NaN;
          }
        });
    return out;
  }

  /**
   * The area under the curve by the trapezoid rule, in the unit times seconds or frames: {@code
   * step (n mean - (first + last) / 2)}, less the baseline's mean times the length; within 2e-7 of
   * the larger of the two areas.
   *
   * @param baseline frames whose mean is taken from the curve first
   */
  public HeatMap auc(Optional<Frames> baseline) {
    baseline.ifPresent(b -> b.within(series.time().frames()));
    double length = (frames.count() - 1) * step;
    return signed(
        slab -> {
          Samples first = slab.frame(frames.from());
          Samples last = slab.frame(frames.to() - 1);
          Samples ends = algebra.sum(-0.5 * step, first, -0.5 * step, last);
          Samples area = algebra.sum(frames.count() * step, statistics(slab).mean(), 1, ends);
          return baseline
              .map(b -> algebra.sum(1, area, -length, new FrameStatistics(slab, b, false).mean()))
              .orElse(area);
        },
        (series.unit() + " " + timeUnit).strip(),
        "area under the curve" + baseline.map(b -> " above the mean of frames " + b).orElse(""));
  }

  // ---- out

  private HeatMap signed(Function<Slab, Samples> f, String unit, String formula) {
    return map(f, true, unit, formula);
  }

  private HeatMap plain(Function<Slab, Samples> f, String unit, String formula) {
    return map(f, false, unit, formula);
  }

  private HeatMap map(Function<Slab, Samples> f, boolean signed, String unit, String formula) {
    float[] values = bySlab(series, work, f);
    return Maps.of(values, series.geometry(), unit, signed, formula, work.session().backend());
  }

  /** An image that is made slab by slab; what is not finite becomes NaN. */
  static float[] bySlab(Volume series, MapWork work, Function<Slab, Samples> f) {
    int voxels = Math.toIntExact(series.geometry().voxels());
    float[] out = null;
    for (Slab slab : SeriesSlabs.of(Values.scalar(series))) {
      float[] part = Maps.finite(f.apply(slab));
      if (slab.voxels() == voxels) {
        return part;
      }
      out = out == null ? new float[voxels] : out;
      System.arraycopy(part, 0, out, slab.first(), slab.voxels());
      work.progress().at((long) slab.first() + slab.voxels(), voxels);
    }
    return out;
  }
}
