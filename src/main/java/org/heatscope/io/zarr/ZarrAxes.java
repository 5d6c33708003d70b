// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;

/**
 * Which axis of an array is which of an image, and where the image lies: the centre of element i of
 * an axis is at {@code scale * i + translation} of its unit.
 *
 * @param axes of the array
 * @param of for x, y, z, time, channel the array's axis; -1 where it has none
 */
record ZarrAxes(List<Axis> axes, int[] of) {
  static final int TIME = 3;
  private static final int CHANNEL = 4;
  private static final int AXES = 5;

  private static final Map<String, Double> MILLIMETRES =
      Map.ofEntries(
          Map.entry("angstrom", 1e-7),
          Map.entry("picometer", 1e-9),
          Map.entry("nanometer", 1e-6),
          Map.entry("micrometer", 1e-3),
          Map.entry("millimeter", 1.0),
          Map.entry("centimeter", 10.0),
          Map.entry("decimeter", 100.0),
          Map.entry("meter", 1000.0),
          Map.entry("kilometer", 1e6),
          Map.entry("inch", 25.4),
          Map.entry("foot", 304.8),
          Map.entry("yard", 914.4));

  private static final Map<String, Double> SECONDS =
      Map.of(
          "nanosecond", 1e-9,
          "microsecond", 1e-6,
          "millisecond", 1e-3,
          "second", 1.0,
          "minute", 60.0,
          "hour", 3600.0,
          "day", 86400.0);

  private static final List<String> DIRECTIONS =
      List.of(
          "left-to-right",
          "posterior-to-anterior",
          "inferior-to-superior",
          "right-to-left",
          "anterior-to-posterior",
          "superior-to-inferior");

  /**
   * An axis of an array.
   *
   * @param name "x", "z", "t", ...
   * @param type "space", "time", "channel"; empty where the name tells
   * @param unit spelt out, such as "micrometer"; empty if unknown
   * @param orientation the direction in a body (NGFF RFC 4), such as "left-to-right"; empty if
   *     there is no body
   * @param scale distance of neighbours
   * @param translation place of the first element
   */
  record Axis(
      String name, String type, String unit, String orientation, double scale, double translation) {
    private int volumeAxis() {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "x" -> 0;
        case "y" -> 1;
        case "z" -> 2;
        case "t", "time" -> TIME;
        case "c", "channel" -> CHANNEL;
        default -> type.equals("time") ? TIME : type.equals("channel") ? CHANNEL : -1;
      };
    }
  }

  /** Bare axes by their number: (y, x), (z, y, x), (t, z, y, x), (t, c, z, y, x). */
  static List<Axis> bare(int count) {
    String names = count == AXES ? "tczyx" : "tzyx".substring(Math.max(0, 4 - count));
    return names
        .chars()
        .mapToObj(c -> new Axis(String.valueOf((char) c), "", "", "", 1, 0))
        .toList();
  }

  /**
   * Finds the image's axes. Axes of the type "space" whose names are not x, y, z are these from the
   * last back; any other axis must have the size 1.
   */
  static ZarrAxes of(ZarrArray array, List<Axis> axes) throws ImageFormatException {
    if (axes.size() != array.shape().length) {
      throw new ImageFormatException(
          array.header(),
          "the Zarr array has " + array.shape().length + " axes, " + axes.size() + " are named");
    }
    int[] of = new int[AXES];
    Arrays.fill(of, -1);
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      int a = axis.volumeAxis();
      if (a < 0 && axis.type().equals("space")) {
        a = of[0] < 0 ? 0 : of[1] < 0 ? 1 : 2;
      }
      if (a >= 0 && of[a] < 0) {
        of[a] = i;
      } else if (array.shape()[i] > 1) {
        throw new ImageFormatException(
            array.header(),
            "the axis '" + axis.name() + "' of the Zarr array is none of x, y, z, t, c");
      }
    }
    return new ZarrAxes(axes, of);
  }

  /** One number for each of x, y, z, time, channel. */
  int[] arranged(int[] ofArray, int otherwise) {
    int[] arranged = new int[AXES];
    for (int a = 0; a < AXES; a++) {
      arranged[a] = of[a] < 0 ? otherwise : ofArray[of[a]];
    }
    return arranged;
  }

  /** The unit of a spatial axis in millimetres; those without one count as millimetres. */
  private static double millimetres(Axis axis) {
    return MILLIMETRES.getOrDefault(axis.unit(), 1.0);
  }

  /** Whether a spatial axis has a unit that is not known or none. */
  boolean lacksUnits() {
    return Arrays.stream(of, 0, 3)
        .anyMatch(i -> i >= 0 && !MILLIMETRES.containsKey(axes.get(i).unit()));
  }

  /**
   * The place of the image: in a body where every spatial axis says how it runs there, else that of
   * a picture, whose y runs down.
   */
  Geometry geometry(ZarrArray array, int[] size) throws ImageFormatException {
    int[] direction = {0, 4, 2};
    boolean body = true;
    for (int a = 0; a < 3; a++) {
      body &= of[a] >= 0 && DIRECTIONS.contains(axes.get(of[a]).orientation());
    }
    double[] m = new double[12];
    for (int a = 0; a < 3; a++) {
      Axis axis = of[a] < 0 ? new Axis("", "", "", "", 1, 0) : axes.get(of[a]);
      int d = body ? DIRECTIONS.indexOf(axis.orientation()) : direction[a];
      double sign = d < 3 ? 1 : -1;
      m[4 * (d % 3) + a] = sign * axis.scale() * millimetres(axis);
      m[4 * (d % 3) + 3] += sign * axis.translation() * millimetres(axis);
    }
    Affine affine = Affine.of(m);
    if (!affine.isInvertible()) {
      throw new ImageFormatException(
          array.header(), "the scales of the axes give the image no place: " + affine);
    }
    Geometry.Frame frame = body ? Geometry.Frame.ANATOMICAL : Geometry.Frame.PICTURE;
    return new Geometry(size[0], size[1], size[2], affine, frame);
  }

  /** The time axis; its step is in seconds where its unit is known, else unknown. */
  TimeAxis time(int frames) {
    Axis axis = of[TIME] < 0 ? null : axes.get(of[TIME]);
    if (axis == null || !SECONDS.containsKey(axis.unit()) || !(axis.scale() > 0)) {
      return new TimeAxis(frames, 0, "");
    }
    return new TimeAxis(frames, axis.scale() * SECONDS.get(axis.unit()), "s");
  }
}
