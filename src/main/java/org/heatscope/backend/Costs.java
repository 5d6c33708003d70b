// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.heatscope.op.Composite.Scene;

/** What backends cost on this machine: measured once, kept from run to run. */
public final class Costs {
  private static final int WIDTH = 512;
  private static final int HEIGHT = 256;
  private static final long WARM_NANOS = 3_000_000_000L;

  /** An overlay that takes no more than so many times the quickest counts as steady. */
  private static final double STEADY = 1.5;

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
   * process: a start costs the self-test, and what the first overlays take longer than later ones.
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
      List<Long> nanos = new ArrayList<>();
      long started = System.nanoTime();
      for (long now = started; now < started + WARM_NANOS; now = System.nanoTime()) {
        session.composite().compose(scene, rgba);
        nanos.add(System.nanoTime() - now);
      }
      double best = Collections.min(nanos);
      double slow = started - begin;
      for (int i = 0; nanos.get(i) > STEADY * best; i++) {
        slow += nanos.get(i) - best;
      }
      Cost cost = new Cost(slow * 1e-6, best / rgba.length);
      String kept = cost.startMillis() + " " + cost.nanosPerPixel();
      cache.put(key(p), kept.getBytes(StandardCharsets.US_ASCII));
      return Optional.of(cost);
    }
  }
}
