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
 */
public final class Alff implements FramePass.Accumulator {
  private final int n;
  private final int first;
  private final int bins;
  private final double[][] re;
  private final double[][] im;
  private final double[] origin;
  private final double[] products;

  private Alff(int n, int first, int last, int voxels) {
    this.n = n;
    this.first = first;
    bins = last - first + 1;
    re = new double[bins][voxels];
    im = new double[bins][voxels];
    origin = new double[voxels];
    products = new double[voxels];
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
    int voxels = Math.toIntExact(series.geometry().voxels());
    Alff sums = new Alff(n, low, high, voxels);
    FramePass.run(series, new Frames(0, n), work, sums);
    float[] out = new float[voxels];
    work.workers()
        .run(
            voxels,
            1 << 12,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                double mean = sums.meanAmplitude(i);
                out[i] = Double.isFinite(mean) ? (float) mean : Float.NaN;
              }
            });
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

  @Override
  public void add(int frame, double[] x, int from, int count) {
    if (frame == 0) {
      System.arraycopy(x, 0, origin, from, count);
    }
    double time = frame - 0.5 * (n - 1);
    for (int i = 0; i < count; i++) {
      x[i] -= origin[from + i];
      products[from + i] += time * x[i];
    }
    for (int b = 0; b < bins; b++) {
      double c = cos(b, frame);
      double s = sin(b, frame);
      double[] r = re[b];
      double[] m = im[b];
      for (int i = 0; i < count; i++) {
        r[from + i] += c * x[i];
        m[from + i] -= s * x[i];
      }
    }
  }

  /** The angle modulo whole turns: exact for long series too. */
  private double angle(int bin, int frame) {
    return 2 * Math.PI * ((long) (first + bin) * frame % n) / n;
  }

  private double cos(int bin, int frame) {
    return Math.cos(angle(bin, frame));
  }

  private double sin(int bin, int frame) {
    return Math.sin(angle(bin, frame));
  }

  /** The transform is linear: that of the line is taken from that of the series. */
  private double meanAmplitude(int i) {
    double slope = products[i] / (n * ((double) n * n - 1) / 12);
    double sum = 0;
    for (int b = 0; b < bins; b++) {
      // The transform of 0, 1, .. n - 1 at k is n / (e^(-2 pi i k / n) - 1) = -n/2 + i n/2 cot.
      double half = Math.PI * (first + b) / n;
      double lineRe = -n / 2.0;
      double lineIm = n / 2.0 * Math.cos(half) / Math.sin(half);
      double amplitude =
          Math.hypot(re[b][i] - slope * lineRe, im[b][i] - slope * lineIm)
              / n
              * (2 * (first + b) == n ? 1 : 2);
      sum += amplitude;
    }
    return sum / bins;
  }
}
