// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Geometry;
import org.heatscope.image.Region;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LazyImagesTest {
  private static final long[] SIZE = {7, 5, 6, 2};
  private static final int[] BLOCK = {4, 3, 2, 1};

  private final List<String> read = new ArrayList<>();

  /** The sample at (x, y, z, t) is x + 2y + 3z + 5t. */
  private Object block(SampleType type, long[] min, int[] size) {
    read.add(Arrays.toString(min));
    double[] values = new double[size[0] * size[1] * size[2] * size[3]];
    int i = 0;
    for (int t = 0; t < size[3]; t++) {
      for (int z = 0; z < size[2]; z++) {
        for (int y = 0; y < size[1]; y++) {
          for (int x = 0; x < size[0]; x++) {
            values[i++] = min[0] + x + 2 * (min[1] + y) + 3 * (min[2] + z) + 5 * (min[3] + t);
          }
        }
      }
    }
    Object array = SampleTypes.newArray(type, values.length);
    for (int e = 0; e < values.length; e++) {
      set(array, e, values[e]);
    }
    return array;
  }

  private static void set(Object array, int e, double value) {
    if (array instanceof byte[] a) {
      a[e] = (byte) value;
    } else if (array instanceof short[] a) {
      a[e] = (short) value;
    } else if (array instanceof int[] a) {
      a[e] = (int) value;
    } else if (array instanceof long[] a) {
      a[e] = (long) value;
    } else if (array instanceof float[] a) {
      a[e] = (float) value;
    } else {
      ((double[]) array)[e] = value;
    }
  }

  private Volume volume(SampleType type, long heldBytes) {
    return Volume.of(
            LazyImages.of(type, SIZE, BLOCK, heldBytes, (min, size) -> block(type, min, size)),
            Geometry.none(7, 5, 6))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSamplesOfEveryType(SampleType type) {
    Volume v = volume(type, 1 << 20);
    assertEquals(type, v.type());
    Samples s = Samples.of(v, 1, 0);
    for (int z = 0; z < 6; z++) {
      for (int y = 0; y < 5; y++) {
        for (int x = 0; x < 7; x++) {
          assertEquals(x + 2 * y + 3 * z + 5, s.stored(s.index(x, y, z)));
        }
      }
    }
    assertEquals(2 * 2 * 3, read.size());
  }

  @Test
  void aRegionReadsOnlyTheBlocksItMeets() {
    Samples s = Samples.of(volume(SampleType.INT16, 1 << 20), 0, 0, new Region(5, 1, 2, 2, 2, 2));
    assertEquals(List.of("[4, 0, 2, 0]"), read);
    assertEquals(6 + 2 * 2 + 3 * 3, s.stored(s.index(1, 1, 1)));
  }

  @Test
  void holdsNoMoreThanAllowed() {
    Volume v = volume(SampleType.UINT8, 4 * 3 * 2);
    v.value(0, 0, 0, 0, 0);
    v.value(1, 1, 1, 0, 0);
    assertEquals(1, read.size());
    v.value(0, 0, 2, 0, 0);
    v.value(0, 0, 0, 0, 0);
    assertEquals(List.of("[0, 0, 0, 0]", "[0, 0, 2, 0]", "[0, 0, 0, 0]"), read);
  }

  @Test
  void aBlockThatCannotBeReadSaysSo() {
    Volume v =
        Volume.of(
                LazyImages.of(
                    SampleType.UINT8,
                    SIZE,
                    BLOCK,
                    (min, size) -> {
                      throw new EOFException("cut short");
                    }),
                Geometry.none(7, 5, 6))
            .build();
    Throwable t = assertThrows(UncheckedIOException.class, () -> Samples.of(v, 0, 0));
    assertEquals("cut short", t.getCause().getMessage());
  }
}
