// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.Closeable;
import java.io.IOException;

/** Reads the frames of one file. */
interface FrameSource extends Closeable {
  /**
   * Reads one frame as it is stored: row by row, the samples of a pixel side by side, unused bits
   * cleared, colours as the file has them.
   *
   * @param frame counted from 0
   * @param array of the kind that the format's type says
   * @param offset element of the frame's first sample
   * @return what the samples stand for: as the file says, unless the stream tells otherwise
   */
  Photometric read(int frame, Object array, int offset) throws IOException;

  /** Opens a file. */
  static FrameSource open(DicomFile file, PixelFormat format) throws IOException {
    Content content = file.open();
    try {
      return PixelFormat.isEncapsulated(file)
          ? new EncapsulatedFrames(file, format, content)
          : new NativeFrames(file, format, content);
    } catch (IOException | RuntimeException e) {
      content.close();
      throw e;
    }
  }
}
