// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heatscope.Heatscope;
import org.heatscope.image.Geometry;
import org.heatscope.image.Lengths;
import org.heatscope.image.Volume;
import org.heatscope.io.Table;
import org.heatscope.map.Components;
import org.heatscope.map.MapInput;
import org.heatscope.map.MapKinds;
import org.heatscope.map.MapRequest;
import org.heatscope.map.MapResult;
import org.heatscope.map.MapWork;
import org.heatscope.map.Masks;
import org.heatscope.map.Values;

/**
 * The clusters of the image in front above a height: their table, their regions, and the image cut
 * at it. The image is the map; an area selection limits where it counts.
 */
final class HotspotsTool extends MapTool {
  private static final Parameter RULE =
      Parameter.choice(
          "rule",
          "Height by",
          "value: strictly above it; percentile: of |value|; fpr, fdr, bonferroni: error rates of a"
              + " map of z (or of t, with df).",
          List.of("percentile", "value", "fpr", "fdr", "bonferroni"));
  private static final Parameter LEVEL =
      Parameter.number(
          "level", "Level", "The value, percentile or error rate.", 95, 0, Double.MAX_VALUE);
  private static final Parameter DF =
      Parameter.text("df", "Degrees of freedom", "Where the map is t. Empty: it is z.", "");
  private static final Parameter ONE_SIDED =
      Parameter.flag("onesided", "Positive values only", "Else both signs count.", true);
  private static final Parameter CONNECTIVITY =
      Parameter.choice(
          "connectivity",
          "Connectivity",
          "Voxels touch that share a face (6), an edge too (18), a corner too (26).",
          List.of("6", "18", "26"));
  private static final Parameter VOXELS =
      Parameter.number(
          "voxels", "Least voxels", "Drop clusters of fewer voxels.", 1, 1, Integer.MAX_VALUE);
  private static final Parameter DISTANCE =
      Parameter.number(
          "distance",
          "Peak distance",
          "Report sub-peaks that lie further apart than this, in the image's unit. 0: 8 pixels.",
          0,
          0,
          Double.MAX_VALUE);

  HotspotsTool() {
    super(List.of(RULE, LEVEL, DF, ONE_SIDED, CONNECTIVITY, VOXELS, DISTANCE));
  }

  @Override
  public String name() {
    return "Hotspots...";
  }

  @Override
  public String summary() {
    return "Finds the clusters of the image in front above a height: a table, their regions in the"
        + " ROI Manager, and the image cut at the height.";
  }

  @Override
  Made map(Job job, Heatscope heatscope, MapWork work) throws IOException {
    Volume image = frame(job.image());
    Volume map =
        selected(job.image())
            .map(area -> Masks.within(image, Masks.onGrid(area, image.geometry())))
            .orElse(image);
    MapResult result =
        MapRequest.of(
                MapKinds.find("threshold").orElseThrow(),
                List.of(MapInput.of(job.image().getTitle(), map)),
                options(job.values(), job.image()))
            .run(work);
    Volume cut = result.map().orElseThrow().volume();
    Table clusters = result.table().orElseThrow();
    return new Made(
        Optional.of(cut),
        "hotspots of " + job.image().getTitle(),
        Optional.of(Tables.toImageJ(inUnits(clusters, job.image()))),
        regions(cut, clusters, job));
  }

  /** The current channel and frame. */
  private static Volume frame(ImagePlus image) {
    Volume channel = Images.front(image);
    Geometry g = channel.geometry();
    double[] values = Values.of(channel, Images.Position.of(image).frame() - 1);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Values.volume(floats, g).unit(channel.unit()).build();
  }

  private static Map<String, String> options(Settings v, ImagePlus image) {
    Calibration c = image.getCalibration();
    double unitMm = Lengths.millimetres(c.getUnit()).orElse(1.0);
    Map<String, String> options = new LinkedHashMap<>();
    options.put(v.choice(RULE), v.text(LEVEL));
    v.given(DF).ifPresent(df -> options.put("df", df));
    options.put("one-sided", Boolean.toString(v.flag(ONE_SIDED)));
    options.put("connectivity", v.choice(CONNECTIVITY));
    options.put("cluster-voxels", Integer.toString((int) v.number(VOXELS)));
    double distance = v.number(DISTANCE) > 0 ? v.number(DISTANCE) : 8 * c.pixelWidth;
    options.put("peak-distance", Double.toString(distance * unitMm));
    return options;
  }

