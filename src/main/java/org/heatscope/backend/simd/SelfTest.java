// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.color.ColorScale;
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

/** A small overlay on this machine's vectors and in plain Java. */
final class SelfTest {
  private static final int WIDTH = 67;
  private static final int HEIGHT = 5;

  private SelfTest() {}

  /** What is wrong, in a sentence; empty if both give the same pixels. */
  static Optional<String> fault() {
    Scene scene = scene();
    int[] want = new int[scene.pixels()];
    int[] got = new int[scene.pixels()];
    try (Session scalar = new ScalarBackend().open(1);
        Session simd = new SimdBackend().open(1)) {
      scalar.composite().compose(scene, want);
      simd.composite().compose(scene, got);
    } catch (LinkageError | RuntimeException e) {
      return Optional.of("the Vector API of this Java failed: " + e);
    }
    int at = Arrays.mismatch(want, got);
    return at < 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                "the Vector API of this Java computes wrongly: pixel %d is %08x instead of %08x",
                at, got[at], want[at]));
  }

  private static Scene scene() {
    byte[] scan = new byte[WIDTH * HEIGHT];
    float[] map = new float[WIDTH * HEIGHT];
    byte[] rgb = new byte[3 * Colormap.SIZE];
    for (int i = 0; i < scan.length; i++) {
      scan[i] = (byte) (37 * i);
      map[i] = i % 23 == 0 ? Float.NaN : i * 5 % 97 / 8f - 4;
    }
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 59 / 13);
    }
    ColorScale scale =
        ColorScale.of(new Even(-3, 6), new Colormap("test", rgb))
            .withThreshold(1)
            .withAlpha(.5, ColorScale.AlphaRule.VALUE);
    return new Scene(
        WIDTH,
        HEIGHT,
        1,
        new Base(
            List.of(samples(scan, SampleType.UINT8)),
            Affine.identity(),
            Interpolation.LINEAR,
            Window.range(10, 240)),
        List.of(
            new MapLayer(
                samples(map, SampleType.FLOAT32),
                Affine.translation(2, -1, 0),
                Interpolation.LINEAR,
                new ColorTable(scale, Rescale.IDENTITY),
                Optional.empty())),
        0x102030);
  }

  private static Samples samples(Object array, SampleType type) {
    return new Samples(array, type, 0, WIDTH, HEIGHT, 1, Rescale.IDENTITY);
  }

  private record Even(double low, double high) implements Norm {
    @Override
    public double apply(double value) {
      return (value - low) / (high - low);
    }

    @Override
    public double inverse(double position) {
      return low + position * (high - low);
    }

    @Override
    public String name() {
      return "linear";
    }
  }
}
