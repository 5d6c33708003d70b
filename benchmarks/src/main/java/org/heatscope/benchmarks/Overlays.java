// SPDX-License-Identifier: Apache-2.0
package org.heatscope.benchmarks;

import java.util.List;
import java.util.Optional;
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
 * Overlays of a normally distributed map (mean 0, standard deviation 4) shown from 2 to 8, over
 * evenly distributed scans.
 */
enum Overlays {
  /** A 4096 x 4096 map over an 8-bit picture. */
  W1(4096, 4096, 1, false, false, 0.6),
  /** A map over a 512 x 512 x 300 CT of 16 bits in the window 40 / 400. */
  W2(512, 512, 300, true, false, 0.6),
  /** W1 at half weight, where every second sum lies halfway between two bytes. */
  W1_HALF(4096, 4096, 1, false, false, 0.5),
  /** A map of 64 x 64 x 36 over each voxel of a CT of 256 x 256 x 192, obliquely, linear. */
  W3_OVERLAY(256, 256, 192, true, true, 0.6);

  private final int nx;
  private final int ny;
  private final int nz;
  private final boolean ct;
  private final boolean oblique;
  private final double alpha;

  Overlays(int nx, int ny, int nz, boolean ct, boolean oblique, double alpha) {
    this.nx = nx;
    this.ny = ny;
    this.nz = nz;
    this.ct = ct;
    this.oblique = oblique;
    this.alpha = alpha;
  }

  /** Makes the images. */
  Scene scene() {
    Samples scan =
        ct
            ? new Samples(RandomArrays.shorts(nx * ny * nz), SampleType.INT16, 0, nx, ny, nz, Rescale.IDENTITY)
            : new Samples(RandomArrays.bytes(nx * ny * nz), SampleType.UINT8, 0, nx, ny, nz, Rescale.IDENTITY);
    Window window = ct ? Window.linearExact(40, 400) : Window.range(0, 255);
    Base base = new Base(List.of(scan), Affine.identity(), Interpolation.LINEAR, window);
    ColorScale scale =
        ColorScale.of(new Even(2, 8), hot())
            .withThreshold(2)
            .withAlpha(alpha, ColorScale.AlphaRule.CONSTANT);
    int mx = oblique ? 64 : nx;
    int my = oblique ? 64 : ny;
    int mz = oblique ? 36 : nz;
    Samples map =
        new Samples(RandomArrays.normal(4, mx * my * mz), SampleType.FLOAT32, 0, mx, my, mz, Rescale.IDENTITY);
    Affine toMap =
        oblique
            ? Affine.of(.24, .03, 0, .4, -.03, .24, .01, 4.2, .002, -.01, .18, 1.1)
            : Affine.identity();
    MapLayer layer =
        new MapLayer(
            map,
            toMap,
            Interpolation.LINEAR,
            new ColorTable(scale, Rescale.IDENTITY),
            Optional.empty());
    return new Scene(nx, ny, nz, base, List.of(layer), 0);
  }

  /** Black through red and yellow to white. */
  private static Colormap hot() {
    byte[] rgb = new byte[3 * Colormap.SIZE];
    for (int k = 0; k < Colormap.SIZE; k++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * k + c] = (byte) Math.max(0, Math.min(255, 3 * k - 255 * c));
      }
    }
    return new Colormap("hot", rgb);
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
