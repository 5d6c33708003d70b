// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

/** The decoders, one for each family of transfer syntaxes. */
public final class FrameDecoders {
  private FrameDecoders() {}

  /** Run lengths of byte planes (PS3.5 annex G). */
  public static FrameDecoder rle() {
    return new RleDecoder();
  }

  /** A deflate stream for each frame (PS3.5 A.4.13). */
  public static FrameDecoder deflate() {
    return new DeflateDecoder();
  }

  /** JPEG with 8 bits: baseline and extended, Huffman. */
  public static FrameDecoder jpeg() {
    return ImageIoDecoder.jpeg();
  }

  /** JPEG lossless, process 14. */
  public static FrameDecoder jpegLossless() {
    return ImageIoDecoder.jpegLossless();
  }

  /** JPEG-LS, lossless and near-lossless. */
  public static FrameDecoder jpegLs() {
    return new JpegLsDecoder();
  }

  /** JPEG 2000 part 1, reversible and irreversible. */
  public static FrameDecoder jpeg2000() {
    return ImageIoDecoder.jpeg2000();
  }
}
