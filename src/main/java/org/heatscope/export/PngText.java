// SPDX-License-Identifier: Apache-2.0
package org.heatscope.export;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.heatscope.io.ImageFormatException;

/** Reads the tEXt, zTXt and iTXt chunks of a PNG file; the other chunks are passed over. */
final class PngText {
  /** No text of a picture is longer; a compressed one that grows past it is a trap. */
  private static final int LONGEST = 1 << 26;

  private final Path file;
  private final Map<String, String> texts = new LinkedHashMap<>();

  private PngText(Path file) {
    this.file = file;
  }

  static Map<String, String> read(Path file) throws IOException {
    PngText reader = new PngText(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!Arrays.equals(in.readNBytes(8), PngWriter.SIGNATURE)) {
        throw reader.fault("not a PNG file");
      }
      while (reader.chunk(in)) {}
    } catch (EOFException e) {
      throw reader.fault("truncated: the PNG file ends within a chunk");
    }
    return reader.texts;
  }

  /** Reads a chunk; false at the last one. */
  private boolean chunk(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] type = new byte[4];
    in.readFully(type);
    String name = new String(type, StandardCharsets.ISO_8859_1);
    if (length < 0) {
      throw fault("a " + name + " chunk declares more than 2 GiB");
    }
    if (name.equals("tEXt") || name.equals("zTXt") || name.equals("iTXt")) {
      text(name, checked(in, type, length));
    } else {
      in.skipNBytes(length + 4L);
    }
    return !name.equals("IEND");
  }

  /** The data of a chunk whose CRC is right; takes no more memory than the file has bytes. */
  private byte[] checked(DataInputStream in, byte[] type, int length) throws IOException {
    if (length > LONGEST) {
      throw fault("a text of " + length + " bytes");
    }
    byte[] data = in.readNBytes(length);
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(data);
    // A short read leaves nothing for the CRC, which then ends the file early.
    if (in.readInt() != (int) crc.getValue()) {
      throw fault("damaged: the CRC of a text does not fit");
    }
    return data;
  }

  /**
   * Takes keyword, 0, text; zTXt has a method before its deflated text; iTXt a flag, a method, a
   * language, 0, a translated keyword, 0.
   */
  private void text(String type, byte[] data) throws IOException {
    int at = end(data, 0);
    final String keyword = new String(data, 0, at++, StandardCharsets.ISO_8859_1);
    boolean deflated = type.equals("zTXt");
    Charset charset = StandardCharsets.ISO_8859_1;
    if (deflated) {
      at++;
    } else if (type.equals("iTXt")) {
      charset = StandardCharsets.UTF_8;
      deflated = at < data.length && data[at] == 1;
      at = end(data, end(data, at + 2) + 1) + 1;
    }
    if (at > data.length) {
      throw fault("a text without an end to its keyword");
    }
    byte[] text = Arrays.copyOfRange(data, at, data.length);
    texts.put(keyword, new String(deflated ? inflated(text) : text, charset));
  }

  /** Where the next 0 is. */
  private int end(byte[] data, int from) throws IOException {
    for (int i = from; i < data.length; i++) {
      if (data[i] == 0) {
        return i;
      }
    }
    throw fault("a text without an end to its keyword");
  }

  private byte[] inflated(byte[] data) throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(data))) {
      byte[] text = in.readNBytes(LONGEST);
      if (in.read() >= 0) {
        throw fault("a text that grows past " + LONGEST + " bytes");
      }
      return text;
    } catch (EOFException | ZipException e) {
      throw fault("damaged: a compressed text");
    }
  }

  private ImageFormatException fault(String fault) {
    return new ImageFormatException(file, fault);
  }
}
