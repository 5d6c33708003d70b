// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.AmbiguousImageException;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hyperstacks by tifffile 2026.3.3 with src/test/resources/reference/tiff/make_stacks.py, which
 * gives the formula of their samples.
 */
class TiffHyperstackTest {
  private static final double[] AFFINE = {0.00025, 0, 0, 0, 0, -0.0005, 0, 0, 0, 0, 0.002, 0};

  @TempDir Path folder;

  private Volume reference(String name, String series) throws IOException {
    Path file = folder.resolve("renamed");
    try (InputStream in = getClass().getResourceAsStream("/reference/tiff/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return ImageReaders.open(
            file, new ReadOptions(Optional.ofNullable(series), Set.of(), ReadOptions.MAX_BYTES))
        .read();
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagej.tif", "ome.tif"})
  void pagesDecodedWhenLookedAtAreThoseOfTheWhole(String name) throws IOException {
    Volume whole = reference(name, null);
    Path file = folder.resolve("renamed");
    ImageReader reader = new TiffReaderProvider().open(file, ReadOptions.standard());
    Volume lazy = ((TiffReader) reader).readLazily();
    assertTrue(lazy.isLazy());
    for (int c = 0; c < whole.channels(); c++) {
      for (int t = 0; t < whole.time().frames(); t++) {
        Samples want = Samples.of(whole, t, c);
        Samples got = Samples.of(lazy, t, c);
        for (int e = 0; e < want.length(); e++) {
          assertEquals(want.stored(want.offset() + e), got.stored(e));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagej.tif", "ome.tif"})
  void everyPlaneAndTheirDistancesAreInPlace(String name) throws IOException {
    Volume v = reference(name, null);
    assertArrayEquals(AFFINE, v.geometry().affine().rows(), 1e-9);
    assertEquals(Geometry.Frame.PICTURE, v.geometry().frame());
    assertEquals(new TimeAxis(3, 0.75, "s"), v.time());
    assertEquals(2, v.channels());
    for (int c = 0; c < 2; c++) {
      for (int t = 0; t < 3; t++) {
        for (int z = 0; z < 4; z++) {
          int sample = 10000 * t + 1000 * z + 100 * c + 10 * 2 + 4;
          assertEquals(sample, v.value(4, 2, z, t, c));
        }
      }
    }
    assertEquals(List.of(), v.warnings());
  }

  @Test
  void theRangeThatImageJShowsIsTheWindow() throws IOException {
    assertEquals(List.of(Window.range(7, 900)), reference("imagej.tif", null).windows());
  }

  @Test
  void ofSeveralImagesOneIsNamed() throws IOException {
    assertEquals("cells", reference("ome.tif", null).description());
    Volume first = reference("two_images.tif", "first");
    assertEquals(4, first.geometry().nz());
    assertEquals(3024, first.value(4, 2, 3, 0, 0));
    Volume second = reference("two_images.tif", "2");
    assertEquals(2, second.channels());
    assertEquals(10124, second.value(4, 2, 0, 0, 1));
    assertEquals(
        "2 images here: 1: first, 2: second; choose one by its name or number",
        assertThrows(AmbiguousImageException.class, () -> reference("two_images.tif", null))
            .getMessage());
  }

  private Volume described(int pages, String description, int... tags) throws IOException {
    TiffWriter tiff = new TiffWriter(ByteOrder.LITTLE_ENDIAN).description(description);
    for (int p = 0; p < pages; p++) {
      int[] more = new int[tags.length + 2];
      System.arraycopy(tags, 0, more, 0, tags.length);
      more[tags.length] = 258;
      more[tags.length + 1] = 8;
      tiff.page(1, 1, 1, 1, new byte[] {(byte) (p + 1)}, more);
    }
    return ImageReaders.read(Files.write(folder.resolve("image"), tiff.bytes()));
  }

  private static String ome(String pixels, String content) {
    return "<?xml version='1.0'?><OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'>"
        + "<Image ID='Image:0'><Pixels "
        + pixels
        + ">"
        + content
        + "</Pixels></Image></OME>";
  }

  /** Pages in the order of time, then slice: page n is t = n % 2, z = n / 2. */
  @Test
  void theDimensionOrderSaysWhichPageIsWhichPlane() throws IOException {
    Volume v = described(6, ome("DimensionOrder='XYTZC' SizeZ='3' SizeT='2' SizeC='1'", ""));
    assertEquals(2, v.value(0, 0, 0, 1, 0));
    assertEquals(5, v.value(0, 0, 2, 0, 0));
  }

  @Test
  void tiffDataSaysWhichPageIsWhichPlane() throws IOException {
    Volume v =
        described(
            2,
            ome(
                "DimensionOrder='XYZCT' SizeZ='2' SizeT='1' SizeC='1'",
                "<TiffData IFD='0' FirstZ='1'/><TiffData IFD='1' FirstZ='0'/>"));
    assertEquals(2, v.value(0, 0, 0, 0, 0));
    assertEquals(1, v.value(0, 0, 1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SizeZ='3' || the OME-XML describes 3 slices, 1 frames and 1 channels, the file has 2 pages",
        "SizeZ='1000000000' || the OME-XML gives '1000000000' for SizeZ",
        "SizeZ='2' DimensionOrder='XYZZT' || the OME-XML gives the dimension order 'ZZT'",
        "SizeZ='2' | <TiffData IFD='1' PlaneCount='2'/> | the OME-XML describes planes that the"
            + " file does not have",
        "SizeZ='2' | <TiffData IFD='1'/> | the OME-XML does not say where each plane lies",
        "SizeZ='2' | <TiffData IFD='0'><UUID FileName='a.tif'>a</UUID></TiffData><TiffData IFD='1'>"
            + "<UUID FileName='b.tif'>b</UUID></TiffData> | the image has planes in another file"
            + " (b.tif), which is missing",
        "SizeZ='2' | <TiffData | the OME-XML of the TIFF cannot be read"
      })
  void whatTheOmeXmlGetsWrongIsNamed(String pixels, String content, String fault) {
    String text = ome(pixels, content == null ? "" : content);
    assertEquals(
        fault, assertThrows(ImageFormatException.class, () -> described(2, text)).getMessage());
  }

  @Test
  void noFileIsReadThroughTheXml() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "7");
    String text =
        "<!DOCTYPE OME [<!ENTITY z SYSTEM '"
            + secret.toUri()
            + "'>]>"
            + "<OME><Image>&z;"
            + "<Pixels SizeZ='&z;'/></Image></OME>";
    assertEquals(
        "the OME-XML of the TIFF cannot be read",
        assertThrows(ImageFormatException.class, () -> described(1, text)).getMessage());
  }

  @Test
  void pixelsInACentimetreAreAScale() throws IOException {
    TiffWriter tiff = new TiffWriter(ByteOrder.BIG_ENDIAN).resolution(4000, 2000);
    tiff.page(1, 1, 1, 1, new byte[1], 258, 8, 296, 3);
    Volume v = ImageReaders.read(Files.write(folder.resolve("image"), tiff.bytes()));
    assertEquals(0.0025, v.geometry().spacing(0), 1e-15);
    assertEquals(0.005, v.geometry().spacing(1), 1e-15);
  }

  @Test
  void pixelsInAnInchAreForAPrinter() throws IOException {
    TiffWriter tiff = new TiffWriter(ByteOrder.LITTLE_ENDIAN).resolution(72, 72);
    tiff.page(1, 1, 1, 1, new byte[1], 258, 8, 296, 2);
    Volume v = ImageReaders.read(Files.write(folder.resolve("image"), tiff.bytes()));
    assertEquals(1, v.geometry().spacing(0));
  }

  @Test
  void imageJsChannelsRunFastest() throws IOException {
    Volume v = described(4, "ImageJ=1.54p\nimages=4\nchannels=2\nslices=2\n");
    assertEquals(2, v.channels());
    assertEquals(2, v.value(0, 0, 0, 0, 1));
    assertEquals(3, v.value(0, 0, 1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"int64_tiles.tif", "int64_strips.tif"})
  void integersOf64BitsKeepAllOfThem(String name) throws IOException {
    long[] samples = (long[]) Samples.of(reference(name, null), 0, 0).array();
    assertEquals(2 * 21 * 37, samples.length);
    for (int i = 0; i < samples.length; i++) {
      assertEquals((i - 700) * 12345678901234L, samples[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"uint64_planes.tif", "uint64_pixels.tif"})
  void coloursOf64BitsAreChannels(String name) throws IOException {
    Volume v = reference(name, null);
    assertEquals(3, v.channels());
    assertEquals(SampleType.UINT64, v.type());
    Samples green = Samples.of(v, 0, 1);
    long[] samples = (long[]) green.array();
    for (int i = 0; i < 5 * 7; i++) {
      assertEquals(Long.MIN_VALUE + 5 * 7 + i, samples[green.offset() + i]);
    }
  }

  @Test
  void thePredictorOfFloatsIsUndone() throws IOException {
    Volume v = reference("float32_predictor3.tif", null);
    for (int y = 0; y < 21; y++) {
      for (int x = 0; x < 37; x++) {
        assertEquals((float) (37 * y + x - 300) / 7, v.value(x, y, 0, 0, 0));
      }
    }
  }
}
