// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Combine;
import org.heatscope.op.Composite;
import org.heatscope.op.GaussianBlur;
import org.heatscope.op.GradientMagnitude;
import org.heatscope.op.Histogram;
import org.heatscope.op.Median;
import org.heatscope.op.Operation;
import org.heatscope.op.Projection;
import org.heatscope.op.Quantiles;
import org.heatscope.op.Reduce;
import org.heatscope.op.Resample;
import org.heatscope.op.Splat;
import org.heatscope.op.TemporalStatistics;
import org.heatscope.op.WeightedChannelSum;

/**
 * The operations of a backend for one piece of work. Images used again within a session stay on the
 * device, known by their arrays: do not change an array's contents while its session is open.
 *
 * <p>Several threads may use a session; a device does their work one piece after the other. Closing
 * it frees all that it holds.
 */
public interface Session extends AutoCloseable {
  /** The name of the backend that does the work now. */
  String backend();

  /**
   * An operation; every backend has them all.
   *
   * @param kind one of the interfaces of {@code org.heatscope.op}
   */
  <T extends Operation> T operation(Class<T> kind);

  /**
   * An image to write results to. A backend with a device of its own keeps it there: operations on
   * it need no copies, and its samples come to the host when they are asked for. It ends with the
   * session.
   */
  Samples image(int nx, int ny, int nz);

  /** The fused overlay. */
  default Composite composite() {
    return operation(Composite.class);
  }

  /** An image on another grid. */
  default Resample resample() {
    return operation(Resample.class);
  }

  /** Convolution with a Gaussian. */
  default GaussianBlur gaussianBlur() {
    return operation(GaussianBlur.class);
  }

  /** Mean, deviation and extremes in boxes. */
  default BoxStatistics boxStatistics() {
    return operation(BoxStatistics.class);
  }

  /** Medians in boxes. */
  default Median median() {
    return operation(Median.class);
  }

  /** The length of the gradient. */
  default GradientMagnitude gradientMagnitude() {
    return operation(GradientMagnitude.class);
  }

  /** Counts in bins. */
  default Histogram histogram() {
    return operation(Histogram.class);
  }

  /** Order statistics. */
  default Quantiles quantiles() {
    return operation(Quantiles.class);
  }

  /** Extremes, mean, deviation and counts of an image. */
  default Reduce reduce() {
    return operation(Reduce.class);
  }

  /** Two images made one. */
  default Combine combine() {
    return operation(Combine.class);
  }

  /** Statistics over time. */
  default TemporalStatistics temporalStatistics() {
    return operation(TemporalStatistics.class);
  }

  /** The sum over channels of activation maps. */
  default WeightedChannelSum weightedChannelSum() {
    return operation(WeightedChannelSum.class);
  }

  /** Points put on a grid. */
  default Splat splat() {
    return operation(Splat.class);
  }

  /** A volume seen through. */
  default Projection projection() {
    return operation(Projection.class);
  }

  @Override
  void close();
}
