// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.ImagePlus;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.plugin.frame.RoiManager;
import ij.process.FloatPolygon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.Heatscope;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.map.MapWork;
import org.heatscope.map.Values;
import org.heatscope.op.Border;
import org.heatscope.op.Splat;

/**
 * How densely points lie: a Gaussian of weight one around each, on the pixels of the image in
 * front.
 *
 * <p>The value at a pixel is the number of points that are expected in it, so that the pixels add
 * up to the number of points on the image; the image is mirrored at its borders, which loses none.
 * Per area (or, for a stack, volume) it is divided by that of a pixel in the image's unit.
 */
final class DensityTool extends MapTool {
  private static final Parameter POINTS =
      Parameter.choice(
          "points",
          "Points from",
          "The ROI Manager (points, and centroids of areas), the selection on the image, the Results"
              + " table, or a table in a file.",
          List.of("ROI Manager", "selection", "Results", "file"));
  private static final Parameter FILE =
      Parameter.file("file", "File", "A table with a line of column names: CSV or tabs.");
  private static final Parameter COLUMNS =
      Parameter.text(
          "columns",
          "Columns (X,Y[,SLICE])",
          "Names of the columns in a table; slices are counted from 1.",
          "X,Y");
  private static final Parameter COORDINATES =
      Parameter.choice(
          "coordinates",
          "Coordinates",
          "In a table: in the image's unit, as ImageJ measures, or in pixels. A pixel's centre is at"
              + " whole numbers, as of ImageJ's points.",
          List.of("unit", "pixels"));
  private static final Parameter SIGMA =
      Parameter.number(
          "sigma",
          "Sigma",
          "Standard deviation of the Gaussian, in the image's unit.",
          10,
          0,
          Double.MAX_VALUE);
  private static final Parameter ACROSS =
      Parameter.flag("across", "Across slices", "The Gaussian reaches into other slices.", false);
  private static final Parameter PER =
      Parameter.choice(
          "per",
          "Per",
          "pixel: points expected in a pixel, which add up to their number; unit: in a unit of area,"
              + " for a stack of volume.",
          List.of("pixel", "unit"));

  DensityTool() {
    super(List.of(POINTS, FILE, COLUMNS, COORDINATES, SIGMA, ACROSS, PER));
  }

  @Override
  public String name() {
    return "Density Map...";
  }

  @Override
  public String summary() {
    return "Shows how densely points lie on the image in front: a Gaussian around each.";
  }

  /** Points in pixels, from 0. */
  private static final class Cloud {
    private final List<double[]> points = new ArrayList<>();

    void add(double x, double y, double slice) {
      points.add(new double[] {x, y, slice});
    }

    Splat.Points coordinates() {
      double[][] c = new double[3][points.size()];
      for (int i = 0; i < points.size(); i++) {
        for (int a = 0; a < 3; a++) {
          c[a][i] = points.get(i)[a];
        }
      }
      return new Splat.Points(c[0], c[1], c[2], new double[0]);
    }
  }

  @Override
  Made map(Job job, Heatscope heatscope, MapWork work) throws IOException {
    Geometry g = FromImagePlus.geometry(job.image());
    Splat.Points points = cloud(job).coordinates();
    Samples counts = Samples.floats(g.nx(), g.ny(), g.nz());
    long inside = heatscope.session().splat().splat(points, counts);
    work.notes().accept(inside + " of " + points.x().length + " points lie on the image");
    if (inside == 0) {
      throw new IllegalArgumentException("no point lies on the image");
    }
    work.progress().at(1, 3);
    Calibration c = job.image().getCalibration();
    double sigma = job.values().number(SIGMA);
    boolean across = job.values().flag(ACROSS) && g.nz() > 1;
    double[] voxels = {
      sigma / c.pixelWidth, sigma / c.pixelHeight, across ? sigma / c.pixelDepth : 0
    };
    Samples density = Samples.floats(g.nx(), g.ny(), g.nz());
    heatscope.session().gaussianBlur().blur(counts, voxels, Border.REFLECT, density);
    work.progress().at(2, 3);
    boolean perUnit = job.values().choice(PER).equals("unit");
    float[] values = (float[]) density.array();
    if (perUnit) {
      double size = c.pixelWidth * c.pixelHeight * (g.nz() > 1 ? c.pixelDepth : 1);
      for (int i = 0; i < values.length; i++) {
        values[i] /= (float) size;
      }
    }
    String unit = perUnit ? "points/" + c.getUnit() + (g.nz() > 1 ? "³" : "²") : "points/pixel";
    work.progress().at(3, 3);
    return Made.of(Values.volume(values, g).unit(unit).build(), "density");
  }

