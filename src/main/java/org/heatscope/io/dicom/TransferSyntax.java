// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Arrays;
import java.util.Optional;

/** How the pixel data of a file are encoded (DICOM PS3.5 section 10, PS3.6 table A-1). */
enum TransferSyntax {
  IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", "implicit VR little endian"),
  EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", "explicit VR little endian"),
  DEFLATED("1.2.840.10008.1.2.1.99", "deflated explicit VR little endian"),
  EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", "explicit VR big endian"),
  RLE("1.2.840.10008.1.2.5", "RLE lossless"),
  JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG baseline"),
  JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG extended"),
  JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG lossless"),
  JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70", "JPEG lossless, first-order prediction"),
  JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", "JPEG-LS lossless"),
  JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", "JPEG-LS near-lossless"),
  JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 lossless"),
  JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000"),
  HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "high-throughput JPEG 2000 lossless"),
  HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202", "high-throughput JPEG 2000 lossless RPCL"),
  HTJ2K("1.2.840.10008.1.2.4.203", "high-throughput JPEG 2000"),
  MPEG2("1.2.840.10008.1.2.4.100", "MPEG-2 video"),
  MPEG4("1.2.840.10008.1.2.4.102", "MPEG-4 video"),
  DEFLATED_FRAMES("1.2.840.10008.1.2.8.1", "deflated image frames");

  private final String uid;
  private final String title;

  TransferSyntax(String uid, String title) {
    this.uid = uid;
    this.title = title;
  }

  /** The syntax of a UID; empty for one that has no name here. */
  static Optional<TransferSyntax> of(String uid) {
    return Arrays.stream(values()).filter(s -> s.uid.equals(uid)).findFirst();
  }

  /** A syntax by name and UID, for people. */
  static String describe(String uid) {
    return of(uid).map(s -> s.title).orElse("the transfer syntax") + " (" + uid + ")";
  }

  String uid() {
    return uid;
  }
}
