// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.function.IntToDoubleFunction;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/**
 * One frame and channel of a volume as a flat array: what operations read.
 *
 * <p>The stored sample at (x, y, z) is element {@code offset + x + nx * (y + ny * z)} of the array.
 *
 * @param array byte[], short[], int[], long[], float[] or double[], as {@code type} says
 * @param type how to read an element; unsigned types are stored in the signed array of their size
 * @param offset element of voxel (0, 0, 0)
 * @param nx voxels along x
 * @param ny voxels along y
 * @param nz voxels along z
 * @param rescale stored sample to value
 */
public record Samples(
    Object array, SampleType type, int offset, int nx, int ny, int nz, Rescale rescale) {

  /**
   * The samples of a frame and a channel; shares the volume's array where it is in one piece, else
   * copies in the stored type.
   */
  public static Samples of(Volume volume, int frame, int channel) {
    Geometry g = volume.geometry();
    if (g.voxels() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(g.voxels() + " voxels are more than one array holds");
    }
    int n = (int) g.voxels();
    if (volume.flat() != null) {
      int offset = Math.multiplyExact(n, frame + volume.time().frames() * channel);
      return new Samples(
          volume.flat(), volume.type(), offset, g.nx(), g.ny(), g.nz(), volume.rescale());
    }
    Object array = SampleTypes.newArray(volume.type(), n);
    copy(
        Views.hyperSlice(Views.hyperSlice(volume.samples(), 4, channel), 3, frame),
        volume.type(),
        array);
    return new Samples(array, volume.type(), 0, g.nx(), g.ny(), g.nz(), volume.rescale());
  }

  @SuppressWarnings("unchecked")
  private static void copy(RandomAccessibleInterval<?> from, SampleType type, Object array) {
    RandomAccessibleInterval<RealType<?>> source = (RandomAccessibleInterval<RealType<?>>) from;
    var target =
        (RandomAccessibleInterval<RealType<?>>)
            (RandomAccessibleInterval<?>)
                SampleTypes.wrap(type, array, source.dimensionsAsLongArray());
    Cursor<RealType<?>> in = Views.flatIterable(source).cursor();
    Cursor<RealType<?>> out = Views.flatIterable(target).cursor();
    while (out.hasNext()) {
      setUnchecked(out.next(), in.next());
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void setUnchecked(RealType to, RealType from) {
    to.set(from);
  }

  /** The element of the array that holds voxel (x, y, z). */
  public int index(int x, int y, int z) {
    return offset + x + nx * (y + ny * z);
  }

  /** The number of samples. */
  public int length() {
    return nx * ny * nz;
  }

  /** The stored number in an element of the array, exactly but for 64-bit integers past 2^53. */
  public double stored(int element) {
    return reader().applyAsDouble(element);
  }

  /** A function from an element of the array to the stored number: made once, called often. */
  public IntToDoubleFunction reader() {
    switch (type) {
      case UINT8:
        byte[] u8 = (byte[]) array;
        return i -> u8[i] & 0xff;
      case INT8:
        byte[] i8 = (byte[]) array;
        return i -> i8[i];
      case UINT16:
        short[] u16 = (short[]) array;
        return i -> u16[i] & 0xffff;
      case INT16:
        short[] i16 = (short[]) array;
        return i -> i16[i];
      case UINT32:
        int[] u32 = (int[]) array;
        return i -> u32[i] & 0xffffffffL;
      case INT32:
        int[] i32 = (int[]) array;
        return i -> i32[i];
      case UINT64:
        long[] u64 = (long[]) array;
        return i -> unsigned(u64[i]);
      case INT64:
        long[] i64 = (long[]) array;
        return i -> i64[i];
      case FLOAT32:
        float[] f32 = (float[]) array;
        return i -> f32[i];
      default:
        double[] f64 = (double[]) array;
        return i -> f64[i];
    }
  }

  private static double unsigned(long v) {
    return v >= 0 ? v : ((v >>> 1) | (v & 1)) * 2.0;
  }
}
