// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.metaimage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of the MetaIO library's documentation, on headers written by hand. */
class MetaImageRulesTest {
  private static final String CUBE = "NDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\n";

  @TempDir Path folder;

  private Path write(String header, String data) throws IOException {
    byte[] bytes = (header + data).getBytes(StandardCharsets.ISO_8859_1);
    return Files.write(folder.resolve("a.mha"), bytes);
  }

  private Volume read(String header, String data) throws IOException {
    return ImageReaders.read(write(header, data));
  }

  private String fault(String header, String data) throws IOException {
    Path file = write(header, data);
    return assertThrows(ImageFormatException.class, () -> ImageReaders.read(file)).getMessage();
  }

  /** Axis 0 runs along (0,1,0) of LPS, axis 1 along (-1,0,0). */
  @ParameterizedTest
  @CsvSource({"TransformMatrix, Offset", "Rotation, Position", "Orientation, Origin"})
  void theMatrixHoldsTheDirectionOfAnAxisAfterTheOther(String matrix, String offset)
      throws IOException {
    String place = matrix + " = 0 1 0 -1 0 0 0 0 1\n" + offset + " = 10 20 30\n";
    Volume v = read(CUBE + place + "ElementSpacing = 2 3 4\nElementDataFile = LOCAL\n", "abcdefgh");
    assertArrayEquals(
        new double[] {0, 3, 0, -10, -2, 0, 0, -20, 0, 0, 4, 30}, v.geometry().affine().rows());
    assertEquals(List.of(), v.warnings());
  }

  @Test
  void withoutAPlaceThereIsAWarningAndAPlaneIsAPicture() throws IOException {
    Volume v = read(CUBE + "ElementSize = 2 2 5\nElementDataFile = LOCAL\n", "abcdefgh");
    assertEquals(5, v.geometry().spacing(2));
    assertTrue(v.warnings().get(0).contains("left"));
    Volume plane =
        read(
            "NDims = 2\nDimSize = 2 3\nElementType = MET_CHAR\nElementDataFile = LOCAL\n",
            "abcdef");
    assertEquals(Geometry.picture(2, 3, 1, 1, 1, 1), plane.geometry());
  }

  @Test
  void bytesMayBeInEitherOrderOrTextAndHaveASlope() throws IOException {
    String one = "NDims = 2\nDimSize = 1 1\nElementType = MET_SHORT\n";
    String end = "ElementDataFile = LOCAL\n";
    assertEquals(
        258, read(one + "BinaryDataByteOrderMSB = True\n" + end, "\1\2").value(0, 0, 0, 0, 0));
    assertEquals(
        258, read(one + "ElementByteOrderMSB = True\n" + end, "\1\2").value(0, 0, 0, 0, 0));
    assertEquals(513, read(one + end, "\1\2").value(0, 0, 0, 0, 0));
    assertEquals(-12, read(one + "BinaryData = False\n" + end, " -12 ").value(0, 0, 0, 0, 0));
    String slope = "ElementToIntensityFunctionSlope = 2\nElementToIntensityFunctionOffset = -1\n";
    assertEquals(1025, read(one + slope + end, "\1\2").value(0, 0, 0, 0, 0));
  }

  @Test
  void dataFilesAreAListOrNumberedAndStayInTheFolder() throws IOException {
    Files.writeString(folder.resolve("s1"), "zzabcd");
    Files.writeString(folder.resolve("s2"), "zzefgh");
    for (String data : List.of("LIST\ns1\ns2\n", "LIST 2D\ns1\ns2", "s%d 1 2 1", "s%d 1 2")) {
      for (String skip : List.of("HeaderSize = 2\n", "HeaderSize = -1\n")) {
        Volume v = read(CUBE + skip + "ElementDataFile = " + data, "");
        assertEquals('a', v.value(0, 0, 0, 0, 0));
        assertEquals('h', v.value(1, 1, 1, 0, 0));
      }
    }
    for (String data : List.of("../s1", "/etc/passwd", "LIST\n../s1\ns2", "gone.raw", "")) {
      Path file = write(CUBE + "ElementDataFile = " + data, "\n");
      assertThrows(ImageFormatException.class, () -> ImageReaders.read(file), data);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'NDims = 9', axes",
    "'DimSize = 2 2', DimSize",
    "'DimSize = 2 2 99999', truncated",
    "'DimSize = 2 2 -1', size",
    "'ElementType = MET_STRING', MET_STRING",
    "'TransformMatrix = 1 0 0 1 0 0 1 0 0', inverted",
    "'Offset = 1 2 x', Offset",
    "'HeaderSize = -7', HeaderSize",
    "'CompressedData = True', zlib"
  })
  void contradictionsAreRefused(String line, String part) throws IOException {
    String fault = fault(CUBE + line + "\nElementDataFile = LOCAL\n", "abcdefgh");
    assertTrue(fault.contains(part), fault);
  }
}
