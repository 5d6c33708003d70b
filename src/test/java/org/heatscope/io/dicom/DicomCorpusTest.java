// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real files from many makers; the sums of their stored values (int32, little endian, frame, row,
 * column, sample) are pydicom's, in REFERENCE.json beside the files.
 */
class DicomCorpusTest {
  private static final Path DATA = Path.of("..", "shared", "data");
  private static final Set<String> READABLE = Set.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1");

  @TempDir Path folder;

  @BeforeEach
  void corpusIsThere() {
    Assumptions.assumeTrue(
        Files.isDirectory(DATA.resolve("dicom")), "the DICOM corpus ../shared/data is not here");
  }

  static List<String> uncompressed() throws IOException {
    Path reference = DATA.resolve("REFERENCE.json");
    if (!Files.exists(reference)) {
      return List.of("absent");
    }
    JsonObject all = JsonParser.parseString(Files.readString(reference)).getAsJsonObject();
    return all.keySet().stream()
        .filter(name -> name.startsWith("dicom/"))
        .filter(name -> all.getAsJsonObject(name).has("sha256_int32le"))
        .filter(name -> READABLE.contains(all.getAsJsonObject(name).get("ts").getAsString()))
        .map(name -> name + " " + all.getAsJsonObject(name).get("sha256_int32le").getAsString())
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @MethodSource("uncompressed")
  void storedValuesAreThoseOfPydicom(String nameAndSum) throws IOException {
    String[] parts = nameAndSum.split(" ");
    Path alone = Files.copy(DATA.resolve(parts[0]), folder.resolve("alone"));
    Volume v;
    try {
      v = ImageReaders.read(alone);
    } catch (ImageFormatException e) {
      Assumptions.assumeFalse(e.getMessage().endsWith("not read yet"), e.getMessage());
      throw e;
    }
    assertEquals(parts[1], sum(v));
  }

  @Test
  void mostUncompressedFilesAreRead() throws IOException {
    List<String> refused = new ArrayList<>();
    for (String nameAndSum : uncompressed()) {
      Path file = DATA.resolve(nameAndSum.split(" ")[0]);
      try {
        DicomFile header = DicomFile.read(file).orElseThrow();
        PixelFormat.of(header);
      } catch (ImageFormatException e) {
        refused.add(file.getFileName() + ": " + e.getMessage());
      }
    }
    // Four enhanced ones of XA10, eCT, two SEG, two palettes, YBR twice and a modality LUT.
    assertEquals(12, refused.size(), refused::toString);
  }

  @Test
  void aTiltedAndUnevenSeriesIsRefused() {
    ImageFormatException e =
        assertThrows(
            ImageFormatException.class,
            () -> ImageReaders.open(DATA.resolve("dicom/dcm_qa_ct_GE_tilt")));
    assertTrue(e.getMessage().contains("a gantry tilt of 18.5 degrees"), e.getMessage());
  }

  @Test
  void aFileAmongCopiesOfItselfIsReadAlone() throws IOException {
    Volume v = ImageReaders.read(DATA.resolve("dicom/pydicom/MR_small.dcm"));
    assertEquals(1, v.geometry().nz());
    assertEquals(1, v.time().frames());
  }

  @Test
  void doseGridOfARealPlan() throws IOException {
    Volume v = ImageReaders.read(DATA.resolve("dicom/pydicom/rtdose.dcm"));
    assertEquals(15, v.geometry().nz());
    assertEquals(5, v.geometry().spacing(2), 1e-9);
    assertEquals("", v.unit(), "the plan calls its dose RELATIVE");
    assertArrayEquals(
        new double[] {-189.43125, -199.43125, -761.87}, v.geometry().affine().apply(0, 0, 0), 1e-6);
    assertEquals(1.084, v.value(7, 3, 14, 0, 0), 1e-9, "1084000 (pydicom) times 1e-6");
  }

  private static String sum(Volume v) {
    Geometry g = v.geometry();
    IntToDoubleFunction[] channel = new IntToDoubleFunction[v.channels()];
    int[] offset = new int[v.channels()];
    for (int c = 0; c < v.channels(); c++) {
      Samples s = Samples.of(v, 0, c);
      channel[c] = s.reader();
      offset[c] = s.offset();
    }
    int n = (int) g.voxels();
    ByteBuffer bytes = ByteBuffer.allocate(4 * n * channel.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < channel.length; c++) {
        bytes.putInt((int) (long) channel[c].applyAsDouble(offset[c] + i));
      }
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
