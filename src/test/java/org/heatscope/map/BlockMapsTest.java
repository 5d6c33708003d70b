// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.heatscope.map.TestWork.WORK;
import static org.heatscope.map.TestWork.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageWriters;
import org.heatscope.io.LazyImages;
import org.heatscope.map.Filters.LocalStatistic;
import org.heatscope.map.Filters.Missing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A map of an image that is read when looked at is that of the same image in memory. */
class BlockMapsTest {
  private static final int NX = 23;
  private static final int NY = 31;
  private static final int NZ = 37;
  private static final double OBLIQUE = 0.2;
  private static final Geometry GRID =
      Geometry.anatomical(
          NX,
          NY,
          NZ,
          Affine.of(
              2 * Math.cos(OBLIQUE),
              -Math.sin(OBLIQUE),
              0,
              -20,
              2 * Math.sin(OBLIQUE),
              Math.cos(OBLIQUE),
              0,
              -15,
              0,
              0,
              1.5,
              4));
  private static final float[] SAMPLES = samples();

  /** Room for a part of the image: some rows of a few planes; some planes; all of it. */
  private static final long[] HEAPS = {200_000, 1_500_000, 1L << 30};

  private static float[] samples() {
    Random random = new Random(11);
    float[] v = new float[NX * NY * NZ];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.nextGaussian() * 100;
    }
    for (int i = 0; i < 40; i++) {
      v[random.nextInt(v.length)] = Float.NaN;
    }
    return v;
  }

  private static Volume inMemory() {
    return Volume.of(SampleTypes.wrap(SampleType.FLOAT32, SAMPLES, NX, NY, NZ), GRID)
        .unit("HU")
        .build();
  }

  private static Volume lazy() {
    return Volume.of(
            LazyImages.of(
                SampleType.FLOAT32,
                new long[] {NX, NY, NZ},
                new int[] {NX, NY, 3},
                (min, size) -> {
                  int from = (int) min[2] * NX * NY;
                  return Arrays.copyOfRange(SAMPLES, from, from + NX * NY * size[2]);
                }),
            GRID)
        .unit("HU")
        .build();
  }

  private static int[] gaussian(double sigmaMm, boolean withDerivative) {
    return Filters.reach(Filters.sigmaVoxels(GRID, sigmaMm), withDerivative);
  }

  private static Stream<Arguments> kinds() {
    double sigma = 3 / Filters.FWHM_PER_SIGMA;
    int[] box = Filters.radiusVoxels(GRID, 3);
    return Stream.of(
        kind("smooth", gaussian(sigma, false), v -> Filters.smooth(v, 3, Missing.ZERO, WORK)),
        kind("left out", gaussian(sigma, false), v -> Filters.smooth(v, 3, Missing.LEFT_OUT, WORK)),
        kind("mean", box, v -> Filters.local(LocalStatistic.MEAN, v, 3, WORK)),
        kind("sd", box, v -> Filters.local(LocalStatistic.SD, v, 3, WORK)),
        kind("gradient", new int[] {1, 1, 1}, v -> Filters.gradient(v, 0, WORK)),
        kind("log", gaussian(1.5, true), v -> Hessian.laplacian(v, 1.5, WORK)),
        kind("hu-fraction", Ball.of(GRID, 4).reach(), v -> HuFraction.map(v, -50, 20, 4, WORK)));
  }

  private static Arguments kind(String name, int[] reach, Function<Volume, HeatMap> map) {
    return Arguments.of(name, reach, map);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void ofEveryKindAndBlockSize(String name, int[] reach, Function<Volume, HeatMap> map) {
    HeatMap whole = map.apply(inMemory());
    for (long heap : HEAPS) {
      HeatMap blocks = BlockMaps.of(lazy(), reach, heap, WORK, map);
      assertTrue(blocks.volume().isLazy());
      assertEquals(GRID, blocks.volume().geometry());
      assertEquals(whole.formula(), blocks.formula());
      assertEquals(whole.signed(), blocks.signed());
      assertEquals(whole.volume().unit(), blocks.volume().unit());
      // Sums of the values up to some 400 in another order.
      assertArrayEquals(values(whole), values(blocks), 1e-3, name + " with " + heap);
      HeatMap besides = BlockMaps.of(inMemory(), reach, heap, WORK, map);
      assertEquals(heap < 1L << 30, besides.volume().isLazy());
      assertArrayEquals(values(whole), values(besides), 1e-3, name + " beside it with " + heap);
    }
  }

  @Test
  void ofTheFiltersThemselves() {
    assertArrayEquals(
        values(Filters.smooth(inMemory(), 3, Missing.ZERO, WORK)),
        values(Filters.smooth(lazy(), 3, Missing.ZERO, WORK)),
        1e-3);
    assertArrayEquals(
        values(Filters.gradient(inMemory(), 2, WORK)),
        values(Filters.gradient(lazy(), 2, WORK)),
        1e-3);
    assertArrayEquals(
        values(Filters.entropy(inMemory(), 3, 16, WORK)),
        values(Filters.entropy(lazy(), 3, 16, WORK)),
        1e-6);
    double[] scales = {1, 2};
    for (Hessian.Shape shape : List.of(Hessian.Shape.VESSEL, Hessian.Shape.DARK_BLOB)) {
      assertArrayEquals(
          values(Hessian.strongest(shape, inMemory(), scales, WORK)),
          values(Hessian.strongest(shape, lazy(), scales, WORK)),
          1e-4);
    }
    assertArrayEquals(
        values(Normalize.zScore(inMemory(), WORK)), values(Normalize.zScore(lazy(), WORK)), 1e-6);
    assertTrue(Filters.smooth(lazy(), 3, Missing.ZERO, WORK).volume().isLazy());
  }

  @Test
  void ofTwoImagesAndOfMaskedOnes() {
    Geometry coarse =
        Geometry.anatomical(9, 9, 9, GRID.affine().after(Affine.scaling(3, 4, 5, -0.5, 0.2, 1)));
    Volume small = TestWork.volume(coarse, new Random(5).doubles(729, 1, 9).toArray());
    for (Volume second : List.of(small, inMemory(), lazy())) {
      assertArrayEquals(
          values(new TwoImages(inMemory(), second, Optional.empty(), WORK).difference()),
          values(new TwoImages(lazy(), second, Optional.empty(), WORK).difference()),
          1e-4);
    }
    assertArrayEquals(
        values(new TwoImages(small, inMemory(), Optional.empty(), WORK).ratio(Optional.empty())),
        values(new TwoImages(small, lazy(), Optional.empty(), WORK).ratio(Optional.empty())),
        1e-4);
    boolean[] inside = Masks.onGrid(small, GRID);
    Arrays.fill(inside, 5000, 6000, false);
    Volume masked = Masks.within(lazy(), inside);
    assertTrue(masked.isLazy());
    assertArrayEquals(Values.of(Masks.within(inMemory(), inside)), Values.of(masked));
    assertTrue(Double.isNaN(Values.of(masked)[5500]));
  }

  /** Each block is made once when the map is written from its first to its last voxel. */
  @Test
  void writtenInOnePass() throws IOException {
    AtomicInteger made = new AtomicInteger();
    Function<Volume, HeatMap> counted =
        v -> {
          made.addAndGet((int) v.geometry().voxels());
          return Filters.gradient(v, 0, WORK);
        };
    HeatMap map = BlockMaps.of(lazy(), new int[3], 2_000_000, WORK, counted);
    made.set(0);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Path name = Path.of("map.nii");
    ImageWriters.of(name).orElseThrow().write(map.volume(), ImageWriters.name(name), file);
    assertEquals(SAMPLES.length, made.get());
    float[] written = new float[SAMPLES.length];
    int header = file.size() - 4 * written.length;
    ByteBuffer.wrap(file.toByteArray(), header, 4 * written.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(written);
    double[] expected = values(map);
    for (int i = 0; i < written.length; i++) {
      assertEquals(expected[i], written[i]);
    }
  }

  @Test
  void imagesInMemoryAreDoneAtOnce() {
    Volume image = inMemory();
    BlockMaps.of(
        image,
        new int[3],
        WORK,
        v -> {
          assertSame(image, v);
          return Filters.gradient(v, 0, WORK);
        });
  }
}
