// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.SampleType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawSamplesTest {
  private static final int COUNT = 3 * 5 * 4 * 2 * 3;

  @TempDir Path folder;

  /** The numbers 0, 1, 2... in big endian, after a header of 11 bytes, in files of equal parts. */
  private RawSamples numbers(int files) throws IOException {
    List<PackedBytes> parts = new ArrayList<>();
    for (int f = 0; f < files; f++) {
      ByteBuffer b = ByteBuffer.allocate(11 + 2 * COUNT / files).position(11);
      for (int i = 0; i < COUNT / files; i++) {
        b.putShort((short) (f * (COUNT / files) + i));
      }
      Path file = Files.write(folder.resolve("part" + f), b.array());
      parts.add(new PackedBytes(file, Packing.PLAIN, 11, 0));
    }
    return new RawSamples(parts, SampleType.UINT16, ByteOrder.BIG_ENDIAN, COUNT);
  }

  @Test
  void aLazyImageHasTheSamplesInTheOrderOfTheFile() throws IOException {
    for (int files : new int[] {1, 4, 8}) {
      RandomAccessibleInterval<? extends RealType<?>> image =
          numbers(files).lazyImage(1, 1, 3, 5, 4, 2, 3);
      for (int i = 0; i < COUNT; i++) {
        long[] at = {i % 3, i / 3 % 5, i / 15 % 4, i / 60 % 2, i / 120};
        assertEquals(i, image.getAt(at).getRealDouble());
      }
    }
  }

  /** The numbers 0, 1, 2... in big endian, gzipped in files of equal parts. */
  private RawSamples gzipped(int files, int more) throws IOException {
    List<PackedBytes> parts = new ArrayList<>();
    for (int f = 0; f < files; f++) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
        zip.write(new byte[11]);
        for (int i = 0; i < COUNT / files; i++) {
          int n = f * (COUNT / files) + i;
          zip.write(n >> 8);
          zip.write(n);
        }
        zip.write(new byte[more]);
      }
      Path file = Files.write(folder.resolve("part" + f + ".gz"), packed.toByteArray());
      parts.add(new PackedBytes(file, Packing.GZIP, 0, 11));
    }
    return new RawSamples(parts, SampleType.UINT16, ByteOrder.BIG_ENDIAN, COUNT);
  }

  @Test
  void packedSamplesAreServedLazilyOnceTheyAreUnpacked() throws IOException {
    for (int files : new int[] {1, 4}) {
      RawSamples packed = gzipped(files, 3);
      RandomAccessibleInterval<? extends RealType<?>> image =
          packed.unpacked().lazyImage(1, 1, 3, 5, 4, 2, 3);
      for (int i = 0; i < COUNT; i++) {
        long[] at = {i % 3, i / 3 % 5, i / 15 % 4, i / 60 % 2, i / 120};
        assertEquals(i, image.getAt(at).getRealDouble());
      }
      assertEquals(3, packed.trailingBytes());
    }
  }

  @Test
  void packedSamplesThatAreCutShortLeaveNoFileBehind() throws IOException {
    RawSamples packed = gzipped(1, 0);
    Path file = folder.resolve("part0.gz");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    long before = unpackedFiles();
    assertTrue(
        assertThrows(ImageFormatException.class, packed::unpacked)
            .getMessage()
            .startsWith("truncated: 720 bytes of voxels declared"));
    assertEquals(before, unpackedFiles());
  }

  private static long unpackedFiles() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(p -> p.toString().endsWith(".unpacked")).count();
    }
  }

  /** The number of voxel v and channel c is 3 v + c. */
  @Test
  void channelsThatLieTogetherBecomeTheLastAxis() throws IOException {
    RandomAccessibleInterval<? extends RealType<?>> lazy =
        numbers(2).lazyImage(3, 2, 3, 5, 4, 2, 2);
    RandomAccessibleInterval<? extends RealType<?>> whole =
        numbers(2).imageInterleaved(3, 2, 3, 5, 4, 2, 2);
    for (int v = 0; v < COUNT / 3; v++) {
      for (int c = 0; c < 2; c++) {
        long[] at = {v % 3, v / 3 % 5, v / 15 % 4, v / 60, c};
        assertEquals(3 * v + c, whole.getAt(at).getRealDouble());
        assertEquals(3 * v + c, lazy.getAt(at).getRealDouble());
      }
    }
  }

  /** A row of 300,000 numbers of two bytes takes more than one block. */
  @Test
  void aLongRowIsReadInParts() throws IOException {
    ByteBuffer b = ByteBuffer.allocate(2 * 2 * 300_000);
    b.putShort(2 * 299_999, (short) 7).putShort(2 * 300_000, (short) 8);
    Path file = Files.write(folder.resolve("row"), b.array());
    RandomAccessibleInterval<? extends RealType<?>> image =
        new RawSamples(
                List.of(new PackedBytes(file, Packing.PLAIN, 0, 0)),
                SampleType.INT16,
                ByteOrder.BIG_ENDIAN,
                600_000)
            .lazyImage(1, 1, 300_000, 2, 1);
    assertEquals(7, image.getAt(299_999, 0, 0).getRealDouble());
    assertEquals(8, image.getAt(0, 1, 0).getRealDouble());
    assertEquals(0, image.getAt(1, 1, 0).getRealDouble());
  }

  private static byte[] zeros(boolean gzip, int count, byte... end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = gzip ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
      out.write(new byte[count]);
      out.write(end);
    }
    return bytes.toByteArray();
  }

  private RawSamples packed(Packing packing, byte[] content, long skip, int count)
      throws IOException {
    Path file = Files.write(folder.resolve("packed"), content);
    return new RawSamples(
        List.of(new PackedBytes(file, packing, 0, skip)),
        SampleType.UINT8,
        ByteOrder.BIG_ENDIAN,
        count);
  }

  @Test
  void theLastBytesOfAPackedStreamAreFound() throws IOException {
    byte[] content = zeros(true, 5000, (byte) 7, (byte) 8);
    byte[] read = (byte[]) packed(Packing.GZIP, content, PackedBytes.AT_END, 3).read();
    assertArrayEquals(new byte[] {0, 7, 8}, read);
  }

  @Test
  void aStreamThatGoesOnAndOnIsLeftAfterAWhile() throws IOException {
    byte[] content = zeros(false, 200 << 20);
    RawSamples samples = packed(Packing.ZLIB, content, 0, 10);
    assertEquals(10, ((byte[]) samples.read()).length);
    assertEquals(
        "67108864 bytes follow the voxels that the header declares.",
        samples.trailingWarning().orElseThrow());
    String fault =
        assertThrows(
                ImageFormatException.class,
                () -> packed(Packing.ZLIB, content, PackedBytes.AT_END, 10))
            .getMessage();
    assertTrue(fault.contains("before the voxels"), fault);
  }

  @Test
  void moreThanAStreamHoldsIsCountedBeforeItIsAllocated() throws IOException {
    byte[] noise = new byte[100 << 10];
    new Random(1).nextBytes(noise);
    RawSamples samples = packed(Packing.ZLIB, zeros(false, 0, noise), 0, 100 << 20);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    String fault = assertThrows(ImageFormatException.class, samples::read).getMessage();
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertEquals("truncated: 104857600 bytes of voxels declared, 102400 present", fault);
    assertTrue(allocated < 20 << 20, allocated + " bytes allocated");
    String more =
        assertThrows(
                ImageFormatException.class,
                () -> packed(Packing.ZLIB, zeros(false, 0, noise), 0, 200 << 20))
            .getMessage();
    assertTrue(more.contains("unpack"), more);
  }

  @Test
  void damageIsNamed() throws IOException {
    byte[] content = zeros(true, 5000);
    content[content.length - 6] ^= 1;
    String fault =
        assertThrows(
                ImageFormatException.class, () -> packed(Packing.GZIP, content, 0, 5000).read())
            .getMessage();
    assertTrue(fault.startsWith("the gzip stream is damaged"), fault);
  }
}
