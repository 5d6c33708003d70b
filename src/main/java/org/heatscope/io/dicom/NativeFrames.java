// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Frames that lie in the file uncompressed, one after another; bits without a gap between them. */
final class NativeFrames implements FrameSource {
  private static final int CHUNK = 1 << 17;

  private final DicomFile file;
  private final PixelFormat format;
  private final Content content;
  private final ByteOrder order;
  private ByteBuffer chunk;

  NativeFrames(DicomFile file, PixelFormat format, Content content) {
    this.file = file;
    this.format = format;
    this.content = content;
    // PS3.5 8.1.1: bytes that are written as words lie the wrong way round in big endian files.
    boolean bytesInWords = format.bitsAllocated() <= 8 && !file.pixels().words();
    order = bytesInWords ? ByteOrder.LITTLE_ENDIAN : file.order();
  }

  @Override
  public Photometric read(int frame, Object array, int offset) throws IOException {
    long firstBit = frame * format.frameBits(file);
    long start = file.pixels().offset() + firstBit / 8;
    boolean direct =
        format.photometric().samples() == 1 && format.bitsAllocated() >= 8 && !swapped();
    if (direct && array instanceof byte[] bytes) {
      content.readFully(ByteBuffer.wrap(bytes, offset, format.framePixels()), start, file.path());
      format.unpack(bytes, offset, format.framePixels());
    } else if (direct) {
      chunks(start, array, offset);
    } else {
      int skipped = (int) (firstBit % 8);
      int length = (int) ((skipped + format.frameBits(file) + 7) / 8);
      ByteBuffer bytes = readBytes(start, length);
      SampleBytes.frame(
          bytes, skipped, format, format.planar(), format.halved(file), array, offset);
    }
    return format.photometric();
  }

  private void chunks(long start, Object array, int offset) throws IOException {
    int size = format.type().bytes();
    int count = format.framePixels();
    int step = Math.min(count, CHUNK / size);
    if (chunk == null) {
      chunk = ByteBuffer.allocateDirect(step * size).order(order);
    }
    for (int done = 0; done < count; done += step) {
      int now = Math.min(step, count - done);
      chunk.clear().limit(now * size);
      content.readFully(chunk, start + (long) done * size, file.path());
      SampleBytes.copy(chunk.flip(), array, offset + done, now);
    }
    format.unpack(array, offset, count);
  }

  /** Whether single bytes lie in words the wrong way round. */
  private boolean swapped() {
    return format.bitsAllocated() <= 8 && order == ByteOrder.BIG_ENDIAN;
  }

  /** Bytes in the order of the samples, single bytes turned right. */
  private ByteBuffer readBytes(long start, int length) throws IOException {
    if (!swapped()) {
      ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
      content.readFully(bytes, start, file.path());
      return bytes.flip();
    }
    int before = (int) (start - file.pixels().offset() & 1);
    int even = before + length + (before + length & 1);
    long present = Math.min(even, content.size() - start + before);
    ByteBuffer words = ByteBuffer.allocate(even).limit((int) present);
    content.readFully(words, start - before, file.path());
    byte[] b = words.array();
    for (int i = 0; i + 1 < b.length; i += 2) {
      byte first = b[i];
      b[i] = b[i + 1];
      b[i + 1] = first;
    }
    return ByteBuffer.wrap(b, before, length).slice();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
