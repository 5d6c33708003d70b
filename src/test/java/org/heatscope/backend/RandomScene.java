// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.heatscope.color.ColorScale;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Colormap;
import org.heatscope.color.Norm;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Mask;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;

/**
 * A scene for parity tests: what the test does not set is drawn from the seed. Samples are drawn so
 * that they often meet what is hard: cuts of the colour table to the last bit, ties of the rounding
 * to bytes, ends of the window, NaN, infinities and extremes.
 */
final class RandomScene {

  /** How a raster lies in an image. */
  enum Placement {
    IDENTITY,
    /** Moved by whole voxels, partly outside. */
    SHIFTED,
    /** Whole voxels but for the rounding that an affine picks up, within and past the tolerance. */
    NEARLY_WHOLE,
    /** Exactly on the faces between voxels. */
    HALF,
    /** The first and last pixels on the outer faces, within and past the tolerance. */
    OUTER_FACE,
    /** Larger and smaller pixels along each axis. */
    SCALED,
    FLIPPED,
    /** Axes exchanged, as in a coronal or sagittal plane. */
    TURNED,
    OBLIQUE,
    OUTSIDE
  }

  private final Random random;
  private Integer width;
  private Integer height;
  private Integer depth;
  private SampleType baseType;
  private SampleType mapType;
  private Interpolation interpolation;
  private Placement basePlacement;
  private Placement mapPlacement;
  private Integer channels;
  private Integer layers;
  private Window window;
  private Norm norm;
  private Double threshold;
  private Double alpha;
  private Boolean masked;
  private Boolean negativeSlope;
  private ColorScale.AlphaRule alphaRule;

  RandomScene(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    random.nextLong();
  }

  RandomScene size(int w, int h, int d) {
    width = w;
    height = h;
    depth = d;
    return this;
  }

  RandomScene types(SampleType base, SampleType map) {
    baseType = base;
    mapType = map;
    return this;
  }

  RandomScene interpolation(Interpolation i) {
    interpolation = i;
    return this;
  }

  RandomScene placements(Placement base, Placement map) {
    basePlacement = base;
    mapPlacement = map;
    return this;
  }

  RandomScene channels(int n) {
    channels = n;
    return this;
  }

  RandomScene layers(int n) {
    layers = n;
    return this;
  }

  RandomScene window(Window w) {
    window = w;
    return this;
  }

  RandomScene norm(Norm n) {
    norm = n;
    return this;
  }

  RandomScene threshold(double t) {
    threshold = t;
    return this;
  }

  RandomScene alpha(double a, ColorScale.AlphaRule rule) {
    alpha = a;
    alphaRule = rule;
    return this;
  }

  RandomScene masked(boolean m) {
    masked = m;
    return this;
  }

  RandomScene negativeSlope(boolean n) {
    negativeSlope = n;
    return this;
  }

  Scene build() {
    int w = width != null ? width : 1 + random.nextInt(70);
    int h = height != null ? height : 1 + random.nextInt(5);
    int d = depth != null ? depth : 1 + random.nextInt(3);
    int n = layers != null ? layers : random.nextInt(4);
    List<MapLayer> list = new ArrayList<>();
    Base base = base(w, h, d);
    for (int i = 0; i < n; i++) {
      list.add(layer(w, h, d));
    }
    return new Scene(w, h, d, base, list, pick(0, 0xffffff, 0x336699));
  }

