// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.heatscope.backend.Workers;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.CamScale;
import org.heatscope.cam.Fusion;
import org.heatscope.cam.Preprocess;
import org.heatscope.cam.PytorchGradCam;
import org.heatscope.cam.Upsampling;
import org.heatscope.export.SafeOutput;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageWriterProvider;
import org.heatscope.io.ImageWriters;
import org.heatscope.io.numpy.NpyWriter;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** From raw maps to a file: ReLU, fusion of layers, scale, size, place. */
final class CamOutput {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description =
          "Where to write: .npy float32 (N,[D,]H,W); .nii.gz the maps in their place on the scan;"
              + " .png a figure of one map on the scan.")
  Path path;

  @Option(names = "--raw", description = "The layer's own grid, before ReLU and scaling.")
  private boolean raw;

  @Option(
      names = "--two-sided",
      description = "No ReLU: evidence against the class stays, below zero.")
  private boolean twoSided;

  @Option(
      names = "--scale",
      paramLabel = "per-image|shared|fixed:LO,HI|none",
      description =
          "What becomes 0..1 (two-sided: -1..1): each map's own range, that of all maps, or a given"
              + " one. Default: per-image. A figure keeps the values and scales its colours.")
  private String scale = "per-image";

  @Option(
      names = "--size",
      paramLabel = "[D,]H,W",
      description = "Upsample to this size. Default: the layer's own grid.")
  private String size;

  @Option(
      names = "--upsampling",
      paramLabel = "KIND",
      description =
          "linear (half-pixel centres), nearest, linear-corners, spline-corners."
              + " Default: linear.")
  private String upsampling = "linear";

  @Option(
      names = "--fuse",
      paramLabel = "mean|max",
      description = "How several layers become one map, each on its own scale. Default: mean.")
  private Fusion fuse = Fusion.MEAN;

  @Option(
      names = "--like",
      paramLabel = "pytorch-grad-cam",
      description =
          "What that program makes: its forms, scaling and upsampling (Eigen-CAM up to sign).")
  private String like;

  @Mixin private PreprocessOption preprocess;

  /**
   * Raw maps.
   *
   * @param layers of each layer, on its own grid, of the same images
   * @param method what made them: "gradcam"
   * @param rectified whether a ReLU belongs to the method
   * @param backend which backend added up the channels
   */
  record Raw(List<CamMaps> layers, String method, boolean rectified, String backend) {
    /** Maps made on the CPU. */
    Raw(List<CamMaps> layers, String method, boolean rectified) {
      this(layers, method, rectified, "scalar");
    }
  }

  /**
   * Maps as they are written.
   *
   * @param maps the values
   * @param layer the grid that they came from
   * @param how they were upsampled from it
   * @param signed whether both signs have a meaning
   * @param stamp what was done, for a title
   * @param ranges {low, high} of the colour scale of each map
   * @param backend which backend added up the channels
   */
  record Finished(
      CamMaps maps,
      int[] layer,
      Upsampling how,
      boolean signed,
      String stamp,
      double[][] ranges,
      String backend) {
    /** The same with other maps. */
    Finished with(CamMaps other) {
      return new Finished(other, layer, how, signed, stamp, ranges, backend);
    }
  }

  // ---- what can be said before any file is read

  void check(CommandLine command) {
    if (like != null && !like.equals("pytorch-grad-cam")) {
      throw new ParameterException(command, "--like knows pytorch-grad-cam, not '" + like + "'");
    }
    if (raw) {
      exclude(
          command, "--raw keeps grid and values", "--size", "--upsampling", "--scale", "--fuse");
    }
    if (like != null) {
      exclude(
          command, "--like has its own rules", "--two-sided", "--upsampling", "--scale", "--fuse");
    }
    if (!isNpy() && !isFigure() && ImageWriters.of(path).isEmpty()) {
      throw new ParameterException(
          command,
          "cannot write '" + path + "': the name must end in .npy, .png, or as an image's");
    }
    preprocess.check(command);
    size(command);
    upsampling(command);
    scale(command);
  }

  private static void exclude(CommandLine command, String because, String... options) {
    for (String option : options) {
      if (command.getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(command, because + ": no " + option);
      }
    }
  }

  /** The output must not take the place of what it is made from. */
  void requireApart(CommandLine command) throws IOException {
    KeptInputs.check(command, List.of(path));
  }

  boolean isFigure() {
    return ImageWriters.name(path).endsWith(".png");
  }

  private boolean isNpy() {
    return ImageWriters.name(path).endsWith(".npy");
  }

  boolean isLikePytorch() {
    return like != null;
  }

  /** The number of axes that --size has; 0 without it. */
  int axes(CommandLine command) {
    return size == null ? 0 : size(command).length;
  }

  private int[] size(CommandLine command) {
    return size == null ? null : Sizes.parse(command, "--size", size);
  }

  private Upsampling upsampling(CommandLine command) {
    for (Upsampling u : Upsampling.values()) {
      if (u.text().equals(upsampling)) {
        return u;
      }
    }
    throw new ParameterException(command, "no upsampling '" + upsampling + "'");
  }

  private CamScale scale(CommandLine command) {
    try {
      return CamScale.parse(scale);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage());
    }
  }

  /** What was done before the network. */
  Preprocess preprocess(CommandLine command) throws IOException {
    return preprocess.get(command);
  }

  // ---- the numbers

  /**
   * Works out what is written.
   *
   * @param inputSize of the network's input where that is known, else null
   * @param note receives what a user should hear, a sentence each
   */
  Finished finish(
      Raw from, int[] inputSize, Workers workers, Consumer<String> note, CommandLine command) {
    CamMaps first = from.layers().get(0);
    boolean signed = twoSided || !from.rectified();
    from.layers().forEach(l -> l.remarks(signed || raw).forEach(note));
    if (raw) {
      if (from.layers().size() > 1) {
        throw new ParameterException(command, "--raw is for one layer: others have other grids");
      }
      double[][] ranges = CamScale.of(CamScale.Kind.PER_IMAGE).ranges(first, true);
      return new Finished(
          first, first.grid(), Upsampling.LINEAR, true, "raw", ranges, from.backend());
    }
    int[] wanted = size(command);
    return like != null
        ? likePytorch(from, wanted != null ? wanted : inputSize, workers, command)
        : scaled(from, signed, wanted, workers, note, command);
  }

  private static Finished likePytorch(Raw from, int[] size, Workers workers, CommandLine command) {
    if (size == null) {
      throw new ParameterException(command, "--like needs --size, the network's input size");
    }
    CamMaps maps = PytorchGradCam.finish(from.layers(), size, workers);
    double[][] ranges = new double[maps.images()][];
    Arrays.fill(ranges, new double[] {0, 1});
    int[] layer = from.layers().get(0).grid();
    Upsampling how = PytorchGradCam.upsampling(size.length);
    String stamp = "like pytorch-grad-cam, per-image scale";
    return new Finished(maps, layer, how, false, stamp, ranges, from.backend());
  }

  private Finished scaled(
      Raw from,
      boolean signed,
      int[] size,
      Workers workers,
      Consumer<String> note,
      CommandLine command) {
    CamScale chosen = scale(command);
    Upsampling how = upsampling(command);
    CamMaps maps = fused(from, signed, chosen, size, how, workers);
    int[] layer = maps.grid();
    double[][] ranges = chosen.ranges(maps, signed);
    if (!isFigure()) {
      maps = chosen.apply(maps, signed);
      if (chosen.kind() == CamScale.Kind.PER_IMAGE && maps.images() > 1) {
        note.accept(
            "each map has its own scale: they cannot be compared; --scale shared or none keeps"
                + " them comparable");
      }
    }
    if (size != null) {
      maps = how.apply(maps, size, workers);
    }
    boolean kept = isFigure() && from.layers().size() == 1;
    String stamp = kept ? "raw values, " + chosen.rangeStamp() : chosen.stamp();
    return new Finished(maps, layer, how, signed, stamp, ranges, from.backend());
  }

  /** One map for each image; several layers are first brought to one grid and one scale. */
  private CamMaps fused(
      Raw from, boolean signed, CamScale scale, int[] wanted, Upsampling how, Workers workers) {
    List<CamMaps> layers = new ArrayList<>();
    for (CamMaps l : from.layers()) {
      layers.add(signed ? l : l.rectified());
    }
    if (layers.size() == 1) {
      return layers.get(0);
    }
    CamMaps finest = Collections.max(layers, Comparator.comparingInt(CamMaps::positions));
    int[] common = wanted != null ? wanted : finest.grid();
    CamScale own = scale.kind() == CamScale.Kind.FIXED ? CamScale.of(CamScale.Kind.NONE) : scale;
    List<CamMaps> alike = new ArrayList<>();
    for (CamMaps l : layers) {
      alike.add(how.apply(own.apply(l, signed), common, workers));
    }
    return fuse.of(alike);
  }

  // ---- the file

  /** Writes .npy, or the maps in their place as an image. */
  void write(Finished f, String method, Optional<Volume> scan, Preprocess done, CommandLine command)
      throws IOException {
    CamMaps maps = f.maps();
    if (isNpy()) {
      long[] shape = new long[maps.grid().length + 1];
      shape[0] = maps.images();
      for (int a = 0; a < maps.grid().length; a++) {
        shape[a + 1] = maps.grid()[a];
      }
      SafeOutput.write(
          path,
          out -> {
            try (NpyWriter npy = new NpyWriter(out, SampleType.FLOAT32, shape)) {
              npy.write(maps.data(), 0, maps.data().length);
            }
          });
      return;
    }
    ImageWriterProvider writer = ImageWriters.of(path).orElseThrow();
    Volume volume =
        scan.isPresent() ? placed(f, method, scan.get().geometry(), done) : unplaced(f, method);
    SafeOutput.write(path, out -> writer.write(volume, ImageWriters.name(path), out));
  }

  /** The maps where they lie on the scan. */
  static Volume placed(Finished f, String method, Geometry scan, Preprocess done) {
    return done.place(
            f.maps(), f.layer(), f.how(), scan, f.signed(), method + ", " + f.stamp(), f.backend())
        .described();
  }

  private static Volume unplaced(Finished f, String method) {
    int[] grid = f.maps().grid();
    int n = grid.length;
    Geometry array = Geometry.none(grid[n - 1], grid[n - 2], n == 3 ? grid[0] : 1);
    return placed(f, method, array, Preprocess.none());
  }
}
