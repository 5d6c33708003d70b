// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.op.Histogram;

/**
 * Finds the head or body in a scan without being told where it is.
 *
 * <ol>
 *   <li>the mean over time;
 *   <li>Otsu's threshold (1979) on a histogram of 256 bins from the 0.1th to the 99.9th percentile:
 *       voxels above it;
 *   <li>of these the largest component whose voxels share faces;
 *   <li>holes filled: what cannot be reached from the image's border through voxels that share
 *       faces belongs to it.
 * </ol>
 *
 * A simple method for a bright body on a dark ground; it leaves the skull in, and is no substitute
 * for a segmentation.
 */
public final class AutoMask {
  private static final int BINS = 256;

  /** What is wrong with an image in which nothing is found. */
  static final String EMPTY = "the automatic mask is empty: nothing in the image stands out";

  private AutoMask() {}

  /** The mask, x fastest; empty of voxels where the image is constant. */
  public static boolean[] of(Volume volume, MapWork work) {
    Samples samples = meanOverTime(volume, work);
    double threshold = otsu(samples, work.session());
    double[] mean = Values.of(samples);
    boolean[] inside = new boolean[mean.length];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = mean[i] > threshold;
    }
    largest(inside, volume.geometry());
    fillHoles(inside, volume.geometry());
    work.notes()
        .accept(
            String.format(
                Locale.ROOT,
                "automatic mask: above %s, %.1f%% of the voxels",
                Maps.text(threshold),
                100.0 * count(inside) / inside.length));
    return inside;
  }

  /**
   * The mask as a map: 1 within, 0 outside.
   *
   * @throws IllegalArgumentException if nothing is within
   */
  public static HeatMap map(Volume volume, MapWork work) {
    boolean[] inside = of(Values.scalar(volume), work);
    if (!Masks.any(inside)) {
      throw new IllegalArgumentException(EMPTY);
    }
    float[] out = new float[inside.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = inside[i] ? 1 : 0;
    }
    return Maps.of(
        out,
        volume.geometry(),
        "",
        false,
        "automatic mask: Otsu, largest component, holes filled",
        Maps.partly(work.session(), "components"));
  }

  private static int count(boolean[] inside) {
    int n = 0;
    for (boolean b : inside) {
      n += b ? 1 : 0;
    }
    return n;
  }

  private static Samples meanOverTime(Volume volume, MapWork work) {
    if (volume.time().frames() == 1) {
      return Samples.of(volume, 0, 0);
    }
    HeatMap mean =
        TimeMaps.of(volume, Optional.empty(), MapWork.quiet(work.session(), work.workers())).mean();
    return Samples.of(mean.volume(), 0, 0);
  }

  /**
   * Otsu's threshold: the bin edge that makes the variance between the two classes largest. Values
   * beyond the percentiles count in the outermost bins.
   *
   * @return NaN, above which there is nothing, where the values are all equal
   */
  static double otsu(Samples samples, Session session) {
    double[] ends = session.quantiles().quantiles(samples, false, 0.001, 0.999);
    double lo = ends[0];
    double hi = ends[1];
    if (!(hi > lo)) {
      return Double.NaN;
    }
    Histogram.Counts all = session.histogram().count(samples, lo, hi, BINS);
    long[] counts = all.bins();
    counts[0] += all.under();
    counts[BINS - 1] += all.over();
    long values = Arrays.stream(counts).sum();
    double total = 0;
    for (int b = 0; b < BINS; b++) {
      total += (double) b * counts[b];
    }
    double below = 0;
    double sumBelow = 0;
    double best = -1;
    int cut = 0;
    for (int b = 0; b < BINS - 1; b++) {
      below += counts[b];
      sumBelow += (double) b * counts[b];
      double above = values - below;
      if (below > 0 && above > 0) {
        double d = sumBelow / below - (total - sumBelow) / above;
        double between = below * above * d * d;
        if (between > best) {
          best = between;
          cut = b;
        }
      }
    }
    return lo + (cut + 1) * (hi - lo) / BINS;
  }

  private static void largest(boolean[] inside, Geometry g) {
    Components c = Components.of(inside, g, Components.Neighbours.FACES);
    int keep = c.largest();
    for (int i = 0; i < inside.length; i++) {
      inside[i] = keep > 0 && c.labels()[i] == keep;
    }
  }

  private static void fillHoles(boolean[] inside, Geometry g) {
    boolean[] outside = new boolean[inside.length];
    for (int i = 0; i < inside.length; i++) {
      outside[i] = !inside[i];
    }
    Components c = Components.of(outside, g, Components.Neighbours.FACES);
    boolean[] open = new boolean[c.count() + 1];
    for (int z = 0, i = 0; z < g.nz(); z++) {
      for (int y = 0; y < g.ny(); y++) {
        for (int x = 0; x < g.nx(); x++, i++) {
          if (x == 0 || y == 0 || x == g.nx() - 1 || y == g.ny() - 1 || isOuterPlane(z, g)) {
            open[c.labels()[i]] = true;
          }
        }
      }
    }
    for (int i = 0; i < inside.length; i++) {
      inside[i] |= !open[c.labels()[i]];
    }
  }

  /** The first and last plane are borders, but not of a flat image. */
  private static boolean isOuterPlane(int z, Geometry g) {
    return g.nz() > 1 && (z == 0 || z == g.nz() - 1);
  }
}
