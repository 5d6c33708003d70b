// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.heatscope.image.SampleTypes;

/** Copies uncompressed frames of one file into arrays of the stored type. */
final class PixelReader implements AutoCloseable {
  private static final int CHUNK = 1 << 20;

  private final DicomFile file;
  private final PixelFormat format;
  private final FileChannel channel;

  PixelReader(DicomFile file, PixelFormat format) throws IOException {
    this.file = file;
    this.format = format;
    channel = FileChannel.open(file.path(), StandardOpenOption.READ);
  }

  /**
   * Reads one frame.
   *
   * @param frame counted from 0
   * @param array byte[], short[] or int[] as the format's type says
   * @param offset element of the frame's first sample
   * @param channelStride elements from one channel of a pixel to the next
   */
  void read(int frame, Object array, int offset, int channelStride) throws IOException {
    int pixels = format.rows() * format.columns();
    long start = file.pixels().offset() + frame * format.frameSamples() * format.type().bytes();
    if (format.channels() == 1) {
      copy(start, array, offset, pixels);
    } else if (format.planar()) {
      for (int c = 0; c < format.channels(); c++) {
        long plane = start + (long) c * pixels * format.type().bytes();
        copy(plane, array, offset + c * channelStride, pixels);
      }
    } else {
      int samples = (int) format.frameSamples();
      Object interleaved = SampleTypes.newArray(format.type(), samples);
      copy(start, interleaved, 0, samples);
      for (int c = 0; c < format.channels(); c++) {
        separate(interleaved, c, array, offset + c * channelStride, pixels);
      }
    }
  }

  private void copy(long position, Object array, int offset, int count) throws IOException {
    if (array instanceof byte[] bytes) {
      DicomInput.readFully(channel, ByteBuffer.wrap(bytes, offset, count), position, file.path());
    } else {
      int size = format.type().bytes();
      int step = Math.min(count, CHUNK / size);
      ByteBuffer chunk = ByteBuffer.allocate(step * size).order(ByteOrder.LITTLE_ENDIAN);
      for (int done = 0; done < count; done += step) {
        int now = Math.min(step, count - done);
        chunk.clear().limit(now * size);
        DicomInput.readFully(channel, chunk, position + (long) done * size, file.path());
        chunk.flip();
        if (array instanceof short[] shorts) {
          chunk.asShortBuffer().get(shorts, offset + done, now);
        } else {
          chunk.asIntBuffer().get((int[]) array, offset + done, now);
        }
      }
    }
    format.unpack(array, offset, count);
  }

  private void separate(Object from, int channelIndex, Object to, int offset, int pixels) {
    int step = format.channels();
    if (from instanceof byte[] b) {
      byte[] t = (byte[]) to;
      for (int i = 0; i < pixels; i++) {
        t[offset + i] = b[channelIndex + step * i];
      }
    } else if (from instanceof short[] s) {
      short[] t = (short[]) to;
      for (int i = 0; i < pixels; i++) {
        t[offset + i] = s[channelIndex + step * i];
      }
    } else {
      int[] v = (int[]) from;
      int[] t = (int[]) to;
      for (int i = 0; i < pixels; i++) {
        t[offset + i] = v[channelIndex + step * i];
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
