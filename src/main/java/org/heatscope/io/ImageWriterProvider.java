// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.OutputStream;
import org.heatscope.image.Volume;

/** Writes one file format; found by {@code ServiceLoader}. */
public interface ImageWriterProvider {
  /** The name of the format: "NIfTI", "NRRD". */
  String format();

  /**
   * Whether a file of this name is in the format.
   *
   * @param name the file's name in lower case
   */
  boolean writes(String name);

  /**
   * Writes a volume in its stored type with its geometry, rescale, unit, time axis and description,
   * so far as the format can hold them.
   *
   * @param name the file's name in lower case, whose extension may ask for compression
   * @param out buffered; not closed
   * @throws IllegalArgumentException with a sentence if the format cannot hold the volume
   */
  void write(Volume volume, String name, OutputStream out) throws IOException;
}
