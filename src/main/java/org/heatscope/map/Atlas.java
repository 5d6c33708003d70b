// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.LabelNames;

/**
 * Regions by number, with their names.
 *
 * @param geometry of the labels
 * @param labels whole numbers, x fastest; 0 is no region
 * @param names by label
 */
public record Atlas(Geometry geometry, int[] labels, Map<Integer, String> names) {
  /**
   * An atlas from an image of labels.
   *
   * @throws IllegalArgumentException if a value is not a whole number
   */
  public static Atlas of(Volume volume, Map<Integer, String> names) {
    double[] v = Values.of(volume);
    int[] labels = new int[v.length];
    for (int i = 0; i < v.length; i++) {
      labels[i] = (int) v[i];
      if (labels[i] != v[i] && !Double.isNaN(v[i])) {
        throw new IllegalArgumentException("labels are whole numbers, not " + v[i]);
      }
    }
    return new Atlas(volume.geometry(), labels, names);
  }

  /** An atlas from an image and a list of names, where there is one. */
  static Atlas of(Volume volume, Optional<Path> names) throws IOException {
    return of(volume, names.isPresent() ? LabelNames.read(names.get()) : Map.of());
  }

  /** An atlas from files. */
  static Atlas read(Path image, Optional<Path> names, MapWork work) throws IOException {
    return of(work.image(image.toString()), names);
  }

  /** A label's name; the number itself where it has none; empty for 0. */
  public String name(int label) {
    return label == 0 ? "" : names.getOrDefault(label, Integer.toString(label));
  }

  /** The label of the voxel that a world position lies in; 0 outside. */
  public int at(double[] mm) {
    Affine toVoxel = geometry.affine().inverse();
    long i = Math.round(toVoxel.apply(0, mm[0], mm[1], mm[2]));
    long j = Math.round(toVoxel.apply(1, mm[0], mm[1], mm[2]));
    long k = Math.round(toVoxel.apply(2, mm[0], mm[1], mm[2]));
    boolean inside =
        i >= 0 && i < geometry.nx() && j >= 0 && j < geometry.ny() && k >= 0 && k < geometry.nz();
    return inside ? labels[(int) (i + geometry.nx() * (j + geometry.ny() * k))] : 0;
  }
}
