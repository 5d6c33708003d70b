// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Locale;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;

/**
 * The amplitude of low-frequency fluctuation (Zang et al., Brain and Development 29, 2007): the
 * mean amplitude of the frequencies k / (n dt) in a band, after a straight line through time is
 * taken away.
 *
 * <p>The amplitude of a frequency is {@code 2 |X_k| / n} ({@code |X_k| / n} at the highest), so
 * that a sine of amplitude a that runs whole periods has a at its own. The series is not padded.
 * Computed in plain Java: the backends have no Fourier transform.
 */
public final class Alff {
  private final int n;
  private final int first;
  private final int bins;
  private final double[] cos;
  private final double[] sin;

  private Alff(int n, int first, int last) {
    this.n = n;
    this.first = first;
    bins = last - first + 1;
    cos = new double[n];
    sin = new double[n];
    for (int t = 0; t < n; t++) {
      cos[t] = Math.cos(2 * Math.PI * t / n);
      sin[t] = Math.sin(2 * Math.PI * t / n);
    }
  }

  /**
   * Computes the mean amplitude, in the image's unit.
   *
   * @param stepSeconds between frames
   * @param lowHz lower end of the band, included
   * @param highHz upper end, included
   * @throws IllegalArgumentException if no frequency of the series lies in the band
   */
  public static HeatMap map(
      Volume series, double stepSeconds, double lowHz, double highHz, MapWork work) {
    int n = series.time().frames();
    double unit = 1 / (n * stepSeconds);
    int low = (int) Math.max(1, Math.ceil(lowHz / unit - 1e-9));
    int high = (int) Math.min(n / 2, Math.floor(highHz / unit + 1e-9));
    if (high < low) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no frequency of %d frames every %s s lies in %s..%s Hz (steps of %.4g Hz)",
              n,
              Maps.text(stepSeconds),
              Maps.text(lowHz),
              Maps.text(highHz),
              unit));
    }
    float[] out = new float[Math.toIntExact(series.geometry().voxels())];
    Alff alff = new Alff(n, low, high);
    SeriesBlocks.each(
        series,
        new Frames(0, n),
        work,
        (x, first, count) -> alff.meanAmplitudes(x, count, out, first));
    Maps.finite(out);
    return Maps.plain(
        out,
        series.geometry(),
        series.unit(),
        String.format(
            Locale.ROOT,
            "ALFF: mean amplitude of %s..%s Hz (%d frequencies) after linear detrend",
            Maps.text(lowHz),
            Maps.text(highHz),
            high - low + 1));
  }

  /** Of a few voxels, whose values are changed. */
  private void meanAmplitudes(double[][] x, int count, float[] out, int at) {
    detrend(x, count);
    fold(x, count);
    double[] sums = new double[count];
    double[] re = new double[count];
    double[] im = new double[count];
    for (int k = first; k < first + bins; k++) {
      transform(x, k, count, re, im);
      double share = (2 * k == n ? 1.0 : 2.0) / n / bins;
      for (int i = 0; i < count; i++) {
        sums[i] += share * Math.sqrt(re[i] * re[i] + im[i] * im[i]);
      }
    }
    for (int i = 0; i < count; i++) {
      out[at + i] = (float) sums[i];
    }
  }

  /** Takes the first value away, which no frequency above 0 sees, then the straight line. */
  private void detrend(double[][] x, int count) {
    double[] slopes = new double[count];
    double[] origin = x[0].clone();
    for (int t = 0; t < n; t++) {
      double time = t - 0.5 * (n - 1);
      for (int i = 0; i < count; i++) {
        x[t][i] -= origin[i];
        slopes[i] += time * x[t][i];
      }
    }
    double spread = n * ((double) n * n - 1) / 12;
    for (int t = 0; t < n; t++) {
      double time = (t - 0.5 * (n - 1)) / spread;
      for (int i = 0; i < count; i++) {
        x[t][i] -= slopes[i] * time;
      }
    }
  }

  /** x(t) + x(n - t) in place of x(t), and x(t) - x(n - t) in place of x(n - t), t below n / 2. */
  private void fold(double[][] x, int count) {
    for (int t = 1; t < (n + 1) / 2; t++) {
      double[] a = x[t];
      double[] b = x[n - t];
      for (int i = 0; i < count; i++) {
        double sum = a[i] + b[i];
        b[i] = a[i] - b[i];
        a[i] = sum;
      }
    }
  }

  /** The cosine is even in t and the sine odd: each needs half of the folded values. */
  private void transform(double[][] x, int k, int count, double[] re, double[] im) {
    double middle = n % 2 == 0 ? (k % 2 == 0 ? 1 : -1) : 0;
    for (int i = 0; i < count; i++) {
      re[i] = x[0][i] + middle * x[n / 2][i];
      im[i] = 0;
    }
    for (int t = 1; t < (n + 1) / 2; t++) {
      int angle = (int) ((long) k * t % n);
      add(cos[angle], x[t], re, count);
      add(sin[angle], x[n - t], im, count);
    }
  }

  private static void add(double weight, double[] x, double[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += weight * x[i];
    }
  }
}
