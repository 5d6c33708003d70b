// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.RawSamples;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.SampleArrays;
import org.heatscope.io.Warnings;

/**
 * Reads a NIfTI image: a header and samples with x fastest, in one file or a pair; extensions are
 * skipped.
 *
 * <p>The fourth axis is time. A fifth axis holds the channels where the intent is a vector or a
 * matrix, and frames where the fourth has one element and the intent says nothing else; more axes
 * are refused. Colours are three channels. Complex numbers are read as their magnitude.
 */
final class NiftiReader implements ImageReader {
  private final NiftiHeader header;
  private final List<Path> files;
  private final NiftiCodes.Voxel voxel;
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
  NiftiReader(FileHead head, FileHead data, ReadOptions options) throws IOException {
    Path file = head.path();
    header = NiftiHeader.parse(file, head.bytes());
    files = header.pair() ? List.of(file, data.path()) : List.of(file);
    voxel = NiftiCodes.voxel(file, header.datatype());
    size = sizes(file);
    space = NiftiSpace.of(file, header);
    rescale = rescale(file);
    long voxels = SampleArrays.total(file, size[0], size[1], size[2], size[3], size[4]);
    long count = voxels * voxel.numbers();
    samples = new RawSamples(data, offset(file), voxel.sample(), header.order(), count);
    samples.requireWithin(options.maxBytes());
  }

  /**
   * x, y, z, frames and parts of a vector; unused axes hold 0 or anything in files in the wild, and
   * count as 1.
   */
  private int[] sizes(Path file) throws ImageFormatException {
    long[] dim = header.dim();
    if (dim[0] < 1 || dim[0] > 7) {
      throw new ImageFormatException(file, "the header declares " + dim[0] + " axes");
    }
    long[] used = new long[] {1, 1, 1, 1, 1, 1, 1};
    System.arraycopy(dim, 1, used, 0, (int) dim[0]);
    boolean vector = used[4] != 1 && NiftiCodes.isVector(header.intent());
    boolean unknown = used[4] != 1 && !vector && used[3] != 1;
    boolean colors = vector && voxel.numbers() > 1;
    if (unknown || colors || used[5] != 1 || used[6] != 1) {
      String all = Arrays.toString(Arrays.copyOf(used, (int) dim[0]));
      throw new ImageFormatException(
          file, "images with a fifth axis are read only of vectors (axes " + all + ")");
    }
    long frames = used[3] == 1 && !vector ? used[4] : used[3];
    long parts = vector ? used[4] : 1;
    SampleArrays.total(file, used[0], used[1], used[2], frames, parts);
    return new int[] {(int) used[0], (int) used[1], (int) used[2], (int) frames, (int) parts};
  }

  /**
   * Slope 0, or one that is no number, means that stored samples are the values; colours are not
   * rescaled. |slope z| is |slope| |z|, but with an intercept a magnitude has no such rule.
   */
  private Rescale rescale(Path file) throws ImageFormatException {
    double slope = header.slope();
    if (slope == 0 || !Double.isFinite(slope) || voxel.channels() > 1) {
      return Rescale.IDENTITY;
    }
    if (!Double.isFinite(header.intercept())) {
      throw new ImageFormatException(
          file, "scl_slope is " + slope + " but scl_inter is " + header.intercept());
    }
    if (voxel.complex() && header.intercept() != 0) {
      throw new ImageFormatException(
          file,
          "complex samples with an scl_inter of " + header.intercept() + " are not supported");
    }
    return new Rescale(voxel.complex() ? Math.abs(slope) : slope, header.intercept());
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
    Volume.Builder b =
        Volume.of(image(), Geometry.anatomical(size[0], size[1], size[2], space.affine()))
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
    warnings().forEach(b::warning);
    samples.trailingWarning().ifPresent(b::warning);
    return b.build();
  }

  private RandomAccessibleInterval<? extends RealType<?>> image() throws IOException {
    long[] all = {size[0], size[1], size[2], size[3], size[4] * voxel.channels()};
    return voxel.complex()
        ? SampleTypes.wrap(voxel.sample(), samples.readMagnitudes(), all)
        : samples.imageInterleaved(voxel.numbers(), voxel.channels(), all);
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(space.warnings());
    if (voxel.complex()) {
      warnings.add(Warnings.MAGNITUDE);
    }
    if (voxel.numbers() == 4) {
      warnings.add(Warnings.TRANSPARENCY);
    }
    if (size[4] > 1) {
      warnings.add("Each voxel holds " + size[4] + " parts of a vector, read as channels.");
    }
    return warnings;
  }

  @Override
  public List<Path> files() {
    return files;
  }
}
