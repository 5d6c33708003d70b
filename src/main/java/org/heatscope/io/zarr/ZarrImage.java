// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heatscope.color.Window;
import org.heatscope.io.AmbiguousImageException;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.NamedChoice;

/**
 * The array of a Zarr folder that is to be read and what the folder says of it.
 *
 * @param array its header
 * @param axes which axis is which, with their scales; bare ones have no place
 * @param scene the image whose levels share a world (OME-Zarr); empty for a bare array
 * @param description the image's name and level
 * @param window of the only channel, if the folder proposes one
 * @param warnings a sentence each
 */
record ZarrImage(
    ZarrArray array,
    ZarrAxes axes,
    String scene,
    String description,
    Optional<Window> window,
    List<String> warnings) {

  /** Whether the folder gives the image a place. */
  boolean placed() {
    return !scene.isEmpty();
  }

  /**
   * Finds the array.
   *
   * @param folder an array; an image of several levels (OME-Zarr 0.1 to 0.5); or a group of these
   * @param series a level's path, the group that holds it alone, or its number from 0; or the path
   *     of an image or an array within the folder; the first level, which has the full resolution,
   *     if empty
   * @throws AmbiguousImageException if it holds several images and none is named
   * @throws ImageFormatException if it is none of these
   */
  static ZarrImage find(Path folder, Optional<String> series, ZarrHeaders headers)
      throws IOException {
    if (ZarrHeaders.isArray(folder)) {
      if (series.isPresent()) {
        throw NamedChoice.none(folder, "a Zarr array", series.get());
      }
      return bare(headers.array(folder));
    }
    ZarrJson attributes = ZarrHeaders.attributes(folder);
    ZarrJson ome = attributes.get("ome").exists() ? attributes.get("ome") : attributes;
    List<ZarrJson> multiscales = ome.get("multiscales").listOrNone();
    if (!multiscales.isEmpty()) {
      Multiscale m = Multiscale.of(multiscales.get(0));
      Optional<Integer> level = m.level(series);
      if (level.isPresent()) {
        return m.image(folder, level.get(), headers, window(ome));
      }
    }
    for (Path child : children(folder)) {
      String name = child.getFileName().toString();
      if (series.equals(Optional.of(name))) {
        return find(child, Optional.empty(), headers);
      } else if (series.isPresent() && series.get().startsWith(name + "/")) {
        return find(child, Optional.of(series.get().substring(name.length() + 1)), headers);
      }
    }
    if (!multiscales.isEmpty()) {
      throw Multiscale.of(multiscales.get(0)).noLevel(folder, series.orElseThrow());
    }
    return only(folder, series, headers);
  }

  private static ZarrImage only(Path folder, Optional<String> series, ZarrHeaders headers)
      throws IOException {
    List<Path> children = children(folder);
    if (series.isEmpty() && children.size() == 1) {
      return find(children.get(0), series, headers);
    }
    if (children.isEmpty()) {
      throw new ImageFormatException(folder, "the Zarr group holds no image");
    }
    throw new AmbiguousImageException(
        folder,
        (series.isPresent()
                ? "there is no \"" + series.get() + "\" among the "
                : children.size() + " ")
            + "Zarr groups or arrays here",
        children.stream().map(c -> c.getFileName().toString()).toList(),
        "choose one by its path");
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, ZarrHeaders::isNode)) {
      all.forEach(children::add);
    }
    children.sort(null);
    return children;
  }

  private static ZarrImage bare(ZarrArray array) throws ImageFormatException {
    List<ZarrAxes.Axis> axes =
        array.axes().isEmpty()
            ? ZarrAxes.bare(array.shape().length)
            : array.axes().stream()
                .map(name -> new ZarrAxes.Axis(name, "", "", "", 1, 0))
                .collect(Collectors.toList());
    return new ZarrImage(array, ZarrAxes.of(array, axes), "", "", Optional.empty(), List.of());
  }

  /** What a viewer is told to show of an image of one channel (OMERO's rendering settings). */
  private static Optional<Window> window(ZarrJson ome) throws ImageFormatException {
    List<ZarrJson> channels = ome.get("omero").get("channels").listOrNone();
    if (channels.size() != 1 || !channels.get(0).get("window").get("start").exists()) {
      return Optional.empty();
    }
    double lo = channels.get(0).get("window").get("start").number();
    double hi = channels.get(0).get("window").get("end").number();
    return lo < hi && Double.isFinite(hi - lo)
        ? Optional.of(Window.range(lo, hi))
        : Optional.empty();
  }

  /** The levels of an image (NGFF, "multiscales" metadata). */
  private record Multiscale(ZarrJson json, String name, List<ZarrJson> levels, List<String> paths) {
    static Multiscale of(ZarrJson json) throws ImageFormatException {
      List<ZarrJson> levels = json.get("datasets").list();
      List<String> paths = new ArrayList<>();
      for (ZarrJson level : levels) {
        paths.add(level.get("path").string());
      }
      if (paths.isEmpty()) {
        throw json.fault("the OME-Zarr image has no level");
      }
      return new Multiscale(json, json.get("name").string(""), levels, paths);
    }

    Optional<Integer> level(Optional<String> series) {
      if (series.isEmpty()) {
        return Optional.of(0);
      }
      String wanted = series.get().replaceAll("/+$", "");
      int named = paths.indexOf(wanted);
      if (named >= 0) {
        return Optional.of(named);
      }
      List<Integer> below =
          IntStream.range(0, paths.size())
              .filter(n -> paths.get(n).startsWith(wanted + "/"))
              .boxed()
              .toList();
      return below.size() == 1
          ? Optional.of(below.get(0))
          : IntStream.range(0, paths.size())
              .boxed()
              .filter(n -> wanted.equals(Integer.toString(n)))
              .findFirst();
    }

    AmbiguousImageException noLevel(Path folder, String wanted) {
      return new AmbiguousImageException(
          folder,
          "there is no \"" + wanted + "\" among the " + paths.size() + " levels of the image",
          IntStream.range(0, paths.size()).mapToObj(n -> n + ": " + paths.get(n)).toList(),
          "choose one by its number or path");
    }

    /** A smaller level without a shift begins where the full one does only by its metadata. */
    private List<String> warnings(int level) throws ImageFormatException {
      boolean shifted = false;
      for (ZarrJson t : levels.get(level).get("coordinateTransformations").listOrNone()) {
        shifted |= t.get("type").string().equals("translation");
      }
      return level == 0 || shifted
          ? List.of()
          : List.of(
              "The level has no translation of its own: its first voxel's centre is taken to lie on"
                  + " that of the full resolution, which may be off by half a voxel.");
    }

    ZarrImage image(Path folder, int level, ZarrHeaders headers, Optional<Window> window)
        throws IOException {
      ZarrArray array = headers.array(inside(folder, paths.get(level)));
      String description =
          (name.isEmpty() ? "" : name + ", ")
              + "level "
              + level
              + " of "
              + paths.size()
              + " ("
              + paths.get(level)
              + ")";
      return new ZarrImage(
          array,
          ZarrAxes.of(array, axes(array, levels.get(level))),
          folder.toRealPath().toString(),
          description,
          window,
          warnings(level));
    }

    private Path inside(Path folder, String path) throws ImageFormatException {
      try {
        Path inside = folder.resolve(path).normalize();
        if (inside.startsWith(folder.normalize()) || folder.normalize().toString().isEmpty()) {
          return inside;
        }
      } catch (InvalidPathException e) {
        // Said below.
      }
      throw json.fault("the path '" + path + "' of a level leads out of the folder");
    }

    /** Level transformations go first, then those of the whole image. */
    private List<ZarrAxes.Axis> axes(ZarrArray array, ZarrJson level) throws ImageFormatException {
      int n = array.shape().length;
      List<ZarrAxes.Axis> axes = new ArrayList<>();
      double[] scale = new double[n];
      Arrays.fill(scale, 1);
      double[] translation = new double[n];
      for (ZarrJson from : List.of(level, json)) {
        for (ZarrJson t : from.get("coordinateTransformations").listOrNone()) {
          transform(t, scale, translation);
        }
      }
      List<ZarrJson> named = json.get("axes").listOrNone();
      List<ZarrAxes.Axis> bare = ZarrAxes.bare(n);
      if (named.size() != n && !named.isEmpty()) {
        throw json.fault("the OME-Zarr image has " + named.size() + " axes, its array " + n);
      }
      for (int i = 0; i < n; i++) {
        ZarrJson axis = named.isEmpty() ? null : named.get(i);
        axes.add(
            new ZarrAxes.Axis(
                axis == null
                    ? bare.get(i).name()
                    : axis.isString() ? axis.string() : axis.get("name").string(),
                axis == null ? "" : axis.get("type").string(""),
                axis == null ? "" : axis.get("unit").string(""),
                axis == null ? "" : axis.get("orientation").get("value").string(""),
                scale[i],
                translation[i]));
      }
      return axes;
    }

    private static void transform(ZarrJson t, double[] scale, double[] translation)
        throws ImageFormatException {
      String type = t.get("type").string();
      double[] numbers =
          type.equals("identity") ? scale : t.get(type).exists() ? t.get(type).numbers() : null;
      if (numbers == null || numbers.length != scale.length) {
        throw t.fault("the coordinate transformation '" + type + "' is not read");
      }
      for (int i = 0; i < scale.length; i++) {
        if (type.equals("scale")) {
          scale[i] *= numbers[i];
          translation[i] *= numbers[i];
        } else if (type.equals("translation")) {
          translation[i] += numbers[i];
        } else if (!type.equals("identity")) {
          throw t.fault("the coordinate transformation '" + type + "' is not read");
        }
      }
    }
  }
}
