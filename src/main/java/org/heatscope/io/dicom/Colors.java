// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.io.ImageFormatException;

/** Turns frames of colour pixels into red, green and blue planes. */
final class Colors {
  private final PixelFormat format;
  private final LookupTable[] palette;

  private Colors(PixelFormat format, LookupTable[] palette) {
    this.format = format;
    this.palette = palette;
  }

  /** The colours of a file. */
  static Colors of(DicomFile file, PixelFormat format) throws ImageFormatException {
    if (format.photometric() != Photometric.PALETTE_COLOR) {
      return new Colors(format, null);
    }
    return new Colors(
        format,
        new LookupTable[] {
          table(file, format, Tag.RED_PALETTE_DESCRIPTOR, Tag.RED_PALETTE_DATA, Tag.SEGMENTED_RED),
          table(
              file,
              format,
              Tag.GREEN_PALETTE_DESCRIPTOR,
              Tag.GREEN_PALETTE_DATA,
              Tag.SEGMENTED_GREEN),
          table(
              file, format, Tag.BLUE_PALETTE_DESCRIPTOR, Tag.BLUE_PALETTE_DATA, Tag.SEGMENTED_BLUE)
        });
  }

  private static LookupTable table(
      DicomFile file, PixelFormat format, Tag descriptor, Tag data, Tag segments)
      throws ImageFormatException {
    DicomDataset d = file.dataset();
    boolean signed = format.type().isSigned();
    return d.has(segments) && !d.has(data)
        ? LookupTable.segmented(d, descriptor, segments, signed)
        : LookupTable.of(d, descriptor, data, signed);
  }

  /** The type of a plane's samples. */
  SampleType type() {
    if (palette == null) {
      return format.type();
    }
    return palette[0].bits() > 8 ? SampleType.UINT16 : SampleType.UINT8;
  }

  /**
   * Spreads a frame over three planes.
   *
   * @param stored the frame as {@link FrameSource} gives it
   * @param photometric what its samples stand for
   * @param to the planes, an array of the kind that {@link #type()} says
   * @param offset element of the first red sample
   * @param stride elements from one plane to the next
   */
  void separate(Object stored, Photometric photometric, Object to, int offset, int stride) {
    int pixels = format.framePixels();
    if (palette != null) {
      look(stored, to, offset, stride);
    } else {
      if (photometric.isYbr()) {
        toRgb((byte[]) stored, pixels);
      }
      for (int c = 0; c < 3; c++) {
        Strides.copy(stored, c, 3, to, offset + c * stride, 1, pixels);
      }
    }
  }

  private void look(Object stored, Object to, int offset, int stride) {
    int pixels = format.framePixels();
    IntToDoubleFunction sample =
        new Samples(stored, format.type(), 0, pixels, 1, 1, Rescale.IDENTITY).reader();
    int[] plane = new int[pixels];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < pixels; i++) {
        plane[i] = palette[c].at(sample.applyAsDouble(i));
      }
      put(plane, to, offset + c * stride);
    }
  }

  private static void put(int[] plane, Object to, int offset) {
    for (int i = 0; i < plane.length; i++) {
      if (to instanceof byte[] b) {
        b[offset + i] = (byte) plane[i];
      } else {
        ((short[]) to)[offset + i] = (short) plane[i];
      }
    }
  }

  /** R = Y + 1.402 Cr, G = Y - 0.344136 Cb - 0.714136 Cr, B = Y + 1.772 Cb (PS3.3 C.7.6.3.1.2). */
  static void toRgb(byte[] ybr, int pixels) {
    for (int i = 0; i < 3 * pixels; i += 3) {
      double y = ybr[i] & 0xff;
      double cb = (ybr[i + 1] & 0xff) - 128;
      double cr = (ybr[i + 2] & 0xff) - 128;
      ybr[i] = level(y + 1.402 * cr);
      ybr[i + 1] = level(y - 0.344136 * cb - 0.714136 * cr);
      ybr[i + 2] = level(y + 1.772 * cb);
    }
  }

  private static byte level(double v) {
    return (byte) Math.max(0, Math.min(255, Math.round(v)));
  }
}
