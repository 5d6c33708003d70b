// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;

/** Puts an overlay together and settles, from the images, whatever was left open. */
public final class OverlayBuilder {
  private final Volume base;
  private final Session session;
  private final List<Layer> layers = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int frame;
  private Window window;
  private Interpolation interpolation = Interpolation.LINEAR;
  private int background;
  private Optional<Boolean> gridPlanes = Optional.empty();

  /**
   * Starts with a scan.
   *
   * @param session finds windows, ranges and thresholds
   */
  public OverlayBuilder(Volume base, Session session) {
    this.base = base;
    this.session = session;
  }

  /** Shows another time point of the scan than the first. */
  public OverlayBuilder frame(int index) {
    checkFrame(base, index, "the scan");
    frame = index;
    return this;
  }

  private static void checkFrame(Volume volume, int index, String what) {
    int frames = volume.time().frames();
    if (index < 0 || index >= frames) {
      throw new IllegalArgumentException(
          "there is no frame " + index + ": " + what + " has " + frames + ", counted from 0");
    }
  }

  /** Sets value to grey; without it {@link Scales#window} chooses. */
  public OverlayBuilder window(Window w) {
    window = w;
    return this;
  }

  /** Sets how the scan is interpolated; linear at first. */
  public OverlayBuilder interpolation(Interpolation i) {
    interpolation = i;
    return this;
  }

  /** Sets the colour, 0xRRGGBB, where the scan has nothing; black at first. */
  public OverlayBuilder background(int rgb) {
    background = rgb;
    return this;
  }

  /**
   * Cuts along the scan's own planes (true) or the world's (false); without it the world's, but for
   * a single oblique slice its own.
   */
  public OverlayBuilder gridPlanes(boolean own) {
    gridPlanes = Optional.of(own);
    return this;
  }

  /**
   * Adds a map over those before it.
   *
   * @param map scalar
   * @param mapFrame time point of the map
   * @param mask where the map counts
   * @param how interpolation; empty: nearest for labels, else linear
   * @param title of its colour bar
   * @throws IllegalArgumentException if the map has no finite value, lies nowhere on the scan, or
   *     its options do not go together
   */
  public OverlayBuilder map(
      Volume map,
      int mapFrame,
      ScaleOptions options,
      Optional<Volume> mask,
      Optional<Interpolation> how,
      String title) {
    if (map.channels() != 1) {
      throw new IllegalArgumentException("a map has one value at a place, this one is in colour");
    }
    checkFrame(map, mapFrame, "the map");
    Volume placed = Placement.onto(base, map, "the map");
    Optional<Volume> placedMask = mask.map(m -> Placement.onto(base, m, "the mask"));
    Scales.Resolved resolved = Scales.resolve(options, placed, mapFrame, session);
    Interpolation chosen =
        how.orElse(Scales.isLabels(map) ? Interpolation.NEAREST : Interpolation.LINEAR);
    String bar = map.unit().isEmpty() ? title : title + " (" + map.unit() + ")";
    layers.add(
        new Layer(
            placed,
            mapFrame,
            resolved.scale(),
            chosen,
            placedMask,
            new Legend.Text(
                bar,
                resolved.rangeNote(),
                resolved.thresholdNote(),
                resolved.summary().min(),
                resolved.summary().max())));
    double most = Math.max(Math.abs(resolved.summary().min()), Math.abs(resolved.summary().max()));
    if (!(most > resolved.scale().threshold())) {
      remarks.add(title + ": nothing is above the threshold " + resolved.scale().threshold());
    }
    return this;
  }

  /**
   * Checks that a mask lies on the scan.
   *
   * @throws IllegalArgumentException if it does not
   */
  public OverlayBuilder checkMask(Volume mask) {
    Placement.onto(base, mask, "the mask");
    return this;
  }

  /** What a user should hear about the choices made and the images, a sentence each. */
  public List<String> remarks() {
    List<String> all = new ArrayList<>(remarks);
    if (scanIsEmpty()) {
      all.add("the scan holds no value: no voxel of it has a finite number");
    }
    if (base.isLazy() && window == null && base.windows().isEmpty() && base.channels() == 1) {
      all.add("the scan is too large for Java's memory: its window is that of some of its planes");
    }
    return all;
  }

  private boolean scanIsEmpty() {
    return !base.isLazy()
        && !base.type().isInteger()
        && session.reduce().reduce(Slabs.of(base, frame, 0)).finite() == 0;
  }

  /** The overlay. */
  public Overlay build() {
    Window w = window != null ? window : Scales.window(base, frame, session.quantiles());
    Geometry g = base.geometry();
    boolean own = gridPlanes.orElse(g.nz() == 1);
    Affine axes =
        own && g.frame() == Geometry.Frame.ANATOMICAL && !g.isAxisAligned()
            ? g.gridAxes()
            : Affine.identity();
    return new Overlay(base, frame, w, interpolation, layers, background, axes);
  }
}
