// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Bytes of a NIfTI-1 file, laid out by the offsets of nifti1.h; its fields are set by offset. */
final class NiftiFile {
  static final int DATATYPE = 70;
  static final int PIXDIM = 76;
  static final int VOX_OFFSET = 108;
  static final int SLOPE = 112;
  static final int INTERCEPT = 116;
  static final int UNITS = 123;
  static final int CAL_MAX = 124;
  static final int CAL_MIN = 128;
  static final int INTENT = 68;
  static final int QFORM_CODE = 252;
  static final int SFORM_CODE = 254;
  static final int QUATERNION = 256;
  static final int SROW = 280;
  private static final int VOXELS = 352;

  final ByteBuffer bytes;

  /** A header with unit steps, no forms, and room for voxels. */
  NiftiFile(ByteOrder order, int datatype, int voxelBytes, int... dim) {
    bytes = ByteBuffer.allocate(VOXELS + voxelBytes).order(order);
    bytes.putInt(0, 348).putShort(40, (short) dim.length);
    for (int i = 0; i < dim.length; i++) {
      bytes.putShort(42 + 2 * i, (short) dim[i]);
    }
    putShort(DATATYPE, datatype);
    putFloats(PIXDIM, 1, 1, 1, 1, 1);
    putFloats(VOX_OFFSET, VOXELS);
    magic("n+1\0");
  }

  NiftiFile magic(String magic) {
    for (int i = 0; i < 4; i++) {
      bytes.put(344 + i, (byte) magic.charAt(i));
    }
    return this;
  }

  NiftiFile putShort(int at, int value) {
    bytes.putShort(at, (short) value);
    return this;
  }

  NiftiFile putFloats(int at, double... values) {
    for (int i = 0; i < values.length; i++) {
      bytes.putFloat(at + 4 * i, (float) values[i]);
    }
    return this;
  }

  /** The voxels, positioned at the first. */
  ByteBuffer voxels() {
    return bytes.position(VOXELS).slice().order(bytes.order());
  }

  Path write(Path file) throws IOException {
    return write(file, bytes.array());
  }

  /** Writes the header alone and the voxels alone. */
  void writePair(Path header, Path data) throws IOException {
    magic("ni1\0").putFloats(VOX_OFFSET, 0);
    byte[] all = bytes.array();
    write(header, java.util.Arrays.copyOf(all, VOXELS));
    write(data, java.util.Arrays.copyOfRange(all, VOXELS, all.length));
  }

  private static Path write(Path file, byte[] content) throws IOException {
    boolean zip = file.toString().endsWith(".gz");
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream end = zip ? new GZIPOutputStream(out) : out) {
      end.write(content);
    }
    return file;
  }
}
