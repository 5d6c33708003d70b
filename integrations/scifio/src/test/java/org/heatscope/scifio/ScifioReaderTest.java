// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scif.AbstractMetadata;
import io.scif.DefaultImageMetadata;
import io.scif.ImageMetadata;
import io.scif.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import net.imagej.axis.Axes;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.AmbiguousImageException;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScifioReaderTest {
  private static final Path IMAGES = ScifioIcsContractTest.IMAGES;
  private static final Path TEST_IMAGES = Path.of("test-images");

  @TempDir Path folder;

  private static ScifioReader open(Path file) throws IOException {
    return (ScifioReader) new ScifioReaderProvider().open(file, ReadOptions.standard());
  }

  private static void assertSameSamples(Volume expected, Volume found) {
    assertEquals(expected.type(), found.type());
    assertTrue(expected.geometry().sameSize(found.geometry()));
    assertEquals(expected.time().frames(), found.time().frames());
    assertEquals(expected.channels(), found.channels());
    for (int c = 0; c < expected.channels(); c++) {
      for (int t = 0; t < expected.time().frames(); t++) {
        for (int z = 0; z < expected.geometry().nz(); z++) {
          for (int y = 0; y < expected.geometry().ny(); y++) {
            for (int x = 0; x < expected.geometry().nx(); x++) {
              double e = expected.value(x, y, z, t, c);
              if (e != found.value(x, y, z, t, c)) {
                assertEquals(e, found.value(x, y, z, t, c), x + "," + y + "," + z + "," + t);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void isAskedAfterEveryOwnReader() {
    int last =
        ServiceLoader.load(ImageReaderProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> !(p instanceof ScifioReaderProvider))
            .mapToInt(ImageReaderProvider::rank)
            .max()
            .orElseThrow();
    assertTrue(last < new ScifioReaderProvider().rank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiff/multipage.tif", "raster/cell.png", "dicom/CT_small.dcm"})
  void leavesFilesToOwnReaders(String name) throws IOException {
    assertFalse(ImageReaders.open(TEST_IMAGES.resolve(name)) instanceof ScifioReader);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiff/chessboard_GRAY_U16.tif",
        "tiff/chessboard_GRAY_U16B.tif",
        "tiff/multipage.tif",
        "tiff/multipage_rgb.tif",
        "raster/cell.png",
        "raster/microaneurysms.png",
        "raster/palette_color.png"
      })
  void givesTheSamplesOfTheOwnReader(String name) throws IOException {
    Path file = TEST_IMAGES.resolve(name);
    assertSameSamples(ImageReaders.read(file), open(file).read());
  }

  @ParameterizedTest
  @ValueSource(strings = {"series.ics", "channels.ics", "color.avi", "palette.gif"})
  void givesTheSameSamplesPlaneByPlane(String name) throws IOException {
    Volume lazy = open(IMAGES.resolve(name)).readLazily();
    assertTrue(lazy.isLazy());
    assertSameSamples(open(IMAGES.resolve(name)).read(), lazy);
  }

  @Test
  void readsHeaderAndDataApartFromARelativePath() throws IOException {
    ImageReader reader = ImageReaders.open(IMAGES.resolve("pair.ics"));
    assertEquals(
        List.of(
            IMAGES.resolve("pair.ics"), IMAGES.resolve("pair.ids").toAbsolutePath().normalize()),
        reader.files());
    Volume pair = reader.read();
    assertSameSamples(ImageReaders.read(IMAGES.resolve("stack.ics")), pair);
    assertEquals(3, pair.geometry().spacing(2), 1e-12);
  }

  @Test
  void refusesAHeaderWithoutItsData() throws IOException {
    Path header = Files.copy(IMAGES.resolve("pair.ics"), folder.resolve("pair.ics"));
    assertThrows(ImageFormatException.class, () -> ImageReaders.read(header));
  }

  @Test
  void refusesDataCutShortBesideItsHeader() throws IOException {
    Path header = Files.copy(IMAGES.resolve("pair.ics"), folder.resolve("pair.ics"));
    byte[] data = Files.readAllBytes(IMAGES.resolve("pair.ids"));
    Files.write(folder.resolve("pair.ids"), java.util.Arrays.copyOf(data, data.length - 200));
    assertThrows(ImageFormatException.class, () -> ImageReaders.read(header));
  }

  @Test
  void readsTheTimeBetweenFrames() throws IOException {
    assertEquals(new TimeAxis(4, 2.5, "s"), open(IMAGES.resolve("series.ics")).read().time());
  }

  @ParameterizedTest
  @CsvSource({
    "2, um, mm, 0.002",
    "2, \u00b5m, mm, 0.002",
    "2, \u03bcm, mm, 0.002",
    "2, micrometers, mm, 0.002",
    "2, microns, mm, 0.002",
    "400, nm, mm, 0.0004",
    "1, inch, mm, 25.4",
    "3, cm, mm, 30",
    "20, ms, s, 0.02",
    "20, s, mm, NaN",
    "20, pixels, mm, NaN",
    "20, , mm, NaN"
  })
  void convertsUnits(double value, String unit, String wanted, double expected) {
    assertEquals(expected, Units.convert(value, unit, wanted), 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test-images/dicom/CT_small.dcm | Heatscope's own DICOM reader",
        "test-images/nrrd/raw-lps.nrrd | Heatscope's own NRRD reader",
        "test-images/raster/retina.jpg | Heatscope's own JPEG reader",
        "IMAGES/color.pcx | last row and column of PCX",
        "IMAGES/color.ppm | colours of PPM",
        "IMAGES/color.jp2 | JPEG 2000",
        "IMAGES/palette.mng | palettes of MNG",
        "IMAGES/raw.mov | frames of QuickTime",
        "IMAGES/film.gif | GIF films",
        "IMAGES/packed.bmp | BMP that is packed"
      })
  void refusesWhatScifioMisreads(String name, String reason) {
    Path file = Path.of(name.replace("IMAGES", IMAGES.toString()));
    ImageFormatException e = assertThrows(ImageFormatException.class, () -> open(file).read());
    assertEquals(file, e.path());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void refusesFitsWithAScale() throws IOException {
    byte[] bytes = Files.readAllBytes(IMAGES.resolve("gray.fits"));
    String header = new String(bytes, 0, 2880, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = header.indexOf("BZERO   =         0.000000E+00");
    assertTrue(at > 0);
    bytes[at + 18] = '8';
    Path file = Files.write(folder.resolve("scaled.fits"), bytes);
    ImageFormatException e = assertThrows(ImageFormatException.class, () -> open(file));
    assertEquals("SCIFIO leaves out the BSCALE and BZERO of FITS", e.getMessage());
  }

  @Test
  void choosesAmongSeveralImages() throws IOException {
    Metadata two = metadata(image("overview", 30), image(null, 40), thumbnail());
    Path file = Path.of("two.lif");
    AmbiguousImageException e =
        assertThrows(
            AmbiguousImageException.class,
            () -> ScifioReader.choose(file, two, ReadOptions.standard()));
    assertEquals(
        "2 images here: 1: overview, 2: 40 x 20; choose one by its name or number", e.getMessage());
    assertSame(file, e.path());
    assertEquals(0, ScifioReader.choose(file, two, series("overview")));
    assertEquals(1, ScifioReader.choose(file, two, series("2")));
    assertThrows(AmbiguousImageException.class, () -> ScifioReader.choose(file, two, series("3")));
  }

  @Test
  void refusesAxesThatAVolumeLacks() {
    ImageMetadata image = image("decay", 30);
    image.addAxis(Axes.get("Lifetime"), 64);
    ImageFormatException e =
        assertThrows(
            ImageFormatException.class, () -> ScifioAxes.of(Path.of("flim.ics"), image, true));
    assertEquals(
        "an axis of the kind \"Lifetime\" and length 64: only x, y, z, time and channel are read",
        e.getMessage());
  }

  private static ReadOptions series(String wanted) {
    return new ReadOptions(Optional.of(wanted), Set.of(), ReadOptions.MAX_BYTES);
  }

  private static ImageMetadata image(String name, int width) {
    DefaultImageMetadata image = new DefaultImageMetadata();
    image.setName(name);
    image.setAxisTypes(Axes.X, Axes.Y);
    image.setAxisLength(Axes.X, width);
    image.setAxisLength(Axes.Y, 20);
    image.setPlanarAxisCount(2);
    return image;
  }

  private static ImageMetadata thumbnail() {
    ImageMetadata small = image("small", 4);
    small.setThumbnail(true);
    return small;
  }

  private static Metadata metadata(ImageMetadata... images) {
    return new AbstractMetadata(List.of(images)) {
      @Override
      public void populateImageMetadata() {}
    };
  }
}
