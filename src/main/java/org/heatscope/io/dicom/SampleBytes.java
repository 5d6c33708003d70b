// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.nio.ByteBuffer;
import org.heatscope.image.SampleTypes;

/** Turns the bytes of uncompressed frames into arrays of samples. */
final class SampleBytes {
  private SampleBytes() {}

  /**
   * Reads one frame.
   *
   * @param bytes the frame, in the byte order of the samples
   * @param firstBit bits of the first byte that belong to the frame before
   * @param planar whether the channels follow each other
   * @param halved whether two pixels share their colour: Y, Y, Cb, Cr
   * @param array receives the samples, those of a pixel side by side
   */
  static void frame(
      ByteBuffer bytes,
      int firstBit,
      PixelFormat format,
      boolean planar,
      boolean halved,
      Object array,
      int offset) {
    int channels = format.photometric().samples();
    int samples = (int) format.frameSamples();
    if (format.bitsAllocated() == 1) {
      bits(bytes, firstBit, (byte[]) array, offset, samples);
    } else if (halved) {
      shared(bytes, (byte[]) array, offset, format.framePixels());
    } else if (planar && channels > 1) {
      Object planes = SampleTypes.newArray(format.type(), samples);
      copy(bytes, planes, 0, samples);
      int pixels = format.framePixels();
      for (int c = 0; c < channels; c++) {
        Strides.copy(planes, c * pixels, 1, array, offset + c, channels, pixels);
      }
      format.unpack(array, offset, samples);
    } else {
      copy(bytes, array, offset, samples);
      format.unpack(array, offset, samples);
    }
  }

  /** Reads numbers of the array's type. */
  static void copy(ByteBuffer bytes, Object array, int offset, int count) {
    if (array instanceof byte[] b) {
      bytes.get(b, offset, count);
    } else if (array instanceof short[] s) {
      bytes.asShortBuffer().get(s, offset, count);
    } else if (array instanceof int[] i) {
      bytes.asIntBuffer().get(i, offset, count);
    } else if (array instanceof float[] f) {
      bytes.asFloatBuffer().get(f, offset, count);
    } else {
      bytes.asDoubleBuffer().get((double[]) array, offset, count);
    }
  }

  /** The first pixel is the lowest bit of the first byte. */
  private static void bits(ByteBuffer bytes, int firstBit, byte[] to, int offset, int count) {
    for (int i = 0; i < count; i++) {
      int bit = firstBit + i;
      to[offset + i] = (byte) (bytes.get(bit >> 3) >> (bit & 7) & 1);
    }
  }

  private static void shared(ByteBuffer bytes, byte[] to, int offset, int pixels) {
    for (int i = 0; i < pixels; i++) {
      int pair = 4 * (i / 2);
      to[offset + 3 * i] = bytes.get(pair + i % 2);
      to[offset + 3 * i + 1] = bytes.get(pair + 2);
      to[offset + 3 * i + 2] = bytes.get(pair + 3);
    }
  }
}
