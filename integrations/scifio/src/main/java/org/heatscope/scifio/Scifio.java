// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import io.scif.Format;
import io.scif.FormatException;
import io.scif.SCIFIOService;
import io.scif.config.SCIFIOConfig;
import io.scif.formats.MinimalTIFFFormat;
import io.scif.formats.TIFFFormat;
import io.scif.services.FormatService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.scijava.Context;
import org.scijava.io.handle.DataHandle;
import org.scijava.io.handle.DataHandleService;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.log.LogService;

/** SCIFIO's services; started when a file is first asked about that no other reader knows. */
final class Scifio {
  private static final class Holder {
    static final Scifio SCIFIO = new Scifio();
  }

  private final Context context;
  private final FormatService formats;
  private final DataHandleService handles;

  private Scifio() {
    context = new Context(List.of(SCIFIOService.class), false);
    // What SCIFIO has to say stands in the message of the refusal.
    context.service(LogService.class).setLevel(LogService.NONE);
    formats = context.service(FormatService.class);
    handles = context.service(DataHandleService.class);
  }

  static Scifio get() {
    return Holder.SCIFIO;
  }

  /** The format that SCIFIO takes a file for, by its name and content. */
  Optional<Format> format(Path path) {
    try {
      // Not getFormat(): it remembers files by name, and a file may change.
      List<Format> found = formats.getFormatList(location(path), config(), true);
      return found.stream().findFirst().map(this::wholeFormat);
    } catch (FormatException | RuntimeException | LinkageError | OutOfMemoryError e) {
      return Optional.empty();
    }
  }

  /** A TIFF that is not named so is taken for one of a single page. */
  private Format wholeFormat(Format format) {
    return format instanceof MinimalTIFFFormat
        ? formats.getFormatFromClass(TIFFFormat.class)
        : format;
  }

  /** Files are read one by one, and opened to tell what they are. */
  SCIFIOConfig config() {
    return new SCIFIOConfig(context).checkerSetOpen(true).groupableSetGroupFiles(false);
  }

  CompleteHandle open(Path path) {
    DataHandle<Location> handle = handles.readBuffer(location(path));
    return new CompleteHandle(handle);
  }

  /** SCIFIO finds companion files of absolute paths only. */
  private static Location location(Path path) {
    return new FileLocation(path.toAbsolutePath().toFile());
  }
}
