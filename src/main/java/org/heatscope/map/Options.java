// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The options that are given for a kind, checked and typed. */
public final class Options {
  private final Map<String, Object> values = new HashMap<>();

  private Options() {}

  /**
   * Reads options.
   *
   * @param known the options that may be given
   * @param given name to text
   * @throws InvalidOption if a name is unknown or a text is not of its option's form
   */
  public static Options of(List<Option<?>> known, Map<String, String> given) {
    Options options = new Options();
    given.forEach(
        (name, text) -> {
          Option<?> option =
              known.stream()
                  .filter(o -> o.name().equals(name))
                  .findFirst()
                  .orElseThrow(() -> unknown(name, known));
          try {
            options.values.put(name, option.parser().apply(text));
          } catch (IllegalArgumentException e) {
            throw new InvalidOption("--" + name + ": " + e.getMessage());
          }
        });
    return options;
  }

  private static InvalidOption unknown(String name, List<Option<?>> known) {
    return new InvalidOption(
        "there is no option '"
            + name
            + "' here; known: "
            + known.stream().map(Option::name).collect(Collectors.joining(", ")));
  }

  /** The option's value, or its default; empty where it has neither. */
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(Option<T> option) {
    Object value = values.get(option.name());
    return value == null ? option.fallback() : Optional.of((T) value);
  }

  /**
   * The option's value, or its default.
   *
   * @throws InvalidOption if it has neither
   */
  public <T> T get(Option<T> option) {
    return find(option)
        .orElseThrow(
            () -> new InvalidOption("--" + option.name() + " " + option.label() + " is needed"));
  }

  /** Whether the option is given, not only its default known. */
  public boolean has(Option<?> option) {
    return values.containsKey(option.name());
  }
}
