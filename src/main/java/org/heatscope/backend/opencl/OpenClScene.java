// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;

/**
 * A scene as the kernel in composite.cl reads it, and the bounds of the errors it makes.
 *
 * <p>With doubles the kernel has no errors but those of the sigmoid's exponential. With floats the
 * bounds here are multiples of eps = 2^-24, half a unit in the last place of 1.
 */
final class OpenClScene {
  /** The most layers that the kernel takes. */
  static final int MAX_LAYERS = 4;

  private static final int CUTS = 515;
  private static final int NUMBERS = 13;
  private static final int GRID_BYTES = 8 * NUMBERS + 4 * 8;
  private static final int LAYER_BYTES = 2 * GRID_BYTES + 3 * 8 + 2 * 4;
  private static final int BYTES = 14 * 8 + 6 * 4 + GRID_BYTES + MAX_LAYERS * LAYER_BYTES;

  private static final double EPS = 0x1p-24;

  /** Coordinates in pairs of floats may be this wrong at most. */
  private static final double LARGEST_SLACK = 1e-8;

  private final Scene scene;
  private final boolean doubles;
  private final ByteBuffer parameters = direct(BYTES);
  private boolean fits = true;
  private boolean aligned = true;

  /**
   * Packs a scene.
   *
   * @param doubles whether the kernel is built with doubles
   */
  OpenClScene(Scene scene, boolean doubles) {
    this.scene = scene;
    this.doubles = doubles;
    if (scene.layers().size() > MAX_LAYERS) {
      fits = false;
      return;
    }
    packParameters();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Whether the kernel can do the scene; if not the rest must not be asked for. */
  boolean fits() {
    return fits;
  }

  /** Whether every pixel meets one voxel of each image, and rows run along x in all of them. */
  boolean isAligned() {
    return aligned;
  }

  /** The struct scene_t. */
  ByteBuffer parameters() {
    return parameters.rewind();
  }

  private void packParameters() {
    Base base = scene.base();
    packWindow(base);
    parameters.putInt(base.channels().size());
    parameters.putInt(base.window().function() == Window.Function.SIGMOID ? 1 : 0);
    parameters.putInt(scene.layers().size()).putInt(scene.width()).putInt(scene.height()).putInt(0);
    packGrid(base.channels().get(0), base.pixelToVoxel(), base.interpolation());
    for (MapLayer layer : scene.layers()) {
      packGrid(layer.samples(), layer.pixelToVoxel(), layer.interpolation());
      if (layer.mask().isPresent()) {
        Composite.Mask mask = layer.mask().get();
        packGrid(mask.samples(), mask.pixelToVoxel(), Interpolation.NEAREST);
        aligned = false;
      } else {
        parameters.position(parameters.position() + GRID_BYTES);
      }
      packScale(layer.table());
      parameters.putInt(layer.mask().isPresent() ? 1 : 0);
    }
  }

  private void number(double v) {
    if (doubles) {
      parameters.putDouble(v);
    } else {
      float high = (float) v;
      parameters.putFloat(high).putFloat((float) (v - high));
    }
  }

  private void packWindow(Base base) {
    Window w = base.window();
    boolean isLinear = w.function() == Window.Function.LINEAR;
    boolean isRange = w.function() == Window.Function.RANGE;
    double zero = isRange ? w.low() : isLinear ? w.center() - 0.5 : w.center();
    double span = isRange ? w.high() - w.low() : isLinear ? w.width() - 1 : w.width();
    double slope = base.channels().get(0).rescale().slope();
    double intercept = base.channels().get(0).rescale().intercept();
    number(slope);
    number(intercept);
    number(w.low());
    number(isRange ? w.high() : Math.nextUp(w.high()));
    number(zero);
    number(span);
    number(isRange ? 0 : 0.5);
    number(w.center());
    number(w.width());
    for (int c = 0; c < 3; c++) {
      number((scene.background() >> (16 - 8 * c) & 0xff) / 255.0);
    }
    number(doubt(w, zero, span, slope, intercept));
    number(255.001 * Math.abs(slope / span));
    for (Samples s : base.channels()) {
      fits &= s.rescale().equals(base.channels().get(0).rescale());
      fits &= s.type() == base.channels().get(0).type();
    }
  }

  /**
   * How wrong a byte before rounding may be, but for errors of interpolation.
   *
   * <p>Doubles: the sigmoid alone, whose exponentials here and in Java are within 4 units in the
   * last place: far below 2^-36. Floats: x = slope * stored + intercept to 4 eps (|x| +
   * |intercept|) with |x| at most the window's ends where it matters; x - zero, the quotient (5
   * eps) and the shift add eps |zero| / span + 9 eps; each layer 4 eps, the byte 3 eps.
   */
  private double doubt(Window w, double zero, double span, double slope, double intercept) {
    boolean isSigmoid = w.function() == Window.Function.SIGMOID;
    if (doubles) {
      return isSigmoid ? 0x1p-36 : 0;
    }
    double ends = Math.max(Math.abs(w.low()), Math.abs(w.high()));
    double terms = ends + Math.abs(intercept) + Math.abs(zero);
    double doubt = 255 * EPS * (8 * terms / span + 16 + 4 * scene.layers().size() + 4);
    fits &= !isSigmoid && isFloat(span) && isFloat(slope) && terms < 1e30 && doubt < 0.02;
    return doubt;
  }

  private static boolean isFloat(double v) {
    return Math.abs(v) > 1e-30 && Math.abs(v) < 1e30;
  }

  private void packGrid(Samples s, Affine a, Interpolation interpolation) {
    for (double v : a.rows()) {
      number(v);
    }
    number(slack(a, s));
    parameters.putInt(s.nx()).putInt(s.ny()).putInt(s.nz());
    boolean asFloat = !doubles && !s.type().fitsFloat();
    parameters.putInt(asFloat ? FLOAT32 : s.type().ordinal()).putInt(interpolation.ordinal());
    parameters.putInt(element(s, a, 3)).putInt(element(s, a, 1)).putInt(element(s, a, 2));
    aligned &= isAligned(s, a);
  }

  private static final int FLOAT32 = org.heatscope.image.SampleType.FLOAT32.ordinal();

  /** How many elements a column of the affine, made whole, is from the first. */
  private static int element(Samples s, Affine a, int column) {
    long x = Math.round(a.get(0, column));
    long y = Math.round(a.get(1, column));
    long z = Math.round(a.get(2, column));
    return (int) (x + s.nx() * (y + s.ny() * z));
  }

  private int extent(int axis) {
    return axis == 0 ? scene.width() : axis == 1 ? scene.height() : scene.depth();
  }

  /** The sum of the sizes of the terms of a coordinate. */
  private double terms(Affine a, int row) {
    double terms = Math.abs(a.get(row, 3));
    for (int c = 0; c < 3; c++) {
      terms += Math.abs(a.get(row, c)) * extent(c);
    }
    return terms;
  }

  /** How wrong a coordinate in a pair of floats may be: 2^-42 of its terms. */
  private double slack(Affine a, Samples s) {
    if (doubles) {
      return 0;
    }
    double terms = Math.max(terms(a, 0), Math.max(terms(a, 1), terms(a, 2)));
    double slack = 0x1p-42 * terms + 1e-12;
    fits &= slack <= LARGEST_SLACK && Math.max(s.nx(), Math.max(s.ny(), s.nz())) < 1 << 22;
    fits &= Math.max(scene.width(), Math.max(scene.height(), scene.depth())) < 1 << 22;
    return slack;
  }

  /**
   * Whether pixels are whole voxels apart, one along x for each along px, lie on the centres of
   * voxels with room for rounding, and are all inside.
   */
  private boolean isAligned(Samples s, Affine a) {
    int[] size = {s.nx(), s.ny(), s.nz()};
    for (int r = 0; r < 3; r++) {
      double off = Math.abs(a.get(r, 3) - Math.rint(a.get(r, 3))) + 1e-15 * terms(a, r);
      double least = Math.rint(a.get(r, 3));
      double most = least;
      for (int c = 0; c < 3; c++) {
        double step = Math.rint(a.get(r, c));
        off += Math.abs(a.get(r, c) - step) * (extent(c) - 1);
        least += Math.min(0, step * (extent(c) - 1));
        most += Math.max(0, step * (extent(c) - 1));
      }
      boolean alongX = Math.rint(a.get(r, 0)) == (r == 0 ? 1 : 0);
      if (!(off <= Composite.SNAP / 2 && least >= 0 && most <= size[r] - 1 && alongX)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The guess of the class is (s - origin) perStep; it has to be good to 1/5 for the kernel to find
   * the class within one of it.
   */
  private void packScale(ColorTable table) {
    double step = (table.edge(256) - table.edge(0)) / 256;
    double eps = doubles ? 0x1p-53 : EPS;
    double off = eps * (4 * Math.abs(table.edge(0)) / step + 6 * 258);
    boolean even = table.isUniform() && off < 0.2 && isFloat(step) && isFloat(1 / step);
    number(table.edge(0));
    number(1 / step);
    number(table.sign());
    parameters.putInt(even ? 1 : 0);
  }

  /** The cuts of each layer, 515 doubles or ranks of floats. */
  ByteBuffer cuts() {
    int layers = Math.max(1, scene.layers().size());
    ByteBuffer out = direct(CUTS * layers * (doubles ? 8 : 4));
    for (MapLayer layer : scene.layers()) {
      ColorTable t = layer.table();
      cut(out, Double.NEGATIVE_INFINITY);
      for (int k = 0; k <= 256; k++) {
        cut(out, t.edge(k));
      }
      for (int k = 258; k < 512; k++) {
        cut(out, Double.NaN);
      }
      double upTo = t.invalidUpTo();
      cut(out, Double.isNaN(upTo) ? Double.NEGATIVE_INFINITY : Math.nextUp(upTo));
      cut(out, Math.nextUp(t.lowCut()));
      cut(out, t.highCut());
    }
    return out.rewind();
  }

  /** A cut; NaN: one that nothing reaches. */
  private void cut(ByteBuffer out, double v) {
    if (doubles) {
      out.putDouble(v);
    } else {
      out.putInt(Double.isNaN(v) ? Integer.MAX_VALUE : rank(v));
    }
  }

  /**
   * The place among floats of the smallest one that is not below v: for a float s, s &gt;= v says
   * that its rank is not below this one's.
   */
  private static int rank(double v) {
    float f = (float) v;
    int bits = Float.floatToRawIntBits(f < v ? Math.nextUp(f) : f);
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
  }

  /** Red, green and blue times the weight, and 1 - weight, of each layer's classes. */
  ByteBuffer colors() {
    int layers = Math.max(1, scene.layers().size());
    ByteBuffer out = direct(ColorTable.CLASSES * layers * 4 * (doubles ? 8 : 4));
    for (MapLayer layer : scene.layers()) {
      for (int i = 0; i < ColorTable.CLASSES; i++) {
        int kind = i == 0 ? ColorTable.UNDER : i <= 256 ? i - 1 : i;
        double a = layer.table().alpha(kind);
        for (int c = 0; c < 3; c++) {
          real(out, a * ((layer.table().rgb(kind) >> (16 - 8 * c) & 0xff) / 255.0));
        }
        real(out, 1 - a);
      }
    }
    return out.rewind();
  }

  private void real(ByteBuffer out, double v) {
    if (doubles) {
      out.putDouble(v);
    } else {
      out.putFloat((float) v);
    }
  }
}
