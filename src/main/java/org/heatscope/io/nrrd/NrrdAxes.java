// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.heatscope.io.ImageFormatException;

/**
 * What the axes of a NRRD file are: up to three of space, side by side; before them one of
 * channels, frames or complex parts; after them frames, channels, or both in this order.
 *
 * @param sizes of all axes
 * @param space the axes of space, from the fastest; -1 for one that is missing
 * @param frame the axis of time, -1 for none
 * @param channel the axis of channels, -1 for none
 * @param complex whether the first axis holds a real and an imaginary part
 */
record NrrdAxes(long[] sizes, int[] space, int frame, int channel, boolean complex) {
  private static final Set<String> SPACE = Set.of("", "???", "none", "domain", "space");
  private static final Set<String> FRAMES = Set.of("list", "time", "point");

  private enum Role {
    SPACE,
    FRAME,
    CHANNEL,
    COMPLEX,
    NOTHING
  }

  /**
   * Reads the sizes, kinds and directions.
   *
   * @throws ImageFormatException if the axes do not make up an image
   */
  static NrrdAxes of(NrrdHeader h) throws ImageFormatException {
    long[] sizes = h.numbers("sizes");
    if (sizes.length != h.numbers("dimension")[0]) {
      throw new ImageFormatException(
          h.file(), sizes.length + " sizes for " + h.text("dimension") + " axes");
    }
    List<double[]> directions = h.vectors("spacedirections");
    if (!directions.isEmpty() && directions.size() != sizes.length) {
      throw new ImageFormatException(
          h.file(), directions.size() + " space directions for " + sizes.length + " axes");
    }
    String[] kinds = h.words("kinds");
    List<Role> roles = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      String kind = i < kinds.length ? kinds[i] : "";
      double[] direction = directions.isEmpty() ? null : directions.get(i);
      roles.add(role(kind, sizes[i], !directions.isEmpty(), direction, roles));
    }
    return arranged(h, sizes, roles);
  }

  private static Role role(
      String kind, long size, boolean directed, double[] direction, List<Role> before) {
    if (directed ? direction != null && !isTime(direction) : SPACE.contains(kind)) {
      boolean fourth = !directed && before.stream().filter(r -> r == Role.SPACE).count() == 3;
      return fourth ? Role.FRAME : Role.SPACE;
    }
    if (size == 1) {
      return Role.NOTHING;
    }
    if (kind.equals("complex")) {
      return Role.COMPLEX;
    }
    return SPACE.contains(kind) || FRAMES.contains(kind) ? Role.FRAME : Role.CHANNEL;
  }

  /** Whether a direction in a space with time is along the time alone. */
  private static boolean isTime(double[] v) {
    return v.length == 4 && v[0] == 0 && v[1] == 0 && v[2] == 0;
  }

  private static NrrdAxes arranged(NrrdHeader h, long[] sizes, List<Role> roles)
      throws ImageFormatException {
    int[] space = {-1, -1, -1};
    int n = 0;
    int frame = -1;
    int channel = -1;
    boolean complex = false;
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < sizes.length; i++) {
      switch (roles.get(i)) {
        case SPACE -> {
          order.append('s');
          space[Math.min(n++, 2)] = i;
        }
        case FRAME -> {
          order.append('f');
          frame = i;
        }
        case CHANNEL -> {
          order.append('c');
          channel = i;
        }
        case COMPLEX -> {
          order.append('z');
          complex = true;
        }
        default -> {}
      }
    }
    boolean known = order.toString().matches("zs{1,3}f?c?|cs{1,3}f?|fs{1,3}|s{1,3}f?c?");
    if (!known || complex && sizes[order.indexOf("z")] != 2) {
      throw new ImageFormatException(
          h.file(),
          "the axes (kinds: "
              + h.text("kinds")
              + ") do not make up an image of up to three axes,"
              + " with frames or channels before or after them");
    }
    return new NrrdAxes(sizes, space, frame, channel, complex);
  }

  /** The size of an axis; 1 for one that is missing. */
  long size(int axis) {
    return axis < 0 ? 1 : sizes[axis];
  }

  /** How many numbers lie together before the first axis of space. */
  long group() {
    long group = 1;
    for (int i = 0; i < space[0]; i++) {
      group *= sizes[i];
    }
    return group;
  }
}
