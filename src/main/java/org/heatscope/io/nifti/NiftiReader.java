// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.RawSamples;
import org.heatscope.io.SampleArrays;

/**
 * Reads a NIfTI image: a header and samples with x fastest, in one file or a pair.
 *
 * <p>The fourth axis is time. A fifth axis is read as frames where the fourth has one element and
 * the intent is not a vector; more axes are refused, as are samples that are not real numbers.
 */
final class NiftiReader implements ImageReader {
  private final NiftiHeader header;
  private final List<Path> files;
  private final SampleType type;
  private final int[] size;
  private final NiftiSpace space;
  private final Rescale rescale;
  private final RawSamples samples;

  /**
   * Checks the header.
   *
   * @param head of the file with the header
   * @param data of the file with the samples; the same for a single file
   */
  NiftiReader(FileHead head, FileHead data) throws IOException {
    Path file = head.path();
    header = NiftiHeader.parse(file, head.bytes());
    files = header.pair() ? List.of(file, data.path()) : List.of(file);
    type = NiftiCodes.type(file, header.datatype());
    size = sizes(file);
    space = NiftiSpace.of(file, header);
    rescale = rescale(file);
    int count = SampleArrays.count(file, size[0], size[1], size[2], size[3]);
    samples = new RawSamples(data, offset(file), type, header.order(), count);
  }

  /** x, y, z and frames; unused axes hold 0 or anything in files in the wild, and count as 1. */
  private int[] sizes(Path file) throws ImageFormatException {
    long[] dim = header.dim();
    if (dim[0] < 1 || dim[0] > 7) {
      throw new ImageFormatException(file, "the header declares " + dim[0] + " axes");
    }
    long[] used = new long[] {1, 1, 1, 1, 1, 1, 1};
    System.arraycopy(dim, 1, used, 0, (int) dim[0]);
    boolean fifth = used[4] != 1 && (used[3] != 1 || NiftiCodes.isVector(header.intent()));
    if (fifth || used[5] != 1 || used[6] != 1) {
      String all = Arrays.toString(Arrays.copyOf(used, (int) dim[0]));
      throw new ImageFormatException(
          file, "images with a fifth axis are not supported (axes " + all + ")");
    }
    long frames = used[3] == 1 ? used[4] : used[3];
    SampleArrays.count(file, used[0], used[1], used[2], frames);
    return new int[] {(int) used[0], (int) used[1], (int) used[2], (int) frames};
  }

  /** Slope 0, or one that is no number, means that stored samples are the values. */
  private Rescale rescale(Path file) throws ImageFormatException {
    double slope = header.slope();
    if (slope == 0 || !Double.isFinite(slope)) {
      return Rescale.IDENTITY;
    }
    if (!Double.isFinite(header.intercept())) {
      throw new ImageFormatException(
          file, "scl_slope is " + slope + " but scl_inter is " + header.intercept());
    }
    return new Rescale(slope, header.intercept());
  }

  private long offset(Path file) throws ImageFormatException {
    double offset = header.voxOffset();
    if (offset == 0) {
      return header.defaultOffset();
    }
    boolean inside = !header.pair() && offset < header.size();
    if (!(offset > 0) || inside || offset != Math.rint(offset) || offset > 1L << 50) {
      throw new ImageFormatException(file, "vox_offset cannot be " + offset);
    }
    return (long) offset;
  }

  @Override
  public Volume read() throws IOException {
    Object array = samples.read();
    Volume.Builder b =
        Volume.of(
                SampleTypes.wrap(type, array, size[0], size[1], size[2], size[3]),
                Geometry.anatomical(size[0], size[1], size[2], space.affine()))
            .rescale(rescale)
            .time(NiftiSpace.time(header, size[3]))
            .format(header.format())
            .unit(NiftiCodes.unit(header.intent()))
            .intent(NiftiCodes.meaning(header.intent()))
            .description(header.description());
    if (header.calMax() > header.calMin()
        && Double.isFinite(header.calMin())
        && Double.isFinite(header.calMax())) {
      b.window(Window.range(header.calMin(), header.calMax()));
    }
    space.warnings().forEach(b::warning);
    if (samples.trailingBytes() > 0) {
      b.warning(samples.trailingBytes() + " bytes follow the voxels that the header declares.");
    }
    return b.build();
  }

  @Override
  public List<Path> files() {
    return files;
  }
}
