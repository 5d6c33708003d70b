// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the header of a NumPy array file; the elements, in C order, are the caller's to append.
 */
public final class NpyWriter {
  /** The header is padded so that the elements begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private NpyWriter() {}

  /**
   * Writes a version 1.0 header (numpy.lib.format).
   *
   * @param descr the element type as NumPy writes it: "|u1", "&lt;f4"
   * @param shape slowest axis first
   */
  public static void writeHeader(OutputStream out, String descr, int... shape) throws IOException {
    StringBuilder s =
        new StringBuilder("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (");
    for (int n : shape) {
      s.append(n).append(", ");
    }
    s.append("), }");
    while ((10 + s.length() + 1) % ALIGNMENT != 0) {
      s.append(' ');
    }
    s.append('\n');
    out.write(0x93);
    out.write("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    out.write(1);
    out.write(0);
    out.write(s.length() & 0xff);
    out.write(s.length() >> 8);
    out.write(s.toString().getBytes(StandardCharsets.ISO_8859_1));
  }
}
