// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;

/** {@link SampleType} and the types and arrays of ImgLib2 and Java that hold it. */
public final class SampleTypes {
  private SampleTypes() {}

  /**
   * The stored type of an image.
   *
   * @throws IllegalArgumentException for a type that is not one of {@link SampleType}
   */
  public static SampleType of(RandomAccessibleInterval<? extends RealType<?>> image) {
    Object t = image.getType();
    if (t instanceof UnsignedByteType) {
      return SampleType.UINT8;
    } else if (t instanceof ByteType) {
      return SampleType.INT8;
    } else if (t instanceof UnsignedShortType) {
      return SampleType.UINT16;
    } else if (t instanceof ShortType) {
      return SampleType.INT16;
    } else if (t instanceof UnsignedIntType) {
      return SampleType.UINT32;
    } else if (t instanceof IntType) {
      return SampleType.INT32;
    } else if (t instanceof UnsignedLongType) {
      return SampleType.UINT64;
    } else if (t instanceof LongType) {
      return SampleType.INT64;
    } else if (t instanceof FloatType) {
      return SampleType.FLOAT32;
    } else if (t instanceof DoubleType) {
      return SampleType.FLOAT64;
    }
    throw new IllegalArgumentException(
        "samples of type " + t.getClass().getSimpleName() + " are not supported");
  }

  /** A new primitive array: byte[], short[], int[], long[], float[] or double[]. */
  public static Object newArray(SampleType type, int length) {
    switch (type) {
      case UINT8:
      case INT8:
        return new byte[length];
      case UINT16:
      case INT16:
        return new short[length];
      case UINT32:
      case INT32:
        return new int[length];
      case UINT64:
      case INT64:
        return new long[length];
      case FLOAT32:
        return new float[length];
      default:
        return new double[length];
    }
  }

  /** An image over a primitive array of the type's kind, without a copy; first axis fastest. */
  public static Img<? extends RealType<?>> wrap(SampleType type, Object array, long... size) {
    switch (type) {
      case UINT8:
        return ArrayImgs.unsignedBytes((byte[]) array, size);
      case INT8:
        return ArrayImgs.bytes((byte[]) array, size);
      case UINT16:
        return ArrayImgs.unsignedShorts((short[]) array, size);
      case INT16:
        return ArrayImgs.shorts((short[]) array, size);
      case UINT32:
        return ArrayImgs.unsignedInts((int[]) array, size);
      case INT32:
        return ArrayImgs.ints((int[]) array, size);
      case UINT64:
        return ArrayImgs.unsignedLongs((long[]) array, size);
      case INT64:
        return ArrayImgs.longs((long[]) array, size);
      case FLOAT32:
        return ArrayImgs.floats((float[]) array, size);
      default:
        return ArrayImgs.doubles((double[]) array, size);
    }
  }
}
