// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import org.heatscope.backend.scalar.PixelComposer;
import org.heatscope.color.ColorTable;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Scene;

/** Compares a backend's overlay with the specification, pixel by pixel, byte by byte. */
final class CompositeParity {
  private static final int UNTOUCHED = 0x5a5a5a5a;
  private static final int AFTER = 3;

  private CompositeParity() {}

  /** Fails with the worst difference and its place unless every byte is as specified. */
  static void assertSame(Session session, Scene scene, String what) {
    int[] want = new int[scene.pixels()];
    PixelComposer composer = new PixelComposer(scene);
    for (int i = 0; i < want.length; i++) {
      int row = i / scene.width();
      want[i] = composer.pixel(i % scene.width(), row % scene.height(), row / scene.height());
    }
    int[] got = new int[scene.pixels() + AFTER];
    Arrays.fill(got, UNTOUCHED);
    session.composite().compose(scene, got);
    for (int i = want.length; i < got.length; i++) {
      if (got[i] != UNTOUCHED) {
        fail(what + ": wrote past the raster\n" + describe(scene));
      }
    }
    compare(want, got, scene, what);
  }

  private static void compare(int[] want, int[] got, Scene scene, String what) {
    int differing = 0;
    int worst = 0;
    int at = 0;
    for (int i = 0; i < want.length; i++) {
      int d = difference(want[i], got[i]);
      differing += d > 0 ? 1 : 0;
      if (d > worst) {
        worst = d;
        at = i;
      }
    }
    if (differing > 0) {
      fail(
          String.format(
              "%s: %d of %d pixels differ, the worst by %d of 255 at (%d, %d, %d): "
                  + "%08x instead of %08x%n%s",
              what,
              differing,
              want.length,
              worst,
              at % scene.width(),
              at / scene.width() % scene.height(),
              at / scene.width() / scene.height(),
              got[at],
              want[at],
              describe(scene)));
    }
  }

  private static int difference(int a, int b) {
    int worst = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      worst = Math.max(worst, Math.abs((a >>> shift & 0xff) - (b >>> shift & 0xff)));
    }
    return worst;
  }

  private static String describe(Scene s) {
    StringBuilder b = new StringBuilder();
    b.append(s.width()).append(" x ").append(s.height()).append(" x ").append(s.depth());
    b.append("\nscan ").append(describe(s.base().channels().get(0)));
    b.append(" channels ").append(s.base().channels().size());
    b.append(' ').append(s.base().interpolation()).append(" window ").append(s.base().window());
    b.append(' ').append(s.base().pixelToVoxel());
    for (MapLayer m : s.layers()) {
      ColorTable t = m.table();
      b.append("\nmap ").append(describe(m.samples())).append(' ').append(m.interpolation());
      b.append(" edges ").append(t.edge(0)).append("..").append(t.edge(256));
      b.append(t.isUniform() ? " even" : " uneven");
      b.append(" hidden ").append(t.lowCut()).append("..").append(t.highCut());
      b.append(" alpha ").append(t.alpha(128)).append(' ').append(m.pixelToVoxel());
      m.mask()
          .ifPresent(
              k -> b.append(" mask ").append(describe(k.samples())).append(k.pixelToVoxel()));
    }
    return b.toString();
  }

  private static String describe(Samples s) {
    return s.type() + " " + s.nx() + "x" + s.ny() + "x" + s.nz() + " " + s.rescale();
  }
}
