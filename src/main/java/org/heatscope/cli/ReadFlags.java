// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.heatscope.io.ImageName;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.ReadOptions.Fault;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How images are read. */
final class ReadFlags {
  @Option(
      names = "--series",
      paramLabel = "N|UID",
      description =
          "Which of several images in the scan's or input's folder or file: its number in the list"
              + " that the refusal shows, its name, or its series instance UID. Any other file that"
              + " is named can choose its own: FILE?series=N.")
  private String series;

  @Option(
      names = "--accept",
      paramLabel = "FAULT",
      split = ",",
      description =
          "Faults of a series that are accepted: gaps, tilt, duplicates, mixed. Default: none.")
  private Set<Fault> accept = EnumSet.noneOf(Fault.class);

  @Option(
      names = "--max-bytes",
      paramLabel = "N[K|M|G]",
      converter = Bytes.class,
      description =
          "The most bytes that the samples of an image may take in memory or, unpacked, in the"
              + " temporary folder. Default: 64G.")
  private long maxBytes = ReadOptions.MAX_BYTES;

  /** For the image that the command is about, unless its name chooses a series. */
  ReadOptions options() {
    return new ReadOptions(Optional.ofNullable(series), accept, maxBytes);
  }

  /** For the images beside it, whose names alone choose a series. */
  ReadOptions others() {
    return options().withSeries(Optional.empty());
  }

  /** For a report, which shows a faulty image with its faults. */
  ReadOptions reporting() {
    return new ReadOptions(Optional.ofNullable(series), EnumSet.allOf(Fault.class), maxBytes);
  }

  /** Wrong usage where a series is chosen and there is no image to choose it of. */
  void requireImage(boolean hasImage, CommandLine command) {
    if (series != null && !hasImage) {
      throw new ParameterException(
          command, "--series " + series + " chooses an image, and no image is given");
    }
  }

  /** FILE, or FILE?series=N. */
  static final class Name implements ITypeConverter<ImageName> {
    @Override
    public ImageName convert(String text) {
      return ImageName.parse(text);
    }
  }

  /** A number of bytes, with a binary unit. */
  static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      int unit =
          text.isEmpty()
              ? -1
              : "KMG".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
      String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
      if (!digits.matches("\\d{1,9}") && (unit >= 0 || !digits.matches("\\d{1,18}"))) {
        throw new TypeConversionException("'" + text + "' is not a number of bytes such as 500M");
      }
      return Long.parseLong(digits) << 10 * (unit + 1);
    }
  }
}
