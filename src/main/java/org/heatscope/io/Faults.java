// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** Failures in a line for people. */
public final class Faults {
  private Faults() {}

  /** One line that names the file, where there is one, and the fault. */
  public static String message(Throwable e) {
    if (e instanceof ImageFormatException f) {
      return f.path() + ": " + oneLine(f.getMessage());
    }
    if (e instanceof AmbiguousImageException f) {
      return f.path() + ": " + oneLine(f.lines().get(0));
    }
    if (e instanceof InvalidPathException f) {
      return f.getInput()
          + ": a file name outside the locale's character set: set LC_ALL=C.UTF-8, or rename it";
    }
    if (e instanceof UncheckedIOException io) {
      return message(io.getCause());
    }
    if (e instanceof FileSystemException f) {
      String fault =
          e instanceof NoSuchFileException
              ? "no such file or folder"
              : e instanceof AccessDeniedException ? "not permitted" : f.getReason();
      return f.getFile() + ": " + oneLine(String.valueOf(fault));
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory: Java has "
          + (Runtime.getRuntime().maxMemory() >> 20)
          + " MiB; the flag -Xmx8g gives it 8 GiB";
    }
    if (e instanceof NoClassDefFoundError) {
      return "a library is not here that has " + String.valueOf(e.getMessage()).replace('/', '.');
    }
    if (e.getCause() instanceof OutOfMemoryError cause) {
      return message(cause);
    }
    String text = e.getMessage();
    return text == null || text.isBlank() ? e.getClass().getSimpleName() : oneLine(text);
  }

  /** A text without line breaks. */
  public static String oneLine(String s) {
    return s.replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
