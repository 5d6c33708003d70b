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

  /** One picture: a file and the number of the frame in it, counted from 0. */
  record Frame(DicomFile file, PixelFormat format, int index) {}
}
