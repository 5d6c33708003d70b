// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** The compressors and checksums of Zarr 2 (numcodecs) and Zarr 3. */
final class ByteCodecs {
  /** A Zstandard block of 4 bytes may stand for 128 KiB; no other codec shrinks more. */
  private static final long MOST_RATIO = (128 << 10) / 3;

  private ByteCodecs() {}

  /** The codec of a name, null if there is none; "numcodecs." in front does not matter. */
  static ByteCodec of(String name) {
    return switch (name.startsWith("numcodecs.") ? name.substring(10) : name) {
      case "gzip" -> ByteCodecs::gzip;
      case "zlib" -> ByteCodecs::zlib;
      case "zstd" -> (packed, most) -> zstd(packed, 0, packed.length, most);
      case "lz4" -> ByteCodecs::sizedLz4;
      case "blosc" -> Blosc::decode;
      case "crc32c" -> ByteCodecs::crc32c;
      default -> null;
    };
  }

  private static byte[] gzip(byte[] packed, int most) throws DataFormatException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] all = in.readNBytes(most);
      if (in.read() >= 0) {
        throw tooLong(most);
      }
      return all;
    } catch (IOException e) {
      throw new DataFormatException("the gzip stream is damaged");
    }
  }

  private static byte[] zlib(byte[] packed, int most) throws DataFormatException {
    return zlib(packed, 0, packed.length, most);
  }

  static byte[] zlib(byte[] packed, int from, int length, int most) throws DataFormatException {
    byte[] all = room(length, most);
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed, from, length);
      int n = 0;
      while (!inflater.finished()) {
        int more = inflater.inflate(all, n, all.length - n);
        n += more;
        if (more == 0) {
          throw n == most ? tooLong(most) : new DataFormatException("the zlib stream breaks off");
        }
      }
      return trimmed(all, n);
    } finally {
      inflater.end();
    }
  }

  static byte[] zstd(byte[] packed, int from, int length, int most) throws DataFormatException {
    return decompress(new ZstdDecompressor(), "Zstandard", packed, from, length, most);
  }

  static byte[] lz4(byte[] packed, int from, int length, int most) throws DataFormatException {
    return decompress(new Lz4Decompressor(), "LZ4", packed, from, length, most);
  }

  static byte[] snappy(byte[] packed, int from, int length, int most) throws DataFormatException {
    return decompress(new SnappyDecompressor(), "Snappy", packed, from, length, most);
  }

  /** LZ4 of numcodecs: the unpacked size in 4 bytes goes first. */
  private static byte[] sizedLz4(byte[] packed, int most) throws DataFormatException {
    if (packed.length < 4) {
      throw new DataFormatException("the LZ4 data break off");
    }
    int size = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size < 0 || size > most) {
      throw tooLong(most);
    }
    return lz4(packed, 4, packed.length - 4, size);
  }

  private static byte[] decompress(
      Decompressor codec, String name, byte[] packed, int from, int length, int most)
      throws DataFormatException {
    byte[] all = room(length, most);
    try {
      return trimmed(all, codec.decompress(packed, from, length, all, 0, all.length));
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DataFormatException("the " + name + " data are damaged or too long");
    }
  }

  /** Four bytes at the end hold the checksum of those before. */
  private static byte[] crc32c(byte[] packed, int most) throws DataFormatException {
    if (packed.length < 4) {
      throw new DataFormatException("the checksum is missing");
    }
    int n = packed.length - 4;
    CRC32C crc = new CRC32C();
    crc.update(packed, 0, n);
    if (ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt(n) != (int) crc.getValue()) {
      throw new DataFormatException("the checksum (CRC-32C) differs");
    }
    return Arrays.copyOf(packed, n);
  }

  /** Room for the unpacked bytes, and no more than the packed ones can fill. */
  private static byte[] room(int packed, int most) {
    return new byte[(int) Math.min(most, packed * MOST_RATIO)];
  }

  private static byte[] trimmed(byte[] all, int count) {
    return count == all.length ? all : Arrays.copyOf(all, count);
  }

  private static DataFormatException tooLong(int most) {
    return new DataFormatException("unpacks to more than the " + most + " bytes of a chunk");
  }
}
