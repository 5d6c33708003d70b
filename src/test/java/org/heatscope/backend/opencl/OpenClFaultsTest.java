// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Backends;
import org.heatscope.backend.Cache;
import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Cost;
import org.heatscope.backend.Costs;
import org.heatscope.backend.OnFallback;
import org.heatscope.backend.SelfTest;
import org.heatscope.backend.Session;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.image.Samples;
import org.heatscope.op.Combine.Formula;
import org.heatscope.op.Splat.Points;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that fails: the work ends right through the CPU or in one sentence; nothing leaks. */
class OpenClFaultsTest {
  private static final int N = 1000;

  private final List<String> said = new ArrayList<>();
  private FaultyCalls calls;

  @BeforeEach
  void open() {
    CompositeContractTest.openOrSkip(new OpenClBackend.Provider()).close();
    calls = new FaultyCalls(new JoclCalls(OpenClDevice.chosen()));
  }

  private Session session() {
    return new OpenClSession(OpenClDevice.chosen(), calls, 1);
  }

  /** A session of the engine, with the CPU behind the faulty device. */
  private Session guarded(OnFallback onFallback) {
    BackendProvider faulty =
        new BackendProvider() {
          @Override
          public String name() {
            return "opencl";
          }

          @Override
          public Cost usualCost() {
            return new Cost(0, 1);
          }

          @Override
          public Optional<String> unusableBecause() {
            return Optional.empty();
          }

          @Override
          public Backend open() {
            return new Backend() {
              @Override
              public String name() {
                return "opencl";
              }

              @Override
              public String description() {
                return "faulty";
              }

              @Override
              public Session open(int threads) {
                return session();
              }
            };
          }
        };
    Costs costs = new Costs(new Cache(Optional.empty()));
    return new Backends(List.of(new ScalarBackend.Provider(), faulty), costs, said::add)
        .open("opencl", 1, 1, onFallback);
  }

  private static Samples ramp(double start) {
    float[] v = new float[N];
    for (int i = 0; i < N; i++) {
      v[i] = (float) (start + i);
    }
    return Samples.of(v, N, 1, 1);
  }

  private static float[] sums() {
    float[] v = new float[N];
    for (int i = 0; i < N; i++) {
      v[i] = 2 * i + 5;
    }
    return v;
  }

  private static float[] sum(Session session, Samples a, Samples b) {
    Samples out = Samples.floats(N, 1, 1);
    session.combine().combine(a, b, Formula.weightedSum(1, 1), out);
    return out.target();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void outOfMemoryAtAnyAllocationEndsOnTheCpu(int at) {
    calls.outOfMemoryAt = at;
    try (Session session = guarded(OnFallback.WARN)) {
      assertArrayEquals(sums(), sum(session, ramp(2), ramp(3)));
      assertEquals("scalar", session.backend());
    }
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("CL_MEM_OBJECT_ALLOCATION_FAILURE"), said.get(0));
    assertEquals(0, calls.buffers());
  }

  @Test
  void whatTheHostForgotIsFreed() throws InterruptedException {
    try (Session session = session()) {
      Samples kept = session.image(N, 1, 1);
      session.combine().combine(ramp(0), ramp(0), Formula.weightedSum(1, 1), kept);
      kept = null;
      // three buffers: two copies of arrays and a result, none of which anybody can name
      for (int i = 0; i < 100 && calls.buffers() > 3; i++) {
        System.gc();
        Thread.sleep(20);
        sum(session, ramp(2), ramp(3));
      }
      assertTrue(calls.buffers() <= 3, calls.buffers() + " buffers");
    }
    assertEquals(0, calls.buffers());
  }

  @Test
  void imagesNotInUseMakeRoom() {
    try (Session session = session()) {
      Samples first = session.image(N, 1, 1);
      session.combine().combine(ramp(0), ramp(0), Formula.weightedSum(1, 1), first);
      calls.outOfMemoryAt = 4;
      calls.outOfMemoryTimes = 1;
      assertArrayEquals(sums(), sum(session, ramp(2), ramp(3)));
      float[] kept = (float[]) first.array();
      assertEquals(2 * 999, kept[999], "a result that had to leave the device is lost");
    }
    assertEquals(0, calls.buffers());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aDeviceLostInTheMiddleIsReplaced(int launch) {
    calls.lostAt = launch;
    try (Session session = guarded(OnFallback.WARN)) {
      Samples a = ramp(2);
      assertArrayEquals(sums(), sum(session, a, ramp(3)));
      assertArrayEquals(sums(), sum(session, a, ramp(3)));
      assertEquals("scalar", session.backend());
    }
    assertTrue(said.get(0).contains("CL_DEVICE_NOT_AVAILABLE"), said.get(0));
    assertEquals(0, calls.buffers());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void countsAndDensitiesOfALostDeviceEndOnTheCpu(int launch) {
    calls.lostAt = launch;
    Samples grid = Samples.floats(3, 1, 1);
    Points points = new Points(new double[] {0.25, 2}, new double[2], new double[0], new double[0]);
    try (Session session = guarded(OnFallback.WARN)) {
      if (launch < 3) {
        assertArrayEquals(
            new double[] {251.75}, session.quantiles().quantiles(ramp(2), false, .25));
      }
      assertEquals(2, session.splat().splat(points, grid));
      assertArrayEquals(new float[] {0.75f, 0.25f, 1}, grid.target());
      assertEquals("scalar", session.backend());
    }
    assertTrue(said.get(0).contains("CL_DEVICE_NOT_AVAILABLE"), said.get(0));
    assertEquals(0, calls.buffers());
  }

  @Test
  void aForcedDeviceThatIsLostFailsInASentence() {
    calls.lostAt = 1;
    try (Session session = guarded(OnFallback.FAIL)) {
      BackendException e =
          assertThrows(BackendException.class, () -> sum(session, ramp(2), ramp(3)));
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
    assertEquals(0, calls.buffers());
  }

  @Test
  void aResultLostWithItsDeviceIsSaidToBe() {
    try (Session session = session()) {
      Samples kept = session.image(N, 1, 1);
      session.combine().combine(ramp(0), ramp(0), Formula.weightedSum(1, 1), kept);
      calls.lostAt = 2;
      assertThrows(BackendException.class, () -> sum(session, kept, ramp(3)));
    }
    assertEquals(0, calls.buffers());
  }

  @Test
  void wrongNumbersAreFoundByTheSelfTest() {
    calls.skipsKernels = true;
    try (Session scalar = new ScalarBackend().open(1);
        Session device = session()) {
      assertTrue(SelfTest.difference(scalar, device).isPresent());
    }
    assertEquals(0, calls.buffers());
  }

  @Test
  void aKernelThatCannotBeBuiltIsNamed() {
    try (Session session = session()) {
      BackendException e =
          assertThrows(
              BackendException.class,
              () -> OpenClDevice.chosen().program("combine.cl", "-D kernel=nonsense"));
      assertTrue(e.getMessage().contains("cannot build the kernels of combine.cl"), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      assertArrayEquals(sums(), sum(session, ramp(2), ramp(3)));
    }
  }
}
