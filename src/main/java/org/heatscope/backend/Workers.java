// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A fixed number of threads that share out ranges of work; the calling thread is one of them.
 * Several threads may call.
 */
public final class Workers implements AutoCloseable {

  /** Work on the numbers from {@code from} up to but not including {@code to}. */
  public interface Range {
    /** Does the work. */
    void run(int from, int to);
  }

  /** Work that needs memory of its own. */
  public interface OwnRange<T> {
    /** Does the work with what the thread has used before and may hold anything. */
    void run(T own, int from, int to);
  }

  /** Pieces of work for a thread. */
  private static final int PIECES = 16;

  private final int threads;
  private ExecutorService pool;

  /** Threads are started when first needed. */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
    this.threads = threads;
  }

  /**
   * Rows in a piece of work whose start costs something: at least so many pixels, and no more
   * pieces than keep all threads busy to the end.
   */
  public int grain(int rows, int width, int leastPixels) {
    int pieces = PIECES * threads;
    return Math.max(1, Math.max(leastPixels / width, rows / pieces));
  }

  /**
   * Runs over 0..n in pieces of {@code grain}, each piece by one thread; returns when all are done.
   */
  public void run(int n, int grain, Range work) {
    run(n, grain, () -> work, Range::run);
  }

  /**
   * The same with working memory that a thread keeps from one piece to the next: memory that is new
   * to the process costs more than all that is done with it.
   *
   * @param maker makes a thread's memory
   * @return what was made, in no order
   */
  public <T> List<T> run(int n, int grain, Supplier<T> maker, OwnRange<T> work) {
    int pieces = (int) (((long) n + grain - 1) / grain);
    int helpers = Math.min(threads, pieces) - 1;
    AtomicInteger next = new AtomicInteger();
    Queue<T> made = new ConcurrentLinkedQueue<>();
    Runnable loop =
        () -> {
          T own = null;
          for (int p = next.getAndIncrement(); p < pieces; p = next.getAndIncrement()) {
            if (own == null) {
              own = maker.get();
              made.add(own);
            }
            work.run(own, p * grain, (int) Math.min(n, (p + 1L) * grain));
          }
        };
    List<Future<?>> started = new ArrayList<>();
    for (int i = 0; i < helpers; i++) {
      started.add(pool().submit(loop));
    }
    RuntimeException failure = null;
    try {
      loop.run();
    } catch (RuntimeException e) {
      failure = e;
    }
    for (Future<?> f : started) {
      try {
        f.get();
      } catch (ExecutionException e) {
        failure =
            e.getCause() instanceof RuntimeException r
                ? r
                : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return List.copyOf(made);
  }

  private synchronized ExecutorService pool() {
    if (pool == null) {
      pool = Executors.newFixedThreadPool(threads - 1, Workers::daemon);
    }
    return pool;
  }

  private static Thread daemon(Runnable r) {
    Thread t = new Thread(r, "heatscope-worker");
    t.setDaemon(true);
    return t;
  }

  @Override
  public synchronized void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
