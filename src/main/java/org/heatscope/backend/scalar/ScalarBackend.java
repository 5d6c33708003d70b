// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Cost;
import org.heatscope.backend.OpenSession;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
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

/** Plain Java: always usable, and what every other backend is compared with. */
public final class ScalarBackend implements Backend {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public String description() {
    return "plain Java, double precision";
  }

  @Override
  public Session open(int threads) {
    Workers workers = new Workers(threads);
    return new OpenSession(name(), operations(workers), workers::close);
  }

  /** All operations, for a backend to put its own in place of those that it does better. */
  public static Map<Class<? extends Operation>, Operation> operations(Workers workers) {
    Map<Class<? extends Operation>, Operation> all = new HashMap<>();
    all.put(Composite.class, new ScalarComposite(workers));
    all.put(Quantiles.class, new ScalarQuantiles(workers, FloatKeys::new));
    all.put(
        Histogram.class, new ScalarHistogram(workers, (image, bins) -> new ScalarBinCounter(bins)));
    all.put(Reduce.class, new ScalarReduce(workers, ScalarReduce::reader));
    all.put(Combine.class, new ScalarCombine(workers));
    all.put(Resample.class, new ScalarResample(workers, ScalarRows::new));
    all.put(Projection.class, new ScalarProjection(workers, ScalarRows::new));
    all.put(Splat.class, new ScalarSplat(workers));
    all.put(TemporalStatistics.class, new ScalarTemporalStatistics(workers, ScalarTimeSums::new));
    all.put(WeightedChannelSum.class, new ScalarWeightedChannelSum(workers));
    all.put(BoxStatistics.class, new ScalarBoxStatistics(workers));
    all.put(GaussianBlur.class, new ScalarGaussianBlur(workers));
    all.put(GradientMagnitude.class, new ScalarGradientMagnitude(workers));
    all.put(Median.class, new ScalarMedian(workers));
    return all;
  }

  /** Always usable. */
  public static final class Provider implements BackendProvider {
    @Override
    public String name() {
      return "scalar";
    }

    @Override
    public Optional<String> unusableBecause() {
      return Optional.empty();
    }

    /** Zen 4, two threads, Java 17. */
    @Override
    public Cost usualCost() {
      return new Cost(0, 4.5);
    }

    @Override
    public Backend open() {
      return new ScalarBackend();
    }
  }
}
