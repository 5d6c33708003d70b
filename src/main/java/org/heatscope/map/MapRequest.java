// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;

/**
 * A kind with its inputs and options, ready to run: what the command line and an overlay's {@code
 * --map KIND:INPUT?option=value} both become.
 *
 * @param kind what to compute
 * @param inputs of as many images as the kind takes
 * @param options of the kind, and those that every kind has
 */
public record MapRequest(MapKind kind, List<MapInput> inputs, Options options) {
  /** Where the images count; every kind has it. */
  public static final Option<String> MASK =
      Option.text(
          "mask",
          "FILE|auto",
          "Voxels where this image is zero are no data; auto finds the head or body (Otsu's"
              + " threshold, largest component, holes filled). Applied before everything else.");

  /** Checks the number of images. */
  public MapRequest {
    inputs = List.copyOf(inputs);
    if (!kind.arity().allows(inputs.size())) {
      throw new InvalidOption(kind.name() + " takes " + kind.arity() + ", not " + inputs.size());
    }
  }

  /** The options that may be given for a kind: its own and those that every kind has. */
  public static List<Option<?>> optionsOf(MapKind kind) {
    List<Option<?>> all = new ArrayList<>(kind.options());
    all.add(MASK);
    return all;
  }

  /** A request from texts. */
  public static MapRequest of(MapKind kind, List<MapInput> inputs, Map<String, String> options) {
    return new MapRequest(kind, inputs, Options.of(optionsOf(kind), options));
  }

  /** A request and what was given beside it, as {@code option=value}, for others to read. */
  public record Parsed(MapRequest request, Map<String, String> others) {}

  /**
   * Reads {@code KIND:INPUT[,INPUT...][?option=value&...]}.
   *
   * @return empty if a file of that whole name exists, or no kind's name precedes a colon
   * @throws InvalidOption if the kind is known and its options or inputs are wrong
   */
  public static Optional<Parsed> parse(String text) {
    int colon = text.indexOf(':');
    Optional<MapKind> kind = colon < 0 ? Optional.empty() : MapKinds.find(text.substring(0, colon));
    if (kind.isEmpty() || Files.exists(Path.of(text))) {
      return Optional.empty();
    }
    String rest = text.substring(colon + 1);
    int mark = Files.exists(Path.of(rest)) ? -1 : rest.lastIndexOf('?');
    String files = mark < 0 ? rest : rest.substring(0, mark);
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, String> others = new LinkedHashMap<>();
    List<Option<?>> known = optionsOf(kind.get());
    for (String part : mark < 0 ? new String[0] : rest.substring(mark + 1).split("&")) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      boolean isOwn = known.stream().anyMatch(o -> o.name().equals(name));
      (isOwn ? own : others).put(name, equals < 0 ? "" : part.substring(equals + 1));
    }
    List<MapInput> inputs =
        (Files.exists(Path.of(files)) ? List.of(files) : Arrays.asList(files.split(",")))
            .stream().map(f -> MapInput.of(Path.of(f))).toList();
    return Optional.of(new Parsed(of(kind.get(), inputs, own), others));
  }

  /** Computes the map. */
  public MapResult run(MapWork work) throws IOException {
    Optional<String> mask = options.find(MASK);
    MapResult result =
        kind.run(
            mask.isPresent() ? Masks.applied(inputs, mask.get(), work) : inputs, options, work);
    if (result.map().isPresent() && isEmpty(result.map().get().volume(), work)) {
      work.notes().accept("the map holds no value: no voxel of it has a finite number");
    }
    return result;
  }

  private static boolean isEmpty(Volume map, MapWork work) {
    for (int t = 0; t < map.time().frames(); t++) {
      for (Samples part : Slabs.of(map, t, 0)) {
        if (work.session().reduce().reduce(part).finite() > 0) {
          return false;
        }
      }
    }
    return true;
  }
}
