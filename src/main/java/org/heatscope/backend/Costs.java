// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.heatscope.backend.Cost.Rate;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Operation;

/** What backends cost on this machine: measured once, kept from run to run. */
public final class Costs {
  private static final int WIDTH = 512;
  private static final int HEIGHT = 256;
  private static final long WARM_NANOS = 3_000_000_000L;

  /** An overlay that takes no more than so many times the quickest counts as steady. */
  private static final double STEADY = 1.5;

  /** Edges of the cubes that operations are tried on. */
  private static final int SMALL = 8;

  private static final int LARGE = 64;
  private static final long TRIAL_NANOS = 1_500_000_000L;

  /** Calls are alike for a while before Java's compiler has made vectors of them. */
  private static final long LEAST_NANOS = 500_000_000L;

  /** Calls that have to be about as quick as the quickest. */
  private static final int LAST = 4;

  private final Cache cache;

  /** Costs that a cache keeps. */
  public Costs(Cache cache) {
    this.cache = cache;
  }

  static String key(BackendProvider p) {
    return String.join(
        "\n",
        "cost",
        p.name(),
        System.getProperty("java.vm.version"),
        System.getProperty("os.arch"),
        Integer.toString(Runtime.getRuntime().availableProcessors()),
        Optional.ofNullable(System.getenv("HEATSCOPE_OPENCL_DEVICE")).orElse(""));
  }

  /**
   * What was measured on this machine, with whatever version: asking for that may take a device's
   * start, for which a small figure does not wait.
   */
  public Optional<Cost> measured(BackendProvider p) {
    return kept(p).flatMap(lines -> parse(lines[1]));
  }

  /** Whether a usable backend has the version that it was measured with, if it was. */
  boolean areCurrent(BackendProvider p) {
    return kept(p).map(lines -> lines[0].equals(p.version())).orElse(true);
  }

  /** The version, then the cost; empty where what was kept is not what is written now. */
  private Optional<String[]> kept(BackendProvider p) {
    return cache
        .get(key(p))
        .map(kept -> new String(kept, StandardCharsets.UTF_8).split("\n", -1))
        .filter(lines -> lines.length == 2);
  }

  private static Optional<Cost> parse(String line) {
    String[] words = line.split(" ");
    Map<String, Rate> operations = new TreeMap<>();
    try {
      for (int i = 2; i < words.length; i += 4) {
        double start = duration(words[i + 1]);
        operations.put(words[i], new Rate(start, duration(words[i + 2]), duration(words[i + 3])));
      }
      return Optional.of(new Cost(duration(words[0]), duration(words[1]), operations));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static double duration(String word) {
    double d = Double.parseDouble(word);
    if (!(d >= 0)) {
      throw new IllegalArgumentException("a cost of " + word);
    }
    return d;
  }

  private static String words(Cost cost) {
    StringBuilder words = new StringBuilder(cost.startMillis() + " " + cost.nanosPerPixel());
    for (Map.Entry<String, Rate> o : cost.operations().entrySet()) {
      Rate r = o.getValue();
      words.append(" " + o.getKey() + " " + r.startMillis());
      words.append(" " + r.nanosPerCall() + " " + r.nanosPerSample());
    }
    return words.toString();
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
      double slow = started - begin + excess(nanos);
      Cost cost = new Cost(slow * 1e-6, best / rgba.length, rates(session));
      keep(p, cost);
      return Optional.of(cost);
    }
  }

  /** Keeps what was measured with the version in use. */
  void keep(BackendProvider p, Cost cost) {
    cache.put(key(p), (p.version() + '\n' + words(cost)).getBytes(StandardCharsets.UTF_8));
  }

  /** What the first of some times take longer than the quickest, until one is about as quick. */
  private static double excess(List<Long> nanos) {
    double best = Collections.min(nanos);
    double slow = 0;
    for (int i = 0; nanos.get(i) > STEADY * best; i++) {
      slow += nanos.get(i) - best;
    }
    return slow;
  }

  private static Map<String, Rate> rates(Session session) {
    Map<String, Rate> rates = new TreeMap<>();
    for (Class<? extends Operation> kind : Trials.of(SMALL).keySet()) {
      long[] samples = new long[1];
      List<Long> large = times(session, kind, LARGE, samples);
      double best = Collections.min(large);
      long many = samples[0];
      double perCall = Collections.min(times(session, kind, SMALL, samples));
      double perSample = Math.max(0, (best - perCall) / (many - samples[0]));
      rates.put(Load.name(kind), new Rate(excess(large) * 1e-6, perCall, perSample));
    }
    return rates;
  }

  /**
   * Times calls of an operation until they are steady.
   *
   * @param samples receives how many a call reads and writes
   */
  private static List<Long> times(
      Session session, Class<? extends Operation> kind, int edge, long[] samples) {
    FailoverSession.Watch counting =
        (k, n) -> {
          samples[0] = n;
          return Optional.empty();
        };
    Session counted =
        new FailoverSession(session, () -> session, OnFallback.FAIL, s -> {}, counting);
    List<Long> nanos = new ArrayList<>();
    long begin = System.nanoTime();
    long least = edge == LARGE ? LEAST_NANOS : 0;
    long spent = 0;
    while (nanos.size() < 2 || spent < least || !isSteady(nanos) && spent < TRIAL_NANOS) {
      Consumer<Session> call = Trials.of(edge).get(kind);
      long start = System.nanoTime();
      call.accept(counted);
      long now = System.nanoTime();
      nanos.add(now - start);
      spent = now - begin;
    }
    return nanos;
  }

  /** Whether the last of some times are about as quick as the quickest. */
  private static boolean isSteady(List<Long> nanos) {
    return nanos.size() > LAST
        && Collections.max(nanos.subList(nanos.size() - LAST, nanos.size()))
            <= STEADY * Collections.min(nanos);
  }
}
