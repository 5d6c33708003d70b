// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.heatscope.backend.Workers;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Quantiles;
import org.junit.jupiter.api.Test;

class ScalarQuantilesTest {
  private final Quantiles quantiles = new ScalarQuantiles(new Workers(2), FloatKeys::new);

  private static Samples floats(float... v) {
    return new Samples(v, SampleType.FLOAT32, 0, v.length, 1, 1, Rescale.IDENTITY);
  }

  @Test
  void interpolatesBetweenOrderStatisticsAsNumpyDoes() {
    // numpy.percentile([15, 20, 35, 40, 50], [5, 30, 40, 100]) = 16, 23, 29, 50
    assertEquals(
        "[16.0, 23.0, 29.0, 50.0]",
        Arrays.toString(quantiles.quantiles(floats(50, 15, 40, 20, 35), false, 0.05, 0.3, 0.4, 1)));
  }

  @Test
  void leavesOutWhatIsNotFinite() {
    Samples s = floats(Float.NaN, 1, Float.POSITIVE_INFINITY, 3, Float.NEGATIVE_INFINITY);
    assertEquals(2, quantiles.quantiles(s, false, 0.5)[0]);
    assertEquals(Double.NaN, quantiles.quantiles(floats(Float.NaN), false, 0.5)[0]);
  }

  @Test
  void nilearnsAutomaticThresholdOfMinus50To49() {
    // semantics: sorted |data| at int(0.8 * 100) is 40
    short[] v = new short[100];
    float[] f = new float[100];
    for (int i = 0; i < 100; i++) {
      v[i] = (short) (i - 50);
      f[i] = i - 50;
    }
    Samples shorts = new Samples(v, SampleType.INT16, 0, 100, 1, 1, Rescale.IDENTITY);
    assertEquals(40, quantiles.atFraction(shorts, true, 0.8));
    assertEquals(40, quantiles.atFraction(floats(f), true, 0.8));
  }

  @Test
  void everyTypeGivesTheSortedAnswer() {
    Random random = new Random(7);
    for (SampleType type : SampleType.values()) {
      for (Rescale rescale : new Rescale[] {Rescale.IDENTITY, new Rescale(-0.5, 3)}) {
        for (boolean absolute : new boolean[] {false, true}) {
          Samples s = random(type, rescale, random);
          double[] sorted = new double[1000];
          for (int i = 0; i < 1000; i++) {
            double v = rescale.apply(s.stored(7 + i));
            sorted[i] = absolute ? Math.abs(v) : v;
          }
          Arrays.sort(sorted);
          assertEquals(sorted[333], quantiles.atFraction(s, absolute, 0.3335), type + "");
          assertEquals(sorted[0], quantiles.quantiles(s, absolute, 0)[0], type + "");
          assertEquals(sorted[999], quantiles.quantiles(s, absolute, 1)[0], type + "");
        }
      }
    }
  }

  private static Samples random(SampleType type, Rescale rescale, Random random) {
    Object array = org.heatscope.image.SampleTypes.newArray(type, 1007);
    for (int i = 0; i < 1007; i++) {
      if (array instanceof byte[] a) {
        a[i] = (byte) random.nextInt();
      } else if (array instanceof short[] a) {
        a[i] = (short) random.nextInt();
      } else if (array instanceof int[] a) {
        a[i] = random.nextInt();
      } else if (array instanceof long[] a) {
        a[i] = random.nextLong();
      } else if (array instanceof float[] a) {
        a[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
      } else if (array instanceof double[] a) {
        a[i] = random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
      }
    }
    return new Samples(array, type, 7, 1000, 1, 1, rescale);
  }
}
