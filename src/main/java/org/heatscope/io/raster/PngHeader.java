// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.heatscope.io.ImageFormatException;

/**
 * The IHDR chunk of a PNG file (ISO/IEC 15948, 11.2.2).
 *
 * @param path the file
 * @param width columns
 * @param height rows
 * @param bits of a sample, or of a palette index
 * @param colorType 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 */
record PngHeader(Path path, int width, int height, int bits, int colorType) implements Picture {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  /** Deflate cannot shrink data further than this (zlib, "Maximum Compression Factor"). */
  private static final long MOST_DEFLATED = 1032;

  static PngHeader read(Path path) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
      in.skipNBytes(SIGNATURE.length());
      int length = in.readInt();
      if (length != 13 || !name(in).equals("IHDR")) {
        throw new ImageFormatException(path, "the PNG does not begin with an IHDR chunk");
      }
      PngHeader header =
          new PngHeader(path, in.readInt(), in.readInt(), in.readByte(), in.readByte());
      header.check();
      return header;
    } catch (EOFException e) {
      throw new ImageFormatException(path, "truncated: the PNG ends within its header");
    }
  }

  private void check() throws ImageFormatException {
    if (width < 1 || height < 1) {
      throw new ImageFormatException(path, "a PNG of " + width + " x " + height + " pixels");
    }
    boolean known =
        switch (colorType) {
          case 0 -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
          case 3 -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
          case 2, 4, 6 -> bits == 8 || bits == 16;
          default -> false;
        };
    if (!known) {
      throw new ImageFormatException(
          path, "PNG has no colour type " + colorType + " with " + bits + " bits");
    }
  }

  @Override
  public String format() {
    return "PNG";
  }

  @Override
  public int samplesPerPixel() {
    return switch (colorType) {
      case 2, 3 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  /** Bytes of the filtered rows, each with the byte that names its filter. */
  private long unpackedBytes() {
    int samples = colorType == 3 ? 1 : samplesPerPixel();
    return height * (1 + ((long) width * samples * bits + 7) / 8);
  }

  @Override
  public void requireWhole() throws IOException {
    long packed = 0;
    CRC32 crc = new CRC32();
    try (CheckedInputStream checked =
            new CheckedInputStream(new BufferedInputStream(Files.newInputStream(path)), crc);
        DataInputStream in = new DataInputStream(checked)) {
      in.skipNBytes(SIGNATURE.length());
      for (String chunk = ""; !chunk.equals("IEND"); ) {
        int length = in.readInt();
        crc.reset();
        chunk = name(in);
        if (length < 0) {
          throw new ImageFormatException(path, "a PNG chunk has a negative length");
        }
        in.skipNBytes(length);
        int sum = (int) crc.getValue();
        boolean critical = Character.isUpperCase(chunk.charAt(0));
        if (in.readInt() != sum && critical) {
          throw new ImageFormatException(path, "the PNG is damaged: a checksum does not fit");
        }
        packed += chunk.equals("IDAT") ? length : 0;
      }
    } catch (EOFException e) {
      throw new ImageFormatException(path, "truncated: the PNG ends before its last chunk");
    }
    if (unpackedBytes() > packed * MOST_DEFLATED) {
      throw new ImageFormatException(
          path,
          String.format(
              "%d x %d pixels declared, more than %d bytes can unzip to", width, height, packed));
    }
  }

  @Override
  public ImageInputStream stream() throws IOException {
    return new FileImageInputStream(path.toFile());
  }

  private static String name(DataInputStream in) throws IOException {
    byte[] name = new byte[4];
    in.readFully(name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
