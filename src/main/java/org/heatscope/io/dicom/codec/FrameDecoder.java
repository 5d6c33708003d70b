// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import java.io.IOException;

/** Turns the compressed stream of one frame into the bytes that an uncompressed file would hold. */
public interface FrameDecoder {
  /**
   * Decodes one frame.
   *
   * @param code the whole stream of the frame
   * @param shape what the header says; a stream of another size is refused before it is decoded
   * @return {@link FrameShape#bytes()} bytes: row by row, the channels of a pixel side by side,
   *     samples little endian in the allocated bits, whole numbers as the codec has them
   * @throws IOException with a phrase that says what is wrong; damaged streams may also give any
   *     runtime exception
   */
  byte[] decode(byte[] code, FrameShape shape) throws IOException;

  /**
   * Whether several pixels of the stream share their colour, so that its samples can only be
   * luminance and colour differences, whatever the file says.
   */
  default boolean sharesColour(byte[] code, FrameShape shape) throws IOException {
    return false;
  }

  /** Whether the bytes keep the file's own order of channels, which may be planes. */
  default boolean keepsLayout() {
    return false;
  }
}
