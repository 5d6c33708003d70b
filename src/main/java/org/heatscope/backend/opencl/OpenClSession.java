// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.Map;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.ScalarBackend;
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
import org.jocl.CLException;

/** A queue of the device and what is kept in its memory; what has no kernel is done on the CPU. */
final class OpenClSession implements Session {
  private final Workers workers;
  private final OpenClQueue queue;
  private final Map<Class<? extends Operation>, Operation> operations;

  OpenClSession(OpenClDevice device, int threads) {
    this(device, calls(device), threads);
  }

  /** A session whose calls go another way, for tests. */
  OpenClSession(OpenClDevice device, DeviceCalls calls, int threads) {
    queue = new OpenClQueue(device, calls);
    workers = new Workers(threads);
    operations = ScalarBackend.operations(workers);
    operations.put(
        Composite.class, new OpenClComposite(queue, (Composite) operations.get(Composite.class)));
    operations.put(Combine.class, new OpenClCombine(queue));
    operations.put(
        GaussianBlur.class,
        new OpenClGaussianBlur(queue, (GaussianBlur) operations.get(GaussianBlur.class)));
    operations.put(GradientMagnitude.class, new OpenClGradientMagnitude(queue));
    operations.put(
        Histogram.class, new OpenClHistogram(queue, (Histogram) operations.get(Histogram.class)));
    Reduce reduce = new OpenClReduce(queue);
    operations.put(Reduce.class, reduce);
    operations.put(
        BoxStatistics.class,
        new OpenClBoxStatistics(
            queue, (BoxStatistics) operations.get(BoxStatistics.class), reduce));
    operations.put(
        Quantiles.class,
        new OpenClQuantiles(queue, workers, (Quantiles) operations.get(Quantiles.class)));
    operations.put(Splat.class, new OpenClSplat(queue, (Splat) operations.get(Splat.class)));
    operations.put(Median.class, new OpenClMedian(queue));
    operations.put(Resample.class, new OpenClResample(queue));
    operations.put(Projection.class, new OpenClProjection(queue));
    operations.put(WeightedChannelSum.class, new OpenClWeightedChannelSum(queue));
    operations.put(
        TemporalStatistics.class,
        new OpenClTemporalStatistics(
            queue, (TemporalStatistics) operations.get(TemporalStatistics.class)));
  }

  private static DeviceCalls calls(OpenClDevice device) {
    try {
      return new JoclCalls(device);
    } catch (CLException e) {
      throw new BackendException(device.name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String backend() {
    return "opencl";
  }

  @Override
  public <T extends Operation> T operation(Class<T> kind) {
    return kind.cast(operations.get(kind));
  }

  @Override
  public Samples image(int nx, int ny, int nz) {
    return queue.images().create(nx, ny, nz);
  }

  @Override
  public void close() {
    workers.close();
    try {
      queue.close();
    } catch (CLException e) {
      throw new BackendException("closing the OpenCL session: " + e.getMessage(), e);
    }
  }
}
