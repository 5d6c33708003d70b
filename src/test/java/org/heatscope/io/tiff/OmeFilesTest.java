// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OME images in several files (OME-TIFF specification, "Distributed across several files"). */
class OmeFilesTest {
  @TempDir Path folder;

  /** A file with a page of one pixel for each number. */
  private Path tiff(String name, String description, int... pixels) throws IOException {
    TiffWriter tiff = new TiffWriter(ByteOrder.LITTLE_ENDIAN).description(description);
    for (int pixel : pixels) {
      tiff.page(1, 1, 1, 1, new byte[] {(byte) pixel}, 258, 8);
    }
    return Files.write(folder.resolve(name), tiff.bytes());
  }

  private static String plane(int z, int ifd, String file, String uuid) {
    return String.format(
        "<TiffData FirstZ='%d' IFD='%d'><UUID FileName='%s'>%s</UUID></TiffData>",
        z, ifd, file, uuid);
  }

  private static String ome(String uuid, String... planes) {
    return "<?xml version='1.0'?><OME UUID='"
        + uuid
        + "'><Image ID='Image:0'><Pixels DimensionOrder='XYZCT' SizeT='1' SizeC='1' SizeZ='"
        + planes.length
        + "'>"
        + String.join("", planes)
        + "</Pixels></Image></OME>";
  }

  private static String binaryOnly(String uuid, String metadata) {
    return "<OME UUID='" + uuid + "'><BinaryOnly MetadataFile='" + metadata + "' UUID='m'/></OME>";
  }

  private static void assertPlanes(Path file, int... values) throws IOException {
    TiffReader reader = (TiffReader) new TiffReaderProvider().open(file, ReadOptions.standard());
    for (Volume v : List.of(reader.read(), reader.readLazily())) {
      assertEquals(values.length, v.geometry().nz());
      for (int z = 0; z < values.length; z++) {
        assertEquals(values[z], v.value(0, 0, z, 0, 0));
      }
    }
  }

  private static String fault(Path file) {
    return assertThrows(ImageFormatException.class, () -> ImageReaders.open(file)).getMessage();
  }

  @Test
  void planesAreFoundFromWhicheverFileIsOpened() throws IOException {
    String[] planes = {plane(0, 1, "a.tif", "u1"), plane(1, 0, "b.tif", "u2")};
    String[] more = {planes[0], planes[1], plane(2, 0, "a.tif", "u1")};
    Path a = tiff("a.tif", ome("u1", more), 10, 20);
    Path b = tiff("b.tif", ome("u2", more), 30);
    assertPlanes(a, 20, 30, 10);
    assertPlanes(b, 20, 30, 10);
    assertEquals(List.of(a, b), ImageReaders.open(a).files());
  }

  @Test
  void metadataMayStandInAFileOfTheirOwn() throws IOException {
    Files.writeString(
        folder.resolve("set.companion.ome"),
        ome("m", plane(0, 0, "b.tif", "u2"), plane(1, 0, "a.tif", "u1")));
    Path a = tiff("a.tif", binaryOnly("u1", "set.companion.ome"), 10);
    tiff("b.tif", binaryOnly("u2", "set.companion.ome"), 20);
    assertPlanes(a, 20, 10);
    Files.delete(folder.resolve("set.companion.ome"));
    assertEquals(
        "the image has its metadata in another file (set.companion.ome), which is missing",
        fault(a));
  }

  @Test
  void aFileOfAnotherImageOrOfAnotherFolderIsNotTaken() throws IOException {
    Path a = tiff("a.tif", ome("u1", plane(0, 0, "a.tif", "u1"), plane(1, 0, "b.tif", "u2")), 1);
    tiff("b.tif", ome("other", plane(0, 0, "b.tif", "other")), 2);
    assertEquals("another file than the one that the OME-XML of a.tif names", fault(a));
    Files.createDirectory(folder.resolve("sub"));
    for (String name : List.of("sub/c.tif", "../c.tif")) {
      Path file = tiff("d.tif", ome("u1", plane(0, 0, "d.tif", "u1"), plane(1, 0, name, "u2")), 1);
      assertEquals(true, fault(file).contains("not taken from"), fault(file));
    }
    Files.writeString(folder.resolve("b.tif"), "no TIFF");
    assertEquals("not a TIFF; the OME-XML names it for its planes", fault(a));
  }
}
