// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.GzipOutput;
import org.heatscope.io.ImageWriterProvider;
import org.heatscope.io.SampleStream;

/**
 * Writes NIfTI, {@code .nii} and {@code .nii.gz}: NIfTI-1, or NIfTI-2 for an axis past 32767.
 *
 * <p>The affine is the sform, and the qform too where it has no shear; both have the code 2
 * ("aligned"), since a volume does not say with what its world is shared. A picture or a bare array
 * has neither, only its steps. Three channels of bytes are RGB24, other channels the fifth axis of
 * a vector image. The description is cut to 79 bytes; NIfTI has no field for the unit of a value.
 */
public final class NiftiWriterProvider implements ImageWriterProvider {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int ALIGNED = 2;
  private static final int MILLIMETRES = 2;

  @Override
  public String format() {
    return "NIfTI";
  }

  @Override
  public boolean writes(String name) {
    return name.endsWith(".nii") || name.endsWith(".nii.gz");
  }

  @Override
  public void write(Volume volume, String name, OutputStream out) throws IOException {
    if (name.endsWith(".gz")) {
      try (GzipOutput zip = new GzipOutput(out)) {
        write(volume, zip);
      }
    } else {
      write(volume, out);
    }
  }

  private static void write(Volume v, OutputStream out) throws IOException {
    boolean colors = isRgb(v);
    NiftiHeader header = header(v, colors);
    out.write(header.encode());
    out.write(extension(header));
    SampleStream samples = SampleStream.stored(v, ORDER);
    if (colors) {
      samples.writeInterleaved(out);
    } else {
      samples.writePlanar(out);
    }
  }

  private static boolean isRgb(Volume v) {
    return v.channels() == 3 && v.type() == SampleType.UINT8 && v.rescale().isIdentity();
  }

  private static byte[] extension(NiftiHeader h) {
    return h.version() == 1 ? ExactAffine.extension(h.srow(), ORDER) : new byte[4];
  }

  private static NiftiHeader header(Volume v, boolean colors) {
    long[] dim = dimensions(v, colors);
    int version = 1;
    for (long size : dim) {
      version = size > Short.MAX_VALUE ? 2 : version;
    }
    boolean placed = v.geometry().frame() == Geometry.Frame.ANATOMICAL;
    NiftiHeader both = header(v, colors, version, dim, placed ? ALIGNED : 0, placed);
    NiftiHeader stored = NiftiHeader.decode(version, both.encode());
    boolean conflict = placed && NiftiSpace.disagree(stored);
    return conflict ? header(v, colors, version, dim, 0, true) : both;
  }

  private static NiftiHeader header(
      Volume v, boolean colors, int version, long[] dim, int qform, boolean placed) {
    Geometry g = v.geometry();
    Affine a = g.affine();
    boolean left = a.determinant() < 0;
    Affine right = left ? a.after(Affine.scaling(1, 1, -1, 0, 0, 0)) : a;
    double[] pixdim = {
      left ? -1 : 1, g.spacing(0), g.spacing(1), g.spacing(2), v.time().step(), 1, 1, 1
    };
    double[] srow = placed ? a.rows() : new double[12];
    int offset = version == 1 ? 348 + ExactAffine.extension(srow, ORDER).length : 544;
    Rescale rescale = v.rescale();
    Window window = v.windows().isEmpty() ? null : v.windows().get(0);
    return new NiftiHeader(
        version,
        ORDER,
        false,
        dim,
        colors ? NiftiCodes.RGB24 : NiftiCodes.code(v.type()),
        pixdim,
        offset,
        rescale.slope(),
        rescale.intercept(),
        window == null ? 0 : window.low(),
        window == null ? 0 : window.high(),
        MILLIMETRES | timeUnit(v.time()),
        intent(v, colors),
        qform,
        placed ? ALIGNED : 0,
        qform > 0 ? NiftiSpace.quaternion(right) : new double[6],
        srow,
        v.description());
  }

  private static long[] dimensions(Volume v, boolean colors) {
    Geometry g = v.geometry();
    int frames = v.time().frames();
    int channels = colors ? 1 : v.channels();
    int axes = channels > 1 ? 5 : frames > 1 ? 4 : 3;
    return new long[] {axes, g.nx(), g.ny(), g.nz(), frames, channels, 1, 1};
  }

  private static int intent(Volume v, boolean colors) {
    return v.channels() > 1 && !colors ? NiftiCodes.VECTOR : NiftiCodes.intent(v.intent());
  }

  private static int timeUnit(TimeAxis time) {
    return switch (time.frames() > 1 ? time.unit() : "") {
      case "s" -> 8;
      case "Hz" -> 32;
      case "ppm" -> 40;
      default -> 0;
    };
  }
}
