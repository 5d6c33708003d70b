// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a tool's parameters, as texts.
 *
 * <p>In a macro they are {@code key=value} between blanks; a value with blanks stands in brackets,
 * which may nest, or between single quotes. A flag may stand alone for true.
 */
final class Settings {
  /** What Fiji's recorder may write besides. */
  private static final Set<String> NOT_OURS = Set.of("image", "preview");

  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * Settings of some parameters; those not given have their initial ones.
   *
   * @throws IllegalArgumentException if a name is that of no parameter
   */
  Settings(List<Parameter> parameters, Map<String, String> given) {
    parameters.forEach(p -> texts.put(p.key(), given.getOrDefault(p.key(), p.initial())));
    for (String key : given.keySet()) {
      if (!texts.containsKey(key) && !NOT_OURS.contains(key)) {
        throw new IllegalArgumentException(
            "there is no option '" + key + "' here; known: " + String.join(", ", texts.keySet()));
      }
    }
  }

  /** The values that a macro gives. */
  static Settings ofMacro(List<Parameter> parameters, String options) {
    return new Settings(parameters, parse(options));
  }

  /** Keys and values of a macro's options. */
  static Map<String, String> parse(String options) {
    Map<String, String> given = new HashMap<>();
    int at = 0;
    while (at < options.length()) {
      if (options.charAt(at) == ' ') {
        at++;
        continue;
      }
      int end = at;
      while (end < options.length() && options.charAt(end) != '=' && options.charAt(end) != ' ') {
        end++;
      }
      String key = options.substring(at, end);
      if (end == options.length() || options.charAt(end) == ' ') {
        given.put(key, "true");
        at = end;
        continue;
      }
      int from = end + 1;
      int to = end(options, from);
      boolean quoted = from < to && (options.charAt(from) == '[' || options.charAt(from) == '\'');
      given.put(key, quoted ? options.substring(from + 1, to - 1) : options.substring(from, to));
      at = to;
    }
    return given;
  }

  /** Where a value ends that begins at a place. */
  private static int end(String options, int from) {
    char first = from < options.length() ? options.charAt(from) : ' ';
    int depth = 0;
    for (int i = from; i < options.length(); i++) {
      char c = options.charAt(i);
      if (first == '[') {
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (depth == 0) {
          return i + 1;
        }
      } else if (first == '\'' ? c == '\'' && i > from : c == ' ') {
        return first == '\'' ? i + 1 : i;
      }
    }
    if (first == '[' || first == '\'') {
      throw new IllegalArgumentException(
          "a value has no end: " + options.substring(from, options.length()));
    }
    return options.length();
  }

  /** A number as people write it. */
  static String text(double v) {
    return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
  }

  /** All of them, in the order of the parameters. */
  Map<String, String> texts() {
    return texts;
  }

  String text(Parameter p) {
    return texts.get(p.key()).strip();
  }

  /** The text, unless it is empty: then the choice is left to the engine. */
  Optional<String> given(Parameter p) {
    return Optional.of(text(p)).filter(t -> !t.isEmpty());
  }

  boolean flag(Parameter p) {
    return switch (text(p)) {
      case "true", "1" -> true;
      case "false", "0", "" -> false;
      default -> throw fault(p, "is neither true nor false");
    };
  }

  double number(Parameter p) {
    double v;
    try {
      v = Double.parseDouble(text(p));
    } catch (NumberFormatException e) {
      v = Double.NaN;
    }
    if (!(v >= p.low() && v <= p.high())) {
      throw fault(p, "is not a number from " + text(p.low()) + " to " + text(p.high()));
    }
    return v;
  }

  /** One of the parameter's choices, whatever the case of its letters. */
  String choice(Parameter p) {
    return p.choices().stream()
        .filter(c -> c.equalsIgnoreCase(text(p)))
        .findFirst()
        .orElseThrow(() -> fault(p, "is not one of " + String.join(", ", p.choices())));
  }

  Optional<Path> file(Parameter p) {
    try {
      return given(p).map(Path::of);
    } catch (InvalidPathException e) {
      throw fault(p, "is no file's name");
    }
  }

  private IllegalArgumentException fault(Parameter p, String what) {
    return new IllegalArgumentException(p.key() + ": '" + text(p) + "' " + what);
  }
}
