// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.analyze;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.RawSamples;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.SampleArrays;

/**
 * Reads an Analyze 7.5 image. The format says neither where the image lies nor which side is left:
 * nibabel's rule is followed ({@link AnalyzeHeader#affine()}), and a warning says so.
 */
final class AnalyzeReader implements ImageReader {
  private final List<Path> files;
  private final AnalyzeHeader header;
  private final Geometry geometry;
  private final RawSamples samples;

  AnalyzeReader(FileHead head, FileHead data, ReadOptions options) throws IOException {
    Path file = head.path();
    files = List.of(file, data.path());
    header = AnalyzeHeader.parse(file, head.bytes());
    long[] n = header.size();
    long count = SampleArrays.total(file, n);
    if (!header.affine().isInvertible()) {
      throw new ImageFormatException(file, "the voxel size cannot be inverted: " + header.affine());
    }
    geometry = Geometry.anatomical((int) n[0], (int) n[1], (int) n[2], header.affine());
    samples = new RawSamples(data, header.offset(), header.type(), header.order(), count);
    samples.requireWithin(options.maxBytes());
  }

  @Override
  public Volume read() throws IOException {
    int frames = (int) header.size()[3];
    double step = header.frameStep() > 0 ? header.frameStep() : 0;
    Volume.Builder b =
        Volume.of(samples.image(header.size()), geometry)
            .rescale(rescale())
            .time(frames == 1 ? TimeAxis.NONE : new TimeAxis(frames, step, ""))
            .format("Analyze 7.5")
            .description(header.description());
    if (header.calMax() > header.calMin()
        && Double.isFinite(header.calMin())
        && Double.isFinite(header.calMax())) {
      b.window(Window.range(header.calMin(), header.calMax()));
    }
    String center = header.origin() == null ? "its middle" : "SPM's origin";
    b.warning(
        "The format does not say which side is left: x is taken to run to the left, with "
            + center
            + " at 0, 0, 0.");
    samples.trailingWarning().ifPresent(b::warning);
    return b.build();
  }

  private Rescale rescale() {
    if (header.slope() == 0 || !Double.isFinite(header.slope())) {
      return Rescale.IDENTITY;
    }
    double intercept = header.intercept();
    return new Rescale(header.slope(), Double.isFinite(intercept) ? intercept : 0);
  }

  @Override
  public List<Path> files() {
    return files;
  }
}
