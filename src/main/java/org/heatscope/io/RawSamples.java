// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.image.SampleType;

/**
 * Samples that lie one after another in a file, or in the equal parts of several, plain or packed.
 *
 * <p>They are read through a small buffer straight into the primitive array, so that the memory
 * needed is that of the array.
 */
public final class RawSamples {
  /** {@link Packing#MOST_DEFLATED}. */
  public static final long MOST_DEFLATED = Packing.MOST_DEFLATED;

  private static final int CHUNK = 1 << 17;

  private final List<PackedBytes> parts = new ArrayList<>();
  private final SampleType type;
  private final ByteOrder order;
  private final int count;
  private final long partBytes;
  private long trailing;

  /** Samples in one file that may be gzipped as a whole. */
  public RawSamples(FileHead head, long offset, SampleType type, ByteOrder order, int count)
      throws IOException {
    this(List.of(PackedBytes.of(head, offset)), type, order, count);
  }

  /**
   * Checks the declared samples against the files' sizes.
   *
   * @param parts where the samples lie, an equal share in each
   * @param count of samples in all; each channel, and each part of a complex number, counts
   * @throws ImageFormatException if the files cannot hold the samples
   */
  public RawSamples(List<PackedBytes> parts, SampleType type, ByteOrder order, int count)
      throws IOException {
    this.type = type;
    this.order = order;
    this.count = count;
    if (count % parts.size() != 0) {
      throw new ImageFormatException(
          parts.get(0).file(),
          parts.size() + " data files cannot hold equal parts of " + count + " samples");
    }
    partBytes = (long) (count / parts.size()) * type.bytes();
    for (PackedBytes part : parts) {
      this.parts.add(part.require(partBytes));
    }
    PackedBytes last = this.parts.get(parts.size() - 1);
    trailing = last.packing().isPlain() ? last.trailing(partBytes) : 0;
  }

  /** How many bytes follow the samples in the last file; of a packed one known after reading. */
  public long trailingBytes() {
    return trailing;
  }

  /**
   * Reads the samples in their order into a new array of the type's kind.
   *
   * @throws ImageFormatException if they are cut short or damaged, or the heap has no room
   */
  public Object read() throws IOException {
    return readInterleaved(1, 1);
  }

  /**
   * Reads the channels of each voxel, which lie together, into a new array of the type's kind: one
   * channel's voxels after the other's.
   *
   * @param channels of a voxel in the file
   * @param kept how many of them are kept, the first ones
   * @throws ImageFormatException as for {@link #read()}
   */
  public Object readInterleaved(int channels, int kept) throws IOException {
    requireGroups(channels);
    Object array = allocate(type, count / channels * kept);
    byte[] one = new byte[channels == 1 ? 0 : CHUNK];
    each(
        channels,
        (chunk, at, n) -> {
          if (channels == 1) {
            transfer(chunk, array, at, n);
            return;
          }
          int voxels = n / channels;
          for (int c = 0; c < kept; c++) {
            gather(chunk.array(), c, channels, one, voxels);
            ByteBuffer b = ByteBuffer.wrap(one, 0, voxels * type.bytes()).order(order);
            transfer(b, array, count / channels * c + at / channels, voxels);
          }
        });
    return array;
  }

  /**
   * Reads complex numbers, the real part before the imaginary one, as their magnitudes.
   *
   * @return a float[] or double[] of half as many elements as there are samples
   * @throws ImageFormatException as for {@link #read()}
   */
  public Object readMagnitudes() throws IOException {
    requireGroups(2);
    Object array = allocate(type, count / 2);
    each(
        2,
        (chunk, at, n) -> {
          for (int i = 0; i < n / 2; i++) {
            if (array instanceof float[] to) {
              double re = chunk.getFloat();
              double im = chunk.getFloat();
              to[at / 2 + i] = (float) Math.sqrt(re * re + im * im);
            } else {
              ((double[]) array)[at / 2 + i] = Math.hypot(chunk.getDouble(), chunk.getDouble());
            }
          }
        });
    return array;
  }

  private void requireGroups(int group) throws ImageFormatException {
    if (count / parts.size() % group != 0) {
      throw new ImageFormatException(
          parts.get(0).file(), "the data files part the channels of a voxel");
    }
  }

  private Object allocate(SampleType type, int count) throws IOException {
    for (PackedBytes part : parts) {
      part.requirePresent(partBytes);
    }
    return SampleArrays.allocate(parts.get(0).file(), type, count);
  }

  private interface Sink {
    void take(ByteBuffer chunk, int at, int count);
  }

  /** Hands out the samples in chunks of whole groups. */
  private void each(int group, Sink sink) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(order);
    int perChunk = CHUNK / type.bytes() / group * group;
    int perPart = count / parts.size();
    int at = 0;
    for (PackedBytes part : parts) {
      try (PackedBytes.Stream in = part.open()) {
        for (int done = 0; done < perPart; ) {
          int n = Math.min(perChunk, perPart - done);
          int present = in.read(chunk.array(), n * type.bytes());
          if (present < n * type.bytes()) {
            throw part.truncated(partBytes, (long) done * type.bytes() + present);
          }
          sink.take(chunk.clear().limit(present), at, n);
          done += n;
          at += n;
        }
        if (!part.packing().isPlain()) {
          trailing = in.countToEnd(PackedBytes.SPARE);
          if (in.brokeOff()) {
            throw new ImageFormatException(
                part.file(), "truncated: the " + part.packing().name() + " stream has no end");
          }
        }
      }
    }
  }

  private void gather(byte[] from, int channel, int channels, byte[] to, int voxels) {
    int size = type.bytes();
    for (int i = 0; i < voxels; i++) {
      int at = (i * channels + channel) * size;
      for (int b = 0; b < size; b++) {
        to[i * size + b] = from[at + b];
      }
    }
  }

  private void transfer(ByteBuffer chunk, Object array, int at, int n) {
    if (array instanceof byte[] a) {
      chunk.get(a, at, n);
    } else if (array instanceof short[] a) {
      chunk.asShortBuffer().get(a, at, n);
    } else if (array instanceof int[] a) {
      chunk.asIntBuffer().get(a, at, n);
    } else if (array instanceof long[] a) {
      chunk.asLongBuffer().get(a, at, n);
    } else if (array instanceof float[] a) {
      chunk.asFloatBuffer().get(a, at, n);
    } else {
      chunk.asDoubleBuffer().get((double[]) array, at, n);
    }
  }
}
