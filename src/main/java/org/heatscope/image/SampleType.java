// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

/** The number type in which an image's samples are stored. */
public enum SampleType {
  UINT8(1, true, false),
  INT8(1, true, true),
  UINT16(2, true, false),
  INT16(2, true, true),
  UINT32(4, true, false),
  INT32(4, true, true),
  UINT64(8, true, false),
  INT64(8, true, true),
  FLOAT32(4, false, true),
  FLOAT64(8, false, true);

  private final int bytes;
  private final boolean integer;
  private final boolean signed;

  SampleType(int bytes, boolean integer, boolean signed) {
    this.bytes = bytes;
    this.integer = integer;
    this.signed = signed;
  }

  /** The size of one sample in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether the samples are whole numbers. */
  public boolean isInteger() {
    return integer;
  }

  /** Whether the samples may be negative. */
  public boolean isSigned() {
    return signed;
  }

  /** Whether every sample is exactly a float. */
  public boolean fitsFloat() {
    return bytes < 4 || this == FLOAT32;
  }

  /** The name that NumPy gives the type, such as "uint8". */
  public String dtype() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
