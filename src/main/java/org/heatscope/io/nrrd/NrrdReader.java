// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReader;
import org.heatscope.io.PackedBytes;
import org.heatscope.io.Packing;
import org.heatscope.io.RawSamples;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.SampleArrays;

/**
 * Reads a NRRD image. Its axes are those of {@link NrrdAxes}; of four-part colours the last part,
 * the transparency, is left out, and complex numbers are read as their magnitude.
 */
final class NrrdReader implements ImageReader {
  private final NrrdHeader header;
  private final NrrdAxes axes;
  private final NrrdSpace space;
  private final SampleType type;
  private final boolean transparent;
  private final List<Path> files = new ArrayList<>();
  private final RawSamples samples;

  NrrdReader(NrrdHeader header, ReadOptions options) throws IOException {
    this.header = header;
    Path file = header.file();
    axes = NrrdAxes.of(header);
    type = NrrdData.type(header);
    int count = SampleArrays.count(file, axes.sizes());
    SampleArrays.requireWithin(file, (long) count * type.bytes(), options.maxBytes());
    space = NrrdSpace.of(header, axes);
    String[] kinds = header.words("kinds");
    transparent = axes.channel() == 0 && axes.size(0) == 4 && kinds[0].endsWith("-color");
    Packing packing = NrrdData.packing(header, type);
    List<PackedBytes> parts = NrrdData.parts(header, packing);
    samples = new RawSamples(parts, type, NrrdData.order(header, type, packing), count);
    files.add(file);
    for (PackedBytes part : parts) {
      if (!files.contains(part.file())) {
        files.add(part.file());
      }
    }
  }

  @Override
  public Volume read() throws IOException {
    int group = (int) axes.group();
    int kept = transparent ? 3 : group;
    Object array = axes.complex() ? samples.readMagnitudes() : samples.readInterleaved(group, kept);
    long channels = transparent ? 3 : axes.size(axes.channel());
    long[] size = {
      space.geometry().nx(),
      space.geometry().ny(),
      space.geometry().nz(),
      axes.size(axes.frame()),
      channels
    };
    Volume.Builder b =
        Volume.of(SampleTypes.wrap(type, array, size), space.geometry())
            .time(space.time())
            .format("NRRD")
            .unit(header.text("sampleunits").replace("\"", ""))
            .description(header.text("content"));
    space.warnings().forEach(b::warning);
    if (axes.complex()) {
      b.warning("The samples are complex numbers; their magnitude is read.");
    }
    if (transparent) {
      b.warning(
          "The transparency of this image is left out: its colours are those that are stored.");
    }
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
