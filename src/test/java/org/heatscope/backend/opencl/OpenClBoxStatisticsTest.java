// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Optional;
import java.util.Random;
import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.BoxStatistics.Wanted;
import org.junit.jupiter.api.Test;

class OpenClBoxStatisticsTest {
  private static final int NX = 20;
  private static final int NY = 15;
  private static final int NZ = 41;

  private static Wanted moments(BoxStatistics box, Samples image) {
    Optional<Samples> none = Optional.empty();
    Wanted wanted =
        new Wanted(
            Optional.of(Samples.floats(NX, NY, NZ)),
            Optional.of(Samples.floats(NX, NY, NZ)),
            none,
            none);
    box.statistics(image, new int[] {2, 1, 3}, wanted);
    return wanted;
  }

  @Test
  void slabsGiveWhatTheWholeGives() {
    float[] v = new float[NX * NY * NZ];
    Random random = new Random(1);
    for (int i = 0; i < v.length; i++) {
      v[i] = i % 29 == 3 ? Float.NaN : (float) random.nextGaussian();
    }
    Samples image = Samples.of(v, NX, NY, NZ);
    try (Session session = CompositeContractTest.openOrSkip(new OpenClBackend.Provider());
        OpenClQueue queue =
            new OpenClQueue(OpenClDevice.chosen(), new JoclCalls(OpenClDevice.chosen()))) {
      Wanted whole = moments(session.boxStatistics(), image);
      // 9 planes, of which a box reaches 3 to each side
      Wanted slabs =
          moments(new OpenClBoxStatistics(queue, null, session.reduce(), 8L * NX * NY * 9), image);
      assertArrayEquals(
          whole.mean().orElseThrow().target(), slabs.mean().orElseThrow().target(), 1e-6f);
      assertArrayEquals(
          whole.sd().orElseThrow().target(), slabs.sd().orElseThrow().target(), 1e-5f);
    }
  }
}