  /**
   * The table as ImageJ measures: X, Y and Z in the image's unit with Y downward, the slice from 1,
   * and the size in that unit.
   */
  private static Table inUnits(Table clusters, ImagePlus image) {
    Calibration c = image.getCalibration();
    boolean flat = image.getNSlices() == 1;
    double voxel = c.pixelWidth * c.pixelHeight * (flat ? 1 : c.pixelDepth);
    List<List<Object>> rows = new ArrayList<>();
    for (List<Object> row : clusters.rows()) {
      int i = (Integer) row.get(clusters.column("i"));
      int j = (Integer) row.get(clusters.column("j"));
      int k = (Integer) row.get(clusters.column("k"));
      Integer voxels = (Integer) row.get(clusters.column("voxels"));
      rows.add(
          Arrays.asList(
              row.get(clusters.column("cluster")),
              c.getX(i),
              c.getY(j),
              c.getZ(k),
              k + 1,
              row.get(clusters.column("peak")),
              row.get(clusters.column("mean")),
              voxels,
              voxels == null ? null : voxels * voxel));
    }
    String size = flat ? "Area" : "Volume";
    return new Table(
        List.of("Hotspot", "X", "Y", "Z", "Slice", "Peak", "Mean", "Voxels", size), rows);
  }

  // ---- regions

  /** The outline of each cluster on each of its slices, named by the cluster and the slice. */
  private static List<Roi> regions(Volume cut, Table clusters, Job job) {
    Geometry g = cut.geometry();
    double[] values = Values.of(cut);
    List<Roi> regions = new ArrayList<>();
    Components.Neighbours touching =
        Components.Neighbours.of(Integer.parseInt(job.values().choice(CONNECTIVITY)));
    for (int sign = 1; sign >= -1; sign -= 2) {
      boolean[] inside = new boolean[values.length];
      for (int i = 0; i < inside.length; i++) {
        inside[i] = sign * values[i] > 0;
      }
      Components components = Components.of(inside, g, touching);
      for (List<Object> row : clusters.rows()) {
        int at = voxel(row, clusters, g);
        if (components.labels()[at] != 0 && row.get(clusters.column("voxels")) != null) {
          addRegions(components.labels(), components.labels()[at], row.get(0), g, job, regions);
        }
      }
    }
    return regions;
  }

  private static int voxel(List<Object> row, Table t, Geometry g) {
    int i = (Integer) row.get(t.column("i"));
    int j = (Integer) row.get(t.column("j"));
    int k = (Integer) row.get(t.column("k"));
    return i + g.nx() * (j + g.ny() * k);
  }

  private static void addRegions(
      int[] labels, int label, Object cluster, Geometry g, Job job, List<Roi> to) {
    int plane = g.nx() * g.ny();
    for (int z = 0; z < g.nz(); z++) {
      byte[] mask = new byte[plane];
      boolean any = false;
      for (int i = 0; i < plane; i++) {
        boolean in = labels[z * plane + i] == label;
        mask[i] = (byte) (in ? 255 : 0);
        any |= in;
      }
      if (any) {
        ByteProcessor ip = new ByteProcessor(g.nx(), g.ny(), mask);
        ip.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
        Roi roi = new ThresholdToSelection().convert(ip);
        roi.setName("hotspot " + cluster + (g.nz() > 1 ? " z" + (z + 1) : ""));
        position(roi, job.image(), z);
        to.add(roi);
      }
    }
  }

  private static void position(Roi roi, ImagePlus image, int z) {
    if (image.isHyperStack()) {
      Images.Position at = Images.Position.of(image);
      roi.setPosition(at.channel(), z + 1, at.frame());
    } else if (image.getStackSize() > 1) {
      roi.setPosition(z + 1);
    }
  }
}
