// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import org.heatscope.image.SampleTypes;
import org.heatscope.io.ElementType;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.SampleArrays;

/**
 * An array of Zarr 2 or 3: its header, and its chunks, unpacked on demand.
 *
 * @param header the metadata file
 * @param shape sizes of the axes
 * @param chunk sizes of a chunk, which at the upper border reaches past the array
 * @param steps for each axis, the distance of neighbours in an unpacked chunk, in elements
 * @param type of the elements
 * @param order of an element's bytes
 * @param fill an array of one element of the kept type: the value where a chunk is missing
 * @param codecs undo the packing of a chunk, the last first
 * @param source of the packed chunks
 * @param axes names of the axes; empty where they have none
 */
record ZarrArray(
    Path header,
    int[] shape,
    int[] chunk,
    int[] steps,
    ElementType type,
    ByteOrder order,
    Object fill,
    List<ByteCodec> codecs,
    ChunkSource source,
    List<String> axes) {
  /** A compressor may lengthen what it cannot shorten, and a checksum follows. */
  static long mostPacked(long bytes) {
    return bytes + bytes / 8 + (1 << 16);
  }

  /** The number of elements of a chunk. */
  int chunkElements() {
    return elements(chunk);
  }

  /** The product of sizes that are known to fit. */
  static int elements(int[] sizes) {
    int n = 1;
    for (int size : sizes) {
      n *= size;
    }
    return n;
  }

  /**
   * The elements of a chunk in their kept type, laid out by {@link #steps()}.
   *
   * @return null where the chunk is missing: all its elements have the fill value
   * @throws ImageFormatException if the chunk is damaged, or the heap has no room
   */
  Object elements(int[] index, Path named) throws IOException {
    byte[] bytes = unpacked(index, named);
    if (bytes == null) {
      return null;
    }
    Object elements = SampleArrays.allocate(named, type.kept(), chunkElements());
    type.decode(ByteBuffer.wrap(bytes).order(order), elements, 0, chunkElements());
    return elements;
  }

  private byte[] unpacked(int[] index, Path named) throws IOException {
    int size = chunkElements() * type.bytes();
    int most = (int) Math.min(SampleArrays.MOST, mostPacked(size));
    String fault;
    try {
      byte[] bytes = source.read(index);
      for (int c = codecs.size() - 1; c >= 0 && bytes != null; c--) {
        bytes = codecs.get(c).decode(bytes, c == 0 ? size : most);
      }
      if (bytes == null || bytes.length == size) {
        return bytes;
      }
      fault = "truncated: " + size + " bytes declared, " + bytes.length + " present";
    } catch (DataFormatException e) {
      fault = e.getMessage();
    } catch (OutOfMemoryError e) {
      fault = "takes more memory than Java has";
    }
    throw new ImageFormatException(named, "chunk " + Arrays.toString(index) + ": " + fault);
  }

  /** A fill value of the kept type from its number. */
  static Object fill(ElementType type, double value) {
    Object one = SampleTypes.newArray(type.kept(), 1);
    SampleTypes.wrap(type.kept(), one, 1).getAt(0).setReal(value);
    return one;
  }
}
