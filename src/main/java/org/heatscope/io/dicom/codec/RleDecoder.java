// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Run lengths (DICOM PS3.5 annex G): a header of 16 numbers, then a PackBits stream for each byte
 * plane, the most significant byte of the first channel first.
 */
final class RleDecoder implements FrameDecoder {
  private static final int HEADER = 64;

  @Override
  public byte[] decode(byte[] code, FrameShape shape) throws IOException {
    int sampleBytes = Math.max(1, shape.bitsAllocated() / 8);
    int planes = shape.channels() * sampleBytes;
    if (code.length < HEADER) {
      throw new IOException("the stream has no header");
    }
    ByteBuffer header = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != planes) {
      throw new IOException(header.getInt(0) + " segments where " + planes + " are needed");
    }
    byte[] frame = new byte[Math.toIntExact(shape.bytes())];
    for (int p = 0; p < planes; p++) {
      int start = header.getInt(4 + 4 * p);
      int end = p + 1 < planes ? header.getInt(8 + 4 * p) : code.length;
      if (start < HEADER || end < start || end > code.length) {
        throw new IOException("segment " + (p + 1) + " lies outside the stream");
      }
      int first = p / sampleBytes * sampleBytes + sampleBytes - 1 - p % sampleBytes;
      expand(code, start, end, frame, first, planes);
    }
    return frame;
  }

  private static void expand(byte[] code, int start, int end, byte[] frame, int first, int step)
      throws IOException {
    int at = start;
    int to = first;
    while (to < frame.length) {
      if (at + 1 >= end) {
        throw new IOException("truncated: a segment ends before its plane is full");
      }
      int n = code[at++];
      if (n >= 0) {
        for (int i = 0; i <= n && at < end && to < frame.length; i++, to += step) {
          frame[to] = code[at++];
        }
      } else if (n != -128) {
        byte value = code[at++];
        for (int i = 0; i <= -n && to < frame.length; i++, to += step) {
          frame[to] = value;
        }
      }
    }
  }
}