  private Base base(int w, int h, int d) {
    SampleType type = or(baseType, SampleType.values());
    int count = channels != null ? channels : pick(1, 1, 3);
    Rescale rescale = rescale();
    Window win = window != null ? window : window();
    int[] size = imageSize(w, h, d);
    double[] hard = {win.low(), win.high(), win.center(), win.low() + win.width() / 510};
    List<Samples> list = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      list.add(samples(type, size, rescale, hard));
    }
    return new Base(
        list, affine(or(basePlacement, Placement.values()), size), interpolation(), win);
  }

  private MapLayer layer(int w, int h, int d) {
    SampleType type = or(mapType, SampleType.values());
    Rescale rescale = rescale();
    ColorTable table = new ColorTable(scale(), rescale);
    int[] size = imageSize(w, h, d);
    double[] hard = new double[12];
    for (int i = 0; i < hard.length; i++) {
      hard[i] = rescale.apply(table.sign() * table.edge(random.nextInt(257)));
    }
    hard[0] = rescale.apply(table.sign() * table.edge(0));
    hard[1] = rescale.apply(table.sign() * table.edge(256));
    hard[2] = rescale.apply(table.sign() * table.lowCut());
    hard[3] = rescale.apply(table.sign() * table.highCut());
    hard[4] = rescale.apply(table.sign() * table.invalidUpTo());
    Samples samples = samples(type, size, rescale, hard);
    Affine affine = affine(or(mapPlacement, Placement.values()), size);
    boolean hasMask = masked != null ? masked : random.nextInt(3) == 0;
    return new MapLayer(
        samples, affine, interpolation(), table, hasMask ? Optional.of(mask(w, h, d)) : none());
  }

  private static Optional<Mask> none() {
    return Optional.empty();
  }

  private Mask mask(int w, int h, int d) {
    int[] size = imageSize(w, h, d);
    SampleType type = or(null, SampleType.values());
    Object array = SampleTypes.newArray(type, size[0] * size[1] * size[2]);
    for (int i = 0; i < size[0] * size[1] * size[2]; i++) {
      set(array, i, random.nextInt(10) == 0 ? Double.NaN : random.nextInt(3));
    }
    Rescale rescale = new Rescale(1, pick(0, -1));
    Samples samples = new Samples(array, type, 0, size[0], size[1], size[2], rescale);
    return new Mask(samples, affine(or(null, Placement.values()), size));
  }

  private ColorScale scale() {
    byte[] rgb = new byte[3 * Colormap.SIZE];
    random.nextBytes(rgb);
    Norm n = norm != null ? norm : pick(TestNorms.all());
    ColorScale.AlphaRule rule = or(alphaRule, ColorScale.AlphaRule.values());
    double a = alpha != null ? alpha : pick(0., .3, .5, .6, 1., random.nextDouble());
    double t = threshold != null ? threshold : pick(-1., -1., 0., 2., 2.5);
    ColorScale scale =
        ColorScale.of(n, new Colormap("random", rgb)).withThreshold(t).withAlpha(a, rule);
    return random.nextBoolean() ? scale : scale.withSpecial(color(), color(), color(), color());
  }

  private OptionalInt color() {
    return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1 << 24));
  }

  private Rescale rescale() {
    boolean negative = negativeSlope != null ? negativeSlope : random.nextInt(4) == 0;
    double slope = pick(1., 1., 0.5, 0.037, 3.7);
    return new Rescale(negative ? -slope : slope, pick(0., 0., -1024., 1.3));
  }

  private Window window() {
    return pick(
        Window.range(0, 255),
        Window.range(-3.2, 97.1),
        Window.range(40, 40),
        Window.range(1e6, 1e6 + 3),
        Window.linear(40, 400),
        Window.linear(40, 1),
        Window.linearExact(40, 400),
        Window.linearExact(0, 1e-3),
        Window.sigmoid(40, 400));
  }

  private Interpolation interpolation() {
    return or(interpolation, Interpolation.values());
  }

  /** About the size of the raster: a raster at the image's own grid then spans it or nearly. */
  private int[] imageSize(int w, int h, int d) {
    return new int[] {near(w), near(h), near(d)};
  }

  private int near(int n) {
    return Math.max(1, n + pick(0, 0, 0, -1, 1, -3, 2));
  }

  private Affine affine(Placement placement, int[] n) {
    double e = pick(3e-9, 1e-7, 4e-7, 6e-7, 9.9e-7, 1.01e-6, 1e-5) * pick(-1, 1);
    switch (placement) {
      case IDENTITY:
        return Affine.identity();
      case SHIFTED:
        return Affine.translation(shift(n[0]), shift(n[1]), shift(n[2]));
      case NEARLY_WHOLE:
        return Affine.of(1 + e / n[0], 0, e, e, e / n[0], 1, 0, -e, 0, e / n[1], 1, e / 2);
      case HALF:
        return Affine.translation(half(), half(), half());
      case OUTER_FACE:
        return Affine.scaling(
            1, 1, 1, pick(-0.5 - e, 0.5 + e), pick(-0.5, 0., e), pick(0.5, 0., e));
      case SCALED:
        return Affine.scaling(
            pick(.4, 1., 1.7, .125), pick(.4, 1.3), pick(.5, 1.), shift(3) + .37, .21, -.3);
      case FLIPPED:
        return Affine.scaling(
            -1, pick(-1, 1), pick(-1, 1), n[0] - 1, random.nextInt(n[1]), random.nextInt(n[2]));
      case TURNED:
        return random.nextBoolean()
            ? Affine.of(0, 1, 0, 0, 1, 0, 0, shift(n[1]), 0, 0, 1, 0)
            : Affine.of(0, 0, 1, 0, 0, 1, 0, 0, -1, 0, 0, n[2] - 1);
      case OBLIQUE:
        return oblique(n);
      default:
        return Affine.translation(n[0] + 5, 0, 0);
    }
  }

  private double shift(int n) {
    return random.nextInt(2 * n + 1) / 2 - n / 2;
  }

  private double half() {
    return pick(-0.5, 0.5, 0., 1.5);
  }

  /** A turn about the image's middle with sheared, unequal axes. */
  private Affine oblique(int[] n) {
    double[] m = new double[12];
    for (int i = 0; i < 12; i++) {
      m[i] = i % 4 == 3 ? n[i / 4] * .3 : (i % 5 == 0 ? .8 : 0) + .4 * random.nextGaussian();
    }
    return Affine.of(m);
  }

  private Samples samples(SampleType type, int[] n, Rescale rescale, double[] hard) {
    int count = n[0] * n[1] * n[2];
    int offset = pick(0, 0, 5, 16);
    Object array = SampleTypes.newArray(type, offset + count);
    for (int i = 0; i < offset + count; i++) {
      set(array, i, sample(type, rescale, hard));
    }
    return new Samples(array, type, offset, n[0], n[1], n[2], rescale);
  }

  private double sample(SampleType type, Rescale rescale, double[] hard) {
    switch (random.nextInt(12)) {
      case 0:
      case 1:
      case 2:
        double s = (hard[random.nextInt(hard.length)] - rescale.intercept()) / rescale.slope();
        double up = type == SampleType.FLOAT64 ? Math.nextUp(s) : Math.nextUp((float) s);
        double down = type == SampleType.FLOAT64 ? Math.nextDown(s) : Math.nextDown((float) s);
        return pick(s, up, down);
      case 3:
        return pick(Double.NaN, 0., -0., Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
      case 4:
        return pick(1e-300, 1e-45, 1e-38, 3.4028234663852886e38, -3.4e38, 1e300);
      case 5:
        return random.nextInt();
      case 6:
      case 7:
        return random.nextInt(256);
      case 8:
        return random.nextInt(2500) - 1024;
      default:
        return 4 * random.nextGaussian();
    }
  }

  private static void set(Object array, int i, double v) {
    if (array instanceof byte[] a) {
      a[i] = (byte) (int) v;
    } else if (array instanceof short[] a) {
      a[i] = (short) (int) v;
    } else if (array instanceof int[] a) {
      a[i] = (int) v;
    } else if (array instanceof long[] a) {
      a[i] = (long) v;
    } else if (array instanceof float[] a) {
      a[i] = (float) v;
    } else {
      ((double[]) array)[i] = v;
    }
  }

  private <T> T or(T set, T[] all) {
    return set != null ? set : pick(all);
  }

  @SafeVarargs
  private <T> T pick(T... all) {
    return all[random.nextInt(all.length)];
  }
}
