// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Working memory that pieces of work hand on, so that there is no more of it than threads. */
final class Spares<T> {
  private final Supplier<T> maker;
  private final Queue<T> free = new ConcurrentLinkedQueue<>();

  Spares(Supplier<T> maker) {
    this.maker = maker;
  }

  void use(Consumer<T> work) {
    T spare = free.poll();
    T mine = spare == null ? maker.get() : spare;
    work.accept(mine);
    free.add(mine);
  }
}
