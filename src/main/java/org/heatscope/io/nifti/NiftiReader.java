// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.RawSamples;
import org.heatscope.io.SampleArrays;

/** An opened NIfTI image: its header is read and checked, its samples are not. */
final class NiftiReader implements ImageReader {
  /** How far the two forms of a header may place a corner voxel apart without a warning, in mm. */
  private static final double FORMS_AGREE_MM = 1e-3;

  private static final Map<Integer, SampleType> TYPES =
      Map.of(
          2, SampleType.UINT8,
          4, SampleType.INT16,
          8, SampleType.INT32,
          16, SampleType.FLOAT32,
          64, SampleType.FLOAT64,
          256, SampleType.INT8,
          512, SampleType.UINT16,
          768, SampleType.UINT32,
          1024, SampleType.INT64,
          1280, SampleType.UINT64);

  private static final Map<Integer, String> NOT_READ =
      Map.of(
          1, "one-bit samples",
          32, "complex samples (complex64)",
          128, "RGB24 colour",
          1536, "128-bit floats",
          1792, "complex samples (complex128)",
          2048, "complex samples (complex256)",
          2304, "RGBA32 colour");

  /** Intent code to what the values are and the unit that this implies. */
  private static final Map<Integer, String[]> INTENTS =
      Map.of(
          2, new String[] {"correlation", "r"},
          3, new String[] {"t-score", "t"},
          4, new String[] {"F-score", "F"},
          5, new String[] {"z-score", "z"},
          6, new String[] {"chi-squared", "χ²"},
          22, new String[] {"p-value", "p"},
          23, new String[] {"log p-value", "ln p"},
          24, new String[] {"log10 p-value", "log10 p"},
          1001, new String[] {"estimate", ""},
          1002, new String[] {"label", ""});

  private final NiftiHeader header;
  private final Path headerFile;
  private final Path dataFile;
  private final SampleType type;
  private final RawSamples raw;
  private final Affine affine;

  NiftiReader(NiftiHeader header, Path headerFile, FileHead data) throws IOException {
    this.header = header;
    this.headerFile = headerFile;
    dataFile = data.path();
    type = type();
    affine = affine();
    int count = count();
    raw = new RawSamples(data, offset(), type, header.order(), count);
  }

  private SampleType type() throws ImageFormatException {
    SampleType t = TYPES.get(header.datatype());
    if (t == null) {
      String name = NOT_READ.get(header.datatype());
      throw new ImageFormatException(
          headerFile,
          name == null
              ? "the data type code " + header.datatype() + " is not one of NIfTI's"
              : name + " are not read yet");
    }
    return t;
  }

  private int count() throws ImageFormatException {
    long axes = header.storedDim(0);
    if (axes < 1 || axes > 7) {
      throw new ImageFormatException(
          headerFile, "the header declares " + axes + " axes, not 1 to 7");
    }
    for (int i = 1; i <= axes; i++) {
      if (header.storedDim(i) < 0) {
        throw new ImageFormatException(
            headerFile, "axis " + i + " has the size " + header.storedDim(i));
      }
    }
    for (int i = 5; i <= 7; i++) {
      if (header.dim(i) > 1) {
        throw new ImageFormatException(
            headerFile,
            "the image has "
                + header.dim(i)
                + " values on axis "
                + i
                + "; vectors are not read yet");
      }
    }
    return SampleArrays.count(
        headerFile, header.dim(1), header.dim(2), header.dim(3), header.dim(4));
  }

  /** In a single file the samples follow the header; some writers leave the offset at 0. */
  private long offset() throws ImageFormatException {
    double offset = header.voxOffset();
    if (!(offset >= 0 && offset < 1e15)) {
      throw new ImageFormatException(
          headerFile, "the header declares its voxels at byte " + offset);
    }
    if (!header.isSingleFile()) {
      return (long) offset;
    }
    int least = header.isVersion2() ? NiftiHeader.SIZE_2 + 4 : NiftiHeader.SIZE_1 + 4;
    if (offset == 0) {
      return least;
    }
    if (offset < least - 4) {
      throw new ImageFormatException(
          headerFile,
          "the header declares its voxels at byte " + (long) offset + ", within itself");
    }
    return (long) offset;
  }

