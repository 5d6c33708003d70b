// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.nio.file.Path;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;

/** Arrays for the samples of an image, refused with a sentence where they cannot be had. */
public final class SampleArrays {
  /** The most samples that one image may have: what a Java array holds. */
  public static final long MOST = Integer.MAX_VALUE - 8;

  private SampleArrays() {}

  /**
   * The product of the sizes of an image's axes.
   *
   * @param sizes each at least 1
   * @throws ImageFormatException if a size is smaller or the product is larger than {@link #MOST}
   */
  public static int count(Path file, long... sizes) throws ImageFormatException {
    return requireOneArray(file, total(file, sizes));
  }

  /**
   * The product of the sizes of an image's axes, which may be too large for one array.
   *
   * @param sizes each at least 1
   * @throws ImageFormatException if a size is smaller or larger than {@link #MOST}, or the product
   *     larger than 2^50
   */
  public static long total(Path file, long... sizes) throws ImageFormatException {
    double product = 1;
    for (long size : sizes) {
      if (size < 1) {
        throw new ImageFormatException(file, "an axis of the image has the size " + size);
      }
      product *= size;
      if (size > MOST || product > 0x1p50) {
        throw tooMany(file, product);
      }
    }
    return (long) product;
  }

  /**
   * Samples that one array is to hold.
   *
   * @throws ImageFormatException if they are more than {@link #MOST}
   */
  public static int requireOneArray(Path file, long count) throws ImageFormatException {
    if (count > MOST) {
      throw tooMany(file, count);
    }
    return (int) count;
  }

  private static ImageFormatException tooMany(Path file, double count) {
    return new ImageFormatException(
        file, String.format("%.0f samples declared, more than the %d of one array", count, MOST));
  }

  /**
   * A new primitive array of the type's kind.
   *
   * @throws ImageFormatException if the Java heap has no room for it
   */
  public static Object allocate(Path file, SampleType type, int count) throws ImageFormatException {
    try {
      return SampleTypes.newArray(type, count);
    } catch (OutOfMemoryError e) {
      throw new ImageFormatException(file, noRoomFor((long) count * type.bytes()));
    }
  }

  /**
   * Checks that the Java heap has room before another library allocates.
   *
   * @throws ImageFormatException if it has not
   */
  public static void requireRoom(Path file, long bytes) throws ImageFormatException {
    Runtime heap = Runtime.getRuntime();
    if (bytes > heap.maxMemory() - heap.totalMemory() + heap.freeMemory()) {
      System.gc();
      if (bytes > heap.maxMemory() - heap.totalMemory() + heap.freeMemory()) {
        throw new ImageFormatException(file, noRoomFor(bytes));
      }
    }
  }

  /**
   * Holds an image to the limit that the user sets.
   *
   * @param bytes that its samples take once decoded
   * @param most {@link ReadOptions#maxBytes()}
   * @throws ImageFormatException if they are more
   */
  public static void requireWithin(Path file, long bytes, long most) throws ImageFormatException {
    if (bytes > most) {
      throw new ImageFormatException(
          file, bytes + " bytes of samples, more than the limit of " + most + " (--max-bytes)");
    }
  }

  private static String noRoomFor(long bytes) {
    return String.format(
        "the image needs %d MiB of memory, the Java heap has %d MiB in all (raise it with -Xmx)",
        (bytes >> 20) + 1, Runtime.getRuntime().maxMemory() >> 20);
  }
}
