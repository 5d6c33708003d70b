// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.RawSamples;
import org.heatscope.io.SampleArrays;

/**
 * NumPy arrays (.npy): one to four axes, read as (x), (y, x), (z, y, x) or (t, z, y, x), of any
 * number type; float16 becomes float32, bool uint8. They have no place in the world ({@link
 * Geometry#none}).
 */
public final class NpyReaderProvider implements ImageReaderProvider {
  private static final Map<String, SampleType> TYPES =
      Map.ofEntries(
          Map.entry("b1", SampleType.UINT8),
          Map.entry("u1", SampleType.UINT8),
          Map.entry("i1", SampleType.INT8),
          Map.entry("u2", SampleType.UINT16),
          Map.entry("i2", SampleType.INT16),
          Map.entry("f2", SampleType.UINT16),
          Map.entry("u4", SampleType.UINT32),
          Map.entry("i4", SampleType.INT32),
          Map.entry("f4", SampleType.FLOAT32),
          Map.entry("u8", SampleType.UINT64),
          Map.entry("i8", SampleType.INT64),
          Map.entry("f8", SampleType.FLOAT64));

  @Override
  public String format() {
    return "NumPy";
  }

  @Override
  public boolean recognises(FileHead file) {
    return NpyHeader.isAt(file);
  }

  @Override
  public ImageReader open(Path path) throws IOException {
    FileHead head = FileHead.of(path);
    NpyHeader header = NpyHeader.of(head);
    SampleType type = TYPES.get(header.kind());
    if (type == null) {
      throw new ImageFormatException(
          path, "elements of type '" + header.descr() + "' are not numbers that can be read");
    }
    int axes = header.shape().length;
    if (axes < 1 || axes > 4) {
      throw new ImageFormatException(
          path, "the array has " + axes + " axes; one to four, (t, z, y, x), can be read");
    }
    int count = SampleArrays.count(path, header.shape());
    RawSamples raw = new RawSamples(head, header.offset(), type, header.order(), count);
    return new Reader(path, header, type, raw);
  }

  private record Reader(Path path, NpyHeader header, SampleType type, RawSamples raw)
      implements ImageReader {
    @Override
    public Volume read() throws IOException {
      long[] size = {1, 1, 1, 1};
      int axes = header.shape().length;
      for (int i = 0; i < axes; i++) {
        size[i] = header.shape()[axes - 1 - i];
      }
      Object array = raw.read();
      if (header.fortranOrder()) {
        array = transposed(array, size, axes);
      }
      SampleType stored = type;
      if (header.kind().equals("f2")) {
        array = halves((short[]) array);
        stored = SampleType.FLOAT32;
      }
      Geometry g = Geometry.none((int) size[0], (int) size[1], (int) size[2]);
      return Volume.of(SampleTypes.wrap(stored, array, size), g)
          .time(new TimeAxis((int) size[3], 0, ""))
          .format("NumPy")
          .build();
    }

    /** First axis fastest to last axis fastest. */
    private Object transposed(Object array, long[] size, int axes) throws IOException {
      int n = java.lang.reflect.Array.getLength(array);
      Object result = SampleArrays.allocate(path, type, n);
      int[] stride = new int[4];
      int step = 1;
      for (int i = axes - 1; i >= 0; i--) {
        stride[i] = step;
        step *= (int) size[i];
      }
      int to = 0;
      for (int t = 0; t < size[3]; t++) {
        for (int z = 0; z < size[2]; z++) {
          for (int y = 0; y < size[1]; y++) {
            int from = t * stride[3] + z * stride[2] + y * stride[1];
            for (int x = 0; x < size[0]; x++) {
              System.arraycopy(array, from + x * stride[0], result, to++, 1);
            }
          }
        }
      }
      return result;
    }

    private static float[] halves(short[] bits) {
      float[] v = new float[bits.length];
      for (int i = 0; i < v.length; i++) {
        v[i] = half(bits[i]);
      }
      return v;
    }

    /** IEEE 754 binary16. */
    private static float half(short bits) {
      int exponent = bits >> 10 & 0x1f;
      int fraction = bits & 0x3ff;
      float magnitude =
          exponent == 0
              ? fraction * 0x1p-24f
              : exponent == 31
                  ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                  : Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
      return bits < 0 ? -magnitude : magnitude;
    }

    @Override
    public List<Path> files() {
      return List.of(path);
    }
  }
}
