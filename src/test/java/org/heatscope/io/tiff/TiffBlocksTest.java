// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Strips and tiles that are decoded one by one. The files are by tifffile with
 * src/test/resources/reference/tiff/make_tiles.py, which gives the formula of their samples.
 */
class TiffBlocksTest {
  private static final int WIDTH = 70;
  private static final int HEIGHT = 50;

  @TempDir Path folder;

  private Path reference(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = getClass().getResourceAsStream("/reference/tiff/" + name)) {
      return Files.write(file, in.readAllBytes());
    }
  }

  private static TiffReader open(Path file) throws IOException {
    return (TiffReader) new TiffReaderProvider().open(file, ReadOptions.standard());
  }

  private static Volume lazy(Path file) throws IOException {
    Volume v = open(file).readLazily();
    assertTrue(v.isLazy());
    return v;
  }

  @ParameterizedTest
  @CsvSource({
    "tiles_deflate.tif, UINT8, 3, 1",
    "tiles_planar_lzw_big.tif, UINT16, 3, 100",
    "tiles_float.tif, FLOAT32, 1, 100",
    "tiles_plain.tif, UINT16, 1, 100",
    "tiles_wide.tif, INT64, 1, 100",
    "strips_packbits.tif, UINT8, 1, 1",
    "strips_planar_plain.tif, UINT16, 3, 100",
    "strip_plain_big.tif, FLOAT32, 3, 100"
  })
  void everyPixelIsTheOneThatWasWritten(String name, SampleType type, int channels, int factor)
      throws IOException {
    Path file = reference(name);
    for (Volume v : List.of(open(file).read(), lazy(file))) {
      assertEquals(type, v.type());
      assertEquals(channels, v.channels());
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < HEIGHT; y++) {
          for (int x = 0; x < WIDTH; x++) {
            int sample = factor * ((3 * x + 5 * y + 50 * c) % 251);
            assertEquals(sample, v.value(x, y, 0, 0, c), () -> name);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"tiles_deflate.tif", "tiles_planar_lzw_big.tif", "tiles_wide.tif"})
  void aRegionOfAPageIsDecodedFromTheBlocksThatItCrosses(String name) throws IOException {
    TiffPage page = TiffStack.read(reference(name), Optional.empty()).pages().get(0);
    PageRegion region = new PageRegion(13, 30, 21, 5);
    Object samples = SampleTypes.newArray(page.type(), 21 * 5 * page.channels());
    PageDecoder.decode(page, region, samples);
    IntToDoubleFunction values =
        new Samples(samples, page.type(), 0, 21 * 5 * page.channels(), 1, 1, Rescale.IDENTITY)
            .reader();
    int factor = page.type() == SampleType.UINT8 ? 1 : 100;
    for (int i = 0; i < 21 * 5; i++) {
      int sample = factor * ((3 * (13 + i % 21) + 5 * (30 + i / 21)) % 251);
      assertEquals(sample, values.applyAsDouble(i));
    }
  }

  /** Whatever a byte is changed to, there is an image or a fault in a sentence. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiles_deflate.tif",
        "tiles_planar_lzw_big.tif",
        "tiles_wide.tif",
        "strip_plain_big.tif",
        "strips_packbits.tif"
      })
  void damagedDirectoriesGiveAnImageOrAFault(String name) throws IOException {
    Path file = reference(name);
    byte[] whole = Files.readAllBytes(file);
    ByteBuffer header = ByteBuffer.wrap(whole).order(order(whole));
    boolean big = header.getShort(2) == 43;
    int directory = big ? (int) header.getLong(8) : header.getInt(4);
    Random random = new Random(5);
    int faults = 0;
    for (int n = 0; n < 400; n++) {
      byte[] changed = whole.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        changed[directory + random.nextInt(300)] = (byte) random.nextInt();
      }
      Files.write(file, changed);
      try {
        Volume v = open(file).readLazily();
        v.value(0, v.geometry().ny() - 1, 0, 0, v.channels() - 1);
        v.value(v.geometry().nx() - 1, 0, v.geometry().nz() - 1, 0, 0);
      } catch (IOException | UncheckedIOException e) {
        String fault = (e instanceof IOException ? e : e.getCause()).getMessage();
        assertFalse(fault.contains("Exception"), fault);
        faults++;
      }
    }
    assertTrue(faults > 100, "only " + faults + " faults were found");
  }

  private static ByteOrder order(byte[] file) {
    return file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /** One tile's bytes are spoilt: only those who look at it hear of it. */
  @Test
  void aTileThatIsNotLookedAtIsNotRead() throws IOException {
    Path file = reference("tiles_float.tif");
    TiffDirectory d = TiffParser.read(file).get(0);
    byte[] bytes = Files.readAllBytes(file);
    int last = d.blockOffsets().length - 1;
    Arrays.fill(
        bytes,
        (int) d.blockOffsets()[last],
        (int) (d.blockOffsets()[last] + d.blockByteCounts()[last]),
        (byte) 0xff);
    Files.write(file, bytes);
    Volume v = lazy(file);
    assertEquals(100 * (3 * 5 + 5 * 4), v.value(5, 4, 0, 0, 0));
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> v.value(WIDTH - 1, HEIGHT - 1, 0, 0, 0));
    assertTrue(e.getCause().getMessage().contains("cannot be decoded"), e::getMessage);
    assertThrows(ImageFormatException.class, () -> open(file).read());
  }
}
