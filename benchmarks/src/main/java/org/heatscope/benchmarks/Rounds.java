// SPDX-License-Identifier: Apache-2.0
package org.heatscope.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Locale;
import org.heatscope.backend.Session;

/**
 * Lets another program take turns with the engine: prints "ready" and the bytes that the work must
 * move, then for each line on standard input does the work once and prints its time in
 * milliseconds. Arguments: workload, backend:threads.
 */
public final class Rounds {
  private static final int WARM_ROUNDS = 25;
  private static final long WARM_NANOS = 8_000_000_000L;

  private Rounds() {}

  /** Runs until the input ends. */
  public static void main(String[] args) throws IOException {
    try (Session session = EngineBenchmark.open(args[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
      Workload workload = Workload.valueOf(args[0]);
      Runnable work = workload.prepare(session);
      long begin = System.nanoTime();
      for (int i = 0; i < WARM_ROUNDS && System.nanoTime() - begin < WARM_NANOS; i++) {
        work.run();
      }
      System.out.println("ready " + workload.bytes());
      while (in.readLine() != null) {
        long start = System.nanoTime();
        work.run();
        System.out.printf(Locale.ROOT, "%.4f%n", (System.nanoTime() - start) / 1e6);
      }
    }
  }
}
