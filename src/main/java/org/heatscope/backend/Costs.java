// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.heatscope.op.Composite.Scene;

/** What backends cost on this machine: measured once, kept from run to run. */
public final class Costs {
  private static final int WIDTH = 1024;
  private static final int HEIGHT = 1024;
  private static final long STEADY_NANOS = 400_000_000;

  private final Cache cache;

  /** Costs that a cache keeps. */
  public Costs(Cache cache) {
    this.cache = cache;
  }

  private static String key(BackendProvider p) {
    return String.join(
        "\n",
        "cost",
        p.name(),
        System.getProperty("java.vm.version"),
        System.getProperty("os.arch"),
        Integer.toString(Runtime.getRuntime().availableProcessors()),
        Optional.ofNullable(System.getenv("HEATSCOPE_OPENCL_DEVICE")).orElse(""));
  }

  /** What was measured on this machine. */
  public Optional<Cost> measured(BackendProvider p) {
    return cache.get(key(p)).flatMap(Costs::parse);
  }

  private static Optional<Cost> parse(byte[] kept) {
    String[] words = new String(kept, StandardCharsets.US_ASCII).split(" ");
    return Optional.of(new Cost(Double.parseDouble(words[0]), Double.parseDouble(words[1])));
  }

  /** What was measured, or what is usual for such a backend. */
  public Cost of(BackendProvider p) {
    return measured(p).orElseGet(p::usualCost);
  }

  /**
   * Measures a backend and keeps the outcome. To be called before the backend was used in this
   * process: the first overlay, with the self-test before it, is what a start costs.
   *
   * @return empty where the backend cannot be used
   */
  public Optional<Cost> measure(BackendProvider p) {
    long begin = System.nanoTime();
    if (p.unusableBecause().isPresent()) {
      return Optional.empty();
    }
    int threads = Runtime.getRuntime().availableProcessors();
    try (Session session = p.open().open(threads)) {
      Scene scene = SelfTest.scene(WIDTH, HEIGHT);
      int[] rgba = new int[scene.pixels()];
      session.composite().compose(scene, rgba);
      double first = System.nanoTime() - begin;
      double best = first;
      for (long end = System.nanoTime() + STEADY_NANOS; System.nanoTime() < end; ) {
        long start = System.nanoTime();
        session.composite().compose(scene, rgba);
        best = Math.min(best, System.nanoTime() - start);
      }
      Cost cost = new Cost((first - best) * 1e-6, best / rgba.length);
      String kept = cost.startMillis() + " " + cost.nanosPerPixel();
      cache.put(key(p), kept.getBytes(StandardCharsets.US_ASCII));
      return Optional.of(cost);
    }
  }
}
