// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.ReadAhead;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;

/** The samples of a volume as the bytes of a file, written piece by piece. */
public final class SampleStream {
  private static final int CHUNK = 1 << 15;

  private final Volume volume;
  private final SampleType type;
  private final boolean rescaled;
  private final ByteOrder order;

  private SampleStream(Volume volume, SampleType type, boolean rescaled, ByteOrder order) {
    this.volume = volume;
    this.type = type;
    this.rescaled = rescaled;
    this.order = order;
  }

  /** The stored samples, for a format that keeps the rescale beside them. */
  public static SampleStream stored(Volume volume, ByteOrder order) {
    return new SampleStream(volume, volume.type(), false, order);
  }

  /**
   * The values, for a format without a rescale: the stored samples where they are the values, else
   * float32, or float64 for stored types that a float32 does not hold.
   */
  public static SampleStream values(Volume volume, ByteOrder order) {
    if (volume.rescale().isIdentity()) {
      return stored(volume, order);
    }
    SampleType type = volume.type().fitsFloat() ? SampleType.FLOAT32 : SampleType.FLOAT64;
    return new SampleStream(volume, type, true, order);
  }

  /** The type of the samples written. */
  public SampleType type() {
    return type;
  }

  /** The number of bytes that the samples take. */
  public long bytes() {
    return volume.geometry().voxels()
        * volume.time().frames()
        * volume.channels()
        * (long) type.bytes();
  }

  /** Writes x fastest, then y, z, time, channel. */
  public void writePlanar(OutputStream out) throws IOException {
    for (int c = 0; c < volume.channels(); c++) {
      for (int t = 0; t < volume.time().frames(); t++) {
        write(out, List.of(Slabs.of(volume, t, c)));
      }
    }
  }

  /** Writes a run of planes of all channels while the next is read, or computed. */
  private void write(OutputStream out, List<Slabs> channels) throws IOException {
    try (ReadAhead<Samples[]> ahead = new ReadAhead<>(together(channels))) {
      while (ahead.hasNext()) {
        write(out, ahead.next());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Writes the channel fastest, then x, y, z, time. */
  public void writeInterleaved(OutputStream out) throws IOException {
    for (int t = 0; t < volume.time().frames(); t++) {
      List<Slabs> channels = new ArrayList<>();
      for (int c = 0; c < volume.channels(); c++) {
        channels.add(Slabs.of(volume, t, c));
      }
      write(out, channels);
    }
  }

  private static Iterator<Samples[]> together(List<Slabs> channels) {
    List<Iterator<Samples>> runs = channels.stream().map(Slabs::iterator).toList();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return runs.get(0).hasNext();
      }

      @Override
      public Samples[] next() {
        return runs.stream().map(Iterator::next).toArray(Samples[]::new);
      }
    };
  }

  private void write(OutputStream out, Samples... channels) throws IOException {
    int size = type.bytes();
    ByteBuffer one = ByteBuffer.allocate(CHUNK * size).order(order);
    byte[] all = channels.length == 1 ? one.array() : new byte[CHUNK * size * channels.length];
    int voxels = channels[0].length();
    for (int from = 0; from < voxels; from += CHUNK) {
      int n = Math.min(CHUNK, voxels - from);
      for (int c = 0; c < channels.length; c++) {
        encode(channels[c], from, n, one.clear());
        if (channels.length > 1) {
          spread(one.array(), n, all, c, channels.length);
        }
      }
      out.write(all, 0, n * size * channels.length);
    }
  }

  private void spread(byte[] one, int n, byte[] all, int channel, int channels) {
    int size = type.bytes();
    for (int i = 0; i < n; i++) {
      System.arraycopy(one, i * size, all, (i * channels + channel) * size, size);
    }
  }

  private void encode(Samples s, int from, int n, ByteBuffer to) {
    int at = s.offset() + from;
    if (rescaled) {
      encodeValues(s, at, n, to);
    } else if (s.array() instanceof byte[] b) {
      to.put(b, at, n);
    } else if (s.array() instanceof short[] a) {
      to.asShortBuffer().put(a, at, n);
    } else if (s.array() instanceof int[] a) {
      to.asIntBuffer().put(a, at, n);
    } else if (s.array() instanceof long[] a) {
      to.asLongBuffer().put(a, at, n);
    } else if (s.array() instanceof float[] a) {
      to.asFloatBuffer().put(a, at, n);
    } else {
      to.asDoubleBuffer().put((double[]) s.array(), at, n);
    }
  }

  private void encodeValues(Samples s, int at, int n, ByteBuffer to) {
    IntToDoubleFunction stored = s.reader();
    for (int i = 0; i < n; i++) {
      double value = s.rescale().apply(stored.applyAsDouble(at + i));
      if (type == SampleType.FLOAT32) {
        to.putFloat((float) value);
      } else {
        to.putDouble(value);
      }
    }
  }
}
