// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Gzips on all processors: one gzip member (RFC 1952) whose pieces of 256 KiB are deflated side by
 * side, each ended at a byte by a sync flush, as pigz does. A piece does not look back into the one
 * before, which costs about a tenth of a percent of the size.
 *
 * <p>{@link #close()} ends the member and leaves the stream below open.
 */
public final class GzipOutput extends OutputStream {
  private static final int PIECE = 1 << 18;

  /** Noisy samples hardly shrink further at higher levels, which take up to five times longer. */
  private static final int LEVEL = 3;

  private final OutputStream out;
  private final int ahead = 2 * Runtime.getRuntime().availableProcessors();
  private final Deque<CompletableFuture<byte[]>> pieces = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private byte[] piece = new byte[PIECE];
  private int filled;
  private long length;

  /** Writes the member's header, without a name or a time. */
  public GzipOutput(OutputStream out) throws IOException {
    this.out = out;
    out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff});
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    crc.update(bytes, from, count);
    length += count;
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, PIECE - filled);
      System.arraycopy(bytes, from + done, piece, filled, n);
      filled += n;
      done += n;
      if (filled == PIECE) {
        deflate(false);
      }
    }
  }

  private void deflate(boolean last) throws IOException {
    byte[] input = piece;
    int n = filled;
    pieces.add(CompletableFuture.supplyAsync(() -> deflated(input, n, last)));
    piece = new byte[PIECE];
    filled = 0;
    while (pieces.size() > (last ? 0 : ahead)) {
      out.write(pieces.remove().join());
    }
  }

  private static byte[] deflated(byte[] input, int count, boolean last) {
    Deflater deflater = new Deflater(LEVEL, true);
    try {
      deflater.setInput(input, 0, count);
      if (last) {
        deflater.finish();
      }
      ByteArrayOutputStream result = new ByteArrayOutputStream(count / 2 + 64);
      byte[] buffer = new byte[1 << 16];
      int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
      int n;
      do {
        n = deflater.deflate(buffer, 0, buffer.length, flush);
        result.write(buffer, 0, n);
      } while (n == buffer.length);
      return result.toByteArray();
    } finally {
      deflater.end();
    }
  }

  @Override
  public void close() throws IOException {
    deflate(true);
    ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt((int) crc.getValue()).putInt((int) length);
    out.write(end.array());
  }
}
