// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of "Definition of NRRD File Format", on headers written by hand. */
class NrrdRulesTest {
  private static final String CUBE =
      "type: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: raw\nspace directions: (2,0,0) (0,3,0)"
          + " (0,0,4)\nspace origin: (10,20,30)\n";

  @TempDir Path folder;

  private Path write(String name, String header, String data) throws IOException {
    String text = "NRRD0005\n# comment: ignored\n" + header + data;
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Volume read(String header, String data) throws IOException {
    return ImageReaders.read(write("a.nrrd", header, "\n" + data));
  }

  private String fault(String header, String data) throws IOException {
    Path file = write("a.nrrd", header, "\n" + data);
    return assertThrows(ImageFormatException.class, () -> ImageReaders.read(file)).getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "right-anterior-superior, 1, 1",
    "RAS, 1, 1",
    "left-anterior-superior, -1, 1",
    "LAS, -1, 1",
    "left-posterior-superior, -1, -1",
    "LPS, -1, -1",
    "scanner-xyz, -1, -1"
  })
  void theSpaceTellsWhichWayTheAxesRun(String space, int x, int y) throws IOException {
    Volume v = read("space: " + space + "\n" + CUBE, "abcdefgh");
    assertArrayEquals(
        new double[] {2 * x, 0, 0, 10 * x, 0, 3 * y, 0, 20 * y, 0, 0, 4, 30},
        v.geometry().affine().rows());
    assertEquals(Geometry.Frame.ANATOMICAL, v.geometry().frame());
    assertEquals(space.startsWith("scanner"), !v.warnings().isEmpty());
  }

  @Test
  void aSpaceWithoutSidesIsAPicture() throws IOException {
    Volume v = read("space: 3D-right-handed\n" + CUBE, "abcdefgh");
    assertEquals(Geometry.Frame.PICTURE, v.geometry().frame());
    assertTrue(v.warnings().get(0).contains("left"));
    assertEquals(
        Geometry.picture(3, 2, 1, 0.5, 2, 1),
        read("type: uchar\ndimension: 2\nsizes: 3 2\nspacings: .5 2\nencoding: raw\n", "abcdef")
            .geometry());
  }

  /** Cells: faces at 10 and 16 are of three voxels of 2, the first one's centre at 11. */
  @Test
  void axisEndsPlaceAPicture() throws IOException {
    String head = "type: uchar\ndimension: 2\nsizes: 3 2\nencoding: raw\naxis mins: 10 5\n";
    assertArrayEquals(
        new double[] {2, 0, 0, 11, 0, -4, 0, -7, 0, 0, 1, 0},
        read(head + "axis maxs: 16 13\n", "abcdef").geometry().affine().rows());
    assertArrayEquals(
        new double[] {3, 0, 0, 10, 0, -8, 0, -5, 0, 0, 1, 0},
        read(head + "axis maxs: 16 13\ncenterings: node node\n", "abcdef")
            .geometry()
            .affine()
            .rows());
    assertArrayEquals(
        new double[] {0.5, 0, 0, 10.25, 0, -2, 0, -6, 0, 0, 1, 0},
        read(head + "spacings: .5 2\n", "abcdef").geometry().affine().rows());
  }

  @Test
  void spaceUnitsAreTakenToMillimetres() throws IOException {
    Volume v = read("space: RAS\nspace units: \"cm\" \"cm\" \"cm\"\n" + CUBE, "abcdefgh");
    assertEquals(20, v.geometry().spacing(0), 1e-12);
    assertEquals(300, v.geometry().affine().get(2, 3), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "signed char, INT8, 1",
    "unsigned char, UINT8, 1",
    "uint8_t, UINT8, 1",
    "short int, INT16, 2",
    "signed short, INT16, 2",
    "unsigned short int, UINT16, 2",
    "signed int, INT32, 4",
    "unsigned int, UINT32, 4",
    "long long int, INT64, 8",
    "unsigned long long int, UINT64, 8",
    "int64_t, INT64, 8",
    "float, FLOAT32, 4",
    "double, FLOAT64, 8"
  })
  void aTypeIsKnownUnderAllItsNames(String name, SampleType type, int bytes) throws IOException {
    String header = "dimension: 1\nsizes: 1\nendian: big\nencoding: raw\ntype: " + name + "\n";
    assertEquals(type, read(header, "\0".repeat(bytes)).type());
  }

  @Test
  void textAndHexAreNumbers() throws IOException {
    String header = "type: short\ndimension: 1\nsizes: 3\nendian: little\nencoding: ";
    Volume text = read(header + "ascii\n", "-300, 7\n\t32767");
    assertEquals(-300, text.value(0, 0, 0, 0, 0));
    assertEquals(32767, text.value(2, 0, 0, 0, 0));
    Volume hex = read(header + "hex\n", "d4fe 0700\nFF7f");
    assertEquals(-300, hex.value(0, 0, 0, 0, 0));
    assertEquals(32767, hex.value(2, 0, 0, 0, 0));
    assertTrue(fault(header + "ascii\n", "1 2 32768").contains("int16"));
    assertTrue(fault(header + "hex\n", "d4fe07zz").contains("hexadecimal"));
    assertTrue(fault(header + "ascii\n", "1 2").contains("truncated"));
    double nan =
        read("type: float\ndimension: 1\nsizes: 2\nencoding: text\n", "-nan -inf")
            .value(0, 0, 0, 0, 0);
    assertTrue(Double.isNaN(nan));
  }

