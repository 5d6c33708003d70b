// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Goes through what takes time to read or compute: the next one is on its way on another thread
 * while one is being used. Faults come where the one that they befell is asked for.
 */
public final class ReadAhead<T> implements Iterator<T>, AutoCloseable {
  private final Iterator<? extends T> source;
  private CompletableFuture<Optional<T>> next;

  /** Begins with the first. */
  public ReadAhead(Iterator<? extends T> source) {
    this.source = source;
    begin();
  }

  private void begin() {
    next =
        CompletableFuture.supplyAsync(
            () -> source.hasNext() ? Optional.of(source.next()) : Optional.empty());
  }

  @Override
  public boolean hasNext() {
    return awaited().isPresent();
  }

  @Override
  public T next() {
    T one = awaited().orElseThrow(NoSuchElementException::new);
    begin();
    return one;
  }

  private Optional<T> awaited() {
    try {
      return next.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException r) {
        throw r;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Waits for the one that is on its way, so that what it needs can be closed. */
  @Override
  public void close() {
    next.handle((one, fault) -> null).join();
  }
}
