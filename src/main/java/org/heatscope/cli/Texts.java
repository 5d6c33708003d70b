// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option values as users write them. */
final class Texts {
  private static final Map<String, Integer> COLORS =
      Map.ofEntries(
          Map.entry("black", 0x000000),
          Map.entry("white", 0xffffff),
          Map.entry("gray", 0x808080),
          Map.entry("grey", 0x808080),
          Map.entry("red", 0xff0000),
          Map.entry("green", 0x00ff00),
          Map.entry("blue", 0x0000ff),
          Map.entry("yellow", 0xffff00),
          Map.entry("cyan", 0x00ffff),
          Map.entry("magenta", 0xff00ff));

  private Texts() {}

  /** Some numbers that belong together: a type of its own, since picocli splits arrays itself. */
  record Numbers(double... values) {
    @Override
    public String toString() {
      return Arrays.toString(values);
    }
  }

  /** Numbers between commas. */
  static double[] numbers(String text) {
    String[] parts = text.split(",", -1);
    double[] v = new double[parts.length];
    for (int i = 0; i < v.length; i++) {
      try {
        v[i] = Double.parseDouble(parts[i].trim());
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + parts[i].trim() + "' is not a number");
      }
      if (!Double.isFinite(v[i])) {
        throw new TypeConversionException("'" + parts[i].trim() + "' is not a finite number");
      }
    }
    return v;
  }

  private static double[] some(String text, int n, String form) {
    double[] v = numbers(text);
    if (v.length != n) {
      throw new TypeConversionException("'" + text + "' is not of the form " + form);
    }
    return v;
  }

  /** LO,HI with LO no greater than HI. */
  static final class Range implements ITypeConverter<Numbers> {
    @Override
    public Numbers convert(String text) {
      double[] v = some(text, 2, "LO,HI");
      if (v[0] > v[1]) {
        throw new TypeConversionException("'" + text + "': the low end is above the high end");
      }
      return new Numbers(v);
    }
  }

  /** LO,HI within 0 to 100. */
  static final class Percentiles implements ITypeConverter<Numbers> {
    @Override
    public Numbers convert(String text) {
      Numbers n = new Range().convert(text);
      if (n.values()[0] < 0 || n.values()[1] > 100) {
        throw new TypeConversionException("'" + text + "': percentages lie in 0..100");
      }
      return n;
    }
  }

  /** C,W. */
  static final class CenterWidth implements ITypeConverter<Numbers> {
    @Override
    public Numbers convert(String text) {
      double[] v = some(text, 2, "CENTER,WIDTH");
      if (!(v[1] > 0)) {
        throw new TypeConversionException("'" + text + "': the width must be above zero");
      }
      return new Numbers(v);
    }
  }

  /** X,Y,Z. */
  static final class Point implements ITypeConverter<Numbers> {
    @Override
    public Numbers convert(String text) {
      return new Numbers(some(text, 3, "X,Y,Z"));
    }
  }

  /** #rrggbb or a plain name. */
  static int color(String text) {
    Integer named = COLORS.get(text);
    if (named != null) {
      return named;
    }
    if (text.matches("#?[0-9a-fA-F]{6}")) {
      return Integer.parseInt(text.replace("#", ""), 16);
    }
    throw new TypeConversionException(
        "'" + text + "' is not a colour; write #rrggbb, or one of " + COLORS.keySet());
  }

  /** A colour, or nothing for "none". */
  static OptionalInt optionalColor(String text) {
    return text.equals("none") ? OptionalInt.empty() : OptionalInt.of(color(text));
  }
}
