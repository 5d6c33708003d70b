// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heatscope.render.LayoutOptions;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which cuts are shown. */
final class LayoutFlags {
  /** What says where each layout cuts. */
  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "single", Set.of("--axis", "--at"),
          "slices", Set.of("--slices", "--axis"),
          "mosaic", Set.of("--slices"),
          "ortho", Set.of("--at"),
          "stack", Set.of());

  @Option(
      names = "--layout",
      paramLabel = "KIND",
      description =
          "single, slices, mosaic, ortho, or stack (a pixel for each voxel, .npy only). Default:"
              + " ortho for a volume, single for a picture.")
  String kind;

  @Option(
      names = "--slices",
      paramLabel = "[AXIS:]N|P1,P2,...",
      description =
          "How many cuts along an axis, or where in millimetres: 12, y:9, z:-20,0,20, z:15mm.")
  String slices;

  @Option(
      names = "--axis",
      paramLabel = "x|y|z",
      description = "The axis that single and slices cut: x sagittal, y coronal, z axial.")
  String axis;

  @Option(
      names = "--at",
      paramLabel = "X,Y,Z",
      converter = Texts.Point.class,
      description = "The point to cut through, in mm (RAS+). Default: where the map is strongest.")
  Texts.Numbers at;

  @Option(names = "--radiological", description = "Show the subject's right on the left.")
  boolean radiological;

  @Option(
      names = "--planes",
      paramLabel = "world|scan",
      description =
          "Cut along the world's axes or along the scan's own. Default: world; scan for a single"
              + " oblique slice.")
  String planes;

  /** Whether voxels are wanted, not a page. */
  boolean isStack() {
    return "stack".equals(kind);
  }

  /** Whether to cut along the scan's own planes; empty: not said. */
  Optional<Boolean> gridPlanes() {
    return Optional.ofNullable(planes).map("scan"::equals);
  }

  /** The options as the engine takes them. */
  LayoutOptions options(CommandLine command) {
    if (kind != null && !isStack() && !LayoutOptions.KINDS.contains(kind)) {
      throw new ParameterException(
          command,
          "no layout '" + kind + "'; known: " + String.join(", ", LayoutOptions.KINDS) + ", stack");
    }
    if (planes != null && !planes.equals("world") && !planes.equals("scan")) {
      throw new ParameterException(command, "--planes is world or scan, not '" + planes + "'");
    }
    requireUsed(command);
    Optional<Integer> cut = Optional.ofNullable(axis).map(a -> axis(a, command));
    Optional<Integer> count = Optional.empty();
    Optional<double[]> positions = Optional.empty();
    if (slices != null) {
      String rest = slices;
      if (slices.length() > 1 && slices.charAt(1) == ':') {
        cut = Optional.of(axis(slices.substring(0, 1), command));
        rest = slices.substring(2);
      }
      try {
        if (rest.contains(",") || rest.endsWith("mm")) {
          positions = Optional.of(Texts.numbers(rest.replace("mm", "").replaceAll(",$", "")));
        } else {
          count = Optional.of(count(rest));
        }
      } catch (CommandLine.TypeConversionException e) {
        throw new ParameterException(command, "--slices " + slices + ": " + e.getMessage());
      }
    }
    if ("mosaic".equals(kind) && (cut.isPresent() || positions.isPresent())) {
      throw new ParameterException(
          command, "--slices " + slices + ": a mosaic cuts each axis in a number of places");
    }
    return new LayoutOptions(
        Optional.ofNullable(isStack() ? null : kind),
        cut,
        count,
        positions,
        Optional.ofNullable(at).map(Texts.Numbers::values),
        radiological);
  }

  /** Wrong usage where an option says where to cut and the layout cuts elsewhere. */
  private void requireUsed(CommandLine command) {
    String shown = kind != null ? kind : slices != null ? "slices" : null;
    for (String option : List.of("--slices", "--axis", "--at")) {
      if (shown != null
          && command.getParseResult().hasMatchedOption(option)
          && !OPTIONS.get(shown).contains(option)) {
        throw new ParameterException(command, "the layout " + shown + " has no " + option);
      }
    }
  }

  private static int count(String text) {
    try {
      int n = Integer.parseInt(text.trim());
      if (n >= 1 && n <= 400) {
        return n;
      }
    } catch (NumberFormatException e) {
      throw new CommandLine.TypeConversionException("'" + text + "' is not a number of slices");
    }
    throw new CommandLine.TypeConversionException(
        "from 1 to 400 slices can be shown; a place ends in mm, as in z:" + text.trim() + "mm");
  }

  private static int axis(String name, CommandLine command) {
    int i = "xyz".indexOf(name);
    if (name.length() != 1 || i < 0) {
      throw new ParameterException(command, "an axis is x, y or z, not '" + name + "'");
    }
    return i;
  }
}
