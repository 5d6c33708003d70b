// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.Tensor;

/**
 * An array of a file whose header has been read: NumPy's, safetensors'.
 *
 * <p>Elements go through a small buffer straight to their place, so that the memory needed is that
 * of the result.
 *
 * @param file the file
 * @param name the array's name in the file
 * @param type of the elements
 * @param order of an element's bytes
 * @param firstFastest whether the first axis is the fastest (Fortran order) rather than the last
 * @param shape sizes of the axes
 * @param content where the elements lie
 */
public record StoredArray(
    Path file,
    String name,
    ElementType type,
    ByteOrder order,
    boolean firstFastest,
    long[] shape,
    Content content) {
  private static final int CHUNK = 1 << 17;

  /** Packed elements of more bytes than this are counted before memory is taken for them. */
  private static final long COUNT_FIRST = 64L << 20;

  /**
   * The bytes of an array's elements.
   *
   * @param source opens a stream; the end of a packed one checks its checksum
   * @param offset of the first element in the stream
   * @param most how many bytes follow from there, or at most can where they are packed
   * @param packed whether {@code most} is no more than a bound
   */
  public record Content(Source source, long offset, long most, boolean packed) {
    private InputStream open() throws IOException {
      InputStream in = source.open();
      try {
        in.skipNBytes(offset);
        return in;
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }
  }

  /** Opens a file, or a part of it, from its start. */
  public interface Source {
    InputStream open() throws IOException;
  }

  /**
   * The array of a file that is wanted, see {@link NamedChoice}.
   *
   * @throws AmbiguousImageException if none or several are meant
   */
  static StoredArray choose(Path file, List<StoredArray> arrays, Optional<String> wanted)
      throws AmbiguousImageException {
    List<String> names = arrays.stream().map(StoredArray::name).collect(Collectors.toList());
    return arrays.get(NamedChoice.of(file, "arrays", names, wanted));
  }

  /**
   * The elements in C order, widened or rounded to float; of complex ones the magnitude.
   *
   * @throws ImageFormatException if they are cut short or damaged, or the heap has no room
   */
  public Tensor tensor() throws IOException {
    int[] sizes = new int[shape.length];
    float[] data = (float[]) read(SampleType.FLOAT32);
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) shape[i];
    }
    return new Tensor(name, sizes, data);
  }

  /**
   * The elements in C order in the type in which they are kept.
   *
   * @throws ImageFormatException if they are cut short or damaged, or the heap has no room
   */
  public Object samples() throws IOException {
    return read(type.kept());
  }

  /** Whether elements can be read without those before them once they are unpacked. */
  boolean isInOrder() {
    return !firstFastest;
  }

  /**
   * The same array, its elements unpacked into a temporary file where they are packed.
   *
   * @throws ImageFormatException if they are cut short or damaged, or the disk has no room
   */
  StoredArray unpacked() throws IOException {
    if (!content.packed()) {
      return this;
    }
    long bytes = total() * type.bytes();
    TemporaryFile unpacked =
        checked(
            () ->
                TemporaryFile.of(
                    file,
                    bytes,
                    out -> {
                      try (InputStream in = content.open()) {
                        long present = TemporaryFile.copy(in, out, bytes);
                        if (present < bytes) {
                          throw truncated(bytes, present);
                        }
                        in.readNBytes(CHUNK);
                      }
                    }));
    Content plain = new Content(() -> Files.newInputStream(unpacked.path()), 0, bytes, false);
    return new StoredArray(file, name, type, order, firstFastest, shape, plain);
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Tells faults of packed bytes from those of a disk. */
  private <T> T checked(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (EOFException e) {
      throw new ImageFormatException(file, "truncated: the compressed data break off");
    } catch (ZipException e) {
      throw new ImageFormatException(file, "the compressed data are damaged: " + e.getMessage());
    }
  }

  /**
   * A run of elements in the type in which they are kept; of an array that allows it.
   *
   * @param first of them in C order
   */
  Object samples(long first, int n) throws IOException {
    Object target = SampleArrays.allocate(file, type.kept(), n);
    try (InputStream in = content.open()) {
      in.skipNBytes(first * type.bytes());
      fill(in, target, type.kept(), n);
    }
    return target;
  }

  /**
   * The number of elements, held to what one array and the file can have.
   *
   * @throws ImageFormatException if they cannot hold them
   */
  public int count() throws ImageFormatException {
    return SampleArrays.requireOneArray(file, total());
  }

  /**
   * The number of elements, held to what the file can have.
   *
   * @throws ImageFormatException if the file cannot hold them
   */
  long total() throws ImageFormatException {
    long count = SampleArrays.total(file, shape);
    long bytes = count * type.bytes();
    if (bytes > content.most()) {
      throw content.packed()
          ? new ImageFormatException(
              file, bytes + " bytes of voxels declared, at most " + content.most() + " present")
          : truncated(bytes, Math.max(0, content.most()));
    }
    return count;
  }

  private Object read(SampleType kept) throws IOException {
    int count = count();
    return checked(
        () -> {
          requirePresent((long) count * type.bytes());
          Object target = SampleArrays.allocate(file, kept, count);
          try (InputStream in = content.open()) {
            fill(in, target, kept, count);
          }
          return target;
        });
  }

  private void requirePresent(long bytes) throws IOException {
    if (content.packed() && bytes > COUNT_FIRST) {
      try (InputStream in = content.open()) {
        byte[] passed = new byte[CHUNK];
        for (long left = bytes; left > 0; ) {
          int n = in.readNBytes(passed, 0, (int) Math.min(left, CHUNK));
          if (n == 0) {
            throw truncated(bytes, bytes - left);
          }
          left -= n;
        }
      }
    }
  }

  private void fill(InputStream in, Object target, SampleType kept, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(order);
    int perChunk = CHUNK / type.bytes();
    boolean direct = kept == type.kept() && !firstFastest;
    Object decoded = direct ? target : SampleTypes.newArray(type.kept(), perChunk);
    Transposition places = new Transposition(shape);
    for (int at = 0; at < count; ) {
      int n = Math.min(perChunk, count - at);
      int present = in.readNBytes(bytes.array(), 0, n * type.bytes());
      if (present < n * type.bytes()) {
        throw truncated((long) count * type.bytes(), (long) at * type.bytes() + present);
      }
      type.decode(bytes.clear(), decoded, direct ? at : 0, n);
      if (!direct) {
        Object chunk = kept == type.kept() ? decoded : floats(decoded, n);
        if (firstFastest) {
          places.copy(chunk, target, n);
        } else {
          System.arraycopy(chunk, 0, target, at, n);
        }
      }
      at += n;
    }
    in.readNBytes(bytes.array(), 0, CHUNK);
  }

  private float[] floats(Object decoded, int count) {
    IntToDoubleFunction from =
        new Samples(decoded, type.kept(), 0, count, 1, 1, Rescale.IDENTITY).reader();
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) from.applyAsDouble(i);
    }
    return floats;
  }

  private ImageFormatException truncated(long declared, long present) {
    return new ImageFormatException(
        file, "truncated: " + declared + " bytes of voxels declared, " + present + " present");
  }

  /** Puts elements that come with the first axis fastest where they lie in C order. */
  private static final class Transposition {
    private final long[] shape;
    private final int[] steps;
    private final int[] index;
    private int to;

    Transposition(long[] shape) {
      this.shape = shape;
      steps = new int[shape.length];
      index = new int[shape.length];
      int step = 1;
      for (int a = shape.length - 1; a >= 0; a--) {
        steps[a] = step;
        step *= (int) shape[a];
      }
    }

    void copy(Object from, Object target, int count) {
      for (int i = 0; i < count; i++) {
        System.arraycopy(from, i, target, to, 1);
        for (int a = 0; a < index.length; a++) {
          to += steps[a];
          if (++index[a] < shape[a]) {
            break;
          }
          to -= steps[a] * index[a];
          index[a] = 0;
        }
      }
    }
  }
}
