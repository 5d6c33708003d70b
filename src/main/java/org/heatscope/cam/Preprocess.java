// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.Tensor;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;

/**
 * What was done to a scan before a network saw it. Forward it makes the network's input; backward
 * it says where in the scan's world the cells of a layer lie.
 *
 * <p>The steps are those of docs/preprocess.md, in order. The tensor's axes are named from the
 * slowest to the fastest by the voxel axes that they are: "zyx", the order in which images lie in
 * memory, unless said otherwise; "xyz" for tensors that keep NIfTI's order of indices, as MONAI's;
 * two letters, "yx", for a network on planes.
 */
public final class Preprocess {
  private final List<Step> steps;
  private final String axes;
  private final double[] stride;
  private final double[] offset;

  /**
   * Steps already read.
   *
   * @param axes the tensor's axes, or "" where the size tells: "yx" for one plane, else "zyx"
   * @param stride input voxels from one of the layer's cells to the next, in the order of the axes;
   *     null: input size / layer size
   * @param offset input index of the first cell's centre; null: (stride - 1) / 2
   */
  Preprocess(List<Step> steps, String axes, double[] stride, double[] offset) {
    if (!axes.matches("|(?!.*(.).*\\1)[xyz]{2,3}")) {
      throw new IllegalArgumentException(
          "axes are two or three of x, y and z, the slowest first, not '" + axes + "'");
    }
    this.steps = steps;
    this.axes = axes;
    this.stride = stride;
    this.offset = offset;
  }

  /** Nothing was done: the network saw the scan's own voxels, or evenly resized ones. */
  public static Preprocess none() {
    return new Preprocess(List.of(), "", null, null);
  }

  /**
   * Reads the JSON of docs/preprocess.md.
   *
   * @throws IllegalArgumentException with a sentence for anything that is not in the schema
   */
  public static Preprocess parse(String json) {
    return PreprocessSpec.parse(json);
  }

  /**
   * The grid of the network's input in the scan's world.
   *
   * @throws IllegalArgumentException with a sentence if a step does not fit the scan
   */
  public Geometry input(Geometry scan) {
    return run(new Stage(scan, List.of())).geometry();
  }

  /**
   * The size of the network's input in the order of the tensor's axes.
   *
   * @throws IllegalArgumentException with a sentence if a step does not fit the scan
   */
  public int[] inputSize(Geometry scan) {
    Geometry input = input(scan);
    String order = axes(input);
    int[] size = new int[order.length()];
    for (int a = 0; a < size.length; a++) {
      size[a] = input.size(axis(order, a));
    }
    return size;
  }

  private Stage run(Stage image) {
    for (Step step : steps) {
      image = step.apply(image);
    }
    return image;
  }

  /**
   * The network's input.
   *
   * @param frame time point of the scan
   * @return [1, C, D, H, W], or [1, C, H, W] for a network on planes
   * @throws IllegalArgumentException with a sentence if a step does not fit the scan
   */
  public Tensor apply(Volume scan, int frame) {
    List<float[]> channels = new ArrayList<>();
    for (int c = 0; c < scan.channels(); c++) {
      channels.add(values(Samples.of(scan, frame, c)));
    }
    Stage input = run(new Stage(scan.geometry(), channels));
    String order = axes(input.geometry());
    int[] shape = new int[order.length() + 2];
    shape[0] = 1;
    shape[1] = input.channels().size();
    for (int a = 0; a < order.length(); a++) {
      shape[a + 2] = input.geometry().size(axis(order, a));
    }
    int[] from = order(input.geometry(), order);
    Features.positions(new int[] {shape[1], from.length});
    float[] data = new float[shape[1] * from.length];
    for (int c = 0; c < shape[1]; c++) {
      gather(input.channels().get(c), from, data, c * from.length);
    }
    return new Tensor("input", shape, data);
  }

  private static void gather(float[] channel, int[] from, float[] data, int at) {
    for (int i = 0; i < from.length; i++) {
      data[at + i] = channel[from[i]];
    }
  }

  /**
   * A map that lies in the scan's world, sampled linearly where the network's input has its voxels.
   *
   * @return one map on the tensor's axes; NaN where the given one does not reach
   * @throws IllegalArgumentException with a sentence if a step does not fit the scan
   */
  public CamMaps onInput(Geometry scan, Volume map) {
    Geometry input = input(scan);
    String order = axes(input);
    float[] there = values(Samples.of(onto(input, map), 0, 0));
    float[] data = new float[there.length];
    gather(there, order(input, order), data, 0);
    return new CamMaps(1, inputSize(scan), data);
  }

