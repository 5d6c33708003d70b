// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

/**
 * What a decoded frame must look like.
 *
 * @param rows pixels down
 * @param columns pixels across
 * @param channels samples per pixel
 * @param bitsAllocated bits that a sample takes: 1, 8, 16, 32 or 64
 */
public record FrameShape(int rows, int columns, int channels, int bitsAllocated) {
  /** The number of samples, all channels. */
  public long samples() {
    return (long) rows * columns * channels;
  }

  /** The bytes that the frame takes uncompressed; bits are packed. */
  public long bytes() {
    return (samples() * bitsAllocated + 7) / 8;
  }
}
