// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An option of a kind, written {@code --name VALUE} on the command line and {@code name=VALUE}
 * after an image's name.
 *
 * @param name in lower case with dashes, without a unit
 * @param label the value's unit or form in capitals: "MM", "FROM,TO"
 * @param help a sentence; says the default where there is none to compute from
 * @param parser text to value; throws {@link IllegalArgumentException} with a phrase
 * @param fallback the value where the option is not given
 * @param isNeeded whether it must be given
 */
public record Option<T>(
    String name,
    String label,
    String help,
    Function<String, T> parser,
    Optional<T> fallback,
    boolean isNeeded) {

  private static <T> Option<T> of(
      String name, String label, String help, Function<String, T> parser) {
    return new Option<>(name, label, help, parser, Optional.empty(), false);
  }

  /** The same option with a default. */
  public Option<T> or(T value) {
    return new Option<>(name, label, help, parser, Optional.of(value), false);
  }

  /** The same option, which must be given. */
  public Option<T> needed() {
    return new Option<>(name, label, help, parser, fallback, true);
  }

  /** A finite number. */
  public static Option<Double> number(String name, String label, String help) {
    return of(name, label, help, Option::finite);
  }

  /** A number above 0. */
  public static Option<Double> positive(String name, String label, String help) {
    return of(name, label, help, text -> require(finite(text) > 0, text, "is not above 0"));
  }

  /** A number of 0 or more. */
  public static Option<Double> notNegative(String name, String label, String help) {
    return of(name, label, help, text -> require(finite(text) >= 0, text, "is below 0"));
  }

  /** A number strictly between 0 and 1: a probability. */
  public static Option<Double> fraction(String name, String label, String help) {
    return of(
        name,
        label,
        help,
        text -> require(finite(text) > 0 && finite(text) < 1, text, "is not between 0 and 1"));
  }

  private static double require(boolean holds, String text, String fault) {
    if (!holds) {
      throw new IllegalArgumentException("'" + text + "' " + fault);
    }
    return finite(text);
  }

  private static double finite(String text) {
    double v;
    try {
      v = Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      v = Double.NaN;
    }
    if (!Double.isFinite(v)) {
      throw new IllegalArgumentException("'" + text + "' is not a finite number");
    }
    return v;
  }

  /** A whole number from {@code least} to {@code most}. */
  public static Option<Integer> integer(
      String name, String label, String help, int least, int most) {
    return of(
        name,
        label,
        help,
        text -> {
          try {
            int n = Integer.parseInt(text.trim());
            if (n >= least && n <= most) {
              return n;
            }
          } catch (NumberFormatException e) {
            // said below
          }
          String range =
              most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
          throw new IllegalArgumentException("'" + text + "' is not a whole number " + range);
        });
  }

  /** Numbers between commas; {@code count} of them, or any number where it is 0. */
  public static Option<double[]> numbers(String name, String label, String help, int count) {
    return of(
        name,
        label,
        help,
        text -> {
          double[] v = Arrays.stream(text.split(",", -1)).mapToDouble(Option::finite).toArray();
          if (count > 0 && v.length != count) {
            throw new IllegalArgumentException("'" + text + "' is not of the form " + label);
          }
          return v;
        });
  }

  /** Frames FROM up to but not including TO, from 0. */
  public static Option<Frames> frames(String name, String help) {
    return of(name, "FROM,TO", help, Frames::parse);
  }

  /** Text as it stands. */
  public static Option<String> text(String name, String label, String help) {
    return of(name, label, help, text -> text);
  }

  /** A file. */
  public static Option<Path> file(String name, String help) {
    return of(name, "FILE", help, Path::of);
  }

  /** Yes or no; an option without a value means yes. */
  public static Option<Boolean> flag(String name, String help) {
    return of(
            name,
            "",
            help,
            text -> {
              if (text.isEmpty() || text.equals("true") || text.equals("false")) {
                return !text.equals("false");
              }
              throw new IllegalArgumentException("'" + text + "' is neither true nor false");
            })
        .or(false);
  }

  /** One of an enum's constants, written in lower case with dashes. */
  public static <E extends Enum<E>> Option<E> choice(String name, String help, Class<E> type) {
    E[] all = type.getEnumConstants();
    String names = Arrays.stream(all).map(Option::spelled).collect(Collectors.joining(", "));
    return of(
        name,
        "KIND",
        help + " One of " + names + ".",
        text ->
            Arrays.stream(all)
                .filter(e -> spelled(e).equals(text))
                .findFirst()
                .orElseThrow(
                    () -> new IllegalArgumentException("'" + text + "' is not one of " + names)));
  }

  /** How a constant of an enum is written in options. */
  static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the option is given without a value. */
  public boolean isFlag() {
    return label.isEmpty();
  }
}
