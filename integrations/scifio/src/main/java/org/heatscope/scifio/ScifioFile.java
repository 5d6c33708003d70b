// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import io.scif.ByteArrayPlane;
import io.scif.Format;
import io.scif.FormatException;
import io.scif.Metadata;
import io.scif.Parser;
import io.scif.Plane;
import io.scif.Reader;
import io.scif.config.SCIFIOConfig;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.io.ImageFormatException;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;

/** A file that SCIFIO has open; every fault is an {@link ImageFormatException} that names it. */
final class ScifioFile implements AutoCloseable {
  private final Path path;
  private final Format format;
  private final CompleteHandle handle;
  private final SCIFIOConfig config;
  private Metadata metadata;
  private Reader reader;
  private Location[] locations;

  private interface Step<T> {
    T run() throws IOException, FormatException;
  }

  /** Reads the header. */
  ScifioFile(Path path, Format format) throws ImageFormatException {
    this.path = path;
    this.format = format;
    handle = Scifio.get().open(path);
    config = Scifio.get().config();
    try {
      metadata = orFault(this::parse);
    } catch (ImageFormatException e) {
      close();
      throw e;
    }
  }

  private Metadata parse() throws IOException, FormatException {
    Parser parser = format.createParser();
    Metadata parsed = parser.parse(handle, config);
    Misreadings.refuse(path, parsed);
    locations = parser.getUsedLocations(false);
    reader = format.createReader();
    reader.setMetadata(parsed);
    return parsed;
  }

  Metadata metadata() {
    return metadata;
  }

  /** The file and those that belong to it. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(path));
    for (Location location : locations) {
      if (location instanceof FileLocation f
          && !f.getFile().toPath().equals(path.toAbsolutePath())) {
        files.add(f.getFile().toPath());
      }
    }
    return files;
  }

  /** Decodes a plane of an image. */
  Plane plane(int image, long index) throws ImageFormatException {
    handle.forgetReads();
    Plane plane = orFault(() -> reader.openPlane(image, index, config));
    // ImageIO's decoders, whose planes are pictures, ask for more than they need; such formats are
    // skipped through when the header is read.
    boolean isWhole =
        plane instanceof ByteArrayPlane ? !handle.isReadPastEnd() : !handle.isSkippedPastEnd();
    if (!isWhole) {
      throw fault("truncated: samples are missing at its end");
    }
    return plane;
  }

  /** SCIFIO's parsers and decoders throw whatever a damaged file leads them to. */
  private <T> T orFault(Step<T> step) throws ImageFormatException {
    try {
      return step.run();
    } catch (ImageFormatException e) {
      throw e;
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw fault("it takes more memory than Java has");
    } catch (EOFException e) {
      throw fault(e.getMessage() == null ? "truncated" : e.getMessage());
    } catch (IOException | FormatException | RuntimeException | LinkageError e) {
      throw fault(reason(e));
    }
  }

  private ImageFormatException fault(String reason) {
    return new ImageFormatException(
        path, "SCIFIO cannot read it as " + format.getFormatName() + ": " + reason);
  }

  /** What SCIFIO says, where it speaks to people. */
  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    boolean readable =
        message != null
            && (deepest instanceof IOException || deepest instanceof FormatException)
            && message.matches("[\\x20-\\x7e]+")
            && !message.matches(".*(null|Exception).*");
    return readable ? message : "it is damaged or of a kind that SCIFIO does not know";
  }

  @Override
  public void close() {
    try {
      if (metadata != null) {
        metadata.close();
      }
      handle.close();
    } catch (IOException | RuntimeException e) {
      // The file was only read: nothing is lost.
    }
  }
}
