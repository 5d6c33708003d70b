// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.heatscope.backend.scalar.PixelTable;
import org.heatscope.image.Affine;
import org.heatscope.image.Region;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_mem;

/**
 * The fused overlay on the device: the kernels of {@code composite.cl} over pieces of the raster.
 *
 * <p>The scalar backend does what the kernels cannot: sigmoid windows and tables (a device's
 * exponential may differ from Java's), and more than four layers.
 */
final class OpenClComposite implements Composite {
  private static final int MOST_LAYERS = 4;

  private static final long[] GROUP = {64, 1};

  /** For items that do rows: neighbours are next to each other in memory. */
  private static final long[] ROW = {1, 1};

  private final OpenClQueue queue;
  private final OpenClDevice device;
  private final DeviceImages images;
  private final Composite scalar;
  private final int uses;

  OpenClComposite(OpenClQueue queue, Composite scalar) {
    this(queue, scalar, PixelTable.USES);
  }

  /** With so many uses of a table's entry for it to be made. */
  OpenClComposite(OpenClQueue queue, Composite scalar, int uses) {
    this.queue = queue;
    this.device = queue.device();
    this.images = queue.images();
    this.scalar = scalar;
    this.uses = uses;
  }

  @Override
  public void compose(Scene scene, int[] rgba) {
    if (isForDevice(scene)) {
      composeOnDevice(scene, rgba);
    } else {
      scalar.compose(scene, rgba);
    }
  }

  private static boolean isForDevice(Scene scene) {
    return scene.base().window().isLine() && scene.layers().size() <= MOST_LAYERS;
  }

  /** An image of a scene and the way to it. */
  record Placed(Samples samples, Affine pixelToVoxel) {}

  /** The images of a scene: channels, then each layer's map and its mask if it has one. */
  static List<Placed> images(Scene scene) {
    List<Placed> images = new ArrayList<>();
    Base base = scene.base();
    base.channels().forEach(c -> images.add(new Placed(c, base.pixelToVoxel())));
    for (MapLayer l : scene.layers()) {
      images.add(new Placed(l.samples(), l.pixelToVoxel()));
      l.mask().ifPresent(m -> images.add(new Placed(m.samples(), m.pixelToVoxel())));
    }
    return images;
  }

  private void composeOnDevice(Scene scene, int[] rgba) {
    AlignedScene aligned = new AlignedScene(scene);
    // floats that are taken for zero would fall in other classes
    boolean fast = device.keepsSmall && aligned.isAligned();
    PixelTable table =
        fast && !device.isGpu ? PixelTable.of(scene, AlignedScene::kind, uses) : null;
    BlendedPixels blended = table != null ? aligned.blended() : null;
    boolean blends = table != null && blended.reproduces(table);
    queue
        .tiles()
        .makeRows(
            images(scene),
            1,
            new Region(0, 0, 0, scene.width(), scene.height(), scene.depth()),
            (in, parts, before, rows) -> {
              try (Constants constants = new Constants(queue.calls())) {
                Relay.Kernels kernels;
                if (table != null) {
                  cl_mem words = constants.of(aligned.words(parts));
                  cl_mem pixels = constants.of(table.pixels());
                  cl_mem blend = constants.of(blended.words());
                  kernels =
                      (to, first, n) ->
                          lookUp(
                              scene,
                              in,
                              List.of(words, pixels, blend),
                              table,
                              blends,
                              to,
                              before + first,
                              n);
                } else {
                  cl_mem exact = constants.of(SceneNumbers.of(scene, parts));
                  boolean isWhole = in.equals(images(scene).stream().map(Placed::samples).toList());
                  cl_mem words = fast ? constants.of(aligned.words(parts)) : null;
                  Inputs inputs = new Inputs(exact, arrays(scene, in, exact), words, isWhole);
                  kernels = (to, first, n) -> launch(scene, inputs, to, before + first, n);
                }
                queue
                    .relay()
                    .run(
                        rows,
                        scene.width(),
                        kernels,
                        (words, at, n) ->
                            words.asIntBuffer().get(rgba, before * scene.width() + at, n));
              }
            });
  }

