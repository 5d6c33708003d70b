// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Preprocess;
import org.heatscope.image.Geometry;
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ReadOptions;

/**
 * Maps or masks as a user gives them.
 *
 * @param path the file
 * @param maps their values; of an image one map
 * @param image where it is one whose voxels lie in mm
 */
record MapGrid(Path path, CamMaps maps, Optional<Volume> image) {

  /** Reads an array (N,[D,]H,W), named as FILE?NAME where the file holds several, or an image. */
  static MapGrid read(String text, ReadOptions options) throws IOException {
    CamInputs.Source source = CamInputs.source(text);
    if (!NetworkOptions.isArray(source.path())) {
      return image(source, options);
    }
    Tensor t = source.read();
    int[] shape = t.shape();
    if (shape.length < 3 || shape.length > 4 || t.data().length == 0) {
      throw new ImageFormatException(
          source.path(), "maps are (N,H,W) or (N,D,H,W), not " + Arrays.toString(shape));
    }
    int[] grid = Arrays.copyOfRange(shape, 1, shape.length);
    return new MapGrid(source.path(), new CamMaps(shape[0], grid, t.data()), Optional.empty());
  }

  private static MapGrid image(CamInputs.Source source, ReadOptions options) throws IOException {
    Path path = source.path();
    Volume volume = source.image(options);
    if (volume.channels() != 1) {
      throw new ImageFormatException(path, "has " + volume.channels() + " channels; a map has one");
    }
    Tensor t = Preprocess.none().apply(volume, 0);
    int[] grid = Arrays.copyOfRange(t.shape(), 2, t.shape().length);
    return new MapGrid(
        path,
        new CamMaps(1, grid, t.data()),
        isPlaced(volume) ? Optional.of(volume) : Optional.empty());
  }

  private static boolean isPlaced(Volume volume) {
    return volume.geometry().frame() == Geometry.Frame.ANATOMICAL;
  }

  /**
   * The maps for what a network is given: an image on a scan is sampled where the network's input
   * has its voxels, other maps are taken to be of that grid or a coarser one.
   *
   * @throws ImageFormatException if the image does not cover the network's input
   */
  CamMaps onInput(Optional<Volume> scan, Preprocess before) throws IOException {
    if (image.isEmpty() || scan.isEmpty() || !isPlaced(scan.get())) {
      return maps;
    }
    CamMaps sampled = before.onInput(scan.get().geometry(), image.get());
    int missing = 0;
    for (float v : sampled.data()) {
      missing += Float.isNaN(v) ? 1 : 0;
    }
    if (missing > 0) {
      throw new ImageFormatException(
          path,
          "the map has no value at "
              + missing
              + " of the "
              + sampled.positions()
              + " voxels of the network's input");
    }
    return sampled;
  }

  /**
   * One of the masks: where the value is neither zero nor NaN.
   *
   * @throws ImageFormatException if these masks are not for the maps, or it is empty
   */
  boolean[] mask(int number, CamMaps of) throws IOException {
    if (!Arrays.equals(of.grid(), maps.grid()) || of.images() != maps.images()) {
      throw new ImageFormatException(
          path,
          maps.images()
              + " masks of "
              + Arrays.toString(maps.grid())
              + " for "
              + of.images()
              + " maps of "
              + Arrays.toString(of.grid()));
    }
    float[] values = maps.image(number).data();
    boolean[] mask = new boolean[values.length];
    boolean any = false;
    for (int p = 0; p < mask.length; p++) {
      mask[p] = values[p] != 0 && !Float.isNaN(values[p]);
      any |= mask[p];
    }
    if (!any) {
      throw new ImageFormatException(path, "the mask is empty: it is zero or NaN everywhere");
    }
    return mask;
  }
}
