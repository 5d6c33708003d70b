// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.util.zip.DataFormatException;

/** Undoes one step of the packing of a chunk. */
@FunctionalInterface
interface ByteCodec {
  /**
   * Unpacks.
   *
   * @param most the most bytes that may come out
   * @throws DataFormatException if the bytes are damaged or unpack to more
   */
  byte[] decode(byte[] packed, int most) throws DataFormatException;
}
