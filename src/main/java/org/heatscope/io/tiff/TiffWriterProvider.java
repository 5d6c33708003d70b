// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageWriterProvider;
import org.heatscope.io.SampleStream;

/**
 * Writes TIFF, {@code .tif} and {@code .tiff}: a page for each slice of each frame, uncompressed,
 * little endian, BigTIFF past 4 GiB. Three channels are red, green and blue. The size of a pixel
 * and the distances of slices and frames are told as ImageJ tells them, the affine in a line of its
 * own ({@link ImageJText}). Rescaled samples are written as values, in float32 or float64.
 *
 * <p>64-bit integers are refused: hardly a program reads them.
 */
public final class TiffWriterProvider implements ImageWriterProvider {
  private static final long MOST_CLASSIC = 0xffff0000L;

  /** More than a directory takes, but for the first one's description. */
  private static final long MOST_DIRECTORY = 512;

  private static final int ROWS_PER_STRIP = 278;

  @Override
  public String format() {
    return "TIFF";
  }

  @Override
  public boolean writes(String name) {
    return name.endsWith(".tif") || name.endsWith(".tiff");
  }

  @Override
  public void write(Volume volume, String name, OutputStream out) throws IOException {
    SampleStream samples = SampleStream.values(volume, ByteOrder.LITTLE_ENDIAN);
    SampleType type = samples.type();
    if (type.isInteger() && type.bytes() == 8) {
      throw new IllegalArgumentException(
          type.dtype() + " samples are not written as TIFF; use .nii.gz, .nrrd or .npy");
    }
    if (volume.channels() != 1 && volume.channels() != 3) {
      throw new IllegalArgumentException(
          "an image of " + volume.channels() + " channels is not written as TIFF; use .nrrd");
    }
    long directories = (long) volume.geometry().nz() * volume.time().frames() * MOST_DIRECTORY;
    write(volume, samples, samples.bytes() + directories > MOST_CLASSIC, out);
  }

  /** Writes all directories, then all pixels. */
  static void write(Volume v, SampleStream samples, boolean big, OutputStream out)
      throws IOException {
    int pages = Math.multiplyExact(v.geometry().nz(), v.time().frames());
    int first = page(v, samples.type(), big, 0, 0).length();
    int others = page(v, samples.type(), big, 1, 0).length();
    ByteBuffer head = ByteBuffer.allocate(big ? 16 : 8).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) 'I').put((byte) 'I').putShort((short) (big ? 43 : 42));
    if (big) {
      head.putShort((short) 8).putShort((short) 0).putLong(16);
    } else {
      head.putInt(8);
    }
    out.write(head.array());
    long at = head.capacity();
    long data = at + first + (pages - 1L) * others;
    for (int p = 0; p < pages; p++) {
      DirectoryBytes page = page(v, samples.type(), big, p, data + p * (samples.bytes() / pages));
      long next = at + page.length();
      out.write(page.encode(at, p < pages - 1 ? next : 0));
      at = next;
    }
    samples.writeInterleaved(out);
  }

  private static DirectoryBytes page(
      Volume v, SampleType type, boolean big, int page, long position) {
    Geometry g = v.geometry();
    int[] bits = new int[v.channels()];
    int[] formats = new int[v.channels()];
    Arrays.fill(bits, 8 * type.bytes());
    Arrays.fill(formats, !type.isInteger() ? 3 : type.isSigned() ? 2 : 1);
    DirectoryBytes d = new DirectoryBytes(big);
    d.size(TiffDirectory.IMAGE_WIDTH, g.nx());
    d.size(TiffDirectory.IMAGE_LENGTH, g.ny());
    d.shorts(TiffDirectory.BITS_PER_SAMPLE, bits);
    d.shorts(TiffDirectory.COMPRESSION, 1);
    d.shorts(
        TiffDirectory.PHOTOMETRIC_INTERPRETATION,
        v.channels() == 3 ? TiffPage.RGB : TiffPage.MIN_IS_BLACK);
    if (page == 0) {
      d.text(TiffDirectory.IMAGE_DESCRIPTION, ImageJText.text(v));
    }
    d.position(TiffDirectory.STRIP_OFFSETS, position);
    d.shorts(TiffDirectory.SAMPLES_PER_PIXEL, v.channels());
    d.size(ROWS_PER_STRIP, g.ny());
    long pageBytes = (long) g.nx() * g.ny() * v.channels() * type.bytes();
    d.position(TiffDirectory.STRIP_BYTE_COUNTS, pageBytes);
    resolution(d, TiffDirectory.X_RESOLUTION, g.spacing(0));
    resolution(d, TiffDirectory.Y_RESOLUTION, g.spacing(1));
    d.shorts(TiffDirectory.RESOLUTION_UNIT, 1);
    return d.shorts(TiffDirectory.SAMPLE_FORMAT, formats);
  }

  /** Pixels per unit as a fraction with nine digits on its larger side. */
  private static void resolution(DirectoryBytes d, int tag, double spacing) {
    double one = 1e9;
    d.fraction(
        tag,
        Math.max(1, Math.round(spacing > 1 ? one / spacing : one)),
        Math.max(1, Math.round(spacing > 1 ? one : one * spacing)));
  }
}
