// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.LazyImages;
import org.heatscope.io.SampleArrays;
import org.heatscope.io.Warnings;

/**
 * Reads the pages of a TIFF file: x, y, page, and a channel after the other. An image that would
 * fill much of the heap is decoded when it is looked at, strip by strip or tile by tile.
 */
final class TiffReader implements ImageReader {
  private final Path path;
  private final TiffStack stack;
  private final boolean isLazy;

  TiffReader(Path path, TiffStack stack, long maxBytes) throws ImageFormatException {
    this.path = path;
    this.stack = stack;
    TiffPage first = stack.pages().get(0);
    long count =
        SampleArrays.total(
            path, first.width(), first.height(), stack.pages().size(), first.channels());
    isLazy = LazyImages.isWorth(count * first.type().bytes());
    if (!isLazy) {
      SampleArrays.requireWithin(path, count * first.type().bytes(), maxBytes);
      SampleArrays.requireOneArray(path, count);
    }
  }

  @Override
  public List<Path> files() {
    return Stream.concat(Stream.of(path), stack.pages().stream().map(TiffPage::path))
        .distinct()
        .toList();
  }

  @Override
  public Volume read() throws IOException {
    return volume(isLazy ? blocksWhenLookedAt() : allPages());
  }

  /** The image whose strips or tiles are decoded when they are looked at. */
  Volume readLazily() throws IOException {
    return volume(blocksWhenLookedAt());
  }

  private Volume volume(RandomAccessibleInterval<? extends RealType<?>> samples)
      throws IOException {
    TiffPage first = stack.pages().get(0);
    TiffLayout layout = stack.layout();
    Volume.Builder b =
        Volume.of(samples, stack.scale().geometry(first.width(), first.height(), layout.slices()))
            .time(stack.scale().time(layout.frames()))
            .description(stack.scale().description())
            .format("TIFF");
    stack.scale().window().ifPresent(b::window);
    warnings().forEach(b::warning);
    return b.build();
  }

  private long[] size() {
    TiffPage first = stack.pages().get(0);
    TiffLayout layout = stack.layout();
    return new long[] {
      first.width(), first.height(), layout.slices(), layout.frames(), stack.channels()
    };
  }

  private RandomAccessibleInterval<? extends RealType<?>> allPages() throws IOException {
    TiffPage first = stack.pages().get(0);
    int pixels = first.width() * first.height();
    int count = pixels * stack.pages().size() * first.channels();
    long bytes = (long) count * first.type().bytes();
    SampleArrays.requireRoom(path, bytes + bytes / stack.pages().size());
    Object array = SampleArrays.allocate(path, first.type(), count);
    decode(array, pixels);
    return SampleTypes.wrap(first.type(), array, size());
  }

  /** A block is some strips or tiles of a page, with all its channels. */
  private RandomAccessibleInterval<? extends RealType<?>> blocksWhenLookedAt()
      throws ImageFormatException {
    TiffPage first = stack.pages().get(0);
    PageRegion block =
        PageBlocks.areApart(first) ? PageBlocks.of(first).together() : PageRegion.all(first);
    long[] size = size();
    return LazyImages.of(
        first.type(),
        size,
        new int[] {block.width(), block.height(), 1, 1, first.channels()},
        (min, n) -> {
          long page = min[2] + size[2] * (min[3] + size[3] * min[4]);
          PageRegion region = new PageRegion((int) min[0], (int) min[1], n[0], n[1]);
          int count = SampleArrays.requireOneArray(path, region.pixels() * n[4]);
          Object samples = SampleArrays.allocate(path, first.type(), count);
          PageDecoder.decode(stack.pages().get((int) page), region, samples);
          return samples;
        });
  }

  /** Pages into an array, channel after channel. */
  private void decode(Object array, int pixels) throws IOException {
    List<TiffPage> pages = stack.pages();
    int step = pages.size() * pixels;
    if (array instanceof long[] wide) {
      for (int p = 0; p < pages.size(); p++) {
        WideIntegers.decode(pages.get(p), PageRegion.all(pages.get(p)), wide, p * pixels, step);
      }
      return;
    }
    for (int p = 0; p < pages.size(); ) {
      Path file = pages.get(p).path();
      try (PageDecoder decoder = PageDecoder.of(file)) {
        for (; p < pages.size() && pages.get(p).path().equals(file); p++) {
          decoder.decode(pages.get(p), array, p * pixels, step);
        }
      }
    }
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(stack.warnings());
    TiffPage first = stack.pages().get(0);
    if (first.photometric() == TiffPage.MIN_IS_WHITE) {
      warnings.add(
          "Small values of this image are meant to be shown bright (MinIsWhite); they are shown"
              + " dark.");
    } else if (first.photometric() == TiffPage.PALETTE) {
      warnings.add("The palette of this image is left out: its values are the indices stored.");
    }
    if (first.alpha()) {
      warnings.add(Warnings.TRANSPARENCY);
    }
    return warnings;
  }
}
