// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import java.io.IOException;

/**
 * JPEG-LS, lossless and near-lossless (ITU-T T.87): all interleaves, 2 to 16 bits, preset
 * parameters. Mapping tables, restart intervals, point transforms and colour transforms are
 * refused; no DICOM file uses them.
 */
final class JpegLsDecoder implements FrameDecoder {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DRI = 0xdd;
  private static final int APP8 = 0xe8;
  private static final int SOF55 = 0xf7;
  private static final int LSE = 0xf8;

  @Override
  public byte[] decode(byte[] code, FrameShape shape) throws IOException {
    return new Stream(code, shape).decode();
  }

  /** One stream on its way through the decoder. */
  private static final class Stream {
    private final byte[] code;
    private final FrameShape shape;
    private final byte[] frame;
    private int at;
    private int bits;
    private int[] componentIds = {};
    private int[] preset = new int[5];
    private int scanned;

    Stream(byte[] code, FrameShape shape) throws IOException {
      this.code = code;
      this.shape = shape;
      if (shape.bitsAllocated() != 8 && shape.bitsAllocated() != 16) {
        throw new IOException("samples of " + shape.bitsAllocated() + " bits");
      }
      frame = new byte[Math.toIntExact(shape.bytes())];
    }

    byte[] decode() throws IOException {
      while (scanned < shape.channels()) {
        int marker = marker();
        if (marker == SOI) {
          continue;
        } else if (marker == EOI) {
          throw new IOException(scanned + " of " + shape.channels() + " components");
        }
        int end = at + number(2, at);
        at += 2;
        segment(marker, end);
        if (marker != SOS) {
          at = end;
        }
      }
      return frame;
    }

    private void segment(int marker, int end) throws IOException {
      if (end > code.length) {
        throw new IOException("truncated: a marker segment runs past the end");
      } else if (marker == SOF55) {
        header();
      } else if (marker == LSE) {
        presets();
      } else if (marker == SOS) {
        scan(end);
      } else if (marker == DRI) {
        throw new IOException("restart intervals are not read");
      } else if (marker == APP8
          && end - at >= 5
          && number(4, at) == 0x6d726678
          && code[at + 4] != 0) {
        throw new IOException("colour transforms are not read");
      } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8) {
        throw new IOException("the stream is JPEG, not JPEG-LS");
      }
    }

    /** Skips to the next marker and gives its second byte. */
    private int marker() throws IOException {
      while (at + 1 < code.length && (code[at] != -1 || code[at + 1] == -1 || code[at + 1] == 0)) {
        at++;
      }
      at += 2;
      if (at + 2 > code.length) {
        throw new IOException("truncated: the stream ends before its image");
      }
      return code[at - 1] & 0xff;
    }

    private int number(int bytes, int from) throws IOException {
      if (from + bytes > code.length) {
        throw new IOException("truncated: the stream ends in its header");
      }
      int n = 0;
      for (int i = from; i < from + bytes; i++) {
        n = n << 8 | code[i] & 0xff;
      }
      return n;
    }

    private void header() throws IOException {
      bits = number(1, at);
      int rows = number(2, at + 1);
      int columns = number(2, at + 3);
      int components = number(1, at + 5);
      StreamHeader.check(rows, columns, components, shape);
      if (bits < 2 || bits > shape.bitsAllocated()) {
        throw new IOException(bits + " bits in samples of " + shape.bitsAllocated());
      }
      componentIds = new int[components];
      for (int c = 0; c < components; c++) {
        componentIds[c] = number(1, at + 6 + 3 * c);
      }
    }

    private void presets() throws IOException {
      if (number(1, at) != 1) {
        throw new IOException("mapping tables are not read");
      }
      for (int i = 0; i < preset.length; i++) {
        preset[i] = number(2, at + 1 + 2 * i);
      }
    }

    private void scan(int end) throws IOException {
      int count = number(1, at);
      if (bits == 0) {
        throw new IOException("a scan stands before the frame's header");
      } else if (count != 1 && count != componentIds.length) {
        throw new IOException("a scan of " + count + " components");
      }
      int first = index(number(1, at + 1));
      for (int c = 0; c < count; c++) {
        if (number(1, at + 2 + 2 * c) != 0) {
          throw new IOException("mapping tables are not read");
        }
      }
      int near = number(1, end - 3);
      int interleave = number(1, end - 2);
      if (number(1, end - 1) != 0) {
        throw new IOException("point transforms are not read");
      } else if (interleave > 2 || (interleave == 0) != (count == 1) && count > 1) {
        throw new IOException("interleave " + interleave + " of " + count + " components");
      }
      JpegLsScan scan =
          new JpegLsScan(
              new JpegLsBits(code, end), JpegLsCoding.of(bits, near, preset), shape.columns());
      if (count == 1) {
        planes(scan, first, 1);
      } else if (interleave == 1) {
        planes(scan, 0, count);
      } else {
        pixels(scan, count);
      }
      at = scan.end();
      scanned += count;
    }

    private int index(int id) throws IOException {
      for (int c = 0; c < componentIds.length; c++) {
        if (componentIds[c] == id) {
          return c;
        }
      }
      throw new IOException("a scan of component " + id + ", which the frame does not have");
    }

    private void planes(JpegLsScan scan, int first, int count) throws IOException {
      JpegLsScan.Lines[] lines = new JpegLsScan.Lines[count];
      for (int c = 0; c < count; c++) {
        lines[c] = scan.lines(1);
      }
      for (int y = 0; y < shape.rows(); y++) {
        for (int c = 0; c < count; c++) {
          scan.next(lines[c]);
          put(y, first + c, lines[c].line(0));
        }
      }
    }

    private void pixels(JpegLsScan scan, int count) throws IOException {
      JpegLsScan.Lines lines = scan.lines(count);
      for (int y = 0; y < shape.rows(); y++) {
        scan.next(lines);
        for (int c = 0; c < count; c++) {
          put(y, c, lines.line(c));
        }
      }
    }

    /** The line's samples begin at element 1. */
    private void put(int y, int channel, int[] line) {
      int step = shape.channels();
      int to = y * shape.columns() * step + channel;
      if (shape.bitsAllocated() == 8) {
        for (int x = 1; x <= shape.columns(); x++, to += step) {
          frame[to] = (byte) line[x];
        }
      } else {
        for (int x = 1; x <= shape.columns(); x++, to += step) {
          frame[2 * to] = (byte) line[x];
          frame[2 * to + 1] = (byte) (line[x] >> 8);
        }
      }
    }
  }
}
