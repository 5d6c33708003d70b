// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heatscope.io.ImageFormatException;

/**
 * Sorts files into images: by series instance UID, size, orientation and segment; and by image type
 * where slices of several types lie at one place. A file whose frames have no place in the patient
 * is an image by itself.
 */
final class SeriesSplit {
  private final Path origin;
  private final List<DicomFile> files;
  private final List<String> warnings;

  private record Key(String uid, long rows, long columns, long segment) {}

  /**
   * Nothing is sorted yet.
   *
   * @param origin the file or folder that was asked for
   * @param warnings receives a sentence where copies are left out
   */
  SeriesSplit(Path origin, List<DicomFile> files, List<String> warnings) {
    this.origin = origin;
    this.files = files;
    this.warnings = warnings;
  }

  /** Whether each of a file's frames has a place in the patient. */
  static boolean isStackable(DicomFile file) throws ImageFormatException {
    DicomDataset d = file.dataset();
    String frames = d.text(Tag.NUMBER_OF_FRAMES);
    int placed = d.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE).size();
    boolean one = frames.isEmpty() || frames.equals("1") || frames.equals("0");
    return (one || frames.equals(Integer.toString(placed)))
        && SlicePlane.of(file.frame(0)).isPresent();
  }

  /** The images in the order in which the first of their files come. */
  List<SeriesImage> images() throws ImageFormatException {
    List<SeriesImage> images = new ArrayList<>();
    Map<Key, List<SeriesImage>> stacks = new LinkedHashMap<>();
    List<SliceStack.Slice> slices = new ArrayList<>();
    for (DicomFile file : files) {
      if (isStackable(file)) {
        slices.addAll(slices(file));
      } else {
        images.add(new SeriesImage(List.of(), file));
      }
    }
    for (SliceStack.Slice slice : withoutCopies(slices)) {
      stack(stacks.computeIfAbsent(key(slice), k -> new ArrayList<>()), slice);
    }
    for (List<SeriesImage> oriented : stacks.values()) {
      for (SeriesImage image : oriented) {
        images.addAll(byType(image));
      }
    }
    images.sort(Comparator.comparingInt(this::rank));
    return images;
  }

  private int rank(SeriesImage image) {
    return files.indexOf(image.alone() != null ? image.alone() : image.slices().get(0).file());
  }

  private static List<SliceStack.Slice> slices(DicomFile file) throws ImageFormatException {
    List<SliceStack.Slice> slices = new ArrayList<>();
    int n = (int) Math.max(1, file.dataset().decimal(Tag.NUMBER_OF_FRAMES, 1));
    for (int i = 0; i < n; i++) {
      Arrangement.Frame frame = Arrangement.Frame.of(file, i);
      SlicePlane plane =
          SlicePlane.of(frame.attributes())
              .orElseThrow(() -> file.fault("some of its frames have no place in the patient"));
      slices.add(new SliceStack.Slice(frame, plane));
    }
    return slices;
  }

  private static Key key(SliceStack.Slice slice) throws ImageFormatException {
    DicomDataset d = slice.attributes();
    return new Key(
        d.text(Tag.SERIES_INSTANCE_UID),
        d.unsigned(Tag.ROWS, 0),
        d.unsigned(Tag.COLUMNS, 0),
        SeriesImage.segment(d));
  }

  /** Adds a slice to the stack that it is parallel to. */
  private static void stack(List<SeriesImage> oriented, SliceStack.Slice slice) {
    for (SeriesImage image : oriented) {
      if (image.slices().get(0).plane().sameOrientation(slice.plane())) {
        image.slices().add(slice);
        return;
      }
    }
    oriented.add(new SeriesImage(new ArrayList<>(List.of(slice)), null));
  }

  private static List<SeriesImage> byType(SeriesImage image) {
    Map<String, List<SliceStack.Slice>> types = new LinkedHashMap<>();
    Map<List<Double>, String> places = new HashMap<>();
    boolean meet = false;
    for (SliceStack.Slice slice : image.slices()) {
      String type = SeriesImage.type(slice.attributes());
      types.computeIfAbsent(type, t -> new ArrayList<>()).add(slice);
      String there = places.putIfAbsent(place(slice), type);
      meet |= there != null && !there.equals(type);
    }
    if (!meet) {
      return List.of(image);
    }
    List<SeriesImage> images = new ArrayList<>();
    types.values().forEach(slices -> images.add(new SeriesImage(slices, null)));
    return images;
  }

  /**
   * Leaves out slices that are there twice: the same place and nothing that tells their times
   * apart, and either the same SOP instance UID, or another transfer syntax, or a copy of the very
   * file that was asked for.
   */
  private List<SliceStack.Slice> withoutCopies(List<SliceStack.Slice> slices)
      throws ImageFormatException {
    List<SliceStack.Slice> ranked = new ArrayList<>(slices);
    ranked.sort(Comparator.comparing(s -> !s.file().syntax().equals(files.get(0).syntax())));
    Map<List<Object>, SliceStack.Slice> kept = new HashMap<>();
    List<SliceStack.Slice> result = new ArrayList<>();
    for (SliceStack.Slice slice : ranked) {
      SliceStack.Slice first = kept.putIfAbsent(identity(slice), slice);
      boolean copy = first != null && isCopy(first.file(), slice.file());
      if (!copy) {
        result.add(slice);
      }
    }
    int copies = slices.size() - result.size();
    if (copies > 0) {
      warnings.add(
          copies == 1
              ? "One slice of the series is there again in another file, which is left out."
              : copies
                  + " slices of the series are there again in other files, which are left out.");
    }
    return result;
  }

  private boolean isCopy(DicomFile first, DicomFile file) {
    String instance = first.dataset().text(Tag.SOP_INSTANCE_UID);
    return !first.equals(file)
        && (instance.equals(file.dataset().text(Tag.SOP_INSTANCE_UID))
            || !first.syntax().equals(file.syntax())
            || first.path().equals(origin));
  }

  private static List<Object> identity(SliceStack.Slice slice) throws ImageFormatException {
    List<Object> identity = new ArrayList<>(place(slice));
    identity.add(key(slice));
    identity.add(SeriesImage.type(slice.attributes()));
    for (double t : SliceTime.keys(slice.attributes())) {
      identity.add(t);
    }
    return identity;
  }

  private static List<Double> place(SliceStack.Slice slice) {
    List<Double> place = new ArrayList<>();
    for (double p : slice.plane().position()) {
      place.add(p + 0.0);
    }
    return place;
  }
}
