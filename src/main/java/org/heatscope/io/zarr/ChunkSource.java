// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.io.IOException;

/** Where the packed chunks of an array lie. */
@FunctionalInterface
interface ChunkSource {
  /**
   * The bytes of a chunk.
   *
   * @param index of the chunk on each axis of the array
   * @return null where the chunk is missing: it has the fill value
   */
  byte[] read(int[] index) throws IOException;
}
