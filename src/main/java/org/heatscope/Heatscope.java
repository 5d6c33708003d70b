// SPDX-License-Identifier: Apache-2.0
package org.heatscope;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Backends;
import org.heatscope.backend.OnFallback;
import org.heatscope.backend.Session;
import org.heatscope.image.Geometry;
import org.heatscope.image.ReadAhead;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.heatscope.op.Composite.Scene;
import org.heatscope.render.Compositor;
import org.heatscope.render.Figure;
import org.heatscope.render.Layout;
import org.heatscope.render.LayoutOptions;
import org.heatscope.render.Overlay;
import org.heatscope.render.OverlayBuilder;

/**
 * The engine in one object: read images, lay maps over them, get pixels or a figure.
 *
 * <pre>{@code
 * try (Heatscope heatscope = Heatscope.open()) {
 *   Volume t1 = Heatscope.read(Path.of("t1.nii.gz"));
 *   Volume z = Heatscope.read(Path.of("zstat.nii.gz"));
 *   Overlay overlay =
 *       heatscope.overlay(t1)
 *           .map(z, 0, ScaleOptions.automatic(), Optional.empty(), Optional.empty(), "z")
 *           .build();
 *   Figure.Page page =
 *       heatscope.figure(overlay, LayoutOptions.automatic(), new Figure.Style(0, true, true, 0));
 * }
 * }</pre>
 */
public final class Heatscope implements AutoCloseable {
  /** Pixels of a stack that are made at once. */
  private static final int SLAB = 1 << 22;

  private final Session session;

  private Heatscope(Session session) {
    this.session = session;
  }

  /** The engine on the backend that suits small and middling work, with a thread for each core. */
  public static Heatscope open() {
    return open(Backends.AUTO, 0, Runtime.getRuntime().availableProcessors(), s -> {});
  }

  /**
   * The engine on a chosen backend.
   *
   * @param backend "auto", "opencl", "simd" or "scalar"
   * @param pixels about how many pixels will be made, for "auto" to weigh
   * @param threads worker threads on the CPU
   * @param log receives a sentence when a backend is passed over or replaced
   * @throws org.heatscope.backend.BackendException if a backend asked for by name cannot be used
   */
  public static Heatscope open(String backend, long pixels, int threads, Consumer<String> log) {
    OnFallback onFallback = backend.equals(Backends.AUTO) ? OnFallback.WARN : OnFallback.FAIL;
    return new Heatscope(new Backends(log).open(backend, pixels, threads, onFallback));
  }

  /** Every backend, usable or not. */
  public static List<BackendProvider> backends() {
    return new Backends(s -> {}).providers();
  }

  /** Reads an image file, or a folder of DICOM slices. */
  public static Volume read(Path path) throws IOException {
    return ImageReaders.read(path);
  }

  /** Opens an image without reading its samples. */
  public static ImageReader openImage(Path path) throws IOException {
    return ImageReaders.open(path);
  }

  /** Opens an image as the user wants it, without reading its samples. */
  public static ImageReader openImage(Path path, ReadOptions options) throws IOException {
    return ImageReaders.open(path, options);
  }

  /** The session that does the arithmetic. */
  public Session session() {
    return session;
  }

  /** Starts an overlay on a scan. */
  public OverlayBuilder overlay(Volume base) {
    return new OverlayBuilder(base, session);
  }

  /** Composes a page. */
  public Figure.Page figure(Overlay overlay, LayoutOptions layout, Figure.Style style) {
    Layout resolved = layout.resolve(overlay, session.quantiles());
    return Figure.compose(session, overlay, resolved, style);
  }

  /**
   * Composes the scan's own voxels, a pixel each, some planes at a time so that the memory needed
   * does not grow with the volume.
   *
   * @param sink receives nx * ny pixels for every plane of a slab, in the order of the file's
   *     voxels
   */
  public void stack(Overlay overlay, SlabSink sink) throws IOException {
    Geometry g = overlay.base().geometry();
    Compositor compositor = new Compositor(session, overlay);
    List<Geometry> slabs = slabs(compositor, g);
    int[] rgba = new int[slabs.stream().mapToInt(Heatscope::pixels).max().orElseThrow()];
    long done = 0;
    try (ReadAhead<Scene> scenes =
        new ReadAhead<>(slabs.stream().map(compositor::scene).iterator())) {
      while (scenes.hasNext()) {
        Scene scene = scenes.next();
        compositor.compose(scene, rgba);
        done += scene.pixels();
        sink.accept(rgba, scene.pixels(), (int) (done / ((long) g.nx() * g.ny())));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static int pixels(Geometry g) {
    return g.nx() * g.ny() * g.nz();
  }

  /** Whole planes, or rows of a plane where planes are large, in the order of the voxels. */
  private static List<Geometry> slabs(Compositor compositor, Geometry g) {
    List<Geometry> slabs = new ArrayList<>();
    int planes = (int) Math.max(1, Math.min(g.nz(), SLAB / ((long) g.nx() * g.ny())));
    for (int z = 0; z < g.nz(); z += planes) {
      split(compositor, g.planes(z, Math.min(planes, g.nz() - z)), slabs);
    }
    return slabs;
  }

  private static void split(Compositor compositor, Geometry slab, List<Geometry> into) {
    boolean isRow = slab.ny() == 1 && slab.nz() == 1;
    if (isRow || compositor.fits(slab) && slab.voxels() <= SLAB) {
      into.add(slab);
    } else {
      slab.halves().forEach(half -> split(compositor, half, into));
    }
  }

  /** Receives the pixels of a stack, slab by slab. */
  public interface SlabSink {
    /**
     * Takes a slab.
     *
     * @param rgba packed pixels; reused for the next slab
     * @param count how many of them
     * @param done planes finished so far
     */
    void accept(int[] rgba, int count, int done) throws IOException;
  }

  @Override
  public void close() {
    session.close();
  }
}
