// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.heatscope.image.SampleType;

/**
 * How bytes are written in a file.
 *
 * @param name for messages: "gzip"
 * @param most how many bytes a byte of the file can stand for
 * @param unpacker from the file's bytes to the bytes themselves
 */
public record Packing(String name, long most, Unpacker unpacker) {
  /** Deflate cannot shrink data further than this (zlib, "Maximum Compression Factor"). */
  public static final long MOST_DEFLATED = 1032;

  private static final int BUFFER = 1 << 17;

  /** As they are. */
  public static final Packing PLAIN = new Packing("plain", 1, in -> in);

  /** RFC 1952, one member or several. */
  public static final Packing GZIP =
      new Packing("gzip", MOST_DEFLATED, in -> new GZIPInputStream(in, BUFFER));

  /** RFC 1950. */
  public static final Packing ZLIB =
      new Packing("zlib", MOST_DEFLATED, in -> new InflaterInputStream(in, new Inflater(), BUFFER));

  /** Numbers as text: the bytes of the samples that they name, big endian. */
  public static Packing text(SampleType type) {
    return TextNumbers.packing(type);
  }

  /** Opens the unpacked bytes; errors in them may be any IOException or RuntimeException. */
  @FunctionalInterface
  public interface Unpacker {
    /** Starts to unpack. */
    InputStream unpack(InputStream in) throws IOException;
  }

  /** Whether the bytes stand in the file as they are. */
  public boolean isPlain() {
    return this == PLAIN;
  }
}