  /** Buffers for the time of a call. */
  private record Constants(DeviceCalls calls, List<cl_mem> made) implements AutoCloseable {
    Constants(DeviceCalls calls) {
      this(calls, new ArrayList<>());
    }

    cl_mem of(int[] words) {
      return add(Pointer.to(words), (long) Sizeof.cl_int * words.length);
    }

    cl_mem of(double[] numbers) {
      return add(Pointer.to(numbers), (long) Sizeof.cl_double * numbers.length);
    }

    private cl_mem add(Pointer numbers, long bytes) {
      made.add(calls.constants(numbers, bytes));
      return made.get(made.size() - 1);
    }

    @Override
    public void close() {
      made.forEach(calls::release);
    }
  }

  /**
   * What the kernels read.
   *
   * @param exact the scene's numbers
   * @param arrays channels, maps, masks
   * @param rounded the scene's words for aligned images; null: not aligned
   * @param whole whether all images are there as a whole
   */
  private record Inputs(cl_mem exact, List<cl_mem> arrays, cl_mem rounded, boolean whole) {}

  private void lookUp(
      Scene scene,
      List<Samples> in,
      List<cl_mem> constants,
      PixelTable table,
      boolean blends,
      cl_mem to,
      int first,
      int rows) {
    OpenClQueue.Launch kernel =
        queue
            .kernel("composite.cl", defines(), "composite_tabled")
            .buffer(constants.get(0))
            .ints(scene.width(), scene.height(), first)
            .buffer(to)
            .buffer(images.get(in.get(0)))
            .buffer(images.get(in.get(1)))
            .buffer(constants.get(1))
            .ints(table.stride(), table.first())
            .buffer(constants.get(2))
            .ints(blends ? 1 : 0);
    kernel.run(new long[] {1, rows}, ROW);
  }

  /** The three channels, four maps and four masks; another buffer stands in for what is not. */
  private List<cl_mem> arrays(Scene scene, List<Samples> in, cl_mem none) {
    Iterator<Samples> image = in.iterator();
    List<cl_mem> arrays = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      arrays.add(c < scene.base().channels().size() ? images.get(image.next()) : none);
    }
    List<cl_mem> masks = new ArrayList<>();
    for (int l = 0; l < MOST_LAYERS; l++) {
      boolean has = l < scene.layers().size();
      arrays.add(has ? images.get(image.next()) : none);
      boolean isMasked = has && scene.layers().get(l).mask().isPresent();
      masks.add(isMasked ? images.get(image.next()) : none);
    }
    arrays.addAll(masks);
    return arrays;
  }

  private void launch(Scene scene, Inputs inputs, cl_mem raster, int first, int rows) {
    boolean fast = inputs.rounded != null;
    // pixels of a row that an item does: as many as share the work of finding their place
    int run = fast && !device.isGpu ? scene.width() : device.lanes;
    OpenClQueue.Launch kernel =
        queue
            .kernel(
                "composite.cl",
                defines() + (inputs.whole ? "" : " -D PARTS"),
                fast ? "composite_aligned" : "composite")
            .buffer(inputs.exact)
            .ints(scene.layers().size());
    if (fast) {
      kernel.ints(run);
    }
    kernel.ints(scene.width(), scene.height(), first, rows).buffer(raster);
    inputs.arrays.forEach(kernel::buffer);
    if (fast) {
      kernel.buffer(inputs.rounded);
    }
    long items = (scene.width() + run - 1L) / run;
    kernel.run(new long[] {items, rows}, run > device.lanes ? ROW : GROUP);
  }

  private String defines() {
    return OpenClQueue.lanesDefine(device.lanes) + " -D REAL=double";
  }
}
