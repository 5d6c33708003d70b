// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.function.IntToDoubleFunction;
import net.imglib2.blocks.PrimitiveBlocks;

/**
 * One frame and channel of a volume as a flat array: what operations read.
 *
 * <p>The stored sample at (x, y, z) is element {@code offset + x + nx * (y + ny * z)} of the array.
 *
 * @param array byte[], short[], int[], long[], float[] or double[], as {@code type} says; or a
 *     {@link Resident} in place of a float[]
 * @param type how to read an element; unsigned types are stored in the signed array of their size
 * @param offset element of voxel (0, 0, 0)
 * @param nx voxels along x
 * @param ny voxels along y
 * @param nz voxels along z
 * @param rescale stored sample to value
 */
public record Samples(
    Object array, SampleType type, int offset, int nx, int ny, int nz, Rescale rescale) {

  /** A new image of floats, all 0, to write results to. */
  public static Samples floats(int nx, int ny, int nz) {
    return of(new float[Math.multiplyExact(Math.multiplyExact(nx, ny), nz)], nx, ny, nz);
  }

  /** An image over an array of floats, x fastest. */
  public static Samples of(float[] array, int nx, int ny, int nz) {
    return new Samples(array, SampleType.FLOAT32, 0, nx, ny, nz, Rescale.IDENTITY);
  }

  /**
   * The samples of a frame and a channel; shares the volume's array where it is in one piece, else
   * copies in the stored type.
   */
  public static Samples of(Volume volume, int frame, int channel) {
    return of(volume, frame, channel, Region.of(volume.geometry()));
  }

  /**
   * The samples of a region of a frame and a channel. Whole planes of a volume whose array is in
   * one piece share that array; otherwise the region is copied, and of a volume that is read when
   * looked at no more than the region is read.
   */
  public static Samples of(Volume volume, int frame, int channel, Region r) {
    Geometry g = volume.geometry();
    if (r.voxels() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(r.voxels() + " voxels are more than one array holds");
    }
    SampleType type = volume.type();
    if (volume.flat() != null && r.nx() == g.nx() && r.ny() == g.ny()) {
      long planes = r.z() + (long) g.nz() * (frame + (long) volume.time().frames() * channel);
      int offset = Math.toIntExact(planes * g.nx() * g.ny());
      return new Samples(volume.flat(), type, offset, r.nx(), r.ny(), r.nz(), volume.rescale());
    }
    Object array = SampleTypes.newArray(type, (int) r.voxels());
    int[] size = {r.nx(), r.ny(), r.nz(), 1, 1};
    blocks(volume).copy(new long[] {r.x(), r.y(), r.z(), frame, channel}, array, size);
    return new Samples(array, type, 0, r.nx(), r.ny(), r.nz(), volume.rescale());
  }

  /**
   * All frames of a region one after the other along z: plane z of frame t is plane {@code z + t *
   * nz}. All planes of a volume whose array is in one piece share that array; otherwise the region
   * is copied, and of a volume that is read when looked at no more than the region is read.
   */
  public static Samples series(Volume volume, int channel, Region r) {
    int frames = volume.time().frames();
    int planes = Math.multiplyExact(r.nz(), frames);
    if (volume.flat() != null && r.equals(Region.of(volume.geometry()))) {
      return of(volume, 0, channel).planes(0, planes);
    }
    SampleType type = volume.type();
    int n = Math.toIntExact(Math.multiplyExact(r.voxels(), frames));
    Object array = SampleTypes.newArray(type, n);
    int[] size = {r.nx(), r.ny(), r.nz(), frames, 1};
    blocks(volume).copy(new long[] {r.x(), r.y(), r.z(), 0, channel}, array, size);
    return new Samples(array, type, 0, r.nx(), r.ny(), planes, volume.rescale());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static PrimitiveBlocks<?> blocks(Volume volume) {
    return PrimitiveBlocks.of(
        (net.imglib2.RandomAccessible) volume.samples(), PrimitiveBlocks.OnFallback.ACCEPT);
  }

  /** Part of an image: some of its planes, sharing its array. */
  public Samples planes(int z, int count) {
    return new Samples(array, type, index(0, 0, z), nx, ny, count, rescale);
  }

  /** The array; one that a device keeps is copied to the host first. */
  public Object array() {
    return array instanceof Resident r ? r.array() : array;
  }

  /** The array, or the {@link Resident} in its place. */
  public Object storage() {
    return array;
  }

  /** Whether the values are the floats of the array as they stand there. */
  public boolean isPlain() {
    return type == SampleType.FLOAT32 && rescale.isIdentity();
  }

  /**
   * The array to write results to, from element {@link #offset()} on.
   *
   * @throws IllegalArgumentException if the samples are not plain floats
   */
  public float[] target() {
    if (type != SampleType.FLOAT32 || !rescale.equals(Rescale.IDENTITY)) {
      throw new IllegalArgumentException("results are written to plain float32 samples");
    }
    return array instanceof Resident r ? r.target() : (float[]) array;
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
        byte[] u8 = (byte[]) array();
        return i -> u8[i] & 0xff;
      case INT8:
        byte[] i8 = (byte[]) array();
        return i -> i8[i];
      case UINT16:
        short[] u16 = (short[]) array();
        return i -> u16[i] & 0xffff;
      case INT16:
        short[] i16 = (short[]) array();
        return i -> i16[i];
      case UINT32:
        int[] u32 = (int[]) array();
        return i -> u32[i] & 0xffffffffL;
      case INT32:
        int[] i32 = (int[]) array();
        return i -> i32[i];
      case UINT64:
        long[] u64 = (long[]) array();
        return i -> unsigned(u64[i]);
      case INT64:
        long[] i64 = (long[]) array();
        return i -> i64[i];
      case FLOAT32:
        float[] f32 = (float[]) array();
        return i -> f32[i];
      default:
        double[] f64 = (double[]) array();
        return i -> f64[i];
    }
  }

  /**
   * Values as floats, rounded once.
   *
   * @param from first of them: 0 is voxel (0, 0, 0)
   */
  public void values(int from, int count, float[] to, int at) {
    int e = offset + from;
    Object a = array();
    if (isPlain()) {
      System.arraycopy(a, e, to, at, count);
      return;
    }
    double slope = rescale.slope();
    double intercept = rescale.intercept();
    switch (type) {
      case UINT8 -> {
        byte[] s = (byte[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * (s[e + i] & 0xff) + intercept);
        }
      }
      case INT8 -> {
        byte[] s = (byte[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * s[e + i] + intercept);
        }
      }
      case UINT16 -> {
        short[] s = (short[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * (s[e + i] & 0xffff) + intercept);
        }
      }
      case INT16 -> {
        short[] s = (short[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * s[e + i] + intercept);
        }
      }
      case UINT32 -> {
        int[] s = (int[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * (s[e + i] & 0xffffffffL) + intercept);
        }
      }
      case INT32 -> {
        int[] s = (int[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * s[e + i] + intercept);
        }
      }
      case UINT64 -> {
        long[] s = (long[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * unsigned(s[e + i]) + intercept);
        }
      }
      case INT64 -> {
        long[] s = (long[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * s[e + i] + intercept);
        }
      }
      case FLOAT32 -> {
        float[] s = (float[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * s[e + i] + intercept);
        }
      }
      case FLOAT64 -> {
        double[] s = (double[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) (slope * s[e + i] + intercept);
        }
      }
      default -> throw new IllegalStateException(type.dtype());
    }
  }

  /**
   * Values, exact but for 64-bit integers past 2^53.
   *
   * @param from first of them: 0 is voxel (0, 0, 0)
   */
  public void values(int from, int count, double[] to, int at) {
    int e = offset + from;
    Object a = array();
    double slope = rescale.slope();
    double intercept = rescale.intercept();
    switch (type) {
      case UINT8 -> {
        byte[] s = (byte[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * (s[e + i] & 0xff) + intercept);
        }
      }
      case INT8 -> {
        byte[] s = (byte[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * s[e + i] + intercept);
        }
      }
      case UINT16 -> {
        short[] s = (short[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * (s[e + i] & 0xffff) + intercept);
        }
      }
      case INT16 -> {
        short[] s = (short[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * s[e + i] + intercept);
        }
      }
      case UINT32 -> {
        int[] s = (int[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * (s[e + i] & 0xffffffffL) + intercept);
        }
      }
      case INT32 -> {
        int[] s = (int[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * s[e + i] + intercept);
        }
      }
      case UINT64 -> {
        long[] s = (long[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * unsigned(s[e + i]) + intercept);
        }
      }
      case INT64 -> {
        long[] s = (long[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * s[e + i] + intercept);
        }
      }
      case FLOAT32 -> {
        float[] s = (float[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * s[e + i] + intercept);
        }
      }
      case FLOAT64 -> {
        double[] s = (double[]) a;
        for (int i = 0; i < count; i++) {
          to[at + i] = (slope * s[e + i] + intercept);
        }
      }
      default -> throw new IllegalStateException(type.dtype());
    }
  }

  private static double unsigned(long v) {
    return v >= 0 ? v : ((v >>> 1) | (v & 1)) * 2.0;
  }
}
