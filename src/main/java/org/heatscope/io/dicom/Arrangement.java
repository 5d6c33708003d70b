// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.List;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;

/**
 * The frames of a series in the order of the volume, and where they lie.
 *
 * @param frames slice by slice, then time point by time point
 * @param geometry of one time point
 * @param time the time axis
 * @param warnings what had to be assumed, a sentence each
 */
record Arrangement(List<Frame> frames, Geometry geometry, TimeAxis time, List<String> warnings) {

  /**
   * One picture.
   *
   * @param file the file that holds it
   * @param index its number in the file, counted from 0
   * @param attributes what the file says of it
   */
  record Frame(DicomFile file, int index, DicomDataset attributes) {
    static Frame of(DicomFile file, int index) {
      return new Frame(file, index, file.frame(index));
    }
  }
}
