// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReaderContractTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values: NumPy 2.4.6 by src/test/resources/reference/numpy/make_arrays.py. */
class NpyReaderTest extends ReaderContractTest {
  @TempDir Path temporary;

  @Override
  protected ImageReaderProvider provider() {
    return new NpyReaderProvider();
  }

  @Override
  protected int headerBytes() {
    return 128;
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        ImageFacts.ofTestImage("numpy/series_int16.npy", SampleType.INT16)
            .format("NumPy")
            .shape(6, 5, 4, 3)
            .statistics(-29808, 29950, 1442.5166666666667)
            .voxel(-23490, 4, 3, 2, 1),
        ImageFacts.ofTestImage("numpy/fortran_float32_big_endian.npy", SampleType.FLOAT32)
            .format("NumPy")
            .shape(6, 5, 4)
            .statistics(-3.2514384, 2.025161, -0.06300181165182342)
            .voxel(-0.05346179, 4, 3, 2));
  }

  private Path file(int version, String dict, byte... samples) throws IOException {
    byte[] text = (dict + "\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer b = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    b.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) version).put((byte) 0);
    if (version == 1) {
      b.putShort((short) text.length);
    } else {
      b.putInt(text.length);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(b.array(), 0, b.position());
    out.write(text);
    out.write(samples);
    return Files.write(temporary.resolve("a.npy"), out.toByteArray());
  }

  private static String dict(String descr, boolean fortran, String shape) {
    return "{'descr': '"
        + descr
        + "', 'fortran_order': "
        + (fortran ? "True" : "False")
        + ", 'shape': "
        + shape
        + ", }";
  }

  private String fault(int version, String dict) throws IOException {
    Path file = file(version, dict, new byte[16]);
    return assertThrows(ImageFormatException.class, () -> ImageReaders.read(file)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionIsRead(int version) throws IOException {
    Path file =
        file(
            version,
            dict("|u1", false, "(2, 3)"),
            (byte) 0,
            (byte) 1,
            (byte) 2,
            (byte) 3,
            (byte) 4,
            (byte) 250);
    Volume v = ImageReaders.read(file);
    assertEquals(3, v.geometry().nx());
    assertEquals(2, v.geometry().ny());
    assertEquals(Geometry.Frame.NONE, v.geometry().frame());
    assertEquals(250, v.value(2, 1, 0, 0, 0));
    assertEquals(2, v.value(2, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "|b1, UINT8, 01, 1",
    "|i1, INT8, ff, -1",
    "<u2, UINT16, 0080, 32768",
    ">i2, INT16, fffe, -2",
    "<u4, UINT32, 000000f0, 4026531840",
    ">i4, INT32, ffffff00, -256",
    ">u8, UINT64, 8000000000000000, 9223372036854775808",
    "<i8, INT64, feffffffffffffff, -2",
    "<f4, FLOAT32, 0000c03f, 1.5",
    ">f8, FLOAT64, bff8000000000000, -1.5",
    "<f2, FLOAT32, 003e, 1.5",
    ">f2, FLOAT32, 0001, 5.960464477539063e-8",
    ">f2, FLOAT32, fbff, -65504",
    ">f2, FLOAT32, fc00, -Infinity",
    ">f2, FLOAT32, 7e00, NaN"
  })
  void everyTypeAndByteOrderIsRead(String descr, SampleType type, String hex, double value)
      throws IOException {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    Volume v = ImageReaders.read(file(1, dict(descr, false, "()"), bytes));
    assertEquals(type, v.type());
    assertEquals(value, v.value(0, 0, 0, 0, 0));
  }

  /** In Fortran order element (t, z, y, x) lies at t + 2 (z + 2 (y + 2 x)). */
  @Test
  void fortranOrderIsRearranged() throws IOException {
    byte[] samples = new byte[16];
    for (int i = 0; i < 16; i++) {
      samples[i] = (byte) i;
    }
    Volume v = ImageReaders.read(file(1, dict("|u1", true, "(2, 2, 2, 2)"), samples));
    assertEquals(8, v.value(1, 0, 0, 0, 0));
    assertEquals(4, v.value(0, 1, 0, 0, 0));
    assertEquals(2, v.value(0, 0, 1, 0, 0));
    assertEquals(1, v.value(0, 0, 0, 1, 0));
  }

  @Test
  void largeIntegersKeepAllBitsInFortranOrder() throws IOException {
    ByteBuffer b = ByteBuffer.allocate(16).putLong(-1).putLong(Long.MAX_VALUE);
    Volume v = ImageReaders.read(file(1, dict(">u8", true, "(2, 1)"), b.array()));
    long[] flat = (long[]) org.heatscope.image.Samples.of(v, 0, 0).array();
    assertEquals("[-1, 9223372036854775807]", Arrays.toString(flat));
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    assertTrue(fault(1, dict("<V16", false, "(1,)")).contains("V16"));
    assertTrue(
        fault(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }")
            .contains("type that is one number"));
    assertTrue(fault(1, dict("|u1", false, "(1, 1, 1, 1, 2)")).contains("5 axes"));
    assertTrue(fault(1, dict("|u1", false, "(0, 4)")).contains("size 0"));
    assertTrue(fault(4, dict("|u1", false, "(1,)")).contains("version"));
    assertEquals(
        "truncated: 17 bytes of voxels declared, 16 present",
        fault(1, dict("|u1", false, "(17,)")));
  }
}
