// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.heatscope.op.Composite.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/** One session used by many threads. */
@ParameterizedClass
@FieldSource("OTHERS")
class SharedSessionTest extends OperationParity {
  private static final int THREADS = 8;

  SharedSessionTest(String backend) {
    super(backend);
  }

  @Test
  void eightThreadsGetTheBytesOfOne() throws Exception {
    check(scalar);
    check(other);
  }

  private void check(Session session) throws Exception {
    List<Scene> scenes = new ArrayList<>();
    List<int[]> want = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      scenes.add(scene(i));
      want.add(new int[scenes.get(i).pixels()]);
      scalar.composite().compose(scenes.get(i), want.get(i));
    }
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<int[]>> got = new ArrayList<>();
      for (int round = 0; round < 5; round++) {
        for (Scene scene : scenes) {
          got.add(
              pool.submit(
                  () -> {
                    int[] rgba = new int[scene.pixels()];
                    session.composite().compose(scene, rgba);
                    return rgba;
                  }));
        }
      }
      for (int i = 0; i < got.size(); i++) {
        assertArrayEquals(want.get(i % THREADS), got.get(i).get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Scene scene(int seed) {
    return new RandomScene(seed).size(301, 40, 2).build();
  }
}
