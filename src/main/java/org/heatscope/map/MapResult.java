// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Optional;
import org.heatscope.image.HeatMap;
import org.heatscope.io.Table;

/**
 * What a kind makes.
 *
 * @param map the map; empty for a kind that makes a table only
 * @param table the report that goes with it
 * @param coverage how many images count at each voxel, for kinds over groups
 */
public record MapResult(Optional<HeatMap> map, Optional<Table> table, Optional<HeatMap> coverage) {
  /** A map alone. */
  public static MapResult of(HeatMap map) {
    return new MapResult(Optional.of(map), Optional.empty(), Optional.empty());
  }

  /** A table alone. */
  public static MapResult of(Table table) {
    return new MapResult(Optional.empty(), Optional.of(table), Optional.empty());
  }

  /** A map with its report. */
  public static MapResult of(HeatMap map, Table table) {
    return new MapResult(Optional.of(map), Optional.of(table), Optional.empty());
  }
}