  // ---- where points come from

  private static Cloud cloud(Job job) throws IOException {
    Cloud cloud = new Cloud();
    switch (job.values().choice(POINTS)) {
      case "file":
        Path file =
            job.values()
                .file(FILE)
                .orElseThrow(() -> new IllegalArgumentException("which file of points?"));
        if (!Files.isRegularFile(file)) {
          throw new NoSuchFileException(file.toString());
        }
        addTable(cloud, job, ResultsTable.open(file.toString()));
        break;
      case "Results":
        addTable(cloud, job, ResultsTable.getResultsTable());
        break;
      case "selection":
        if (job.image().getRoi() == null) {
          throw new IllegalArgumentException("there is no selection of points on the image");
        }
        addRoi(cloud, job.image(), job.image().getRoi());
        break;
      default:
        RoiManager manager = RoiManager.getInstance2();
        if (manager == null || manager.getCount() == 0) {
          throw new IllegalArgumentException("the ROI Manager is empty");
        }
        for (Roi roi : manager.getRoisAsArray()) {
          addRoi(cloud, job.image(), roi);
        }
    }
    return cloud;
  }

  private static void addTable(Cloud cloud, Job job, ResultsTable table) {
    String[] names = job.values().text(COLUMNS).split("\\s*,\\s*");
    if (names.length < 2 || names.length > 3) {
      throw new IllegalArgumentException("columns are X,Y or X,Y,SLICE");
    }
    for (String name : names) {
      if (!table.columnExists(name)) {
        throw new IllegalArgumentException("the table of points has no column '" + name + "'");
      }
    }
    Calibration c = job.image().getCalibration();
    boolean pixels = job.values().choice(COORDINATES).equals("pixels");
    for (int i = 0; i < table.size(); i++) {
      double x = table.getValue(names[0], i);
      double y = table.getValue(names[1], i);
      cloud.add(
          pixels ? x : c.getRawX(x),
          pixels ? y : c.getRawY(y),
          names.length == 3
              ? table.getValue(names[2], i) - 1
              : Images.Position.of(job.image()).slice() - 1);
    }
  }

  /** Points where they are; of anything else the centroid, whose pixels begin at whole numbers. */
  private static void addRoi(Cloud cloud, ImagePlus image, Roi roi) {
    if (!(roi instanceof PointRoi points)) {
      double[] centroid = roi.getContourCentroid();
      cloud.add(centroid[0] - 0.5, centroid[1] - 0.5, slice(image, roi.getPosition(), roi));
      return;
    }
    FloatPolygon p = points.getFloatPolygon();
    for (int i = 0; i < p.npoints; i++) {
      cloud.add(p.xpoints[i], p.ypoints[i], slice(image, points.getPointPosition(i), roi));
    }
  }

  private static int slice(ImagePlus image, int position, Roi roi) {
    if (roi.hasHyperStackPosition()) {
      return Math.max(1, roi.getZPosition()) - 1;
    }
    return position < 1
        ? Images.Position.of(image).slice() - 1
        : image.convertIndexToPosition(position)[1] - 1;
  }
}
