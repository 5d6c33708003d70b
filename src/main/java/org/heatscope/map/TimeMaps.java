// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.HeatMap;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;

/**
 * Maps over a series, in one pass over its frames. A voxel that is not finite in a frame that is
 * used is NaN. Time is counted in seconds from the series' first frame where its step is known,
 * else in frames.
 */
public final class TimeMaps {
  /** What is left of a spread by rounding, relative to what it was taken from. */
  private static final double ROUNDING = 1e-12;

  private final Volume series;
  private final Frames frames;
  private final double step;
  private final String timeUnit;
  private final MapWork work;
  private final int voxels;

  private TimeMaps(Volume series, Frames frames, MapWork work) {
    this.series = Values.scalar(series);
    this.frames = frames;
    this.work = work;
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

  /** Mean and sum of squared deviations, as Welford updates them. */
  private final class Sums implements FramePass.Accumulator {
    private final Frames of;
    private final double[] mean = new double[voxels];
    private final double[] squares = new double[voxels];

    Sums(Frames of) {
      this.of = of;
      FramePass.run(series, of, work, this);
    }

    @Override
    public void add(int frame, double[] x, int from, int count) {
      double share = 1.0 / (frame - of.from() + 1);
      for (int i = 0; i < count; i++) {
        double delta = x[i] - mean[from + i];
        mean[from + i] += delta * share;
        squares[from + i] += delta * (x[i] - mean[from + i]);
      }
    }

    double sd(int i, int ddof) {
      return Math.sqrt(squares[i] / (of.count() - ddof));
    }
  }

  /** The mean. */
  public HeatMap mean() {
    Sums s = new Sums(frames);
    return signed(i -> s.mean[i], series.unit(), "mean over " + frames.count() + " frames");
  }

  /**
   * The standard deviation with divisor n - ddof.
   *
   * @param ddof 1 for the sample's, 0 for the population's (NumPy's default)
   */
  public HeatMap sd(int ddof) {
    Sums s = new Sums(frames);
    return plain(
        i -> s.sd(i, ddof), series.unit(), "sd over " + frames.count() + " frames, ddof " + ddof);
  }

  /**
   * The temporal signal-to-noise ratio: the mean over the standard deviation of what a straight
   * line through time leaves. NaN where nothing is left.
   *
   * @param ddof divisor n - ddof of the deviation
   */
  public HeatMap tsnr(int ddof) {
    Trend trend = new Trend();
    return signed(
        i -> {
          double left = trend.residualSquares(i);
          return left > 0 ? trend.mean[i] / Math.sqrt(left / (frames.count() - ddof)) : Double.NaN;
        },
        "",
        "tSNR: mean / sd after linear detrend, ddof " + ddof);
  }

  /** The slope of the straight line through time by least squares, per second or per frame. */
  public HeatMap slope() {
    Trend trend = new Trend();
    String per = series.unit().isEmpty() ? "1/" : series.unit() + "/";
    return signed(i -> trend.slope(i) / step, per + singular(), "slope by least squares");
  }

  private String singular() {
    return timeUnit.equals("frames") ? "frame" : timeUnit;
  }

  /**
   * A straight line at each voxel. Values are relative to the first frame used, time to the middle
   * one, so that no digits go to an offset.
   */
  private final class Trend implements FramePass.Accumulator {
    private final double[] mean = new double[voxels];
    private final double[] squares = new double[voxels];
    private final double[] products = new double[voxels];
    private final double[] origin = new double[voxels];
    private final double timeSquares;

    Trend() {
      double n = frames.count();
      timeSquares = n * (n * n - 1) / 12;
      FramePass.run(series, frames, work, this);
      for (int i = 0; i < voxels; i++) {
        mean[i] += origin[i];
      }
    }

    @Override
    public void add(int frame, double[] x, int from, int count) {
      if (frame == frames.from()) {
        System.arraycopy(x, 0, origin, from, count);
      }
      double share = 1.0 / (frame - frames.from() + 1);
      double time = frame - 0.5 * (frames.from() + frames.to() - 1);
      for (int i = 0; i < count; i++) {
        double v = x[i] - origin[from + i];
        double delta = v - mean[from + i];
        mean[from + i] += delta * share;
        squares[from + i] += delta * (v - mean[from + i]);
        products[from + i] += time * v;
      }
    }

    /** Per frame. */
    double slope(int i) {
      return products[i] / timeSquares;
    }

    double residualSquares(int i) {
      double left = squares[i] - products[i] * products[i] / timeSquares;
      return left > ROUNDING * squares[i] ? left : left != left ? Double.NaN : 0;
    }
  }

  // ---- against a baseline

  /**
   * Percent change against a baseline: {@code 100 (x - b) / b} with b the mean of the baseline
   * frames; NaN where |b| is not above the floor.
   *
   * @param floor in the image's unit; empty: a millionth of the largest |b|
   * @param over frames whose mean is x; empty: every frame of the series by itself
   */
  public HeatMap percentChange(Frames baseline, Optional<Double> floor, Optional<Frames> over) {
    double[] b = new Sums(baseline.within(series.time().frames())).mean;
    double least = floor.orElseGet(() -> 1e-6 * largest(b));
    return relative(
        (x, i) -> Math.abs(b[i]) > least ? 100 * (x - b[i]) / b[i] : Double.NaN,
        over,
        "%",
        "percent change against the mean of frames " + baseline + ", floor " + Maps.text(least));
  }

  /**
   * z against a baseline: {@code (x - b) / sd} with mean and standard deviation of the baseline
   * frames; NaN where they have no spread.
   *
   * @param ddof divisor n - ddof of the deviation
   */
  public HeatMap zScore(Frames baseline, int ddof, Optional<Frames> over) {
    if (baseline.count() < 2) {
      throw new InvalidOption("a baseline of at least two frames is needed, not " + baseline);
    }
    Sums s = new Sums(baseline.within(series.time().frames()));
    return relative(
        (x, i) -> {
          double sd = s.sd(i, ddof);
          return sd > 0 ? (x - s.mean[i]) / sd : Double.NaN;
        },
        over,
        "z",
        "z against frames " + baseline + ", ddof " + ddof);
  }

  private static double largest(double[] v) {
    return Arrays.stream(v).map(Math::abs).filter(Double::isFinite).max().orElse(0);
  }

  private interface Relative {
    double of(double x, int voxel);
  }

  private HeatMap relative(Relative f, Optional<Frames> over, String unit, String formula) {
    if (over.isPresent()) {
      Frames o = over.get().within(series.time().frames());
      double[] x = new Sums(o).mean;
      return signed(i -> f.of(x[i], i), unit, formula + ", mean of frames " + o);
    }
    int all = series.time().frames();
    float[] out = new float[Math.multiplyExact(voxels, all)];
    FramePass.run(
        series,
        new Frames(0, all),
        work,
        (frame, x, from, count) -> {
          for (int i = 0; i < count; i++) {
            double v = f.of(x[i], from + i);
            out[frame * voxels + from + i] =
                Math.abs(v) < Double.POSITIVE_INFINITY ? (float) v : Float.NaN;
          }
        });
    return Maps.series(out, series.geometry(), series.time(), true, unit, formula);
  }

  // ---- shape of the curve

  /** The largest value. */
  public HeatMap peak() {
    Peak p = new Peak();
    return signed(i -> p.top[i], series.unit(), "largest value over time");
  }

  /** The time of the largest value, the first of equals. */
  public HeatMap timeToPeak() {
    Peak p = new Peak();
    return plain(i -> p.frame[i] * step, timeUnit, "time of the largest value");
  }

  private final class Peak implements FramePass.Accumulator {
    private final double[] top = new double[voxels];
    private final double[] frame = new double[voxels];

    Peak() {
      Arrays.fill(top, Double.NEGATIVE_INFINITY);
      FramePass.run(series, frames, work, this);
    }

    @Override
    public void add(int t, double[] x, int from, int count) {
      for (int i = 0; i < count; i++) {
        double v = x[i];
        if (!(Math.abs(v) < Double.POSITIVE_INFINITY)) {
          // no number is larger, and NaN stays
          top[from + i] = Double.NaN;
          frame[from + i] = Double.NaN;
        } else if (v > top[from + i]) {
          top[from + i] = v;
          frame[from + i] = t;
        }
      }
    }
  }

  /**
   * The area under the curve by the trapezoid rule, in the unit times seconds or frames.
   *
   * @param baseline frames whose mean is taken from the curve first
   */
  public HeatMap auc(Optional<Frames> baseline) {
    double[] area = new double[voxels];
    FramePass.run(
        series,
        frames,
        work,
        (frame, x, from, count) -> {
          boolean end = frame == frames.from() || frame == frames.to() - 1;
          double weight = (end ? 0.5 : 1) * step;
          for (int i = 0; i < count; i++) {
            area[from + i] += weight * x[i];
          }
        });
    String unit = (series.unit() + " " + timeUnit).strip();
    if (baseline.isEmpty()) {
      return signed(i -> area[i], unit, "area under the curve");
    }
    double[] b = new Sums(baseline.get().within(series.time().frames())).mean;
    double length = (frames.count() - 1) * step;
    return signed(
        i -> area[i] - b[i] * length,
        unit,
        "area under the curve above the mean of frames " + baseline.get());
  }

  // ---- out

  private HeatMap signed(IntToDoubleFunction f, String unit, String formula) {
    return Maps.signed(fill(f), series.geometry(), unit, formula);
  }

  private HeatMap plain(IntToDoubleFunction f, String unit, String formula) {
    return Maps.plain(fill(f), series.geometry(), unit, formula);
  }

  private float[] fill(IntToDoubleFunction f) {
    float[] out = new float[voxels];
    for (int i = 0; i < voxels; i++) {
      double v = f.applyAsDouble(i);
      out[i] = Math.abs(v) < Double.POSITIVE_INFINITY ? (float) v : Float.NaN;
    }
    return out;
  }
}
