// SPDX-License-Identifier: Apache-2.0
package org.heatscope.benchmarks;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.heatscope.backend.Session;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.BoxStatistics.Wanted;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Neighbourhood operations on 256 x 256 x 192 floats, result images reused. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx4g"})
public class FilterBenchmark {
  private static final int NX = 256;
  private static final int NY = 256;
  private static final int NZ = 192;

  /** Name and threads. */
  @Param({"scalar:2", "simd:2", "opencl:2"})
  public String backend;

  private Samples image;
  private Samples first;
  private Samples second;
  private Session session;

  /** Makes the images and opens the backend. */
  @Setup
  public void open() {
    image = Samples.of(Workload.normal(NX * NY * NZ), NX, NY, NZ);
    session = CompositeBenchmark.open(backend);
    first = session.image(NX, NY, NZ);
    second = session.image(NX, NY, NZ);
  }

  /** Gives back what the backend holds. */
  @TearDown
  public void close() {
    session.close();
  }

  private Object blurred(double sigma) {
    session
        .gaussianBlur()
        .blur(image, new double[] {sigma, sigma, sigma}, Border.REFLECT, first);
    return first.array();
  }

  /** W4 with a sigma of 2 voxels: 17 weights an axis. */
  @Benchmark
  public Object w4GaussianSigma2() {
    return blurred(2);
  }

  /** W4 with a sigma of 5 voxels: 41 weights an axis. */
  @Benchmark
  public Object w4GaussianSigma5() {
    return blurred(5);
  }

  /** W5: mean and standard deviation of 7 x 7 x 7 voxels. */
  @Benchmark
  public Object w5BoxMeanAndDeviation() {
    Optional<Samples> none = Optional.empty();
    session
        .boxStatistics()
        .statistics(
            image,
            new int[] {3, 3, 3},
            new Wanted(Optional.of(first), Optional.of(second), none, none));
    return new Object[] {first.array(), second.array()};
  }

  /** Smallest and largest of 7 x 7 x 7 voxels. */
  @Benchmark
  public Object boxExtremes() {
    Optional<Samples> none = Optional.empty();
    session
        .boxStatistics()
        .statistics(
            image,
            new int[] {3, 3, 3},
            new Wanted(none, none, Optional.of(first), Optional.of(second)));
    return new Object[] {first.array(), second.array()};
  }

  /** Medians of 3 x 3 x 3 voxels. */
  @Benchmark
  public Object median() {
    session.median().median(image, new int[] {1, 1, 1}, first);
    return first.array();
  }

  /** The gradient on an oblique grid. */
  @Benchmark
  public Object gradientMagnitude() {
    Affine affine = Affine.of(.9, .1, 0, 0, -.1, .9, .05, 0, 0, -.05, 1.2, 0);
    session.gradientMagnitude().gradientMagnitude(image, affine, first);
    return first.array();
  }
}
