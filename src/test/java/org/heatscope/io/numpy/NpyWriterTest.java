// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.heatscope.image.SampleType;
import org.junit.jupiter.api.Test;

class NpyWriterTest {
  /** The bytes that numpy.save (2.4.6) writes: 128 in all, the dictionary padded with spaces. */
  private static String header(String dict) {
    String text = "\u0093NUMPY\u0001\u0000\u0076\u0000" + dict;
    return text + " ".repeat(127 - text.length()) + "\n";
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void headerIsTheOneThatNumpyWrites() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyWriter w = new NpyWriter(out, SampleType.UINT8, 2, 3, 1, 4)) {
      w.write(new byte[] {9, 1, 2}, 1, 2);
      w.write(new byte[22], 0, 22);
    }
    String expected = header("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 1, 4), }");
    assertEquals(expected + "\u0001\u0002" + "\0".repeat(22), text(out));
  }

  @Test
  void floatsAreLittleEndianAndOneAxisHasItsComma() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyWriter w = new NpyWriter(out, SampleType.FLOAT32, 2)) {
      w.write(new float[] {0, 1.5f, -2}, 1, 2);
    }
    assertEquals(
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"),
        text(out).substring(0, 128));
    byte[] samples = java.util.Arrays.copyOfRange(out.toByteArray(), 128, 136);
    assertArrayEquals(new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, 0, (byte) 0xc0}, samples);
  }

  @Test
  void tooManyTooFewOrOtherSamplesAreRefused() throws IOException {
    NpyWriter w = new NpyWriter(new ByteArrayOutputStream(), SampleType.UINT8, 3);
    assertThrows(IllegalArgumentException.class, () -> w.write(new byte[4], 0, 4));
    assertThrows(IllegalArgumentException.class, () -> w.write(new float[1], 0, 1));
    w.write(new byte[2], 0, 2);
    assertThrows(IOException.class, w::close);
  }
}
