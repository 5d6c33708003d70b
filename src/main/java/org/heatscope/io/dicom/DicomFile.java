// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heatscope.io.ImageFormatException;

/**
 * The header of a DICOM file (PS3.10).
 *
 * @param path the file
 * @param syntax the transfer syntax's UID; explicit or implicit little endian where it is missing
 * @param dataset the attributes before the pixel data
 * @param pixels where the pixel data lie; null for a file without an image
 * @param size the length of its {@link #open content} in bytes
 * @param deflatedFrom where in the file a deflated data set begins; -1 for one that is not
 */
record DicomFile(
    Path path,
    String syntax,
    DicomDataset dataset,
    DicomParser.PixelData pixels,
    long size,
    long deflatedFrom) {
  private static final int PREAMBLE = 128;
  private static final int HEAD = 1024;

  /**
   * Whether a file that starts with these bytes is DICOM: "DICM" after the preamble, or a data set
   * (groups 0002 or 0008) from the first byte, as files had before there was a preamble.
   */
  static boolean isDicom(byte[] head) {
    return hasPreamble(head) || startsWithDataset(head);
  }

  private static boolean hasPreamble(byte[] head) {
    return head.length >= PREAMBLE + 4
        && head[PREAMBLE] == 'D'
        && head[PREAMBLE + 1] == 'I'
        && head[PREAMBLE + 2] == 'C'
        && head[PREAMBLE + 3] == 'M';
  }

  private static boolean startsWithDataset(byte[] head) {
    if (head.length < 16 || !isEarlyGroup(head, 0)) {
      return false;
    }
    int letters = (head[4] & 0xff) << 8 | head[5] & 0xff;
    if (DicomParser.isVr(letters)) {
      return true;
    }
    // Implicit: the first element must be short and lead to another one of a later number.
    long length = number(head, 4, 4);
    return length <= 256
        && length + 12 <= head.length
        && isEarlyGroup(head, 8 + (int) length)
        && number(head, 10 + (int) length, 2) > number(head, 2, 2);
  }

  private static boolean isEarlyGroup(byte[] head, int offset) {
    long group = number(head, offset, 2);
    return group == 2 || group == 8;
  }

  private static long number(byte[] head, int offset, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | head[offset + i] & 0xff;
    }
    return value;
  }

  /**
   * Reads a file up to its pixel data.
   *
   * @return empty if the file is not DICOM
   * @throws ImageFormatException if the header is damaged
   */
  static Optional<DicomFile> read(Path path) throws IOException {
    try (DicomInput in = new DicomInput(path, Content.of(path))) {
      byte[] head = in.bytes((int) Math.min(in.size(), HEAD));
      if (!isDicom(head)) {
        return Optional.empty();
      }
      in.position(hasPreamble(head) ? PREAMBLE + 4 : 0);
      DicomDataset meta = new DicomDataset(path, ByteOrder.LITTLE_ENDIAN);
      new DicomParser(in).readFileMeta(meta);
      String syntax = meta.label(Tag.TRANSFER_SYNTAX_UID);
      if (syntax.isEmpty()) {
        syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid();
      }
      if (syntax.equals(TransferSyntax.DEFLATED.uid())) {
        long start = in.position();
        try (DicomInput inflated = new DicomInput(path, new InflatedContent(path, start))) {
          return Optional.of(read(inflated, syntax, start));
        }
      }
      if (syntax.equals(TransferSyntax.EXPLICIT_BIG_ENDIAN.uid())) {
        in.order(ByteOrder.BIG_ENDIAN);
      }
      return Optional.of(read(in, syntax, -1));
    }
  }

  private static DicomFile read(DicomInput in, String syntax, long deflatedFrom)
      throws IOException {
    DicomDataset dataset = new DicomDataset(in.path(), in.order());
    DicomParser.PixelData pixels = new DicomParser(in).readDataset(dataset);
    return new DicomFile(in.path(), syntax, dataset, pixels, in.size(), deflatedFrom);
  }

  /** Opens the bytes that the pixel data lie in. */
  Content open() throws IOException {
    return deflatedFrom < 0 ? Content.of(path) : new InflatedContent(path, deflatedFrom);
  }

  /** The order of bytes in numbers. */
  ByteOrder order() {
    return syntax.equals(TransferSyntax.EXPLICIT_BIG_ENDIAN.uid())
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }

  /** The attributes of a frame: its own, then those shared by all, then the file's. */
  DicomDataset frame(int index) {
    List<DicomDataset> shared = dataset.items(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE);
    List<DicomDataset> each = dataset.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
    DicomDataset frame = dataset;
    if (!shared.isEmpty()) {
      frame = frame.over(shared.get(0));
    }
    return index < each.size() ? frame.over(each.get(index)) : frame;
  }

  boolean hasImage() {
    return pixels != null;
  }

  /** A fault of this file. */
  ImageFormatException fault(String what) {
    return new ImageFormatException(path, what);
  }
}
