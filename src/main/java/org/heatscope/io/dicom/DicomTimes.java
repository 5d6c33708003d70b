// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as DICOM writes them (PS3.5 6.2), in seconds; empty for anything else. */
final class DicomTimes {
  private static final Pattern TIME =
      Pattern.compile("(\\d\\d)(?:(\\d\\d)(?:(\\d\\d(?:\\.\\d+)?))?)?");
  private static final Pattern OFFSET = Pattern.compile("[+-]\\d{4}$");

  private DicomTimes() {}

  /** HHMMSS.FFFFFF or, in old files, HH:MM:SS: seconds since midnight. */
  static OptionalDouble timeOfDay(String text) {
    Matcher m = TIME.matcher(text.replace(":", ""));
    if (!m.matches()) {
      return OptionalDouble.empty();
    }
    double seconds = 3600 * Double.parseDouble(m.group(1));
    seconds += m.group(2) == null ? 0 : 60 * Double.parseDouble(m.group(2));
    seconds += m.group(3) == null ? 0 : Double.parseDouble(m.group(3));
    return OptionalDouble.of(seconds);
  }

  /** YYYYMMDD or, in old files, YYYY.MM.DD: seconds from 1970 to its midnight. */
  static OptionalDouble date(String text) {
    String digits = text.replace(".", "");
    if (!digits.matches("\\d{8}")) {
      return OptionalDouble.empty();
    }
    try {
      int day = Integer.parseInt(digits);
      LocalDate date = LocalDate.of(day / 10000, day / 100 % 100, day % 100);
      return OptionalDouble.of(86400.0 * date.toEpochDay());
    } catch (DateTimeException e) {
      return OptionalDouble.empty();
    }
  }

  /** A date and a time as one. */
  static OptionalDouble of(String date, String time) {
    OptionalDouble day = date(date);
    OptionalDouble seconds = timeOfDay(time);
    return day.isPresent() && seconds.isPresent()
        ? OptionalDouble.of(day.getAsDouble() + seconds.getAsDouble())
        : OptionalDouble.empty();
  }

  /** YYYYMMDDHHMMSS.FFFFFF; an offset from UTC is dropped, as both ends of a span carry it. */
  static OptionalDouble dateTime(String text) {
    String local = OFFSET.matcher(text).replaceFirst("");
    return local.length() < 10
        ? OptionalDouble.empty()
        : of(local.substring(0, 8), local.substring(8));
  }
}
