// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.io.ImageFormatException;

/** Finds the pieces of compressed frames by their lengths; never searches within them. */
final class Fragments {
  private static final long ITEM = 0xfffee000L;
  private static final long SEQUENCE_END = 0xfffee0ddL;
  private static final int MOST_TABLE = 1 << 24;

  private final DicomFile file;
  private final Content content;
  private final List<Fragment> all = new ArrayList<>();

  /** A piece of a stream: where it lies in the content. */
  record Fragment(long offset, long length) {}

  private Fragments(DicomFile file, Content content) {
    this.file = file;
    this.content = content;
  }

  /**
   * The fragments of each frame.
   *
   * @throws ImageFormatException if they do not make up as many frames
   */
  static List<List<Fragment>> frames(DicomFile file, Content content, int count)
      throws IOException {
    Fragments fragments = new Fragments(file, content);
    long[] offsets = fragments.scan();
    List<List<Fragment>> frames = fragments.group(offsets, count);
    if (frames.size() < count) {
      throw file.fault("truncated: " + count + " frames declared, " + frames.size() + " present");
    }
    return frames;
  }

  /** Collects the fragments; gives the basic offset table. */
  private long[] scan() throws IOException {
    ByteBuffer item = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    long at = file.pixels().offset();
    Fragment table = null;
    while (at + 8 <= content.size()) {
      item.clear();
      content.readFully(item, at, file.path());
      long tag = (item.getShort(0) & 0xffffL) << 16 | item.getShort(2) & 0xffffL;
      long length = item.getInt(4) & 0xffffffffL;
      at += 8;
      if (tag == SEQUENCE_END) {
        break;
      } else if (tag != ITEM) {
        throw file.fault(
            "damaged: " + Tag.hex((int) tag) + " stands where a piece of a frame should");
      } else if (length > content.size() - at) {
        throw file.fault("truncated: a piece of a frame runs past the end of the file");
      }
      if (table == null) {
        table = new Fragment(at, length);
      } else {
        all.add(new Fragment(at, length));
      }
      at += length;
    }
    return table == null ? new long[0] : offsets(table);
  }

  private long[] offsets(Fragment table) throws IOException {
    if (table.length > MOST_TABLE) {
      throw file.fault("an offset table of " + table.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) table.length).order(ByteOrder.LITTLE_ENDIAN);
    content.readFully(bytes, table.offset, file.path());
    long[] offsets = new long[(int) table.length / 4];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = bytes.getInt(4 * i) & 0xffffffffL;
    }
    return offsets;
  }

  private List<List<Fragment>> group(long[] offsets, int count) throws IOException {
    List<List<Fragment>> frames = new ArrayList<>();
    if (count == 1 && !all.isEmpty()) {
      frames.add(all);
    } else if (all.size() == count) {
      all.forEach(f -> frames.add(List.of(f)));
    } else if (offsets.length == count) {
      long first = all.isEmpty() ? 0 : all.get(0).offset - 8;
      int next = 0;
      for (Fragment f : all) {
        if (next < count && f.offset - 8 - first == offsets[next]) {
          frames.add(new ArrayList<>());
          next++;
        }
        if (!frames.isEmpty()) {
          frames.get(frames.size() - 1).add(f);
        }
      }
    } else {
      for (Fragment f : all) {
        if (startsStream(f) || frames.isEmpty()) {
          frames.add(new ArrayList<>());
        }
        frames.get(frames.size() - 1).add(f);
      }
    }
    return frames;
  }

  /** Whether a JPEG, JPEG-LS or JPEG 2000 stream begins here. */
  private boolean startsStream(Fragment f) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(3);
    if (f.length < 3) {
      return false;
    }
    content.readFully(head, f.offset, file.path());
    int letters = (head.get(0) & 0xff) << 16 | (head.get(1) & 0xff) << 8 | head.get(2) & 0xff;
    return letters == 0xffd8ff || letters == 0xff4fff;
  }
}
