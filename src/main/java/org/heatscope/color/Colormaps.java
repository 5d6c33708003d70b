// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The built-in colormaps and colormaps from files.
 *
 * <p>Entry i of a built-in map is the colour that matplotlib (with seaborn's and nilearn's maps)
 * paints for index i. A name with {@code _r} behind it is the same map reversed.
 */
public final class Colormaps {
  private static final List<String> NAMES =
      List.of(
          // even to the eye
          "viridis",
          "plasma",
          "inferno",
          "magma",
          "cividis",
          "rocket",
          "mako",
          "gray",
          // sequential
          "hot",
          "bone",
          "copper",
          "turbo",
          "Reds",
          "Greens",
          "Blues",
          "Oranges",
          "Purples",
          "Greys",
          "cold_white_hot_positive",
          "black_red",
          "black_green",
          "black_blue",
          "black_purple",
          "black_pink",
          // diverging
          "cold_hot",
          "cold_white_hot",
          "RdBu",
          "coolwarm",
          "icefire",
          "vlag",
          "bwr",
          "seismic",
          "blue_red",
          "blue_orange",
          "brown_blue",
          "brown_cyan",
          "cyan_copper",
          "cyan_orange",
          "purple_blue",
          "purple_green",
          "ocean_hot",
          "hot_black_bone",
          "hot_white_bone",
          // rainbows
          "jet",
          "hsv",
          "nipy_spectral",
          "roy_big_bl");

  private static final Map<String, String> INSTEAD =
      Map.of(
          "jet", "viridis or turbo",
          "hsv", "viridis or turbo",
          "nipy_spectral", "viridis or turbo",
          "roy_big_bl", "cold_hot or icefire");

  private Colormaps() {}

  /** The names of the built-in maps, without the reversed ones. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * A built-in map.
   *
   * @param name one of {@link #names()}, with or without {@code _r}
   * @throws IllegalArgumentException for any other name, with the closest one in the message
   */
  public static Colormap get(String name) {
    String base = base(name);
    if (!NAMES.contains(base)) {
      throw new IllegalArgumentException(Spelling.unknown("colormap", base, NAMES));
    }
    Colormap map = load(base);
    return base.equals(name) ? map : reversed(name, map);
  }

  private static String base(String name) {
    return name.endsWith("_r") ? name.substring(0, name.length() - 2) : name;
  }

  private static Colormap load(String name) {
    try (InputStream in = Colormaps.class.getResourceAsStream(name + ".csv")) {
      return ColormapFile.parse(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in colormap " + name + " cannot be read", e);
    }
  }

  private static Colormap reversed(String name, Colormap map) {
    byte[] rgb = new byte[3 * Colormap.SIZE];
    for (int k = 0; k < Colormap.SIZE; k++) {
      System.arraycopy(map.rgb(), 3 * (Colormap.SIZE - 1 - k), rgb, 3 * k, 3);
    }
    return new Colormap(name, rgb);
  }

  /**
   * A map from a file, named as the file without its ending. By content, not by name:
   *
   * <ul>
   *   <li>text, a row an entry: red, green, blue from 0 to 255, or from 0 to 1 where no number is
   *       above 1 and one is written with a point (FSL); parted by comma, semicolon, tab or blanks;
   *       a heading and comments behind # are passed over, a row number before the three, as ImageJ
   *       and MRIcron write it, too;
   *   <li>768 bytes: 256 reds, 256 greens, 256 blues (MRIcron, ImageJ).
   * </ul>
   *
   * <p>256 rows are used as they are. Any other number from 2 up is stretched to 256 linearly, the
   * first and the last row staying at the ends; channels are rounded, halves up.
   *
   * @throws IOException if the file cannot be read or is no such file; the message names the fault
   *     and the line, not the file
   */
  public static Colormap read(Path file) throws IOException {
    return ColormapFile.read(file);
  }

  /** Why a built-in map (or its reverse) misleads the eye; empty for those that do not. */
  public static Optional<String> warning(String name) {
    return Optional.ofNullable(INSTEAD.get(base(name)))
        .map(
            instead ->
                name
                    + " is not perceptually uniform: equal steps of value are not equal steps of"
                    + " colour, and it shows edges where the data has none; "
                    + instead
                    + " shows the same range without them");
  }

  /** Whether all 256 colours differ, so that a colour names its entry. */
  public static boolean isInjective(Colormap map) {
    Set<Integer> seen = new HashSet<>();
    for (int k = 0; k < Colormap.SIZE; k++) {
      if (!seen.add(map.entry(k))) {
        return false;
      }
    }
    return true;
  }
}
