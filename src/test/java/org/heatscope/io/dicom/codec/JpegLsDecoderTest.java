// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class JpegLsDecoderTest {
  /** The stream of ITU-T T.87 annex H.3. */
  private static final byte[] EXAMPLE =
      HexFormat.of()
          .parseHex(
              "ffd8fff7000b080004000401011100ffda00080101000000"
                  + "00c000006c80208e01c0000057400000"
                  + "6ee6000001bc18000005d80000916000ffd9");

  private static final FrameShape SHAPE = new FrameShape(4, 4, 1, 8);

  @Test
  void givesTheImageOfTheStandardsExample() throws IOException {
    int[] image = {0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145};
    byte[] expected = new byte[16];
    for (int i = 0; i < 16; i++) {
      expected[i] = (byte) image[i];
    }
    assertArrayEquals(expected, FrameDecoders.jpegLs().decode(EXAMPLE, SHAPE));
  }

  @Test
  void refusesAStreamOfAnotherSize() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> FrameDecoders.jpegLs().decode(EXAMPLE, new FrameShape(5, 4, 1, 8)));
    assertEquals("the stream holds 4 x 4 x 1 samples where 4 x 5 x 1 are declared", e.getMessage());
  }

  @Test
  void refusesAStreamCutShort() {
    for (int length = 0; length < EXAMPLE.length - 6; length++) {
      byte[] cut = Arrays.copyOf(EXAMPLE, length);
      assertThrows(IOException.class, () -> FrameDecoders.jpegLs().decode(cut, SHAPE));
    }
  }
}
