// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.backend.Session;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;

/** Pairs of images, as the differences that they are tested by. */
final class Pairs {
  private Pairs() {}

  /**
   * First minus second of each pair, on the grid of its first, read when it is asked for.
   *
   * @param images the first of all pairs, then the second of all pairs in the same order
   * @param zeroIsMissing whether a zero in either makes the difference NaN
   * @param session resamples
   */
  static List<MapInput> differences(List<MapInput> images, boolean zeroIsMissing, Session session) {
    if (images.size() % 2 != 0) {
      throw new InvalidOption("pairs need an even number of images, not " + images.size());
    }
    int pairs = images.size() / 2;
    List<MapInput> differences = new ArrayList<>();
    for (int p = 0; p < pairs; p++) {
      MapInput a = images.get(p);
      MapInput b = images.get(p + pairs);
      differences.add(new MapInput(a.name(), () -> difference(a, b, zeroIsMissing, session)));
    }
    return differences;
  }

  private static double[] values(MapInput second, Geometry grid, String first, Session session)
      throws IOException {
    Volume volume = second.read();
    try {
      Samples laid = Resampling.onGrid(volume, grid, session);
      Resampling.requireOverlap(volume, laid, grid, first, session);
      return Values.of(laid);
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(Path.of(second.name()), e.getMessage());
    }
  }

  private static Volume difference(
      MapInput first, MapInput second, boolean zeroIsMissing, Session session) throws IOException {
    Volume a = Values.single(first.read());
    Geometry g = a.geometry();
    double[] x = Values.of(a);
    double[] y = values(second, g, first.name(), session);
    for (int i = 0; i < x.length; i++) {
      boolean missing = zeroIsMissing && (x[i] == 0 || y[i] == 0);
      x[i] = missing ? Double.NaN : x[i] - y[i];
    }
    return Volume.of(ArrayImgs.doubles(x, g.nx(), g.ny(), g.nz()), g).unit(a.unit()).build();
  }
}
