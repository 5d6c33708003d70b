// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heatscope.backend.Cost.Rate;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Combine.Formula;
import org.heatscope.op.Composite;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
  private static final Cost CHEAP = new Cost(0, 0.1);
  private static final Cost DEAR = new Cost(1e9, 0.1);

  private final List<String> said = new ArrayList<>();

  @TempDir Path folder;

  /** A backend that cannot be used, or breaks when it works: the fault is what is tested. */
  private record Faulty(String name, String reason, Cost usualCost) implements BackendProvider {
    @Override
    public Optional<String> unusableBecause() {
      return Optional.ofNullable(reason);
    }

    @Override
    public Backend open() {
      return new Backend() {
        @Override
        public String name() {
          return Faulty.this.name();
        }

        @Override
        public String description() {
          return "breaks";
        }

        @Override
        public Session open(int threads) {
          return new Breaking(Faulty.this.name());
        }
      };
    }
  }

  /** A backend that does what plain Java does under another name. */
  private record Working(String name, Cost usualCost, String version) implements BackendProvider {
    Working(String name, Cost usualCost) {
      this(name, usualCost, "1.0");
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
          return Working.this.name();
        }

        @Override
        public String description() {
          return "works";
        }

        @Override
        public Session open(int threads) {
          Workers workers = new Workers(threads);
          return new OpenSession(name(), ScalarBackend.operations(workers), workers::close);
        }
      };
    }
  }

  private record Breaking(String backend) implements Session {
    @Override
    public <T extends Operation> T operation(Class<T> kind) {
      Composite broken =
          (scene, rgba) -> {
            throw new BackendException("the device was lost");
          };
      return kind.cast(broken);
    }

    @Override
    public Samples image(int nx, int ny, int nz) {
      return Samples.floats(nx, ny, nz);
    }

    @Override
    public void close() {}
  }

  private Backends backends(BackendProvider other) {
    return new Backends(
        List.of(new ScalarBackend.Provider(), other),
        new Costs(new Cache(Optional.empty())),
        said::add);
  }

  private static Composite.Scene scene() {
    Samples s = new Samples(new byte[] {0, 100}, SampleType.UINT8, 0, 2, 1, 1, Rescale.IDENTITY);
    Composite.Base base =
        new Composite.Base(
            List.of(s), Affine.identity(), Interpolation.NEAREST, Window.range(0, 255));
    return new Composite.Scene(2, 1, 1, base, List.of(), 0);
  }

  @Test
  void aDeviceThatFailsInTheMiddleIsReplacedAndThatIsSaid() {
    int[] rgba = new int[2];
    try (Session session =
        backends(new Faulty("opencl", null, CHEAP)).open("auto", 1, 1, OnFallback.WARN)) {
      assertEquals("opencl", session.backend());
      session.composite().compose(scene(), rgba);
      assertEquals("scalar", session.backend());
    }
    assertArrayEquals(new int[] {0xff000000, 0xff646464}, rgba);
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("the device was lost"), said.get(0));
  }

  @Test
  void autoTakesADeviceOnlyForLessThanHalfOfPlainJavasTime() {
    double plain = new ScalarBackend.Provider().usualCost().nanosPerPixel();
    for (double share : new double[] {0.49, 0.51}) {
      Faulty device = new Faulty("opencl", null, new Cost(0, share * plain));
      try (Session session = backends(device).open("auto", 1_000_000, 1, OnFallback.WARN)) {
        assertEquals(share < 0.5 ? "opencl" : "scalar", session.backend());
      }
    }
  }

  @Test
  void autoTurnsToADeviceOnceTheCallsSoFarWouldHaveBeenWorthIt() {
    // a call on 3 x 2 samples: 1400 ns on the CPU, 140 ns on the device, which needs 1000 ns to
    // start
    Cost plain = new Cost(0, 1, Map.of("combine", new Rate(0, 200, 200)));
    Cost quick = new Cost(0.0006, 1, Map.of("combine", new Rate(0.0004, 20, 20)));
    BackendProvider scalar = new ScalarBackend.Provider();
    BackendProvider device = new Working("opencl", CHEAP);
    Costs costs = new Costs(new Cache(Optional.of(folder)));
    costs.keep(scalar, plain);
    costs.keep(device, quick);
    Samples a = Samples.of(new float[] {1, 2}, 2, 1, 1);
    try (Session session =
        new Backends(List.of(scalar, device), costs, said::add)
            .open("auto", 0, 1, OnFallback.WARN)) {
      List<String> used = new ArrayList<>();
      for (int call = 1; call <= 4; call++) {
        session.combine().combine(a, a, Formula.weightedSum(1, 1), Samples.floats(2, 1, 1));
        used.add(session.backend());
      }
      // 1000 + 140 n is no more than half of 1400 n from the second call on
      assertEquals(List.of("scalar", "opencl", "opencl", "opencl"), used);
    }
    assertEquals(List.of(), said);
  }

  @Test
  void costsMeasuredWithAnotherDriverAreNotChosenBy() {
    Costs costs = new Costs(new Cache(Optional.of(folder)));
    costs.keep(new Working("opencl", DEAR, "1.0"), CHEAP);
    for (String version : List.of("1.0", "2.0")) {
      BackendProvider device = new Working("opencl", DEAR, version);
      Backends backends =
          new Backends(List.of(new ScalarBackend.Provider(), device), costs, said::add);
      for (int time = 0; time < 2; time++) {
        try (Session session = backends.open("auto", 1_000_000, 1, OnFallback.WARN)) {
          assertEquals(version.equals("1.0") ? "opencl" : "scalar", session.backend());
        }
      }
    }
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains("another driver"), said.get(0));
  }

  @Test
  void failMeansFail() {
    try (Session session =
        backends(new Faulty("opencl", null, CHEAP)).open("opencl", 1, 1, OnFallback.FAIL)) {
      assertThrows(BackendException.class, () -> session.composite().compose(scene(), new int[2]));
    }
  }

  @Test
  void aForcedBackendThatCannotBeUsedThrowsWithTheReason() {
    BackendException e =
        assertThrows(
            BackendException.class,
            () ->
                backends(new Faulty("simd", "no lanes; buy some", CHEAP))
                    .open("simd", 1, 1, OnFallback.WARN));
    assertTrue(e.getMessage().contains("no lanes; buy some"), e.getMessage());
    assertThrows(
        BackendException.class,
        () -> backends(new Faulty("simd", null, CHEAP)).open("cuda", 1, 1, OnFallback.WARN));
  }

  @Test
  void autoPassesOverWhatIsNotWorthItInSilenceAndWhatIsUnusableWithASentence() {
    try (Session session =
        backends(new Faulty("opencl", "no driver", DEAR)).open("auto", 1, 1, OnFallback.WARN)) {
      assertEquals("scalar", session.backend());
    }
    assertEquals(List.of(), said);
    try (Session session =
        backends(new Faulty("opencl", "no driver", CHEAP)).open("auto", 1, 1, OnFallback.WARN)) {
      assertEquals("scalar", session.backend());
    }
    assertTrue(said.get(0).contains("no driver"), said.get(0));
  }
}