  private static final String RGB = "type: uchar\nencoding: raw\ndimension: 4\n";

  @Test
  void aLeadingAxisHoldsChannelsAndATrailingOneFrames() throws IOException {
    Volume colors = read(RGB + "sizes: 3 2 1 1\nkinds: RGB-color domain domain domain\n", "abcdef");
    assertEquals(3, colors.channels());
    assertEquals('f', colors.value(1, 0, 0, 0, 2));
    Volume clear =
        read(RGB + "sizes: 4 2 1 1\nkinds: RGBA-color domain domain domain\n", "abcdefgh");
    assertEquals(3, clear.channels());
    assertEquals('g', clear.value(1, 0, 0, 0, 2));
    assertTrue(clear.warnings().get(0).contains("transparency"));
    Volume series =
        read(
            RGB
                + "sizes: 2 1 1 3\nkinds: domain domain domain list\nspacings: NaN NaN NaN 2.5\n"
                + "units: \"\" \"\" \"\" \"s\"\n",
            "abcdef");
    assertEquals(new TimeAxis(3, 2.5, "s"), series.time());
    assertEquals('f', series.value(1, 0, 0, 2, 0));
    Volume leading = read(RGB + "sizes: 3 2 1 1\nkinds: list domain domain domain\n", "abcdef");
    assertEquals(3, leading.time().frames());
    assertEquals('f', leading.value(1, 0, 0, 2, 0));
    assertTrue(
        fault(RGB + "sizes: 2 3 2 1\nkinds: domain vector domain domain\n", "").contains("axes"));
  }

  @Test
  void aVoxelOfVeryManyNumbersIsRefused() throws IOException {
    String fault =
        fault(
            "type: uchar\nencoding: raw\ndimension: 2\nsizes: 20000 2\nkinds: vector domain\n",
            "\0".repeat(40000));
    assertTrue(fault.contains("20000 numbers"), fault);
  }

  @Test
  void aLineInSpaceIsGivenTwoAxesAcross() throws IOException {
    Volume v =
        read(
            "type: uchar\nencoding: raw\ndimension: 1\nsizes: 2\nspace: RAS\n"
                + "space directions: (0,2,0)\nspace origin: (1,2,3)\n",
            "ab");
    assertArrayEquals(
        new double[] {0, 0, 1, 1, 2, 0, 0, 2, 0, 1, 0, 3},
        Arrays.stream(v.geometry().affine().rows()).map(Math::abs).toArray());
  }

  @Test
  void complexNumbersAreReadAsTheirMagnitude() throws IOException {
    Volume v =
        read(
            "type: float\nencoding: ascii\ndimension: 2\nsizes: 2 2\nkinds: complex domain\n",
            "3 4 5 -12");
    assertEquals(5, v.value(0, 0, 0, 0, 0));
    assertEquals(13, v.value(1, 0, 0, 0, 0));
  }

  @Test
  void aDetachedHeaderTakesItsFilesFromItsFolder() throws IOException {
    Files.writeString(folder.resolve("x1"), "line\nzabcd");
    Files.writeString(folder.resolve("x2"), "a longer line\nzefgh");
    String skips = CUBE + "line skip: 1\nbyte skip: 1\n";
    for (String data :
        List.of("data file: LIST\nx1\nx2", "data file: x%d 1 2 1", "datafile: x%d 1 2 1 2")) {
      Volume v = ImageReaders.read(write("a.nhdr", skips + data, "\n"));
      assertEquals('h', v.value(1, 1, 1, 0, 0));
      assertEquals('e', v.value(0, 0, 1, 0, 0));
    }
    Volume last =
        ImageReaders.read(write("a.nhdr", CUBE + "byte skip: -1\ndata file: x%d 1 2 1", "\n"));
    assertEquals('h', last.value(1, 1, 1, 0, 0));
    for (String data :
        List.of("../x1", "/etc/passwd", "LIST\n../x1\nx2", "missing.raw", "x%s 1 2 1")) {
      Path file = write("b.nhdr", skips + "data file: " + data, "\n");
      assertThrows(ImageFormatException.class, () -> ImageReaders.read(file), data);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'sizes: 2 2', sizes",
    "'sizes: 2 2 0', size 0",
    "'sizes: 2 2 99999999', truncated",
    "'sizes: 2 2 x', whole number",
    "'type: block', block",
    "'encoding: lzma', lzma",
    "'space directions: (1,0,0) (0,1,0)', directions",
    "'space directions: (1,0,0) (0,1,0) (1,1,0)', inverted",
    "'space directions: (1,0,0) (0,1,0) (1,nan,0)', number",
    "'byte skip: -2', skips"
  })
  void contradictionsAreRefused(String line, String part) throws IOException {
    String fault = fault(CUBE + line + "\n", "abcdefgh");
    assertTrue(fault.contains(part), fault);
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertTrue(fault("dimension: 1\nsizes: 1\nencoding: raw\n", "a").contains("'type'"));
    assertTrue(
        fault("type: short\ndimension: 1\nsizes: 1\nencoding: raw\n", "ab").contains("endian"));
  }
}