  private static float[] values(Samples samples) {
    float[] values = new float[samples.length()];
    IntToDoubleFunction stored = samples.reader();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) samples.rescale().apply(stored.applyAsDouble(samples.offset() + i));
    }
    return values;
  }

  /** The tensor's axes for an input of this geometry; checks that an unnamed axis has one plane. */
  private String axes(Geometry input) {
    String order = !axes.isEmpty() ? axes : input.nz() == 1 ? "yx" : "zyx";
    for (int a = 0; a < 3; a++) {
      char letter = "xyz".charAt(a);
      if (order.indexOf(letter) < 0 && input.size(a) > 1) {
        throw new IllegalArgumentException(
            "the axes "
                + order
                + " leave out "
                + letter
                + ", along which the input has "
                + input.size(a)
                + " planes; a slice step takes one");
      }
    }
    return order;
  }

  private static int axis(String order, int tensorAxis) {
    return "xyz".indexOf(order.charAt(tensorAxis));
  }

  /** For each element of the tensor, in its order, the element of an x-fastest image. */
  private static int[] order(Geometry g, String order) {
    int[] strides = {1, g.nx(), g.nx() * g.ny()};
    int[] index = new int[Math.toIntExact(g.voxels())];
    int[] at = new int[order.length()];
    for (int i = 0; i < index.length; i++) {
      for (int a = 0; a < at.length; a++) {
        index[i] += at[a] * strides[axis(order, a)];
      }
      for (int a = at.length - 1; a >= 0; a--) {
        at[a]++;
        if (at[a] < g.size(axis(order, a))) {
          break;
        }
        at[a] = 0;
      }
    }
    return index;
  }

  /**
   * Maps on a layer's own grid, in the scan's world: a cell's centre lies where the input voxels
   * that it stands for have theirs.
   *
   * @param signed whether both signs have a meaning
   * @param formula what the maps are, in a line
   * @throws IllegalArgumentException with a sentence if the maps' axes are not the tensor's
   */
  public HeatMap place(CamMaps maps, Geometry scan, boolean signed, String formula) {
    return place(maps, maps.grid(), Upsampling.LINEAR, scan, signed, formula, "scalar");
  }

  /**
   * Maps that were upsampled from a layer's grid, in the scan's world.
   *
   * @param layer the layer's grid
   * @param how they were upsampled: corner-aligned maps get the place that they truly show
   * @param backend which backend made them
   */
  public HeatMap place(
      CamMaps maps,
      int[] layer,
      Upsampling how,
      Geometry scan,
      boolean signed,
      String formula,
      String backend) {
    Geometry input = input(scan);
    String order = axes(input);
    if (maps.grid().length != order.length()) {
      throw new IllegalArgumentException(
          "the maps have "
              + maps.grid().length
              + " axes, the network's input has "
              + order.length()
              + " ("
              + order
              + ")");
    }
    requireNumbers(stride, order);
    requireNumbers(offset, order);
    double[] scale = {1, 1, 1};
    double[] shift = new double[3];
    int[] size = {1, 1, 1};
    for (int t = 0; t < order.length(); t++) {
      int a = axis(order, t);
      double step = stride != null ? stride[t] : (double) input.size(a) / layer[t];
      double first = offset != null ? offset[t] : 0.5 * step - 0.5;
      double[] fine = how.grid(layer[t], maps.grid()[t]);
      scale[a] = step * fine[0];
      shift[a] = first + step * fine[1];
      size[a] = maps.grid()[t];
    }
    Affine toInput = Affine.scaling(scale[0], scale[1], scale[2], shift[0], shift[1], shift[2]);
    Geometry g = Stage.grid(size, input.affine().after(toInput), input.frame());
    return new HeatMap(volume(maps, g, order), signed, 0, formula, backend);
  }

  /**
   * What looks wrong with the place of a layer: cells whose centres lie more than one stride beyond
   * the network's input.
   *
   * @param layer the layer's grid
   */
  public List<String> remarks(Geometry scan, int[] layer) {
    Geometry input = input(scan);
    String order = axes(input);
    List<String> remarks = new ArrayList<>();
    for (int t = 0; stride != null && t < Math.min(layer.length, stride.length); t++) {
      int n = input.size(axis(order, t));
      double first = offset != null ? offset[t] : 0.5 * stride[t] - 0.5;
      double last = first + (layer[t] - 1) * stride[t];
      if (first < -stride[t] || last > n - 1 + stride[t]) {
        remarks.add(
            "the layer's cells lie at "
                + first
                + " to "
                + last
                + " along "
                + order.charAt(t)
                + " of the input, which has "
                + n
                + " voxels: are stride and offset of --preprocess this layer's?");
      }
    }
    return remarks;
  }

  private static void requireNumbers(double[] layer, String order) {
    if (layer != null && layer.length != order.length()) {
      throw new IllegalArgumentException(
          "layer: " + layer.length + " numbers for the axes " + order);
    }
  }

  /** The maps as frames, their axes in the order of the geometry's. */
  private static Volume volume(CamMaps maps, Geometry g, String order) {
    int[] to = order(g, order);
    float[] values = new float[maps.data().length];
    for (int n = 0; n < maps.images(); n++) {
      int at = n * to.length;
      for (int i = 0; i < to.length; i++) {
        values[at + to[i]] = maps.data()[at + i];
      }
    }
    return Volume.of(
            SampleTypes.wrap(SampleType.FLOAT32, values, g.nx(), g.ny(), g.nz(), maps.images()), g)
        .time(new TimeAxis(maps.images(), 0, ""))
        .build();
  }

  /**
   * A map sampled at a scan's own voxels, linearly; NaN where the network saw nothing. For scans
   * that have no world but their pixels.
   */
  public static Volume onto(Geometry scan, Volume map) {
    Stage on =
        new Stage(map.geometry(), List.of(values(Samples.of(map, 0, 0))))
            .resampled(
                new int[] {scan.nx(), scan.ny(), scan.nz()},
                scan.toVoxelsOf(map.geometry()),
                Interpolation.LINEAR,
                OptionalDouble.of(Double.NaN));
    return Volume.of(
            SampleTypes.wrap(
                SampleType.FLOAT32, on.channels().get(0), scan.nx(), scan.ny(), scan.nz()),
            scan)
        .build();
  }
}
