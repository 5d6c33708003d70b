// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.heatscope.io.ImageFormatException;

/**
 * The frame header of a JPEG file (ITU-T T.81, B.2.2).
 *
 * @param path the file
 * @param width columns
 * @param height rows
 * @param samplesPerPixel 1 for grey, 3 for colours
 * @param blocks of 8 x 8 coefficients, over all components
 * @param progressive whether the coefficients come in several scans
 */
record JpegHeader(
    Path path, int width, int height, int samplesPerPixel, long blocks, boolean progressive)
    implements Picture {
  static final String SIGNATURE = "\u00ff\u00d8\u00ff";

  private static final int SCAN = 0xda;
  private static final int END = 0xd9;
  private static final int PROFILE = 0xe2;
  private static final int UNKNOWN = 0xef;

  static JpegHeader read(Path path) throws IOException {
    try (DataInputStream in = open(path)) {
      for (int marker = marker(in); ; marker = marker(in)) {
        if (marker == SCAN || marker == END) {
          throw new ImageFormatException(path, "the JPEG has no frame header");
        }
        if (isStandalone(marker)) {
          continue;
        }
        int length = in.readUnsignedShort();
        if (isFrame(marker)) {
          return frame(path, marker, in);
        }
        in.skipNBytes(Math.max(0, length - 2));
      }
    } catch (EOFException e) {
      throw new ImageFormatException(path, "truncated: the JPEG ends within its header");
    }
  }

  private static DataInputStream open(Path path) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
  }

  /** Passes over everything up to the next marker, stuffed zeros and fill bytes included. */
  private static int marker(DataInputStream in) throws IOException {
    int b = in.readUnsignedByte();
    while (true) {
      while (b != 0xff) {
        b = in.readUnsignedByte();
      }
      while (b == 0xff) {
        b = in.readUnsignedByte();
      }
      if (b != 0) {
        return b;
      }
    }
  }

  /** TEM, the restart markers and SOI have no segment. */
  private static boolean isStandalone(int marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
  }

  /** SOF0 to SOF15, less DHT, JPG and DAC, which lie between them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static JpegHeader frame(Path path, int marker, DataInputStream in) throws IOException {
    int bits = in.readUnsignedByte();
    int height = in.readUnsignedShort();
    int width = in.readUnsignedShort();
    int components = in.readUnsignedByte();
    if (marker > 0xc2) {
      throw new ImageFormatException(
          path, "lossless, hierarchical and arithmetic JPEG are not read, only the common kinds");
    }
    if (bits != 8) {
      throw new ImageFormatException(path, "JPEG of " + bits + " bits is not read, only of 8");
    }
    if (width < 1 || height < 1) {
      throw new ImageFormatException(path, "a JPEG of " + width + " x " + height + " pixels");
    }
    if (components != 1 && components != 3) {
      throw new ImageFormatException(
          path,
          components == 4
              ? "CMYK JPEG is not read: its colours mean inks; convert it to RGB"
              : "a JPEG of " + components + " components is not read, only grey and RGB");
    }
    long blocks = blocks(path, width, height, components, in);
    return new JpegHeader(path, width, height, components, blocks, marker == 0xc2);
  }

  private static long blocks(Path path, int width, int height, int components, DataInputStream in)
      throws IOException {
    int[] across = new int[components];
    int[] down = new int[components];
    int mostAcross = 1;
    int mostDown = 1;
    for (int c = 0; c < components; c++) {
      in.readByte();
      int sampling = in.readUnsignedByte();
      across[c] = sampling >> 4;
      down[c] = sampling & 15;
      in.readByte();
      if (across[c] < 1 || across[c] > 4 || down[c] < 1 || down[c] > 4) {
        throw new ImageFormatException(path, "the JPEG declares a sampling that there is not");
      }
      mostAcross = Math.max(mostAcross, across[c]);
      mostDown = Math.max(mostDown, down[c]);
    }
    long blocks = 0;
    for (int c = 0; c < components; c++) {
      long columns = ((long) width * across[c] / mostAcross + 7) / 8;
      long rows = ((long) height * down[c] / mostDown + 7) / 8;
      blocks += columns * rows;
    }
    return blocks;
  }

  @Override
  public String format() {
    return "JPEG";
  }

  @Override
  public int bits() {
    return 8;
  }

  /**
   * A block takes a bit at least for its mean and, where scans are not split, one for its end; a
   * file without its end marker is cut short, whatever a decoder would make of the rest.
   */
  @Override
  public void requireWhole() throws IOException {
    if (blocks * (progressive ? 1 : 2) > 8 * Files.size(path)) {
      throw new ImageFormatException(
          path,
          String.format(
              "%d x %d pixels declared, more than %d bytes can hold",
              width, height, Files.size(path)));
    }
    try (DataInputStream in = open(path)) {
      for (int marker = marker(in); marker != END; marker = marker(in)) {
        if (!isStandalone(marker)) {
          in.skipNBytes(Math.max(0, in.readUnsignedShort() - 2));
        }
      }
    } catch (EOFException e) {
      throw new ImageFormatException(path, "truncated: the JPEG ends before its end marker");
    }
  }

  /**
   * The JDK converts to sRGB where the file has a colour profile (APP2); as APP15, which nobody
   * knows, it is passed over and the colours stay what is stored.
   */
  @Override
  public ImageInputStream stream() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    int at = 2;
    while (at + 4 <= bytes.length && (bytes[at + 1] & 0xff) != SCAN) {
      if (bytes[at] == (byte) 0xff && bytes[at + 1] == (byte) PROFILE) {
        bytes[at + 1] = (byte) UNKNOWN;
      }
      boolean segment = bytes[at] == (byte) 0xff && bytes[at + 1] != (byte) 0xff;
      at += segment ? 2 + ((bytes[at + 2] & 0xff) << 8) + (bytes[at + 3] & 0xff) : 1;
    }
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }
}
