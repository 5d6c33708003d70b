// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heatscope.color.Window;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of nifti1.h, on headers written by hand. */
class NiftiHeaderRulesTest {
  @TempDir Path folder;

  private static NiftiFile bytesImage(int... dim) {
    int n = 1;
    for (int d : dim) {
      n *= d;
    }
    return new NiftiFile(ByteOrder.LITTLE_ENDIAN, 2, n, dim);
  }

  private Volume read(NiftiFile f) throws IOException {
    return ImageReaders.read(f.write(folder.resolve("a.nii")));
  }

  private String fault(NiftiFile f) throws IOException {
    Path file = f.write(folder.resolve("a.nii"));
    return assertThrows(ImageFormatException.class, () -> ImageReaders.read(file)).getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "2, UINT8, 1, 200",
    "256, INT8, 1, -56",
    "512, UINT16, 2, 60000",
    "4, INT16, 2, -5536",
    "768, UINT32, 4, 4000000000",
    "8, INT32, 4, -294967296",
    "16, FLOAT32, 4, -0.5",
    "64, FLOAT64, 8, 1e300",
    "1024, INT64, 8, -9000000000",
    "1280, UINT64, 8, 9223372036854775808"
  })
  void everyScalarTypeIsReadInBothByteOrders(int code, SampleType type, int size, String value)
      throws IOException {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      NiftiFile f = new NiftiFile(order, code, 3 * size, 3);
      ByteBuffer voxels = f.voxels().position(size);
      if (type == SampleType.FLOAT32) {
        voxels.putFloat(Float.parseFloat(value));
      } else if (type == SampleType.FLOAT64) {
        voxels.putDouble(Double.parseDouble(value));
      } else {
        long bits = new java.math.BigInteger(value).longValue();
        for (int i = 0; i < size; i++) {
          int shift = 8 * (order == ByteOrder.BIG_ENDIAN ? size - 1 - i : i);
          voxels.put((byte) (bits >> shift));
        }
      }
      Volume v = read(f);
      assertEquals(type, v.type());
      assertEquals(0, v.value(0, 0, 0, 0, 0));
      assertEquals(Double.parseDouble(value), v.value(1, 0, 0, 0, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1-bit", "1536, float128", "2048, complex256", "77, unknown"})
  void otherTypesAreRefusedByName(int code, String name) throws IOException {
    assertTrue(fault(new NiftiFile(ByteOrder.LITTLE_ENDIAN, code, 64, 2, 2)).contains(name));
  }

  @ParameterizedTest
  @CsvSource({"128, 3", "2304, 4"})
  void colorsAreThreeChannelsThatTheSlopeDoesNotTouch(int code, int bytes) throws IOException {
    NiftiFile f = new NiftiFile(ByteOrder.LITTLE_ENDIAN, code, 2 * bytes, 2);
    f.putFloats(NiftiFile.SLOPE, 3, 1);
    f.voxels().put(bytes, new byte[] {10, (byte) 200, 30});
    Volume v = read(f);
    assertEquals(3, v.channels());
    assertEquals(SampleType.UINT8, v.type());
    assertEquals(10, v.value(1, 0, 0, 0, 0));
    assertEquals(200, v.value(1, 0, 0, 0, 1));
    assertEquals(30, v.value(1, 0, 0, 0, 2));
    boolean warned = v.warnings().stream().anyMatch(w -> w.contains("transparency"));
    assertEquals(bytes == 4, warned);
  }

  /** |2 (3 + 4i)| = 10. */
  @ParameterizedTest
  @CsvSource({"32, 4, FLOAT32", "1792, 8, FLOAT64"})
  void complexNumbersAreReadAsTheirMagnitude(int code, int bytes, SampleType type)
      throws IOException {
    NiftiFile f = new NiftiFile(ByteOrder.BIG_ENDIAN, code, 4 * bytes, 2);
    f.putFloats(NiftiFile.SLOPE, -2, 0);
    if (type == SampleType.FLOAT32) {
      f.voxels().putFloat(8, 3).putFloat(12, -4);
    } else {
      f.voxels().putDouble(16, 3).putDouble(24, -4);
    }
    Volume v = read(f);
    assertEquals(type, v.type());
    assertEquals(10, v.value(1, 0, 0, 0, 0));
    assertTrue(v.warnings().stream().anyMatch(w -> w.contains("magnitude")));
    assertTrue(fault(f.putFloats(NiftiFile.SLOPE, 2, 1)).contains("scl_inter"));
  }

  @Test
  void aFifthAxisOfVectorsHoldsTheChannels() throws IOException {
    NiftiFile f = bytesImage(2, 1, 1, 2, 3).putShort(NiftiFile.INTENT, 1007);
    f.voxels().put(2 * 2 * 2 + 2 + 1, (byte) 7);
    Volume v = read(f);
    assertEquals(3, v.channels());
    assertEquals(2, v.time().frames());
    assertEquals(7, v.value(1, 0, 0, 1, 2));
    assertTrue(fault(f.putShort(NiftiFile.INTENT, 0)).contains("fifth axis"));
  }

  @Test
  void samplesPastTheLimitAreRefused() throws IOException {
    Path file = bytesImage(10, 10).write(folder.resolve("a.nii"));
    ReadOptions most = new ReadOptions(Optional.empty(), Set.of(), 99);
    String fault =
        assertThrows(ImageFormatException.class, () -> ImageReaders.open(file, most)).getMessage();
    assertTrue(fault.contains("--max-bytes"), fault);
  }

  @ParameterizedTest
  @CsvSource({"hdr, img", "hdr.gz, img", "hdr, img.gz", "hdr.gz, img.gz"})
  void eitherFileOfAPairOpensIt(String header, String data) throws IOException {
    Path h = folder.resolve("scan." + header);
    Path d = folder.resolve("scan." + data);
    NiftiFile f = bytesImage(3, 2);
    f.voxels().put(4, (byte) 9);
    f.writePair(h, d);
    for (Path given : List.of(h, d)) {
      assertEquals(9, ImageReaders.read(given).value(1, 1, 0, 0, 0));
      assertEquals(List.of(h, d), ImageReaders.open(given).files());
    }
  }

  @Test
  void aPairWithoutItsVoxelsIsRefused() throws IOException {
    Path h = folder.resolve("scan.hdr");
    Path d = folder.resolve("scan.img");
    bytesImage(3, 2).writePair(h, d);
    Files.delete(d);
    String fault =
        assertThrows(ImageFormatException.class, () -> ImageReaders.open(h)).getMessage();
    assertTrue(fault.contains(".img"), fault);
  }

  @Test
  void missingAxesHaveLengthOneWhateverTheHeaderHoldsThere() throws IOException {
    NiftiFile f = bytesImage(4, 3).putShort(46, 0).putShort(48, -7);
    Volume v = read(f);
    assertEquals(1, v.geometry().nz());
    assertEquals(TimeAxis.NONE, v.time());
  }

  @Test
  void slopeZeroOrNoNumberLeavesStoredSamples() throws IOException {
    for (double slope : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
      NiftiFile f = bytesImage(2).putFloats(NiftiFile.SLOPE, slope, 5);
      assertEquals(Rescale.IDENTITY, read(f).rescale());
    }
    assertEquals(
        new Rescale(-2, 5), read(bytesImage(2).putFloats(NiftiFile.SLOPE, -2, 5)).rescale());
    assertTrue(
        fault(bytesImage(2).putFloats(NiftiFile.SLOPE, 2, Double.NaN)).contains("scl_inter"));
  }

  /** (b,c,d) = (0,0,sqrt(1/2)) turns 90 degrees about z: i runs to +y, j to -x. */
  @Test
  void qformTurnsScalesAndFlipsTheThirdAxis() throws IOException {
    double half = Math.sqrt(0.5);
    NiftiFile f =
        bytesImage(2, 2, 2)
            .putShort(NiftiFile.QFORM_CODE, 1)
            .putFloats(NiftiFile.PIXDIM, -1, 2, 3, 4)
            .putFloats(NiftiFile.QUATERNION, 0, 0, half, 10, 20, 30);
    double[] expected = {0, -3, 0, 10, 2, 0, 0, 20, 0, 0, -4, 30};
    assertArrayEquals(expected, read(f).geometry().affine().rows(), 1e-6);
    f.putFloats(NiftiFile.PIXDIM, 0);
    expected[10] = 4;
    assertArrayEquals(expected, read(f).geometry().affine().rows(), 1e-6);
  }

  @Test
  void sformIsTakenBeforeQformWithAWarningWhereTheyDisagree() throws IOException {
    NiftiFile f =
        bytesImage(2, 2, 2)
            .putShort(NiftiFile.QFORM_CODE, 1)
            .putShort(NiftiFile.SFORM_CODE, 1)
            .putFloats(NiftiFile.QUATERNION, 0, 0, 0, 1, 2, 3)
            .putFloats(NiftiFile.SROW, 1, 0, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3);
    assertEquals(List.of(), read(f).warnings());
    f.putFloats(NiftiFile.QUATERNION, 0, 0, 0, 1.002, 2, 3);
    Volume v = read(f);
    assertEquals(1, v.geometry().affine().get(0, 3));
    assertEquals(1, v.warnings().size());
  }

  @Test
  void withoutFormsTheStepsAloneAreTheAffine() throws IOException {
    Volume v = read(bytesImage(2, 2, 2).putFloats(NiftiFile.PIXDIM, 1, -2, 0, 3));
    double[] expected = {2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0};
    assertArrayEquals(expected, v.geometry().affine().rows());
    assertEquals(1, v.warnings().size());
  }

  @ParameterizedTest
  @CsvSource({
    "9, 1000, 1.5, s",
    "10, 1, 1.5, s",
    "19, 0.001, 0.0015, s",
    "26, 1, 1.5e-6, s",
    "34, 1, 1.5, Hz",
    "42, 1, 1.5, ppm",
    "0, 1, 1.5, ''"
  })
  void unitsBecomeMillimetresAndSeconds(int units, double mm, double step, String unit)
      throws IOException {
    NiftiFile f = bytesImage(1, 1, 1, 3).putFloats(NiftiFile.PIXDIM, 1, 1, 1, 1, 1.5);
    f.bytes.put(NiftiFile.UNITS, (byte) units);
    Volume v = read(f);
    assertEquals(mm, v.geometry().spacing(0), 1e-12);
    assertEquals(3, v.time().frames());
    assertEquals(step, v.time().step(), 1e-12);
    assertEquals(unit, v.time().unit());
  }

  @Test
  void intentAndDisplayRangeAreKept() throws IOException {
    NiftiFile f = bytesImage(2).putShort(NiftiFile.INTENT, 5);
    f.putFloats(NiftiFile.CAL_MAX, 8, 2);
    Volume v = read(f);
    assertEquals("z-score", v.intent());
    assertEquals("z", v.unit());
    assertEquals(List.of(Window.range(2, 8)), v.windows());
    f.putShort(NiftiFile.INTENT, 1002).putFloats(NiftiFile.CAL_MAX, 2, 2);
    assertEquals("label", read(f).intent());
    assertEquals(List.of(), read(f).windows());
  }

  @Test
  void aFifthAxisIsFramesOnlyInPlaceOfTimeAndNeverAVector() throws IOException {
    assertEquals(4, read(bytesImage(2, 2, 2, 1, 4)).time().frames());
    assertTrue(fault(bytesImage(2, 2, 2, 2, 4)).contains("fifth axis"));
    assertEquals(
        1, read(bytesImage(2, 2, 2, 1, 3).putShort(NiftiFile.INTENT, 1007)).time().frames());
  }

  @Test
  void theMessageCountsDeclaredAndPresentBytes() throws IOException {
    String expected = "truncated: 1000 bytes of voxels declared, 20 present";
    NiftiFile f = new NiftiFile(ByteOrder.LITTLE_ENDIAN, 2, 20, 10, 10, 10);
    assertEquals(expected, fault(f));
    Path zipped = f.write(folder.resolve("a.nii.gz"));
    assertEquals(
        expected,
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(zipped)).getMessage());
  }

  @Test
  void bytesAfterTheVoxelsAreAWarning() throws IOException {
    NiftiFile f = new NiftiFile(ByteOrder.LITTLE_ENDIAN, 2, 20, 4, 4);
    f.putShort(NiftiFile.SFORM_CODE, 1);
    f.putFloats(NiftiFile.SROW, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    List<String> expected = List.of("4 bytes follow the voxels that the header declares.");
    assertEquals(expected, read(f).warnings());
    assertEquals(expected, ImageReaders.read(f.write(folder.resolve("a.nii.gz"))).warnings());
  }

  @ParameterizedTest
  @CsvSource({"20", "-352", "352.5", "NaN", "Infinity", "1e30"})
  void voxOffsetsThatCannotBeAreRefused(double offset) throws IOException {
    assertTrue(fault(bytesImage(2).putFloats(NiftiFile.VOX_OFFSET, offset)).contains("vox_offset"));
  }

  @Test
  void aGzippedFileThatDeclaresMoreThanItCanHoldIsRefusedBeforeAllocating() throws IOException {
    NiftiFile f = new NiftiFile(ByteOrder.LITTLE_ENDIAN, 64, 8, 30000, 30000, 2);
    Path zipped = f.write(folder.resolve("a.nii.gz"));
    String fault =
        assertThrows(ImageFormatException.class, () -> ImageReaders.open(zipped)).getMessage();
    assertTrue(fault.contains("14400000000 bytes of voxels declared"), fault);
  }

  /** The file has a hole: it takes no room on the disk. */
  @Test
  void anImageThatNoArrayHoldsIsReadWhereItIsLookedAt() throws IOException {
    Path file =
        new NiftiFile(ByteOrder.LITTLE_ENDIAN, 2, 8, 32767, 32767, 3)
            .write(folder.resolve("a.nii"));
    assertTrue(
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file))
            .getMessage()
            .contains("3221028867 bytes of voxels declared, 8 present"));
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.setLength(352 + 3221028867L);
      f.seek(352 + 3221028866L);
      f.write(9);
    }
    Volume v = ImageReaders.read(file);
    assertEquals(9, v.value(32766, 32766, 2, 0, 0));
    assertEquals(0, v.value(32765, 32766, 2, 0, 0));
  }

  @Test
  void aSingularPlaceIsRefused() throws IOException {
    assertTrue(fault(bytesImage(2).putShort(NiftiFile.SFORM_CODE, 1)).contains("sform"));
  }
}
