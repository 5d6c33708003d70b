// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every image writer keeps: what it writes, the reader of its format gives back. That other
 * programs read the same is checked for each writer by its own test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class WriterContractTest {
  private static final double MM = 1e-6;
  private static final int NX = 7;
  private static final int NY = 5;
  private static final int NZ = 4;

  @TempDir Path folder;

  /** Names whose files the writer under test writes, plain and compressed. */
  protected abstract List<String> names();

  /** The types that the format has no room for. */
  protected List<SampleType> refused() {
    return List.of();
  }

  /** Whether the format keeps where the image lies. */
  protected boolean keepsPlace() {
    return true;
  }

  /** Whether the format keeps the distance of time points. */
  protected boolean keepsTime() {
    return true;
  }

  /** Whether the format keeps colours. */
  protected boolean keepsColors() {
    return true;
  }

  /** Grids that are oblique, sheared and left-handed, with steps that no float holds. */
  static List<Affine> affines() {
    double c = Math.cos(0.3);
    double s = Math.sin(0.3);
    Affine turned = Affine.of(c, -s, 0, 0, s * c, c * c, -s, 0, s * s, c * s, c, 0);
    Affine steps = Affine.scaling(0.1, 1.7, 3.3, 0, 0, 0);
    Affine place = Affine.translation(-123.456789012, 98.7654321, 1234.5678901);
    Affine oblique = place.after(turned).after(steps);
    Affine shear = Affine.of(1, 0.2, 0.1, 0, 0, 1, 0.33, 0, 0, 0, 1, 0);
    Affine mirror = Affine.scaling(-1, 1, 1, 0, 0, 0);
    return List.of(
        Affine.scaling(2, 2, 2, -90, -126, -72),
        oblique,
        oblique.after(shear),
        oblique.after(mirror),
        oblique.after(shear).after(mirror),
        Affine.of(0, 0, -1.25, 7.1, 0.9, 0, 0, -3.3, 0, -1.1, 0, 12.7));
  }

  private static Volume.Builder volume(SampleType type, Affine affine, int frames, int channels) {
    Object array = SampleTypes.newArray(type, NX * NY * NZ * frames * channels);
    Random random = new Random(5);
    for (int i = 0; i < Array.getLength(array); i++) {
      if (array instanceof float[] f) {
        f[i] = i == 3 ? Float.NaN : (float) random.nextGaussian();
      } else if (array instanceof double[] d) {
        d[i] = random.nextGaussian();
      } else if (array instanceof long[] l) {
        l[i] = random.nextLong();
      } else if (array instanceof int[] n) {
        n[i] = random.nextInt();
      } else if (array instanceof short[] h) {
        h[i] = (short) random.nextInt();
      } else {
        ((byte[]) array)[i] = (byte) random.nextInt();
      }
    }
    return Volume.of(
        SampleTypes.wrap(type, array, NX, NY, NZ, frames, channels),
        Geometry.anatomical(NX, NY, NZ, affine));
  }

  private Volume writtenAndRead(Volume volume, String name) throws IOException {
    Path file = folder.resolve(name);
    ImageWriterProvider writer = ImageWriters.of(file).orElseThrow();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      writer.write(volume, ImageWriters.name(file), out);
    }
    return ImageReaders.read(file);
  }

  private static void assertSameSamples(Volume expected, Volume found) {
    assertEquals(expected.type(), found.type());
    assertEquals(expected.time().frames(), found.time().frames());
    assertEquals(expected.channels(), found.channels());
    for (int t = 0; t < expected.time().frames(); t++) {
      for (int c = 0; c < expected.channels(); c++) {
        Samples a = Samples.of(expected, t, c);
        Samples b = Samples.of(found, t, c);
        for (int i = 0; i < a.length(); i++) {
          assertEquals(
              Array.get(a.array(), a.offset() + i), Array.get(b.array(), b.offset() + i), "" + i);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("affines")
  void placeComesBackToAMillionthOfAMillimetre(Affine affine) throws IOException {
    for (String name : names()) {
      Volume v = volume(SampleType.INT16, affine, 1, 1).build();
      Volume back = writtenAndRead(v, name);
      assertSameSamples(v, back);
      if (keepsPlace()) {
        assertArrayEquals(affine.rows(), back.geometry().affine().rows(), MM);
        assertEquals(Geometry.Frame.ANATOMICAL, back.geometry().frame());
        assertEquals(List.of(), back.warnings());
      } else {
        assertEquals(Geometry.Frame.NONE, back.geometry().frame());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SampleType.class)
  void samplesOfEachTypeComeBackOrAreRefusedWithASentence(SampleType type) throws IOException {
    for (String name : names()) {
      Volume v = volume(type, affines().get(1), 3, 1).build();
      if (refused().contains(type)) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> writtenAndRead(v, name));
        assertTrue(e.getMessage().contains(type.dtype()), e.getMessage());
      } else {
        assertSameSamples(v, writtenAndRead(v, name));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void timeAndDescriptionComeBack(String name) throws IOException {
    Volume v =
        volume(SampleType.FLOAT32, affines().get(0), 2, 1)
            .time(new TimeAxis(2, 2.5, "s"))
            .description("z of y ~ x")
            .build();
    Volume back = writtenAndRead(v, name);
    assertSameSamples(v, back);
    if (keepsTime()) {
      assertEquals(v.time(), back.time());
      assertEquals("z of y ~ x", back.description());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void rescaledValuesComeBack(String name) throws IOException {
    Volume v =
        volume(SampleType.INT16, affines().get(0), 1, 1).rescale(new Rescale(0.5, -1024)).build();
    Volume back = writtenAndRead(v, name);
    for (int x = 0; x < NX; x++) {
      assertEquals(v.value(x, 1, 2, 0, 0), back.value(x, 1, 2, 0, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void colorsComeBackOrAreRefusedWithASentence(String name) throws IOException {
    Volume v = volume(SampleType.UINT8, affines().get(0), 1, 3).build();
    if (keepsColors()) {
      assertSameSamples(v, writtenAndRead(v, name));
    } else {
      assertThrows(IllegalArgumentException.class, () -> writtenAndRead(v, name));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void leavesTheStreamOpen(String name) throws IOException {
    boolean[] closed = new boolean[1];
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    ImageWriterProvider writer = ImageWriters.of(folder.resolve(name)).orElseThrow();
    writer.write(volume(SampleType.UINT8, affines().get(0), 1, 1).build(), name, out);
    assertFalse(closed[0]);
  }
}
