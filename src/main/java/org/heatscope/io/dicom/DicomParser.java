// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.heatscope.io.ImageFormatException;

/**
 * Reads the elements of a data set (DICOM PS3.5 section 7), keeping those of {@link Tag}.
 *
 * <p>Every length is held against the end of what encloses it before anything is read, so a file
 * can make the parser neither allocate more than the file holds nor run away; sequences nest at
 * most {@value #MAX_DEPTH} deep.
 */
final class DicomParser {
  private static final int ITEM = 0xfffee000;
  private static final int ITEM_END = 0xfffee00d;
  private static final int SEQUENCE_END = 0xfffee0dd;
  private static final long UNDEFINED = 0xffffffffL;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ITEMS = 300_000;
  private static final int MAX_VALUE = 1 << 20;

  /** Value representations whose length has two bytes; all others have four, after two unused. */
  private static final Set<String> SHORT_VRS =
      Set.of(
          "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "PN", "SH", "SL",
          "SS", "ST", "TM", "UI", "UL", "US");

  private final DicomInput in;
  private int items;

  DicomParser(DicomInput in) {
    this.in = in;
  }

  /**
   * Where the pixel data lie.
   *
   * @param tag whole numbers, floats or doubles
   * @param words whether they are written as 16-bit words (OW), which big endian files swap
   * @param offset of the first byte in the content
   * @param length as declared; -1 if undefined, as for compressed frames
   */
  record PixelData(Tag tag, boolean words, long offset, long length) {}

  private record Element(int tag, String vr, long length) {}

  /** Reads the group 0002 at the input's position, always explicit little endian. */
  void readFileMeta(DicomDataset into) throws IOException {
    while (in.position() + 8 <= in.size()) {
      long start = in.position();
      Element e = element(true);
      if (e.tag >>> 16 != 2) {
        in.position(start);
        return;
      }
      value(e, into, in.size());
    }
  }

  /**
   * Reads elements up to the pixel data.
   *
   * @return null if the file holds no pixel data
   */
  PixelData readDataset(DicomDataset into) throws IOException {
    boolean explicit = isExplicit();
    while (in.position() + 8 <= in.size()) {
      Element e = element(explicit);
      Tag tag = Tag.of(e.tag);
      if (tag != null && tag.isPixelData()) {
        long length = e.length == UNDEFINED ? -1 : e.length;
        return new PixelData(tag, e.vr.equals("OW"), in.position(), length);
      } else if (e.tag == 0) {
        return null;
      }
      content(e, into, explicit, in.size(), 0);
    }
    return null;
  }

  /** Told by the first element rather than by the transfer syntax, which files get wrong. */
  private boolean isExplicit() throws IOException {
    if (in.position() + 8 > in.size()) {
      return true;
    }
    long start = in.position();
    in.position(start + 4);
    boolean explicit = isVr(in.letters());
    in.position(start);
    return explicit;
  }

  static boolean isVr(int letters) {
    int a = letters >> 8;
    int b = letters & 0xff;
    return a >= 'A' && a <= 'Z' && b >= 'A' && b <= 'Z';
  }

  private Element element(boolean explicit) throws IOException {
    int tag = in.unsignedShort() << 16 | in.unsignedShort();
    if (!explicit || tag >>> 16 == 0xfffe) {
      return new Element(tag, "", in.unsignedInt());
    }
    int letters = in.letters();
    if (!isVr(letters)) {
      // An element that was copied from an implicit file: its length stands in place of the VR.
      in.position(in.position() - 2);
      return new Element(tag, "", in.unsignedInt());
    }
    String vr = new String(new char[] {(char) (letters >> 8), (char) (letters & 0xff)});
    if (SHORT_VRS.contains(vr)) {
      return new Element(tag, vr, in.unsignedShort());
    }
    in.unsignedShort();
    return new Element(tag, vr, in.unsignedInt());
  }

  private void content(Element e, DicomDataset into, boolean explicit, long end, int depth)
      throws IOException {
    Tag tag = Tag.of(e.tag);
    boolean undefined = e.length == UNDEFINED;
    if (undefined && (e.vr.equals("OB") || e.vr.equals("OW"))) {
      skipFragments(end);
    } else if (undefined || tag != null && tag.isSequence()) {
      // PS3.5 6.2.2: the items of an UN element are implicit.
      boolean inner = explicit && !e.vr.equals("UN");
      long last = undefined ? end : checkedEnd(e, end);
      List<DicomDataset> sequence = sequence(inner, last, depth);
      if (!undefined) {
        in.position(last);
      }
      if (tag != null) {
        into.put(tag, sequence);
      }
    } else {
      value(e, into, end);
    }
  }

  private void value(Element e, DicomDataset into, long end) throws IOException {
    long last = checkedEnd(e, end);
    Tag tag = Tag.of(e.tag);
    if (tag != null && !tag.isPixelData()) {
      if (e.length > MAX_VALUE) {
        throw fault(tag + " is " + e.length + " bytes long");
      }
      into.put(tag, in.bytes((int) e.length));
    }
    in.position(last);
  }

  private long checkedEnd(Element e, long end) throws IOException {
    if (e.length > end - in.position()) {
      throw fault(
          String.format(
              "truncated: element %s declares %d bytes, %d are left",
              Tag.hex(e.tag), e.length, end - in.position()));
    }
    return in.position() + e.length;
  }

  private List<DicomDataset> sequence(boolean explicit, long end, int depth) throws IOException {
    if (depth == MAX_DEPTH) {
      throw fault("sequences are nested more than " + MAX_DEPTH + " deep");
    }
    List<DicomDataset> list = new ArrayList<>();
    while (in.position() + 8 <= end) {
      Element e = element(explicit);
      if (e.tag == SEQUENCE_END) {
        return list;
      } else if (e.tag != ITEM) {
        throw fault("damaged: " + Tag.hex(e.tag) + " stands where an item of a sequence should");
      } else if (++items > MAX_ITEMS) {
        throw fault("more than " + MAX_ITEMS + " items in its sequences");
      }
      list.add(item(e, explicit, end, depth));
    }
    return list;
  }

  private DicomDataset item(Element item, boolean explicit, long end, int depth)
      throws IOException {
    DicomDataset set = new DicomDataset(in.path(), in.order());
    boolean undefined = item.length == UNDEFINED;
    long last = undefined ? end : checkedEnd(item, end);
    while (in.position() + 8 <= last) {
      Element e = element(explicit);
      if (e.tag == ITEM_END) {
        break;
      }
      content(e, set, explicit, last, depth + 1);
    }
    if (!undefined) {
      in.position(last);
    }
    return set;
  }

  /** The frames of an encapsulated icon: items that hold bytes, not elements. */
  private void skipFragments(long end) throws IOException {
    while (in.position() + 8 <= end) {
      Element e = element(false);
      if (e.tag == SEQUENCE_END) {
        return;
      }
      in.position(checkedEnd(e, end));
    }
  }

  private ImageFormatException fault(String what) {
    return new ImageFormatException(in.path(), what);
  }
}
