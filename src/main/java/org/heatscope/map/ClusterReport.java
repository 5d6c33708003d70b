// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heatscope.io.Table;
import org.heatscope.map.Clusters.Cluster;
import org.heatscope.map.Clusters.Peak;

/**
 * Clusters as a table: a row for each peak, sub-peaks below their cluster's and named with its
 * number and a letter. Columns: cluster; x, y, z in world millimetres; i, j, k voxel indices from
 * 0; peak; then for the cluster alone mean, voxels and volume_mm3; and the atlas label at the peak.
 */
public final class ClusterReport {
  private static final List<String> COLUMNS =
      List.of("cluster", "x", "y", "z", "i", "j", "k", "peak", "mean", "voxels", "volume_mm3");

  private ClusterReport() {}

  /** The table. */
  public static Table of(Clusters clusters, Optional<Atlas> atlas) {
    List<String> columns = new ArrayList<>(COLUMNS);
    atlas.ifPresent(a -> columns.add("label"));
    List<List<Object>> rows = new ArrayList<>();
    for (Cluster c : clusters.list()) {
      for (int p = 0; p < c.peaks().size(); p++) {
        rows.add(row(c, p, atlas));
      }
    }
    return new Table(columns, rows);
  }

  private static List<Object> row(Cluster c, int place, Optional<Atlas> atlas) {
    Peak p = c.peaks().get(place);
    boolean first = place == 0;
    List<Object> row =
        new ArrayList<>(
            Arrays.asList(
                first ? Integer.toString(c.number()) : c.number() + "" + (char) ('a' + place - 1),
                p.mm()[0],
                p.mm()[1],
                p.mm()[2],
                p.i(),
                p.j(),
                p.k(),
                p.value(),
                first ? c.mean() : null,
                first ? c.voxels() : null,
                first ? c.volumeMm3() : null));
    atlas.ifPresent(a -> row.add(a.name(a.at(p.mm()))));
    return row;
  }
}
