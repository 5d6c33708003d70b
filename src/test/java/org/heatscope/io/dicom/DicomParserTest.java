// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they are in the wild, and files made to harm. */
class DicomParserTest {
  private static final long UNDEFINED = 0xffffffffL;

  @TempDir Path folder;

  @Test
  void implicitVr() throws IOException {
    assertReads(sample().implicitVr());
  }

  @Test
  void withoutPreamble() throws IOException {
    assertReads(sample().withoutPreamble());
  }

  @Test
  void withoutFileMeta() throws IOException {
    assertReads(sample().text(0x00080005, "CS", "ISO_IR 100").withoutMeta());
    assertReads(
        sample()
            .text(0x00080005, "CS", "ISO_IR 100")
            .text(0x00080016, "UI", "1.2")
            .implicitVr()
            .withoutMeta());
  }

  @Test
  void nestedSequencesOfUndefinedLengthAreSkipped() throws IOException {
    byte[] inner = DicomWriter.item(new DicomWriter().unsigned(0x00280010, 77).dataset(), true);
    byte[] outer =
        DicomWriter.item(
            new DicomWriter()
                .raw(0x00082112, "SQ", inner, UNDEFINED)
                .unsigned(0x00280011, 88)
                .dataset(),
            true);
    assertReads(sample().raw(0x00081140, "SQ", outer, UNDEFINED));
    assertReads(sample().raw(0x00081140, "SQ", DicomWriter.item(inner, false)));
  }

  @Test
  void nestedSequencesOfUndefinedLengthInImplicitVr() throws IOException {
    byte[] inner =
        DicomWriter.item(new DicomWriter().implicitVr().unsigned(0x00280010, 77).dataset(), true);
    byte[] outer =
        DicomWriter.item(
            new DicomWriter().implicitVr().raw(0x00082112, "SQ", inner, UNDEFINED).dataset(), true);
    assertReads(sample().implicitVr().raw(0x00081140, "SQ", outer, UNDEFINED));
  }

  @Test
  void itemsOfAnUnknownValueRepresentationAreImplicit() throws IOException {
    byte[] items =
        DicomWriter.item(new DicomWriter().implicitVr().unsigned(0x00280010, 77).dataset(), true);
    assertReads(sample().raw(0x00091010, "UN", items, UNDEFINED));
  }

  @Test
  void privateUnknownAndOddElementsAreSkipped() throws IOException {
    assertReads(
        sample()
            .text(0x00090010, "LO", "SOMEBODY")
            .raw(0x00091001, "UN", new byte[70_001])
            .raw(0x00091002, "ZZ", new byte[5])
            .raw(0x00091003, "OB", new byte[3]));
  }

  @Test
  void fragmentsOfAnEncapsulatedIconAreSkipped() throws IOException {
    byte[] fragments = DicomWriter.item(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, false);
    byte[] ended = new byte[fragments.length + 8];
    System.arraycopy(fragments, 0, ended, 0, fragments.length);
    byte[] delimiter = {(byte) 0xfe, (byte) 0xff, (byte) 0xdd, (byte) 0xe0};
    System.arraycopy(delimiter, 0, ended, fragments.length, 4);
    byte[] icon =
        DicomWriter.item(new DicomWriter().raw(0x7fe00010, "OB", ended, UNDEFINED).dataset(), true);
    assertReads(sample().raw(0x00880200, "SQ", icon, UNDEFINED));
  }

  @Test
  void bytesAfterThePixelDataDoNotMatter() throws IOException {
    assertReads(sample().raw(0xfffcfffc, "OB", new byte[100]));
  }

  @Test
  void sequencesNestedTooDeepAreRefused() throws IOException {
    byte[] value = new byte[0];
    for (int i = 0; i < 5000; i++) {
      value = DicomWriter.item(new DicomWriter().raw(0x00081140, "SQ", value).dataset(), false);
    }
    // Undefined lengths send the parser into every level.
    String open = "\u0008\u0000\u0040\u0011SQ\0\0\u00ff\u00ff\u00ff\u00ff";
    String item = "\u00fe\u00ff\0\u00e0\u00ff\u00ff\u00ff\u00ff";
    byte[] deep = (item + (open + item).repeat(100_000)).getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(
        sample().raw(0x00081140, "SQ", deep, UNDEFINED), "sequences are nested more than 32 deep");
    assertReads(sample().raw(0x00081140, "SQ", value));
  }

  @Test
  void aLengthPastTheEndIsRefused() throws IOException {
    assertRefused(
        sample().raw(0x00091001, "UN", new byte[4], 0x7ffffff0L),
        "truncated: element (0009,1001) declares 2147483632 bytes,");
  }

  @Test
  void aNameOfAMegabyteIsRefused() throws IOException {
    assertRefused(
        sample().raw(0x0008103e, "UT", new byte[2 << 20]),
        "series description (0008,103e) is 2097152 bytes long");
  }

  @Test
  void pixelDataShorterThanDeclaredAreRefused() throws IOException {
    assertRefused(
        sample().unsigned(0x00280010, 3), "truncated: 12 bytes of pixels declared, 8 present");
    assertRefused(
        sample().text(0x00280008, "IS", "2147483647"),
        "truncated: 17179869176 bytes of pixels declared, 8 present");
    assertRefused(
        sample()
            .unsigned(0x00280010, 65535)
            .unsigned(0x00280011, 65535)
            .raw(0x7fe00010, "OW", new byte[8], 0xfffffff0L),
        "truncated: 8589672450 bytes of pixels declared, 8 present");
  }

  @Test
  void aPictureWithoutSizeIsRefused() throws IOException {
    assertRefused(sample().remove(0x00280011), "columns (0028,0011) is 0");
  }

  @Test
  void textWhereANumberIsDueIsRefused() throws IOException {
    assertRefused(
        sample().text(0x00280008, "IS", "1A"),
        "number of frames (0028,0008) is \"1A\", not a number");
  }

  @Test
  void aFileWithoutAnImageIsRefused() throws IOException {
    assertRefused(sample().remove(0x7fe00010), "this DICOM file holds no image (modality \"OT\")");
  }

  @Test
  void otherFilesAreNotTakenForDicom() {
    assertFalse(DicomFile.isDicom(new byte[0]));
    assertFalse(DicomFile.isDicom(new byte[1024]));
    assertFalse(DicomFile.isDicom("The quick brown fox jumps".getBytes(StandardCharsets.UTF_8)));
    byte[] numbers = new byte[64];
    numbers[0] = 8;
    assertFalse(DicomFile.isDicom(numbers), "int16 8, 0, 0, ...");
  }

  private static DicomWriter sample() {
    return DicomWriter.picture().pixels(40);
  }

  private void assertReads(DicomWriter w) throws IOException {
    Volume v = ImageReaders.read(w.write(folder, "sample"));
    assertEquals(2, v.geometry().nx());
    assertEquals(2, v.geometry().ny());
    assertEquals(43, v.value(1, 1, 0, 0, 0));
  }

  private void assertRefused(DicomWriter w, String fault) throws IOException {
    Path file = w.write(folder, "refused");
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
    assertTrue(e.getMessage().startsWith(fault), e.getMessage());
  }
}
