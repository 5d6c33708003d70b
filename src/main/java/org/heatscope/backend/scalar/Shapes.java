// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.image.Samples;

/** The sizes of images that belong together. */
public final class Shapes {
  private Shapes() {}

  /** Checks that a result is as large as the image it is made from. */
  public static void requireSame(String operation, Samples image, Samples out) {
    if (image.nx() != out.nx() || image.ny() != out.ny() || image.nz() != out.nz()) {
      throw new IllegalArgumentException(
          operation + ": the image is " + size(image) + ", the result " + size(out));
    }
  }

  /** Checks the radius of a box: three numbers, none negative. */
  public static void requireBox(String operation, int[] radius) {
    if (radius.length != 3 || Arrays.stream(radius).anyMatch(r -> r < 0)) {
      throw new IllegalArgumentException(
          operation + ": a radius is three numbers, 0 or more, not " + Arrays.toString(radius));
    }
  }

  /** A radius that reaches no further than the image is large. */
  public static int[] reach(int[] radius, Samples image) {
    return new int[] {
      Math.min(radius[0], image.nx()),
      Math.min(radius[1], image.ny()),
      Math.min(radius[2], image.nz())
    };
  }

  private static String size(Samples s) {
    return s.nx() + " x " + s.ny() + " x " + s.nz();
  }
}
