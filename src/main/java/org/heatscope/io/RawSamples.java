// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;

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

  /** A chunk holds so many of any type. */
  private static final int MOST_CHANNELS = CHUNK / Long.BYTES;

  /** About how many bytes are read at once where samples are read when they are looked at. */
  private static final long BLOCK = 1 << 18;

  private static final int FOLLOWING = 64;

  private final List<PackedBytes> parts = new ArrayList<>();
  private final SampleType type;
  private final ByteOrder order;
  private final long count;
  private final long partBytes;
  private long trailing;
  private byte[] following = {};

  /** The file of the parts, where it is to last as long as these samples; null else. */
  private final TemporaryFile unpacked;

  /** Samples in one file that may be gzipped as a whole. */
  public RawSamples(FileHead head, long offset, SampleType type, ByteOrder order, long count)
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
  public RawSamples(List<PackedBytes> parts, SampleType type, ByteOrder order, long count)
      throws IOException {
    this(parts, type, order, count, null);
  }

  private RawSamples(
      List<PackedBytes> parts, SampleType type, ByteOrder order, long count, TemporaryFile unpacked)
      throws IOException {
    this.unpacked = unpacked;
    this.type = type;
    this.order = order;
    this.count = count;
    if (count % parts.size() != 0) {
      throw new ImageFormatException(
          parts.get(0).file(),
          parts.size() + " data files cannot hold equal parts of " + count + " samples");
    }
    partBytes = count / parts.size() * type.bytes();
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
   * The first {@value #FOLLOWING} bytes that follow the samples in the last file, or what there is
   * of them; of a packed one known after reading.
   */
  public byte[] following() throws IOException {
    PackedBytes last = parts.get(parts.size() - 1);
    if (!last.packing().isPlain()) {
      return following;
    }
    try (InputStream in = Files.newInputStream(last.file())) {
      in.skipNBytes(last.start() + last.skip() + partBytes);
      return in.readNBytes(FOLLOWING);
    }
  }

  /** {@link #trailingBytes()} as a warning; none where no bytes follow. */
  public Optional<String> trailingWarning() {
    return trailing == 0
        ? Optional.empty()
        : Optional.of(trailing + " bytes follow the voxels that the header declares.");
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
    Object array = allocate(count / channels * kept);
    int voxels = (int) (count / channels);
    byte[] one = new byte[channels == 1 ? 0 : CHUNK];
    each(channels, (chunk, at, n) -> part(chunk, at, n, channels, kept, one, array, voxels));
    return array;
  }

  /**
   * The samples as an image: read at once, or when they are looked at where they are many; packed
   * ones are then unpacked into a temporary file first.
   *
   * @param size of the image, x first and fastest
   * @throws ImageFormatException as for {@link #read()}
   */
  public RandomAccessibleInterval<? extends RealType<?>> image(long... size) throws IOException {
    return imageInterleaved(1, 1, size);
  }

  /**
   * The same for voxels whose channels lie together: the channels kept are the last axis.
   *
   * @throws ImageFormatException as for {@link #read()}
   */
  public RandomAccessibleInterval<? extends RealType<?>> imageInterleaved(
      int channels, int kept, long... size) throws IOException {
    if (!LazyImages.isWorth(count / channels * kept * type.bytes())) {
      return SampleTypes.wrap(type, readInterleaved(channels, kept), size);
    }
    requireGroups(channels);
    return (isPlain() ? this : unpacked()).lazyImage(channels, kept, size);
  }

  private boolean isPlain() {
    return parts.stream().allMatch(p -> p.packing().isPlain());
  }

  /**
   * Checks a limit on the memory that the samples take, or the disk where they are unpacked; those
   * that are read from their own file where they are looked at take none.
   *
   * @throws ImageFormatException if they take more
   */
  public void requireWithin(long maxBytes) throws ImageFormatException {
    if (!isPlain() || !LazyImages.isWorth(count * type.bytes())) {
      SampleArrays.requireWithin(parts.get(0).file(), count * type.bytes(), maxBytes);
    }
  }

  /**
   * The same samples in a temporary file, one after another.
   *
   * @throws ImageFormatException if they are cut short or damaged, or the disk has no room
   */
  RawSamples unpacked() throws IOException {
    TemporaryFile file =
        TemporaryFile.of(
            parts.get(0).file(),
            count * type.bytes(),
            out -> {
              for (PackedBytes part : parts) {
                try (PackedBytes.Stream in = part.open()) {
                  long present = in.copy(out, partBytes);
                  if (present < partBytes) {
                    throw part.truncated(partBytes, present);
                  }
                  end(part, in);
                }
              }
            });
    List<PackedBytes> plain = List.of(new PackedBytes(file.path(), Packing.PLAIN, 0, 0));
    return new RawSamples(plain, type, order, count, file);
  }

  /**
   * Blocks are a part of a row, some whole rows of a plane or some whole planes, with all channels
   * if these lie together: one run of bytes in any case.
   */
  RandomAccessibleInterval<? extends RealType<?>> lazyImage(int channels, int kept, long... size) {
    int last = size.length - 1;
    int[] block = new int[size.length];
    Arrays.fill(block, 1);
    long voxels = BLOCK / (channels * type.bytes());
    for (int a = 0; a < (channels > 1 ? last : size.length) && voxels > 0; a++) {
      block[a] = (int) Math.min(size[a], voxels);
      voxels = block[a] < size[a] ? 0 : voxels / size[a];
    }
    block[last] = channels > 1 ? kept : block[last];
    return LazyImages.of(
        type,
        size,
        block,
        (min, n) -> {
          long first = 0;
          int count = 1;
          for (int a = channels > 1 ? last - 1 : last; a >= 0; a--) {
            first = first * size[a] + min[a];
            count *= n[a];
          }
          ByteBuffer chunk = ByteBuffer.wrap(run(first * channels, count * channels)).order(order);
          Object array = SampleTypes.newArray(type, count * kept);
          byte[] one = new byte[channels == 1 ? 0 : count * type.bytes()];
          part(chunk, 0, count * channels, channels, kept, one, array, count);
          return array;
        });
  }

  /** The bytes of some of the numbers, wherever the parts lie. */
  private byte[] run(long first, int n) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(n * type.bytes());
    long from = first * type.bytes();
    while (bytes.hasRemaining()) {
      long at = from + bytes.position();
      PackedBytes part = parts.get((int) (at / partBytes));
      long inside = at % partBytes;
      bytes.limit((int) Math.min(bytes.capacity(), bytes.position() + partBytes - inside));
      try (FileChannel file = FileChannel.open(part.file(), StandardOpenOption.READ)) {
        file.position(part.start() + part.skip() + inside);
        while (bytes.hasRemaining()) {
          if (file.read(bytes) < 0) {
            throw part.truncated(partBytes, inside);
          }
        }
      }
      bytes.limit(bytes.capacity());
    }
    return bytes.array();
  }

  /**
   * Reads complex numbers, the real part before the imaginary one, as their magnitudes.
   *
   * @return a float[] or double[] of half as many elements as there are samples
   * @throws ImageFormatException as for {@link #read()}
   */
  public Object readMagnitudes() throws IOException {
    requireGroups(2);
    Object array = allocate(count / 2);
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
    if (group > MOST_CHANNELS) {
      throw new ImageFormatException(
          parts.get(0).file(), "a voxel of " + group + " numbers is not read");
    }
  }

  private Object allocate(long elements) throws IOException {
    Path file = parts.get(0).file();
    SampleArrays.requireOneArray(file, count);
    for (PackedBytes part : parts) {
      part.requirePresent(partBytes);
    }
    return SampleArrays.allocate(file, type, (int) elements);
  }

  private interface Sink {
    void take(ByteBuffer chunk, int at, int count);
  }

  /** Hands out the samples in chunks of whole groups. */
  private void each(int group, Sink sink) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(order);
    int perChunk = CHUNK / type.bytes() / group * group;
    int perPart = (int) (count / parts.size());
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
        end(part, in);
      }
    }
  }

  /** Looks at what follows the samples, up to the checksum that a packing may have. */
  private void end(PackedBytes part, PackedBytes.Stream in) throws IOException {
    if (!part.packing().isPlain()) {
      byte[] first = new byte[FOLLOWING];
      int present = in.read(first, FOLLOWING);
      following = Arrays.copyOf(first, present);
      trailing = present + in.countToEnd(PackedBytes.SPARE - present);
      if (in.brokeOff()) {
        throw new ImageFormatException(
            part.file(), "truncated: the " + part.packing().name() + " stream has no end");
      }
    }
  }

  /**
   * Puts a chunk of groups into an array that holds channel after channel.
   *
   * @param at the first number's place among all
   * @param one room for a channel of the chunk
   * @param voxels of each channel of the array
   */
  private void part(
      ByteBuffer chunk,
      int at,
      int n,
      int channels,
      int kept,
      byte[] one,
      Object array,
      int voxels) {
    if (channels == 1) {
      transfer(chunk, array, at, n);
      return;
    }
    int groups = n / channels;
    for (int c = 0; c < kept; c++) {
      gather(chunk.array(), c, channels, one, groups);
      ByteBuffer b = ByteBuffer.wrap(one, 0, groups * type.bytes()).order(order);
      transfer(b, array, voxels * c + at / channels, groups);
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
