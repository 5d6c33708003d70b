// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.heatscope.op.Composite;
import org.heatscope.op.Operation;

/** Finds the backends and chooses among them. */
public final class Backends {
  /** The choice that leaves it to the engine. */
  public static final String AUTO = "auto";

  /** The backend that always works. */
  private static final String PLAIN = "scalar";

  /** From the quickest to the one that always works. */
  private static final List<String> PREFERENCE = List.of("opencl", "simd", PLAIN);

  /**
   * Times scatter: a backend is taken for its speed where it promises half of plain Java's time.
   */
  private static final double WORTH = 0.5;

  private final List<BackendProvider> providers;
  private final Costs costs;
  private final Consumer<String> log;
  private final Map<BackendProvider, Cost> known = new HashMap<>();
  private final Set<BackendProvider> refused = new HashSet<>();
  private final Set<BackendProvider> outdated = new HashSet<>();

  /** The backends on the class path. */
  public Backends(Consumer<String> log) {
    this(
        ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .collect(Collectors.toList()),
        new Costs(new Cache()),
        log);
  }

  /**
   * A given set of backends.
   *
   * @param providers one of which is named "scalar" and is always usable
   * @param costs what they cost, for {@link #AUTO} to choose by
   * @param log receives a sentence when a backend is passed over or replaced
   */
  public Backends(List<BackendProvider> providers, Costs costs, Consumer<String> log) {
    this.costs = costs;
    this.providers = new ArrayList<>(providers);
    this.providers.sort((a, b) -> rank(a) - rank(b));
    this.log = log;
  }

  private static int rank(BackendProvider p) {
    int i = PREFERENCE.indexOf(p.name());
    return i < 0 ? PREFERENCE.size() : i;
  }

  /** All backends, the quickest kind first, usable or not. */
  public List<BackendProvider> providers() {
    return List.copyOf(providers);
  }

  /**
   * Opens a session.
   *
   * @param choice a backend's name, or {@link #AUTO}, which starts with the backend that suits the
   *     overlays, and turns from plain Java to another as soon as the calls of other operations so
   *     far would have been worth it, where their costs were measured
   * @param pixels how many pixels of overlays will be made, for {@link #AUTO} to weigh
   * @param threads worker threads on the CPU
   * @param onFallback what to do when the device fails in the middle
   * @throws BackendException if a backend that is asked for by name cannot be used
   */
  public Session open(String choice, long pixels, int threads, OnFallback onFallback) {
    Load load = new Load(pixels);
    boolean isAuto = choice.equals(AUTO);
    BackendProvider provider = isAuto ? automatic(load) : named(choice);
    Session session = provider.open().open(threads);
    boolean isPlain = provider.name().equals(PLAIN);
    boolean mayTurn = isAuto && known.values().stream().anyMatch(c -> !c.operations().isEmpty());
    if (isPlain && !mayTurn) {
      return session;
    }
    return new FailoverSession(
        session,
        () -> named(PLAIN).open().open(threads),
        onFallback,
        log,
        isPlain ? new Weighing(provider, load, threads) : (kind, samples) -> Optional.empty());
  }

  /** Adds up what a session on plain Java does, and opens another backend for it, once. */
  private final class Weighing implements FailoverSession.Watch {
    private final BackendProvider plain;
    private final Load load;
    private final int threads;
    private boolean done;

    Weighing(BackendProvider plain, Load load, int threads) {
      this.plain = plain;
      this.load = load;
      this.threads = threads;
    }

    @Override
    public Optional<Session> better(Class<? extends Operation> kind, long samples) {
      if (done || kind == Composite.class) {
        return Optional.empty();
      }
      load.add(kind, samples);
      BackendProvider best = automatic(load);
      done = best != plain;
      return done ? Optional.of(best.open().open(threads)) : Optional.empty();
    }
  }

  private BackendProvider named(String name) {
    BackendProvider p = byName(name);
    Optional<String> reason = p.unusableBecause();
    if (reason.isPresent()) {
      throw new BackendException("the backend '" + name + "' cannot be used: " + reason.get());
    }
    return p;
  }

  private BackendProvider byName(String name) {
    return providers.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new BackendException("there is no backend '" + name + "' here: " + names()));
  }

  private synchronized BackendProvider automatic(Load load) {
    Map<BackendProvider, Double> millis = new HashMap<>();
    for (BackendProvider p : providers) {
      double unknown = p.name().equals(PLAIN) ? 0 : Double.POSITIVE_INFINITY;
      millis.put(p, known.computeIfAbsent(p, costs::of).millis(load, unknown));
    }
    double plain = millis.get(byName(PLAIN));
    List<BackendProvider> cheapest = new ArrayList<>(providers);
    cheapest.removeAll(refused);
    cheapest.removeIf(p -> !p.name().equals(PLAIN) && millis.get(p) > WORTH * plain);
    cheapest.sort(Comparator.comparingDouble(millis::get));
    for (BackendProvider p : cheapest) {
      Optional<String> reason = p.unusableBecause();
      if (reason.isEmpty() && !costs.areCurrent(p) && outdated.add(p)) {
        log.accept(
            "what backend " + p.name() + " costs was measured with another driver: see 'devices'");
        known.put(p, p.usualCost());
        return automatic(load);
      }
      if (reason.isEmpty()) {
        return p;
      }
      refused.add(p);
      log.accept("backend " + p.name() + " is not used: " + reason.get());
    }
    throw new BackendException("no backend can be used");
  }

  private String names() {
    return providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "));
  }
}
