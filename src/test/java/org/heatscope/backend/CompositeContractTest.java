// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.heatscope.backend.RandomScene.Placement;
import org.heatscope.color.ColorScale;
import org.heatscope.color.ColorScale.AlphaRule;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Colormap;
import org.heatscope.color.Norm;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every backend's overlay must do: give the scalar backend's bytes. A backend is done when a
 * subclass of this, which only opens a session, passes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CompositeContractTest {
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Session session;

  /** Opens the backend with two threads; aborts with a sentence where it cannot be used here. */
  protected abstract Session open();

  /**
   * Opens a provider's backend with two threads. Where it cannot be used the test is skipped, or
   * fails if the system property {@code heatscope.require} names the backend.
   */
  public static Session openOrSkip(BackendProvider provider) {
    Optional<String> reason = provider.unusableBecause();
    if (reason.isPresent()) {
      String sentence = provider.name() + " cannot be used here: " + reason.get();
      if (System.getProperty("heatscope.require", "").contains(provider.name())) {
        fail(sentence);
      }
      if (SAID.add(sentence)) {
        System.out.println("Skipped: " + sentence);
      }
      abort(sentence);
    }
    return provider.open().open(2);
  }

  /** Before each test, so that each is counted as skipped where the backend cannot be used. */
  @BeforeEach
  void openSession() {
    if (session == null) {
      session = open();
    }
  }

  @AfterAll
  void closeSession() {
    if (session != null) {
      session.close();
    }
  }

  private void check(RandomScene scene, String what) {
    CompositeParity.assertSame(session, scene.build(), what);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 4, 5, 7, 8, 9, 11, 15, 16, 17, 19, 31, 32, 33, 35, 63, 64, 65, 127, 128, 129, 255,
        256, 257, 511, 512, 513, 1023, 1024, 1025, 1027, 2047, 2048, 2049, 2051, 4097
      })
  void givesTheScalarBytesAroundLaneAndTileWidths(int width) {
    for (Placement p : new Placement[] {Placement.IDENTITY, Placement.SHIFTED, Placement.OBLIQUE}) {
      for (int h = 1; h <= 3; h++) {
        RandomScene scene = new RandomScene(width * 10L + h).size(width, h, h % 2 + 1);
        scene.types(SampleType.INT16, SampleType.FLOAT32).layers(h % 2 + 1);
        check(scene.placements(p, p), "width " + width + ", height " + h + ", " + p);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheScalarBytesForEverySampleType(SampleType base) {
    for (SampleType map : SampleType.values()) {
      for (Placement p :
          new Placement[] {Placement.IDENTITY, Placement.FLIPPED, Placement.SCALED}) {
        for (int seed = 0; seed < 4; seed++) {
          RandomScene scene = new RandomScene(seed).size(67, 4, 2).types(base, map).layers(1);
          check(scene.placements(p, p), base + " under " + map + ", " + p + ", seed " + seed);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheScalarBytesWhereverTheImagesLie(Placement base) {
    for (Placement map : Placement.values()) {
      for (Interpolation interpolation : Interpolation.values()) {
        for (int seed = 0; seed < 4; seed++) {
          RandomScene scene = new RandomScene(seed).size(37, 5, 4).layers(1);
          scene.placements(base, map).interpolation(interpolation);
          check(scene, base + " under " + map + ", " + interpolation + ", seed " + seed);
        }
      }
    }
  }

  @Test
  void givesTheScalarBytesInEveryWindow() {
    Window[] windows = {
      Window.range(0, 255),
      Window.range(0, 0),
      Window.range(40, 40),
      Window.range(-1e300, 1e300),
      Window.range(1e7, 1e7 + 1),
      Window.range(0, 1e-40),
      Window.linear(40, 400),
      Window.linear(127.5, 256),
      Window.linear(40, 1),
      Window.linear(40, 1.0000001),
      Window.linearExact(40, 400),
      Window.linearExact(3e8, 0.1),
      Window.sigmoid(40, 400),
      Window.sigmoid(0, 1e-3),
      Window.table(-20, new double[] {0, 0.5, 0.25, 1})
    };
    for (Window w : windows) {
      for (SampleType type : SampleType.values()) {
        for (int seed = 0; seed < 6; seed++) {
          RandomScene scene = new RandomScene(seed).size(67, 3, 1).window(w).layers(seed % 2);
          scene.types(type, SampleType.FLOAT32).placements(Placement.IDENTITY, Placement.IDENTITY);
          check(scene, w + " of " + type + ", seed " + seed);
        }
      }
    }
  }

  @Test
  void givesTheScalarBytesForEveryNormThresholdAndSlope() {
    SampleType[] types = {SampleType.FLOAT32, SampleType.INT16, SampleType.FLOAT64};
    for (Norm norm : TestNorms.all()) {
      for (double threshold : new double[] {-1, 0, 2, 2.5, 1e6, 1e300}) {
        for (SampleType type : types) {
          for (int seed = 0; seed < 4; seed++) {
            RandomScene scene = new RandomScene(seed).size(131, 3, 1).norm(norm).layers(1);
            scene.threshold(threshold).negativeSlope(seed % 2 == 1).types(SampleType.UINT8, type);
            scene.placements(Placement.IDENTITY, Placement.IDENTITY);
            check(scene, norm + ", threshold " + threshold + ", " + type + ", seed " + seed);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .25, .3, .5, .6, 1})
  void givesTheScalarBytesForEveryWeight(double alpha) {
    for (AlphaRule rule : AlphaRule.values()) {
      for (int layers = 1; layers <= 3; layers++) {
        for (int seed = 0; seed < 6; seed++) {
          RandomScene scene = new RandomScene(seed).size(67, 7, 1).alpha(alpha, rule);
          scene.layers(layers).window(Window.range(0, 255)).threshold(seed % 2 - 1);
          scene.types(SampleType.UINT8, SampleType.FLOAT32);
          scene.placements(Placement.IDENTITY, Placement.IDENTITY);
          check(scene, "alpha " + alpha + " " + rule + ", " + layers + " layers, seed " + seed);
        }
      }
    }
  }

  /** Every byte below every byte; the expected sums are whole numbers of tenths. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void roundsHalvesUp(int tenths) {
    byte[] ramp = new byte[3 * 256];
    byte[] below = new byte[256 * 256];
    float[] over = new float[256 * 256];
    for (int i = 0; i < below.length; i++) {
      Arrays.fill(ramp, 3 * (i >> 8), 3 * (i >> 8) + 3, (byte) (i >> 8));
      below[i] = (byte) i;
      over[i] = (i >> 8) + 0.5f;
    }
    ColorScale scale =
        ColorScale.of(TestNorms.linear(0, 256), new Colormap("ramp", ramp))
            .withAlpha(tenths / 10.0, AlphaRule.CONSTANT);
    Rescale same = Rescale.IDENTITY;
    Samples scan = new Samples(below, SampleType.UINT8, 0, 256, 256, 1, same);
    Samples map = new Samples(over, SampleType.FLOAT32, 0, 256, 256, 1, same);
    Affine on = Affine.identity();
    ColorTable table = new ColorTable(scale, same);
    Base base = new Base(List.of(scan), on, Interpolation.LINEAR, Window.range(0, 255));
    MapLayer layer = new MapLayer(map, on, Interpolation.LINEAR, table, Optional.empty());
    int[] rgba = new int[256 * 256];
    session.composite().compose(new Scene(256, 256, 1, base, List.of(layer), 0), rgba);
    for (int i = 0; i < rgba.length; i++) {
      int sum = tenths * (i >> 8) + (10 - tenths) * (i & 0xff);
      assertEquals((sum + 5) / 10 * 0x010101 | 0xff000000, rgba[i], () -> sum + " tenths");
    }
  }

  @Test
  void givesTheScalarBytesForColourScansAndMasks() {
    for (SampleType type : SampleType.values()) {
      for (int seed = 0; seed < 12; seed++) {
        RandomScene scene = new RandomScene(seed).size(35, 5, 2).channels(seed % 2 == 0 ? 3 : 1);
        check(scene.types(type, type).masked(true).layers(1 + seed % 3), type + ", seed " + seed);
      }
    }
  }

  @Test
  void givesTheScalarBytesForScenesOfEverySort() {
    for (int seed = 0; seed < 1500; seed++) {
      check(new RandomScene(1000 + seed), "seed " + seed);
    }
  }
}
