// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heatscope.io.AmbiguousImageException;
import org.heatscope.io.Faults;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ReadOptions;

/**
 * Finds the images among the files of a folder, and the one that is wanted.
 *
 * <p>Starting from one file, it is the one that the file belongs to, and slices of the same series
 * that lie in another orientation or have another size are left out, with a warning. Starting from
 * a folder it must be the only one or be chosen, by its series instance UID or its number in the
 * list.
 */
final class DicomSeries {
  private final Path origin;
  private final ReadOptions options;
  private final List<String> warnings = new ArrayList<>();
  private final List<String> damaged = new ArrayList<>();

  private DicomSeries(Path origin, ReadOptions options) {
    this.origin = origin;
    this.options = options;
  }

  /** The series that a file belongs to, or the file alone where it is not a slice of a stack. */
  static DicomReader ofFile(Path path, ReadOptions options) throws IOException {
    DicomFile chosen =
        DicomFile.read(path).orElseThrow(() -> new ImageFormatException(path, "not a DICOM file"));
    if (!chosen.hasImage()) {
      throw chosen.fault(
          "this DICOM file holds no image (modality \""
              + chosen.dataset().label(Tag.MODALITY)
              + "\")");
    }
    PixelFormat.of(chosen, options);
    DicomSeries series = new DicomSeries(path, options);
    List<DicomFile> files = series.siblings(chosen);
    List<SeriesImage> all = new SeriesSplit(path, files, series.warnings).images();
    List<SeriesImage> own = all.stream().filter(i -> i.holds(chosen)).collect(Collectors.toList());
    int others = all.stream().mapToInt(SeriesImage::size).sum();
    others -= own.stream().mapToInt(SeriesImage::size).sum();
    if (others > 0) {
      series.warnings.add(
          others == 1
              ? "One other slice of the series has another orientation or size and is left out."
              : others
                  + " other slices of the series have another orientation or size and are left"
                  + " out.");
    }
    return series.choose(own);
  }

  /** The only or the chosen image of a folder. */
  static DicomReader ofFolder(Path folder, ReadOptions options) throws IOException {
    DicomSeries series = new DicomSeries(folder, options);
    List<DicomFile> files = series.images(folder);
    if (files.isEmpty()) {
      throw series.explained(new ImageFormatException(folder, "no DICOM images in this folder"));
    }
    return series.choose(new SeriesSplit(folder, files, series.warnings).images());
  }

