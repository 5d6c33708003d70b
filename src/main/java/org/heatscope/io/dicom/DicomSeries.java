// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heatscope.io.ImageFormatException;

/**
 * Finds the files of a series among those of a folder, by series instance UID.
 *
 * <p>Starting from one file, slices of the same series that lie in another orientation or have
 * another size are left out, with a warning; starting from a folder they are refused.
 */
final class DicomSeries {
  private static final int MOST_LISTED = 10;

  private final Path origin;
  private final List<String> warnings = new ArrayList<>();

  private DicomSeries(Path origin) {
    this.origin = origin;
  }

  /** The series that a file belongs to, or the file alone where it is not a slice of a stack. */
  static DicomReader ofFile(Path path) throws IOException {
    DicomFile chosen =
        DicomFile.read(path).orElseThrow(() -> new ImageFormatException(path, "not a DICOM file"));
    if (!chosen.hasImage()) {
      throw chosen.fault(
          "this DICOM file holds no image (modality \""
              + chosen.dataset().label(Tag.MODALITY)
              + "\")");
    }
    PixelFormat format = PixelFormat.of(chosen);
    Optional<SlicePlane> plane = SlicePlane.of(chosen);
    if (plane.isEmpty() || format.frames() > 1) {
      return new DicomReader(FrameStack.arrange(chosen, format), List.of());
    }
    DicomSeries series = new DicomSeries(path);
    List<DicomFile> files = series.siblings(chosen, plane.get());
    return series.stack(series.withoutCopies(files));
  }

  /** The only series of a folder. */
  static DicomReader ofFolder(Path folder) throws IOException {
    Map<String, List<DicomFile>> all = new LinkedHashMap<>();
    for (DicomFile file : images(folder)) {
      all.computeIfAbsent(uid(file), key -> new ArrayList<>()).add(file);
    }
    if (all.isEmpty()) {
      throw new ImageFormatException(folder, "no DICOM images in this folder");
    } else if (all.size() > 1) {
      throw new ImageFormatException(folder, list(all.values()));
    }
    List<DicomFile> files = all.values().iterator().next();
    if (files.size() == 1) {
      return ofFile(files.get(0).path());
    }
    DicomSeries series = new DicomSeries(folder);
    List<DicomFile> slices = new ArrayList<>();
    for (DicomFile file : files) {
      if (PixelFormat.of(file).frames() > 1 || SlicePlane.of(file).isEmpty()) {
        throw new ImageFormatException(
            folder,
            "the "
                + files.size()
                + " images of this series are not slices with a place in the"
                + " patient: give one of its files");
      }
      slices.add(file);
    }
    return series.stack(series.withoutCopies(slices));
  }

  /** The DICOM files of a folder that hold images, in the order of their names. */
  private static List<DicomFile> images(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> entries = Files.list(folder)) {
      paths = entries.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    }
    return FileTasks.map(paths, DicomFile::read).stream()
        .flatMap(Optional::stream)
        .filter(DicomFile::hasImage)
        .collect(Collectors.toList());
  }

  private static String uid(DicomFile file) {
    return file.dataset().text(Tag.SERIES_INSTANCE_UID);
  }

  /** The chosen file first, then those that stack with it. */
  private List<DicomFile> siblings(DicomFile chosen, SlicePlane plane) throws IOException {
    List<DicomFile> found = new ArrayList<>(List.of(chosen));
    if (uid(chosen).isEmpty()) {
      return found;
    }
    int others = 0;
    for (DicomFile file : images(origin.toAbsolutePath().getParent())) {
      boolean same = file.path().getFileName().equals(origin.getFileName());
      if (same || !uid(file).equals(uid(chosen))) {
        continue;
      }
      if (stacks(file, chosen, plane)) {
        found.add(file);
      } else {
        others++;
      }
    }
    if (others > 0) {
      warnings.add(
          others == 1
              ? "One other file of the series has another orientation or size and is left out."
              : others
                  + " other files of the series have another orientation or size and are left out.");
    }
    return found;
  }

  private static boolean stacks(DicomFile file, DicomFile chosen, SlicePlane plane)
      throws ImageFormatException {
    DicomDataset a = file.dataset();
    DicomDataset b = chosen.dataset();
    Optional<SlicePlane> other = SlicePlane.of(file);
    return other.isPresent()
        && other.get().sameOrientation(plane)
        && a.unsigned(Tag.ROWS, 0) == b.unsigned(Tag.ROWS, 0)
        && a.unsigned(Tag.COLUMNS, 0) == b.unsigned(Tag.COLUMNS, 0)
        && (a.text(Tag.NUMBER_OF_FRAMES).isEmpty() || a.text(Tag.NUMBER_OF_FRAMES).equals("1"));
  }

  /**
   * Leaves out files that hold a slice again: the same place and nothing that tells their times
   * apart, and either the same SOP instance UID, or another transfer syntax, or a copy of the very
   * file that was asked for.
   */
  private List<DicomFile> withoutCopies(List<DicomFile> files) throws ImageFormatException {
    DicomFile chosen = files.get(0);
    List<DicomFile> ranked = new ArrayList<>(files);
    ranked.sort(Comparator.comparing(f -> !f.syntax().equals(chosen.syntax())));
    Map<List<Double>, DicomFile> kept = new LinkedHashMap<>();
    List<DicomFile> result = new ArrayList<>();
    for (DicomFile file : ranked) {
      DicomFile first = kept.putIfAbsent(placeAndTime(file), file);
      boolean copy =
          first != null
              && (instance(first).equals(instance(file))
                  || !first.syntax().equals(file.syntax())
                  || first.path().equals(origin));
      if (!copy) {
        result.add(file);
      }
    }
    int copies = files.size() - result.size();
    if (copies > 0) {
      warnings.add(
          copies == 1
              ? "One other file holds a slice of the series again and is left out."
              : copies + " other files hold slices of the series again and are left out.");
    }
    return result;
  }

  private static String instance(DicomFile file) {
    return file.dataset().text(Tag.SOP_INSTANCE_UID);
  }

  private static List<Double> placeAndTime(DicomFile file) throws ImageFormatException {
    List<Double> key = new ArrayList<>();
    for (double p : file.dataset().decimals(Tag.IMAGE_POSITION_PATIENT)) {
      key.add(p + 0.0);
    }
    for (double t : SliceTime.keys(file)) {
      key.add(t);
    }
    return key;
  }

  private DicomReader stack(List<DicomFile> files) throws IOException {
    List<SliceStack.Slice> slices = new ArrayList<>();
    for (DicomFile file : files) {
      slices.add(
          new SliceStack.Slice(file, PixelFormat.of(file), SlicePlane.of(file).orElseThrow()));
    }
    return new DicomReader(SliceStack.arrange(origin, slices), warnings);
  }

  private static String list(Iterable<List<DicomFile>> all) {
    List<String> lines = new ArrayList<>();
    for (List<DicomFile> series : all) {
      DicomDataset d = series.get(0).dataset();
      String name = d.label(Tag.SERIES_DESCRIPTION);
      if (name.isEmpty()) {
        name = (d.label(Tag.MODALITY) + " " + d.label(Tag.SERIES_NUMBER)).strip();
      }
      int n = series.size();
      lines.add("\"" + name + "\" (" + n + (n == 1 ? " file)" : " files)"));
    }
    int more = lines.size() - MOST_LISTED;
    return lines.size()
        + " series in this folder, give a file of one: "
        + lines.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
