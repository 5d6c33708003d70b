// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Map;
import java.util.Optional;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Cost;
import org.heatscope.backend.OpenSession;
import org.heatscope.backend.SelfTest;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.backend.scalar.ScalarHistogram;
import org.heatscope.backend.scalar.ScalarProjection;
import org.heatscope.backend.scalar.ScalarQuantiles;
import org.heatscope.backend.scalar.ScalarReduce;
import org.heatscope.backend.scalar.ScalarResample;
import org.heatscope.backend.scalar.ScalarTemporalStatistics;
import org.heatscope.backend.scalar.ScalarWeightedChannelSum;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Composite;
import org.heatscope.op.GaussianBlur;
import org.heatscope.op.Histogram;
import org.heatscope.op.Operation;
import org.heatscope.op.Projection;
import org.heatscope.op.Quantiles;
import org.heatscope.op.Reduce;
import org.heatscope.op.Resample;
import org.heatscope.op.TemporalStatistics;
import org.heatscope.op.WeightedChannelSum;

/** Vectors of the CPU through the Vector API of the JDK's incubator module. */
public final class SimdBackend implements Backend {

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public String description() {
    return Lanes.COUNT + " lanes of 32 bits (" + 32 * Lanes.COUNT + "-bit vectors)";
  }

  @Override
  public Session open(int threads) {
    Workers workers = new Workers(threads);
    Map<Class<? extends Operation>, Operation> operations = ScalarBackend.operations(workers);
    operations.put(Composite.class, new SimdComposite(workers));
    operations.put(
        BoxStatistics.class,
        new SimdBoxStatistics(
            workers,
            (BoxStatistics) operations.get(BoxStatistics.class),
            (Reduce) operations.get(Reduce.class)));
    operations.put(GaussianBlur.class, new SimdGaussianBlur(workers));
    operations.put(Histogram.class, new ScalarHistogram(workers, SimdBinCounter::of));
    operations.put(Quantiles.class, new ScalarQuantiles(workers, SimdFloatKeys::new));
    operations.put(Reduce.class, new ScalarReduce(workers, SimdPieces::of));
    operations.put(Resample.class, new ScalarResample(workers, SimdRows::of));
    operations.put(Projection.class, new ScalarProjection(workers, SimdRows::of));
    operations.put(
        TemporalStatistics.class, new ScalarTemporalStatistics(workers, SimdTimeSums::of));
    operations.put(
        WeightedChannelSum.class, new ScalarWeightedChannelSum(workers, SimdChannelSums::new));
    return new OpenSession(name(), operations, workers::close);
  }

  /** Usable where the module is there and a small scene comes out as the scalar backend has it. */
  public static final class Provider implements BackendProvider {
    /** Classes that link the module are touched only after it was found. */
    private static final String MODULE = "jdk.incubator.vector";

    @Override
    public String name() {
      return "simd";
    }

    /**
     * Until the compiler has seen enough of it vector code is slower than plain code (Zen 4, two
     * threads, Java 17).
     */
    @Override
    public Cost usualCost() {
      return new Cost(1200, 0.8);
    }

    @Override
    public Optional<String> unusableBecause() {
      if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
        return Optional.of("Java was started without the Vector API: add --add-modules " + MODULE);
      }
      try (Session scalar = new ScalarBackend().open(1);
          Session simd = new SimdBackend().open(1)) {
        return SelfTest.difference(scalar, simd)
            .map(d -> "the Vector API of this Java computes wrongly: " + d);
      } catch (LinkageError | RuntimeException e) {
        return Optional.of("the Vector API of this Java failed: " + e);
      }
    }

    @Override
    public Backend open() {
      return new SimdBackend();
    }
  }
}