  private Affine affine() throws ImageFormatException {
    double toMm =
        switch (header.units() & 7) {
          case 1 -> 1000;
          case 3 -> 0.001;
          default -> 1;
        };
    Affine a = header.affine(headerFile);
    Affine mm = toMm == 1 ? a : Affine.scaling(toMm, toMm, toMm, 0, 0, 0).after(a);
    if (!mm.isInvertible()) {
      throw new ImageFormatException(headerFile, "the affine of the header cannot be inverted");
    }
    return mm;
  }

  @Override
  public Volume read() throws IOException {
    int nx = (int) header.dim(1);
    int ny = (int) header.dim(2);
    int nz = (int) header.dim(3);
    int nt = (int) header.dim(4);
    Object array = raw.read();
    Volume.Builder v =
        Volume.of(
                SampleTypes.wrap(type, array, nx, ny, nz, nt),
                Geometry.anatomical(nx, ny, nz, affine))
            .format(header.isVersion2() ? "NIfTI-2" : "NIfTI-1")
            .rescale(rescale())
            .time(time(nt));
    String[] intent = INTENTS.get(header.intentCode());
    if (intent != null) {
      v.intent(intent[0]).unit(intent[1]);
    }
    double lo = header.calMin();
    double hi = header.calMax();
    if (Double.isFinite(lo) && Double.isFinite(hi) && lo < hi) {
      v.window(Window.range(lo, hi));
    }
    warnings().forEach(v::warning);
    return v.build();
  }

  /** A slope of 0, or one that is not finite, means that stored numbers are the values. */
  private Rescale rescale() {
    double slope = header.slope();
    double intercept = header.intercept();
    return slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)
        ? Rescale.IDENTITY
        : new Rescale(slope, intercept);
  }

  private TimeAxis time(int frames) {
    double step = header.pixdim(4);
    int unit = header.units() & 0x38;
    double toSeconds = unit == 16 ? 1e-3 : unit == 24 ? 1e-6 : 1;
    String name = unit == 32 ? "Hz" : unit == 40 ? "ppm" : unit == 48 ? "rad/s" : "s";
    boolean known = frames > 1 && step > 0 && Double.isFinite(step);
    return new TimeAxis(frames, known ? step * toSeconds : 0, known ? name : "");
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (header.sformCode() > 0 && header.qformCode() > 0) {
      double apart = apart(header.sform(), header.qform());
      if (!(apart <= FORMS_AGREE_MM)) {
        warnings.add(
            String.format(
                java.util.Locale.ROOT,
                "The sform and the qform place voxels up to %.4g mm apart; the sform is used.",
                apart));
      }
    } else if (header.sformCode() <= 0 && header.qformCode() <= 0) {
      warnings.add(
          "The header has no sform and no qform: the first voxel is taken to be at the origin and the"
              + " axes to run along the world's, so left and right are not known.");
    }
    if (raw.trailingBytes() > 0 && header.isSingleFile()) {
      warnings.add(raw.trailingBytes() + " bytes follow the voxels and are not read.");
    }
    return warnings;
  }

  /** The largest distance between the two places of a corner voxel. */
  private double apart(Affine a, Affine b) {
    double most = 0;
    for (int corner = 0; corner < 8; corner++) {
      double x = (corner & 1) * (header.dim(1) - 1);
      double y = (corner >> 1 & 1) * (header.dim(2) - 1);
      double z = (corner >> 2) * (header.dim(3) - 1);
      double sum = 0;
      for (int r = 0; r < 3; r++) {
        double d = a.apply(r, x, y, z) - b.apply(r, x, y, z);
        sum += d * d;
      }
      most = Math.max(most, Math.sqrt(sum));
    }
    return most;
  }

  @Override
  public List<Path> files() {
    return headerFile.equals(dataFile) ? List.of(dataFile) : List.of(headerFile, dataFile);
  }
}
