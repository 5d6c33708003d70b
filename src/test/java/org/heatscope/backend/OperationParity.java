// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.heatscope.backend.opencl.GpuBranch;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What compares an operation of another backend with the scalar one. A subclass is a parameterized
 * class over {@link #OTHERS}; its tests are skipped with a sentence where the backend cannot be
 * used, or fail if the system property {@code heatscope.require} names it.
 */
abstract class OperationParity {
  /** The OpenCL device with its work laid out as for a GPU. */
  private static final String GPU = "opencl as a GPU";

  /** The backends that are compared, for {@code @FieldSource}. */
  static final List<String> OTHERS = List.of("simd", "opencl", GPU);

  private static final int AFTER = 5;
  private static final float UNTOUCHED = 12345.5f;

  /** Extents along x round the widths of lanes and tiles, with few rows and planes. */
  static final List<int[]> SIZES = new ArrayList<>();

  static {
    for (int nx : new int[] {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 129, 257}) {
      SIZES.add(new int[] {nx, 1 + nx % 5, 1 + nx % 3});
    }
    SIZES.add(new int[] {1, 17, 33});
    SIZES.add(new int[] {5, 1, 65});
    SIZES.add(new int[] {40, 33, 21});
  }

  private final String name;
  Session scalar;
  Session other;

  OperationParity(String name) {
    this.name = name;
  }

  @BeforeEach
  void open() {
    BackendProvider provider =
        name.equals(GPU)
            ? new GpuBranch()
            : new Backends(s -> {})
                .providers().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    other = CompositeContractTest.openOrSkip(provider);
    scalar = new ScalarBackend().open(1);
  }

  @AfterEach
  void close() {
    if (other != null) {
      other.close();
    }
    if (scalar != null) {
      scalar.close();
    }
  }

  /** Random samples that use the range of small types, with a rescale, not at the array's start. */
  static Samples random(SampleType type, int nx, int ny, int nz, long seed) {
    int n = nx * ny * nz;
    Random random = new Random(seed);
    Object array = SampleTypes.newArray(type, n + 3);
    for (int i = 0; i < n + 3; i++) {
      set(array, i, random);
    }
    Rescale rescale = seed % 2 == 0 ? Rescale.IDENTITY : new Rescale(-0.37, 11.5);
    return new Samples(array, type, 3, nx, ny, nz, rescale);
  }

  private static void set(Object array, int i, Random random) {
    if (array instanceof byte[] a) {
      a[i] = (byte) random.nextInt();
    } else if (array instanceof short[] a) {
      a[i] = (short) random.nextInt();
    } else if (array instanceof int[] a) {
      a[i] = random.nextInt() >> 8;
    } else if (array instanceof long[] a) {
      a[i] = random.nextLong() >> 30;
    } else if (array instanceof float[] a) {
      a[i] = (float) (100 * random.nextGaussian());
    } else {
      ((double[]) array)[i] = 100 * random.nextGaussian();
    }
  }

  /** Random floats with NaN and infinities strewn in. */
  static Samples odd(int nx, int ny, int nz, long seed) {
    Samples s = random(SampleType.FLOAT32, nx, ny, nz, 2 * seed);
    float[] a = s.target();
    for (int i = 0; i < a.length; i++) {
      int what = (int) ((i * 2654435761L + seed) % 97);
      a[i] =
          what == 5
              ? Float.NaN
              : what == 11
                  ? Float.POSITIVE_INFINITY
                  : what == 17 ? Float.NEGATIVE_INFINITY : what == 23 ? -0f : a[i];
    }
    return s;
  }

  /** The largest magnitude among an image's finite values. */
  static double largest(Samples s) {
    double[] v = new double[s.length()];
    s.values(0, v.length, v, 0);
    return Arrays.stream(v).filter(Double::isFinite).map(Math::abs).max().orElse(0);
  }

  /**
   * Runs on both backends, in arrays and in images of the session, and compares.
   *
   * @param run the operation, on a session, into an image of the given size
   * @param bound on the difference; 0 for the same floats
   */
  void assertAgree(
      String what, int nx, int ny, int nz, double bound, BiConsumer<Session, Samples> run) {
    Samples want = Samples.floats(nx, ny, nz);
    run.accept(scalar, want);
    int n = want.length();
    float[] array = new float[n + 2 * AFTER];
    Arrays.fill(array, UNTOUCHED);
    Samples got = new Samples(array, SampleType.FLOAT32, AFTER, nx, ny, nz, Rescale.IDENTITY);
    run.accept(other, got);
    for (int i = 0; i < AFTER; i++) {
      assertEquals(UNTOUCHED, array[i], what + ": wrote before the image");
      assertEquals(UNTOUCHED, array[AFTER + n + i], what + ": wrote past the image");
    }
    compare(what, want, got, bound);
    Samples kept = other.image(nx, ny, nz);
    run.accept(other, kept);
    compare(what + ", kept by the session", want, kept, bound);
  }

  private static void compare(String what, Samples want, Samples got, double bound) {
    for (int i = 0; i < want.length(); i++) {
      double w = want.stored(want.offset() + i);
      double g = got.stored(got.offset() + i);
      boolean same = Double.compare(w, g) == 0 || w == g;
      if (!same && !(Math.abs(w - g) <= bound)) {
        fail(
            String.format(
                "%s: %s instead of %s at (%d, %d, %d) of %d x %d x %d, the bound is %g",
                what,
                g,
                w,
                i % want.nx(),
                i / want.nx() % want.ny(),
                i / want.nx() / want.ny(),
                want.nx(),
                want.ny(),
                want.nz(),
                bound));
      }
    }
  }
}
