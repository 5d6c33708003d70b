// SPDX-License-Identifier: Apache-2.0
package org.heatscope.benchmarks;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Session;
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

/** Every workload on every backend, results reused. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "--add-modules", "jdk.incubator.vector", "-XX:+UseTransparentHugePages", "-XX:+UseSerialGC", "-Xmx4g"
    })
public class EngineBenchmark {

  /** What is done; all of them by default. */
  @Param public Workload workload;

  /** Name and threads. */
  @Param({"scalar:2", "simd:1", "simd:2", "opencl:2"})
  public String backend;

  private Session session;
  private Runnable work;

  /** Makes the images and opens the backend. */
  @Setup
  public void open() {
    session = open(backend);
    work = workload.prepare(session);
  }

  /** Gives back what the backend holds. */
  @TearDown
  public void close() {
    session.close();
  }

  /** The work, once. */
  @Benchmark
  public void run() {
    work.run();
  }

  /** Opens a backend by "name:threads". */
  static Session open(String backend) {
    String name = backend.substring(0, backend.indexOf(':'));
    int threads = Integer.parseInt(backend.substring(name.length() + 1));
    for (BackendProvider p : ServiceLoader.load(BackendProvider.class)) {
      if (p.name().equals(name)) {
        Optional<String> reason = p.unusableBecause();
        if (reason.isPresent()) {
          throw new IllegalStateException(name + " is unusable: " + reason.get());
        }
        Backend b = p.open();
        return b.open(threads);
      }
    }
    throw new IllegalStateException("there is no backend " + name);
  }
}
