// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.List;
import org.heatscope.image.Rescale;
import org.heatscope.io.ImageFormatException;

/**
 * Stored sample to value (PS3.3 C.11.1): a straight line, or a table.
 *
 * @param rescale the line; not used where there is a table
 * @param table null for a line
 */
record ValueTransform(Rescale rescale, LookupTable table) {
  static final ValueTransform IDENTITY = new ValueTransform(Rescale.IDENTITY, null);

  /**
   * The transform of a frame: its modality LUT, else its rescale slope and intercept; for a
   * radiotherapy dose, its grid scaling.
   */
  static ValueTransform of(DicomDataset d, PixelFormat format) throws ImageFormatException {
    if (!format.photometric().isGrey()) {
      return IDENTITY;
    }
    List<DicomDataset> tables = d.items(Tag.MODALITY_LUT_SEQUENCE);
    if (!tables.isEmpty()) {
      boolean signed = format.type().isSigned();
      return new ValueTransform(
          Rescale.IDENTITY,
          LookupTable.of(tables.get(0), Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed));
    }
    double slope = d.decimal(Tag.DOSE_GRID_SCALING, d.decimal(Tag.RESCALE_SLOPE, 1));
    if (slope == 0) {
      throw d.fault(Tag.RESCALE_SLOPE + " is 0");
    }
    return new ValueTransform(new Rescale(slope, d.decimal(Tag.RESCALE_INTERCEPT, 0)), null);
  }

  double apply(double stored) {
    return table == null ? rescale.apply(stored) : table.at(stored);
  }
}
