// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

/**
 * A map of float samples with a meaning. NaN means that there is no data.
 *
 * @param volume the samples, FLOAT32, with their geometry and unit
 * @param signed whether values on both sides of the centre mean something
 * @param center the value that means nothing happened: 0 for most, 1 for a ratio
 * @param formula what was computed, in a line; files keep it as their description
 * @param backend where it was computed: a backend ("opencl", "simd" or "scalar"), "plain Java" for
 *     what no operation of a backend fits, or both: "opencl, eigenvalues in plain Java"
 */
public record HeatMap(
    Volume volume, boolean signed, double center, String formula, String backend) {
  /** Checks the sample type. */
  public HeatMap {
    if (volume.type() != SampleType.FLOAT32) {
      throw new IllegalArgumentException("a map has float32 samples, not " + volume.type().dtype());
    }
  }

  /** The volume, described for a file by backend and formula: some formats cut long texts. */
  public Volume described() {
    return volume.toBuilder().description("[" + backend + "] " + formula).build();
  }
}
