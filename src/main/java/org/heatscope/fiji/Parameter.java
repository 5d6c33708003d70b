// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import java.util.List;

/**
 * A parameter of a tool, described once: ImageJ's dialog, SciJava's inputs, the macro recorder and
 * the help are all made of it. Its value is a text, as macros have it.
 *
 * @param key what macros and scripts call it: one word in lower case
 * @param label what the dialog calls it
 * @param help a sentence or two
 * @param kind what its text may be
 * @param initial the value where none is given
 * @param choices of a CHOICE; for an IMAGE none: those that are open
 * @param low least value of a NUMBER
 * @param high largest value of a NUMBER
 */
record Parameter(
    String key,
    String label,
    String help,
    Kind kind,
    String initial,
    List<String> choices,
    double low,
    double high) {

  /** What a value may be. */
  enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    CHOICE,
    /** The title of an open image. */
    IMAGE,
    FILE
  }

  private static Parameter of(
      String key, String label, String help, Kind kind, String initial, List<String> choices) {
    return new Parameter(key, label, help, kind, initial, List.copyOf(choices), 0, 0);
  }

  /** The same with another initial value. */
  Parameter from(String other) {
    return new Parameter(key, label, help, kind, other, choices, low, high);
  }

  static Parameter text(String key, String label, String help, String initial) {
    return of(key, label, help, Kind.TEXT, initial, List.of());
  }

  /** A number from low to high, both included. */
  static Parameter number(
      String key, String label, String help, double initial, double low, double high) {
    return new Parameter(
        key, label, help, Kind.NUMBER, Settings.text(initial), List.of(), low, high);
  }

  static Parameter flag(String key, String label, String help, boolean initial) {
    return of(key, label, help, Kind.FLAG, Boolean.toString(initial), List.of());
  }

  /** One of some words; the first where none is given. */
  static Parameter choice(String key, String label, String help, List<String> choices) {
    return of(key, label, help, Kind.CHOICE, choices.get(0), choices);
  }

  static Parameter image(String key, String label, String help) {
    return of(key, label, help, Kind.IMAGE, "", List.of());
  }

  static Parameter file(String key, String label, String help) {
    return of(key, label, help, Kind.FILE, "", List.of());
  }
}