  /** The DICOM files of a folder that hold images, in the order of their names. */
  private List<DicomFile> images(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> entries = Files.list(folder)) {
      paths =
          entries
              .filter(Files::isRegularFile)
              .filter(p -> !p.getFileName().equals(origin.getFileName()))
              .sorted()
              .collect(Collectors.toList());
    }
    List<Entry> entries = FileTasks.map(paths, Entry::read);
    List<DicomFile> images = new ArrayList<>();
    for (Entry e : entries) {
      e.file().filter(DicomFile::hasImage).ifPresent(images::add);
    }
    Set<String> names = images.stream().map(f -> naming(f.path())).collect(Collectors.toSet());
    Set<String> classes =
        Stream.concat(images.stream().map(DicomSeries::sopClass), Stream.of(""))
            .collect(Collectors.toSet());
    for (Entry e : entries) {
      Optional<String> fault = e.fault(names, classes);
      fault.ifPresent(why -> damaged.add(e.name() + " is damaged and left out: " + why));
    }
    return images;
  }

  private static String sopClass(DicomFile file) {
    return file.dataset().text(Tag.SOP_CLASS_UID);
  }

  /** A file's name with its numbers left out, which slices of a series mostly share. */
  private static String naming(Path path) {
    return path.getFileName().toString().replaceAll("\\d+", "#").toLowerCase(Locale.ROOT);
  }

  /**
   * A file of a folder.
   *
   * @param file empty for one that is not DICOM or is damaged
   * @param damage empty for one that is not DICOM or is sound
   */
  private record Entry(Path path, Optional<DicomFile> file, Optional<String> damage) {
    static Entry read(Path path) {
      try {
        return new Entry(path, DicomFile.read(path), Optional.empty());
      } catch (ImageFormatException e) {
        return new Entry(path, Optional.empty(), Optional.of(e.getMessage()));
      } catch (IOException e) {
        return new Entry(path, Optional.empty(), Optional.of(Faults.message(e)));
      }
    }

    String name() {
      return path.getFileName().toString();
    }

    /**
     * Why this is an image that cannot be read; empty if it can be, or is none.
     *
     * @param names the {@link #naming} of the images beside it
     * @param classes their SOP class UIDs, and the empty one
     */
    Optional<String> fault(Set<String> names, Set<String> classes) {
      boolean alike = names.contains(naming(path));
      if (damage.isPresent()) {
        return damage;
      } else if (file.isEmpty()) {
        boolean named = alike || name().toLowerCase(Locale.ROOT).endsWith(".dcm");
        return named ? Optional.of(emptiness()) : Optional.empty();
      }
      boolean imageClass = alike && classes.contains(sopClass(file.get()));
      return !file.get().hasImage() && (imageClass || file.get().dataset().has(Tag.ROWS))
          ? Optional.of("truncated: the file ends before its pixels")
          : Optional.empty();
    }

    private String emptiness() {
      return path.toFile().length() == 0 ? "the file is empty" : "not a DICOM file";
    }
  }

  /** The chosen file first, then the others of its series that can stack with it. */
  private List<DicomFile> siblings(DicomFile chosen) throws IOException {
    List<DicomFile> found = new ArrayList<>(List.of(chosen));
    String uid = chosen.dataset().text(Tag.SERIES_INSTANCE_UID);
    if (uid.isEmpty() || !SeriesSplit.isStackable(chosen)) {
      return found;
    }
    for (DicomFile file : images(origin.toAbsolutePath().getParent())) {
      if (file.dataset().text(Tag.SERIES_INSTANCE_UID).equals(uid)
          && SeriesSplit.isStackable(file)) {
        found.add(file);
      }
    }
    return found;
  }

  private DicomReader choose(List<SeriesImage> images) throws IOException {
    warnings.addAll(damaged);
    if (options.series().isPresent()) {
      return reader(chosen(images, options.series().get()));
    } else if (images.size() == 1) {
      return reader(images.get(0));
    }
    long series = images.stream().map(SeriesImage::uid).distinct().count();
    boolean stacks = images.stream().noneMatch(i -> i.alone() != null);
    if (series == 1 && stacks && options.accept().contains(ReadOptions.Fault.MIXED)) {
      SeriesImage largest = images.get(0);
      for (SeriesImage image : images) {
        largest = image.size() > largest.size() ? image : largest;
      }
      warnings.add(
          "The series holds several images of mixed orientation, size or type, of which this is"
              + " the largest: "
              + String.join(", ", list(images))
              + ".");
      return reader(largest);
    }
    String holds = series == 1 ? " images in one series" : " images here";
    throw new AmbiguousImageException(
        origin, images.size() + holds, list(images), "choose one with --series N or UID");
  }

  private DicomReader reader(SeriesImage image) throws ImageFormatException {
    try {
      return image.reader(origin, warnings, options);
    } catch (ImageFormatException e) {
      throw explained(e);
    }
  }

  /** A fault with the damaged files that may be its cause. */
  private ImageFormatException explained(ImageFormatException e) {
    return damaged.isEmpty()
        ? e
        : new ImageFormatException(e.path(), e.getMessage() + "; " + String.join("; ", damaged));
  }

  private SeriesImage chosen(List<SeriesImage> images, String wanted) throws IOException {
    List<SeriesImage> matching =
        images.stream().filter(i -> i.uid().equals(wanted)).collect(Collectors.toList());
    if (matching.size() == 1) {
      return matching.get(0);
    } else if (matching.isEmpty() && wanted.matches("\\d{1,9}")) {
      int n = Integer.parseInt(wanted);
      if (n >= 1 && n <= images.size()) {
        return images.get(n - 1);
      }
    }
    String fault =
        matching.isEmpty()
            ? "there is no series \"" + wanted + "\" among the "
            : "the series is several of the ";
    throw new AmbiguousImageException(
        origin, fault + images.size() + " images here", list(images), "");
  }

  private static List<String> list(List<SeriesImage> images) {
    return IntStream.range(0, images.size())
        .mapToObj(i -> (i + 1) + ": " + images.get(i).describe() + " " + images.get(i).uid())
        .toList();
  }
}
