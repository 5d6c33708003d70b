// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;

/**
 * What another program says of an image file. Values are rescaled ones; minimum, maximum and mean
 * are over the finite values of all frames and channels.
 */
public final class ImageFacts {
  private static final double MM = 2e-4;

  private final Path file;
  private final SampleType type;
  private final List<Voxel> voxels = new ArrayList<>();
  private String format;
  private int[] shape;
  private double[] affine;
  private String orientation;
  private double[] statistics;
  private double tolerance;

  private record Voxel(double value, int[] at) {}

  private ImageFacts(Path file, SampleType type) {
    this.file = file;
    this.type = type;
  }

  /** Starts the facts of a file and the type of its stored samples. */
  public static ImageFacts of(Path file, SampleType type) {
    return new ImageFacts(file, type);
  }

  /** Starts the facts of a file of the repository's folder {@code test-images}. */
  public static ImageFacts ofTestImage(String path, SampleType type) {
    return of(Path.of("test-images", path.split("/")), type);
  }

  /** The name of the format. */
  public ImageFacts format(String name) {
    format = name;
    return this;
  }

  /** Up to five sizes: x, y, z, time, channel; those left out are 1. */
  public ImageFacts shape(int... sizes) {
    shape = new int[] {1, 1, 1, 1, 1};
    System.arraycopy(sizes, 0, shape, 0, sizes.length);
    return this;
  }

  /** Twelve numbers, the upper three rows, in millimetres RAS+. */
  public ImageFacts affine(double... rows) {
    affine = rows;
    return this;
  }

  /** The axis codes: the letter of the direction that each voxel axis runs toward. */
  public ImageFacts orientation(String code) {
    orientation = code;
    return this;
  }

  /** Smallest and largest finite value, and the mean of all finite values. */
  public ImageFacts statistics(double min, double max, double mean) {
    statistics = new double[] {min, max, mean};
    return this;
  }

  /** The value at an index; axes x, y, z, time, channel, those left out being 0. */
  public ImageFacts voxel(double value, int... at) {
    int[] all = new int[5];
    System.arraycopy(at, 0, all, 0, at.length);
    voxels.add(new Voxel(value, all));
    return this;
  }

  /** How far values may be off, for lossy formats whose decoders differ; otherwise 1e-6 of them. */
  public ImageFacts tolerance(double most) {
    tolerance = most;
    return this;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** The type of the stored samples. */
  public SampleType type() {
    return type;
  }

  /** Asserts every fact that was given. */
  public void check(Volume v) {
    assertEquals(type, v.type(), "stored type");
    if (format != null) {
      assertEquals(format, v.format(), "format");
    }
    if (shape != null) {
      Geometry g = v.geometry();
      assertArrayEquals(
          shape, new int[] {g.nx(), g.ny(), g.nz(), v.time().frames(), v.channels()}, "shape");
    }
    if (affine != null) {
      assertArrayEquals(affine, v.geometry().affine().rows(), MM, "affine");
    }
    if (orientation != null) {
      assertEquals(orientation, v.geometry().orientation(), "orientation");
    }
    for (Voxel p : voxels) {
      int[] at = p.at;
      double most = Math.max(tolerance, 1e-6 * Math.max(1, Math.abs(p.value)));
      assertEquals(p.value, v.value(at[0], at[1], at[2], at[3], at[4]), most, "value of a voxel");
    }
    if (statistics != null) {
      double[] found = statistics(v);
      double largest = Math.max(Math.abs(statistics[0]), Math.abs(statistics[1]));
      double most = Math.max(tolerance, Math.max(1e-6 * largest, 1e-12));
      assertArrayEquals(statistics, found, most, "minimum, maximum, mean");
    }
  }

  private static double[] statistics(Volume v) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long count = 0;
    for (int c = 0; c < v.channels(); c++) {
      for (int t = 0; t < v.time().frames(); t++) {
        Samples s = Samples.of(v, t, c);
        IntToDoubleFunction stored = s.reader();
        for (int i = 0; i < s.length(); i++) {
          double x = s.rescale().apply(stored.applyAsDouble(s.offset() + i));
          if (Double.isFinite(x)) {
            min = Math.min(min, x);
            max = Math.max(max, x);
            sum += x;
            count++;
          }
        }
      }
    }
    return new double[] {min, max, sum / count};
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
