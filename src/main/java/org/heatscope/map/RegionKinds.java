// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.Table;

/** Kinds over the regions of an atlas. */
final class RegionKinds {
  private static final Option<Path> ATLAS = Option.file("atlas", "An image of labels.").needed();
  private static final Option<Path> NAMES =
      Option.file("names", "Names of the labels: a table of index,name and the like.");
  private static final Option<Path> VALUES =
      Option.file("values", "A table with a row for each region, by index or name.").needed();
  private static final Option<String> COLUMN =
      Option.text("column", "NAME", "The table's column. Default: value.").or("value");

  private RegionKinds() {}

  static List<MapKind> all() {
    return List.of(
        MapKind.of(
            "regions",
            "Statistics of a map in each region of an atlas, as a table.",
            MapKind.Arity.ONE,
            List.of(ATLAS, NAMES),
            Set.of(MapKind.Product.TABLE),
            RegionKinds::regions),
        MapKind.of(
            "paint",
            "Values of a table painted onto the labels of an atlas.",
            MapKind.Arity.ONE,
            List.of(VALUES, COLUMN, NAMES),
            RegionKinds::paint));
  }

  private static MapResult regions(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    Path file = options.get(ATLAS);
    Volume map = inputs.get(0).read();
    try {
      return MapResult.of(Regions.statistics(map, Atlas.read(file, options.find(NAMES), work)));
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(file, e.getMessage());
    }
  }

  private static MapResult paint(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    Path file = options.get(VALUES);
    String column = options.get(COLUMN);
    Atlas atlas = Atlas.of(inputs.get(0).read(), options.find(NAMES));
    Table table = Table.read(file);
    try {
      return MapResult.of(Regions.paint(atlas, Regions.values(table, column, atlas), column));
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(file, e.getMessage());
    }
  }
}
