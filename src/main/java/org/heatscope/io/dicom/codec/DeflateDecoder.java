// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A raw deflate stream (RFC 1951) that holds the frame as an uncompressed file would. */
final class DeflateDecoder implements FrameDecoder {
  @Override
  public boolean keepsLayout() {
    return true;
  }

  @Override
  public byte[] decode(byte[] code, FrameShape shape) throws IOException {
    byte[] frame = new byte[Math.toIntExact(shape.bytes())];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(code);
      for (int at = 0; at < frame.length; ) {
        int n = inflater.inflate(frame, at, frame.length - at);
        if (n == 0) {
          throw new IOException("truncated: " + at + " of " + frame.length + " bytes");
        }
        at += n;
      }
      return frame;
    } catch (DataFormatException e) {
      throw new IOException("the deflate stream is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
