// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.heatscope.backend.Backend;
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

/**
 * Small overlays that meet every class, NaN, the borders and each interpolation, compared with the
 * scalar backend.
 */
final class OpenClSelfTest {
  private static final int N = 29;

  private OpenClSelfTest() {}

  /** Why the device is not to be trusted; empty if all its bytes are right. */
  static Optional<String> fault(Backend backend) {
    int differing = 0;
    int all = 0;
    try (Session device = backend.open(1);
        Session scalar = new ScalarBackend().open(1)) {
      for (Interpolation interpolation : Interpolation.values()) {
        for (Affine affine : List.of(Affine.identity(), OBLIQUE)) {
          Scene scene = scene(interpolation, affine);
          int[] got = new int[scene.pixels()];
          int[] want = new int[scene.pixels()];
          device.composite().compose(scene, got);
          scalar.composite().compose(scene, want);
          for (int i = 0; i < want.length; i++) {
            differing += got[i] == want[i] ? 0 : 1;
          }
          all += want.length;
        }
      }
    } catch (RuntimeException e) {
      return Optional.of(backend.description() + " failed in the self-test: " + e.getMessage());
    }
    return differing == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                "%s gave wrong numbers in the self-test (%d of %d pixels differ)",
                backend.description(), differing, all));
  }

  private static final Affine OBLIQUE =
      Affine.of(0.81, 0.31, 0.1, -0.9, -0.27, 0.93, 0.2, 2.3, 0.05, -0.04, 0.7, -0.3);

  private static Scene scene(Interpolation interpolation, Affine affine) {
    short[] scan = new short[N * N * 3];
    float[] map = new float[N * N * 3];
    for (int i = 0; i < map.length; i++) {
      scan[i] = (short) (i * 7919 % 2003 - 700);
      map[i] = i % 97 == 0 ? Float.NaN : i * 1021 % 509 / 32f - 7;
    }
    MapLayer even = layer(map, affine, interpolation, new Power(-4, 6, 1), 0.5, -1);
    MapLayer uneven = layer(map, affine, interpolation, new Power(0, 7, 0.5), 0.7, 1.5);
    Base base =
        new Base(
            List.of(samples(scan, SampleType.INT16)),
            affine,
            interpolation,
            Window.linearExact(40, 400));
    return new Scene(N, N, 3, base, List.of(even, uneven), 0x204060);
  }

  private static Samples samples(Object array, SampleType type) {
    return new Samples(array, type, 0, N, N, 3, Rescale.IDENTITY);
  }

  private static MapLayer layer(
      float[] map, Affine affine, Interpolation interpolation, Norm norm, double a, double t) {
    byte[] rgb = new byte[3 * Colormap.SIZE];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 59 / 13);
    }
    ColorScale scale =
        ColorScale.of(norm, new Colormap("test", rgb))
            .withThreshold(t)
            .withAlpha(a, ColorScale.AlphaRule.VALUE)
            .withSpecial(
                OptionalInt.of(0xff00ff),
                OptionalInt.of(0x0000ff),
                OptionalInt.of(0xff0000),
                OptionalInt.empty());
    return new MapLayer(
        samples(map, SampleType.FLOAT32),
        affine,
        interpolation,
        new ColorTable(scale, Rescale.IDENTITY),
        Optional.empty());
  }

  /** ((v - low) / (high - low))^gamma; NaN below low where gamma is not 1. */
  private record Power(double low, double high, double gamma) implements Norm {
    @Override
    public double apply(double value) {
      double n = (value - low) / (high - low);
      return gamma == 1 ? n : Math.pow(n, gamma);
    }

    @Override
    public double inverse(double position) {
      return low + Math.pow(position, 1 / gamma) * (high - low);
    }

    @Override
    public String name() {
      return "power";
    }
  }
}
