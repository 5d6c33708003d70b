// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds the backends and chooses among them. */
public final class Backends {
  /** The choice that leaves it to the engine. */
  public static final String AUTO = "auto";

  /** From the quickest to the one that always works. */
  private static final List<String> PREFERENCE = List.of("opencl", "simd", "scalar");

  /**
   * Times scatter: a backend is taken for its speed where it promises half of plain Java's time.
   */
  private static final double WORTH = 0.5;

  private final List<BackendProvider> providers;
  private final Costs costs;
  private final Consumer<String> log;

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
   * @param choice a backend's name, or {@link #AUTO}
   * @param pixels how many pixels will be made, for {@link #AUTO} to weigh
   * @param threads worker threads on the CPU
   * @param onFallback what to do when the device fails in the middle
   * @throws BackendException if a backend that is asked for by name cannot be used
   */
  public Session open(String choice, long pixels, int threads, OnFallback onFallback) {
    BackendProvider provider = choice.equals(AUTO) ? automatic(pixels) : named(choice);
    Session session = provider.open().open(threads);
    if (provider.name().equals("scalar")) {
      return session;
    }
    return new FailoverSession(
        session, () -> named("scalar").open().open(threads), onFallback, log);
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

  private BackendProvider automatic(long pixels) {
    double plain = costs.of(byName("scalar")).millis(pixels);
    List<BackendProvider> cheapest = new ArrayList<>(providers);
    cheapest.removeIf(
        p -> !p.name().equals("scalar") && costs.of(p).millis(pixels) > WORTH * plain);
    cheapest.sort(Comparator.comparingDouble(p -> costs.of(p).millis(pixels)));
    for (BackendProvider p : cheapest) {
      Optional<String> reason = p.unusableBecause();
      if (reason.isEmpty()) {
        return p;
      }
      log.accept("backend " + p.name() + " is not used: " + reason.get());
    }
    throw new BackendException("no backend can be used");
  }

  private String names() {
    return providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "));
  }
}
