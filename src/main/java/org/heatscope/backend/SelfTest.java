// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
import org.heatscope.op.Composite.Mask;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;

/**
 * Two small overlays with much that can go wrong: a threshold, weights by value, NaN, pixels
 * outside the images, and in the second interpolation and a mask. A backend is trusted after it
 * gave the right bytes for them.
 */
public final class SelfTest {
  private static final int WIDTH = 67;
  private static final int HEIGHT = 5;

  private SelfTest() {}

  /** "N of M pixels differ"; empty if both sessions give the same pixels. */
  public static Optional<String> difference(Session trusted, Session tested) {
    int pixels = 0;
    int differing = 0;
    for (Scene scene : List.of(aligned(), turned())) {
      int[] want = new int[scene.pixels()];
      int[] got = new int[scene.pixels()];
      trusted.composite().compose(scene, want);
      tested.composite().compose(scene, got);
      pixels += want.length;
      differing += (int) IntStream.range(0, want.length).filter(i -> want[i] != got[i]).count();
    }
    return differing == 0
        ? Optional.empty()
        : Optional.of(differing + " of " + pixels + " pixels differ");
  }

  /** A larger scene of the same kind, to measure with. */
  static Scene scene(int width, int height) {
    return scene(width, height, Affine.identity(), Affine.identity(), Optional.empty());
  }

  private static Scene aligned() {
    return scene(WIDTH, HEIGHT, Affine.identity(), Affine.translation(2, -1, 0), Optional.empty());
  }

  private static Scene turned() {
    Affine turned = Affine.of(.9, .3, 0, -2, -.1, .8, 0, 1.3, 0, 0, 1, 0);
    Mask mask =
        new Mask(
            samples(scan(WIDTH, HEIGHT), SampleType.INT8, WIDTH, HEIGHT),
            Affine.translation(.4, 1, 0));
    return scene(WIDTH, HEIGHT, turned, turned.inverse(), Optional.of(mask));
  }

  private static byte[] scan(int width, int height) {
    byte[] scan = new byte[width * height];
    for (int i = 0; i < scan.length; i++) {
      scan[i] = (byte) (i % 7 == 3 ? 0 : 37 * i);
    }
    return scan;
  }

  private static Scene scene(int width, int height, Affine scan, Affine map, Optional<Mask> mask) {
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 23 == 0 ? Float.NaN : i * 5 % 97 / 8f - 4;
    }
    Base base =
        new Base(
            List.of(samples(scan(width, height), SampleType.UINT8, width, height)),
            scan,
            Interpolation.LINEAR,
            Window.range(10, 240));
    MapLayer layer =
        new MapLayer(
            samples(values, SampleType.FLOAT32, width, height),
            map,
            Interpolation.LINEAR,
            new ColorTable(scale(), Rescale.IDENTITY),
            mask);
    return new Scene(width, height, 1, base, List.of(layer), 0x102030);
  }

  private static ColorScale scale() {
    byte[] rgb = new byte[3 * Colormap.SIZE];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 59 / 13);
    }
    return ColorScale.of(new Even(-3, 6), new Colormap("test", rgb))
        .withThreshold(1)
        .withAlpha(.5, ColorScale.AlphaRule.VALUE);
  }

  private static Samples samples(Object array, SampleType type, int width, int height) {
    return new Samples(array, type, 0, width, height, 1, Rescale.IDENTITY);
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
