// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Quantiles;
import org.heatscope.op.Quantiles.Summary;

/** A session that goes on with another backend when its own fails in the middle. */
final class FailoverSession implements Session {
  private final Supplier<Session> spare;
  private final OnFallback onFallback;
  private final Consumer<String> log;
  private Session current;
  private boolean replaced;

  FailoverSession(
      Session first, Supplier<Session> spare, OnFallback onFallback, Consumer<String> log) {
    this.current = first;
    this.spare = spare;
    this.onFallback = onFallback;
    this.log = log;
  }

  private <T> T attempt(Supplier<T> work) {
    try {
      return work.get();
    } catch (BackendException e) {
      if (replaced || onFallback == OnFallback.FAIL) {
        throw e;
      }
      Session next = spare.get();
      if (onFallback == OnFallback.WARN) {
        log.accept(
            "backend "
                + current.backend()
                + " failed ("
                + e.getMessage()
                + "); going on with "
                + next.backend());
      }
      closeQuietly();
      current = next;
      replaced = true;
      return work.get();
    }
  }

  private void closeQuietly() {
    try {
      current.close();
    } catch (RuntimeException e) {
      log.accept("closing the failed backend also failed: " + e.getMessage());
    }
  }

  @Override
  public String backend() {
    return current.backend();
  }

  @Override
  public Composite composite() {
    return (scene, rgba) ->
        attempt(
            () -> {
              current.composite().compose(scene, rgba);
              return null;
            });
  }

  @Override
  public Quantiles quantiles() {
    return new Quantiles() {
      @Override
      public double[] quantiles(Samples samples, boolean absolute, double... fractions) {
        return attempt(() -> current.quantiles().quantiles(samples, absolute, fractions));
      }

      @Override
      public double atFraction(Samples samples, boolean absolute, double fraction) {
        return attempt(() -> current.quantiles().atFraction(samples, absolute, fraction));
      }

      @Override
      public Summary summary(Samples samples) {
        return attempt(() -> current.quantiles().summary(samples));
      }
    };
  }

  @Override
  public void close() {
    current.close();
  }
}
