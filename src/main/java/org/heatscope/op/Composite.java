// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import java.util.List;
import java.util.Optional;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;

/**
 * The fused overlay: one pass over the pixels of a raster that samples the scan and the maps where
 * each pixel lies, colours and blends them.
 *
 * <p>For the pixel (px, py, pz):
 *
 * <ol>
 *   <li>grey: {@code out = window(scan)} in each channel; the background where the scan has no
 *       sample, and where a channel is NaN, in it and those after it.
 *   <li>each layer in order: s = map at the pixel; class by the layer's {@link ColorTable}, or
 *       {@link ColorTable#MASKED} where the mask is zero or has no sample, or {@link
 *       ColorTable#HIDDEN} outside the map; {@code out = (1 - a) out + a c} with the class's weight
 *       a and colour c.
 *   <li>byte: {@code floor(255 out + 0.5)} a channel; what lies within {@value #SNAP} below a half
 *       counts as one, so that halves go up whatever the rounding of the sum.
 * </ol>
 *
 * <p><b>Position.</b> A voxel index that lies within {@value #SNAP} of a whole number is taken as
 * that number. A voxel covers its footprint: an image has samples from -0.5 to n - 0.5 on each axis
 * (and {@value #SNAP} beyond), the outer half voxels taking the value of the edge. <b>NaN</b> in
 * any sample that has a weight other than zero makes the result NaN.
 *
 * <p><b>Agreement.</b> Every backend gives the bytes of the scalar one.
 */
public interface Composite extends Operation {
  /**
   * Tolerance for rounding, of affines in voxels and of colours in steps of a byte: whole numbers,
   * outer faces and halves are met within it.
   */
  double SNAP = 1e-6;

  /**
   * Composes a raster.
   *
   * @param scene what to show
   * @param rgba receives width * height * depth pixels, px fastest; in each int red is the lowest
   *     byte, then green, blue and 255, so that a little-endian copy reads R, G, B, A
   */
  void compose(Scene scene, int[] rgba);

  /**
   * Everything that a picture is made of.
   *
   * @param width pixels along px
   * @param height pixels along py
   * @param depth planes along pz
   * @param base the scan
   * @param layers the maps, the lowest first
   * @param background 0xRRGGBB where the scan has nothing
   */
  record Scene(int width, int height, int depth, Base base, List<MapLayer> layers, int background) {
    /** Checks that the raster fits an array. */
    public Scene {
      if (width < 1 || height < 1 || depth < 1) {
        throw new IllegalArgumentException(
            "a raster of " + width + " x " + height + " x " + depth + " has no pixels");
      }
      Math.multiplyExact(Math.multiplyExact(width, height), depth);
      layers = List.copyOf(layers);
    }

    /** The number of pixels. */
    public int pixels() {
      return width * height * depth;
    }
  }

  /**
   * The scan.
   *
   * @param channels one for grey, three for red, green and blue, all of one size
   * @param pixelToVoxel raster index to the scan's voxel index
   * @param interpolation between voxel centres
   * @param window value to grey
   */
  record Base(
      List<Samples> channels, Affine pixelToVoxel, Interpolation interpolation, Window window) {
    /** Checks the number of channels. */
    public Base {
      channels = List.copyOf(channels);
      if (channels.size() != 1 && channels.size() != 3) {
        throw new IllegalArgumentException("a scan has 1 or 3 channels, not " + channels.size());
      }
    }
  }

  /**
   * A map.
   *
   * @param samples its stored samples
   * @param pixelToVoxel raster index to the map's voxel index
   * @param interpolation between voxel centres
   * @param table sample to class, colour and weight, made for the samples' rescale
   * @param mask where the map counts; empty: everywhere
   */
  record MapLayer(
      Samples samples,
      Affine pixelToVoxel,
      Interpolation interpolation,
      ColorTable table,
      Optional<Mask> mask) {}

  /**
   * Where a map counts: where the nearest sample is neither zero nor NaN.
   *
   * @param samples the mask
   * @param pixelToVoxel raster index to the mask's voxel index
   */
  record Mask(Samples samples, Affine pixelToVoxel) {}
}
