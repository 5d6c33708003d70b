// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReader;
import org.heatscope.io.LazyImages;
import org.heatscope.io.SampleArrays;

/** Reads a Zarr array: a small one at once, of a large one each chunk when it is looked at. */
final class ZarrReader implements ImageReader {
  /** Missing chunks take no room in the folder, but memory once they are read. */
  private static final long MOST_AT_ONCE = 256L << 20;

  private final Path folder;
  private final ZarrImage image;
  private final ZarrArray array;

  private final int[] size;
  private final int[] block;
  private final int[] steps;

  ZarrReader(Path folder, ZarrImage image) {
    this.folder = folder;
    this.image = image;
    array = image.array();
    size = image.axes().arranged(array.shape(), 1);
    block = image.axes().arranged(array.chunk(), 1);
    steps = image.axes().arranged(array.steps(), 0);
  }

  @Override
  public Volume read() throws IOException {
    SampleType type = array.type().kept();
    Geometry geometry =
        image.placed()
            ? image.axes().geometry(array, size)
            : Geometry.none(size[0], size[1], size[2]);
    Volume.Builder b =
        Volume.of(samples(type), geometry)
            .time(image.axes().time(size[ZarrAxes.TIME]))
            .format(image.placed() ? "OME-Zarr" : "Zarr")
            .description(image.description())
            .scene(image.scene());
    image.window().ifPresent(b::window);
    image.warnings().forEach(b::warning);
    if (array.type().isComplex()) {
      b.warning("The samples are complex numbers; their magnitude is taken.");
    }
    if (image.placed() && image.axes().lacksUnits()) {
      b.warning("The axes have no unit that is known; their scales are taken as millimetres.");
    }
    return b.build();
  }

  private RandomAccessibleInterval<? extends RealType<?>> samples(SampleType type)
      throws IOException {
    long[] sizes = new long[size.length];
    double bytes = type.bytes();
    for (int a = 0; a < sizes.length; a++) {
      sizes[a] = size[a];
      bytes *= size[a];
    }
    if (bytes > MOST_AT_ONCE || LazyImages.isWorth((long) bytes)) {
      return LazyImages.of(type, sizes, block, this::block);
    }
    return SampleTypes.wrap(type, whole(type, sizes), sizes);
  }

  private Object whole(SampleType type, long[] sizes) throws IOException {
    Object samples = SampleArrays.allocate(folder, type, SampleArrays.count(folder, sizes));
    CellGrid grid = new CellGrid(sizes, block);
    int[] dense = dense(size);
    long blocks = LongStream.of(grid.getGridDimensions()).reduce(1, Math::multiplyExact);
    try {
      LongStream.range(0, blocks)
          .parallel()
          .forEach(
              n -> {
                long[] min = new long[size.length];
                int[] part = new int[size.length];
                grid.getCellDimensions(n, min, part);
                int at = 0;
                for (int a = 0; a < dense.length; a++) {
                  at += (int) min[a] * dense[a];
                }
                try {
                  copy(min, part, samples, at, dense);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return samples;
  }

  private Object block(long[] min, int[] part) throws IOException {
    Object samples = SampleArrays.allocate(folder, array.type().kept(), ZarrArray.elements(part));
    copy(min, part, samples, 0, dense(part));
    return samples;
  }

  /** Reads the chunk that begins at {@code min} and copies the part of it that is in the image. */
  private void copy(long[] min, int[] part, Object to, int at, int[] toSteps) throws IOException {
    int[] index = new int[array.shape().length];
    for (int a = 0; a < min.length; a++) {
      int axis = image.axes().of()[a];
      if (axis >= 0) {
        index[axis] = (int) (min[a] / block[a]);
      }
    }
    Object elements = array.elements(index, folder);
    StridedCopy copy =
        elements == null
            ? new StridedCopy(array.fill(), new int[min.length], to, toSteps, part)
            : new StridedCopy(elements, steps, to, toSteps, part);
    copy.run(min.length - 1, 0, at);
  }

  /** A copy between arrays whose elements lie differently. */
  private record StridedCopy(Object from, int[] fromSteps, Object to, int[] toSteps, int[] part) {
    void run(int axis, int fromAt, int toAt) {
      if (axis == 0 && fromSteps[0] == 1 && toSteps[0] == 1) {
        System.arraycopy(from, fromAt, to, toAt, part[0]);
        return;
      }
      for (int i = 0; i < part[axis]; i++) {
        if (axis == 0) {
          System.arraycopy(from, fromAt + i * fromSteps[0], to, toAt + i * toSteps[0], 1);
        } else {
          run(axis - 1, fromAt + i * fromSteps[axis], toAt + i * toSteps[axis]);
        }
      }
    }
  }

  /** Steps of neighbours in an array of these sizes, the first axis the fastest. */
  private static int[] dense(int[] sizes) {
    int[] steps = new int[sizes.length];
    int step = 1;
    for (int a = 0; a < steps.length; a++) {
      steps[a] = step;
      step *= sizes[a];
    }
    return steps;
  }

  @Override
  public List<Path> files() {
    return List.of(array.header());
  }
}
