// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.heatscope.io.dicom.codec.FrameDecoder;
import org.heatscope.io.dicom.codec.FrameDecoders;

/** How the pixel data of a file are encoded (DICOM PS3.5 section 10, PS3.6 table A-1). */
enum TransferSyntax {
  IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", "implicit VR little endian"),
  EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", "explicit VR little endian"),
  DEFLATED("1.2.840.10008.1.2.1.99", "deflated explicit VR little endian"),
  EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", "explicit VR big endian"),
  RLE("1.2.840.10008.1.2.5", "RLE lossless", FrameDecoders::rle),
  JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG baseline", FrameDecoders::jpeg),
  JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG extended", FrameDecoders::jpeg),
  JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG lossless", FrameDecoders::jpegLossless),
  JPEG_LOSSLESS_SV1(
      "1.2.840.10008.1.2.4.70",
      "JPEG lossless, first-order prediction",
      FrameDecoders::jpegLossless),
  JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", "JPEG-LS lossless", FrameDecoders::jpegLs),
  JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", "JPEG-LS near-lossless", FrameDecoders::jpegLs),
  JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 lossless", FrameDecoders::jpeg2000),
  JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", FrameDecoders::jpeg2000),
  HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "high-throughput JPEG 2000 lossless"),
  HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202", "high-throughput JPEG 2000 lossless RPCL"),
  HTJ2K("1.2.840.10008.1.2.4.203", "high-throughput JPEG 2000"),
  MPEG2("1.2.840.10008.1.2.4.100", "MPEG-2 video"),
  MPEG4("1.2.840.10008.1.2.4.102", "MPEG-4 video"),
  DEFLATED_FRAMES("1.2.840.10008.1.2.8.1", "deflated image frames", FrameDecoders::deflate);

  private final String uid;
  private final String title;
  private final Supplier<FrameDecoder> decoder;

  TransferSyntax(String uid, String title) {
    this(uid, title, null);
  }

  TransferSyntax(String uid, String title, Supplier<FrameDecoder> decoder) {
    this.uid = uid;
    this.title = title;
    this.decoder = decoder;
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

  /** Whether frames lie in the file as they are. */
  boolean isNative() {
    return this == IMPLICIT_LITTLE_ENDIAN
        || this == EXPLICIT_LITTLE_ENDIAN
        || this == EXPLICIT_BIG_ENDIAN
        || this == DEFLATED;
  }

  /** A new decoder of compressed frames; empty if they are not compressed or cannot be read. */
  Optional<FrameDecoder> decoder() {
    return Optional.ofNullable(decoder).map(Supplier::get);
  }
}
