// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.io.Table;

/** Statistics of a map within the regions of an atlas, and values put back onto regions. */
public final class Regions {
  private static final List<String> COLUMNS =
      List.of(
          "index",
          "name",
          "voxels",
          "volume_mm3",
          "n",
          "mean",
          "sd",
          "min",
          "q25",
          "median",
          "q75",
          "max",
          "peak",
          "peak_x",
          "peak_y",
          "peak_z");

  private Regions() {}

  /**
   * Statistics of a map for each label but 0, in rising order of label.
   *
   * <p>The atlas is laid on the map's grid by the nearest voxel. Columns: index, name; voxels and
   * volume_mm3 of the region on that grid; n, the finite values among them, and of those mean, sd
   * (divisor n - 1), min, quartiles (interpolated linearly) and max; peak, the value of largest
   * magnitude, and its position in mm. Cells are empty where no value is finite.
   */
  public static Table statistics(Volume map, Atlas atlas) {
    Geometry g = map.geometry();
    double[] v = Values.of(map);
    int[] labels = onGrid(atlas, g);
    double voxelMm3 = Math.abs(g.affine().determinant());
    List<List<Object>> rows = new ArrayList<>();
    members(labels).forEach((label, voxels) -> rows.add(row(label, voxels, atlas, v, g, voxelMm3)));
    return new Table(COLUMNS, rows);
  }

  /** The voxels of each label but 0. */
  private static Map<Integer, int[]> members(int[] labels) {
    Map<Integer, int[]> counts = new TreeMap<>();
    for (int label : labels) {
      if (label != 0) {
        counts.computeIfAbsent(label, l -> new int[1])[0]++;
      }
    }
    Map<Integer, int[]> members = new TreeMap<>();
    counts.forEach((label, count) -> members.put(label, new int[count[0]]));
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0) {
        int[] m = members.get(labels[i]);
        m[m.length - counts.get(labels[i])[0]--] = i;
      }
    }
    return members;
  }

  private static List<Object> row(
      int label, int[] voxels, Atlas atlas, double[] v, Geometry g, double voxelMm3) {
    Object[] row = new Object[COLUMNS.size()];
    row[0] = label;
    row[1] = atlas.names().getOrDefault(label, "");
    row[2] = voxels.length;
    row[3] = voxels.length * voxelMm3;
    double[] sorted =
        Arrays.stream(voxels).mapToDouble(i -> v[i]).filter(Double::isFinite).sorted().toArray();
    row[4] = sorted.length;
    if (sorted.length > 0) {
      double mean = Arrays.stream(sorted).sum() / sorted.length;
      double squares = Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
      row[5] = mean;
      row[6] = sorted.length > 1 ? Math.sqrt(squares / (sorted.length - 1)) : null;
      for (int q = 0; q <= 4; q++) {
        row[7 + q] = Normalize.quantile(sorted, q / 4.0);
      }
      peak(voxels, v, g, row);
    }
    return Arrays.asList(row);
  }

  private static void peak(int[] voxels, double[] v, Geometry g, Object[] row) {
    int best = -1;
    for (int i : voxels) {
      if (Double.isFinite(v[i]) && (best < 0 || Math.abs(v[i]) > Math.abs(v[best]))) {
        best = i;
      }
    }
    row[12] = v[best];
    double[] mm = g.affine().apply(best % g.nx(), best / g.nx() % g.ny(), best / (g.nx() * g.ny()));
    for (int a = 0; a < 3; a++) {
      row[13 + a] = mm[a];
    }
  }

  /** The labels of the nearest voxels; 0 outside the atlas. */
  private static int[] onGrid(Atlas atlas, Geometry grid) {
    if (Resampling.sameGrid(atlas.geometry(), grid)) {
      return atlas.labels();
    }
    int[] labels = new int[Math.toIntExact(grid.voxels())];
    NearestVoxel nearest = NearestVoxel.of(grid, atlas.geometry());
    boolean any = false;
    for (int i = 0; i < labels.length; i++) {
      int at = nearest.of(i);
      labels[i] = at < 0 ? 0 : atlas.labels()[at];
      any |= labels[i] != 0;
    }
    if (!any) {
      throw new IllegalArgumentException("the atlas and the map have no voxel in common");
    }
    return labels;
  }

  /**
   * Gives every voxel of a region the region's value; NaN elsewhere.
   *
   * @param values by label
   */
  public static HeatMap paint(Atlas atlas, Map<Integer, Double> values, String name) {
    float[] out = new float[atlas.labels().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values.getOrDefault(atlas.labels()[i], Double.NaN).floatValue();
    }
    return Maps.signed(out, atlas.geometry(), "", "regions painted with " + name);
  }

  /**
   * The values of a table by label: from its column "index" or, where the atlas has names, "name".
   *
   * @throws IllegalArgumentException if a row names no region of the atlas
   */
  public static Map<Integer, Double> values(Table table, String column, Atlas atlas) {
    double[] v = table.numbers(column);
    boolean byIndex = table.columns().contains("index");
    int key = table.column(byIndex ? "index" : "name");
    Map<String, Integer> labels = new TreeMap<>();
    atlas.names().forEach((label, name) -> labels.put(name, label));
    for (int label : atlas.labels()) {
      labels.putIfAbsent(Integer.toString(label), label);
    }
    Map<Integer, Double> values = new TreeMap<>();
    for (int r = 0; r < v.length; r++) {
      String text = String.valueOf(table.rows().get(r).get(key));
      Integer label = labels.get(byIndex ? text.replaceFirst("\\.0*$", "") : text);
      if (label == null) {
        throw new IllegalArgumentException(
            "row " + (r + 1) + " is for '" + text + "', which is no region of the atlas");
      }
      values.put(label, v[r]);
    }
    return values;
  }
}
