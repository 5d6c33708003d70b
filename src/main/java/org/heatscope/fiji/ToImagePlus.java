// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;

/**
 * Volumes as ImageJ's images.
 *
 * <p>Time, z and channel become T, Z and C. Unsigned 8- and 16-bit and 32-bit float samples stay as
 * they are, and an image of one plane shares its array with the volume; signed 16-bit samples
 * become ImageJ's signed 16-bit (stored + 32768, with a calibration function); everything else
 * becomes floats of the values. A rescale becomes a straight line as calibration function. Three
 * channels of 8 bits become RGB. Distances are in mm where the volume has a place or a size; the
 * first window becomes the range shown.
 */
public final class ToImagePlus {
  private static final int SIGNED_OFFSET = 32768;

  private final Volume volume;
  private final Geometry geometry;
  private final boolean color;

  private ToImagePlus(Volume volume) {
    this.volume = volume;
    geometry = volume.geometry();
    color = volume.channels() == 3 && volume.type() == SampleType.UINT8;
  }

  /** The volume as an image that is not shown yet. */
  public static ImagePlus image(Volume volume, String title) {
    return new ToImagePlus(volume).image(title);
  }

  private ImagePlus image(String title) {
    int frames = volume.time().frames();
    int channels = color ? 1 : volume.channels();
    ImageStack stack = new ImageStack(geometry.nx(), geometry.ny());
    for (int t = 0; t < frames; t++) {
      Samples[] of = new Samples[volume.channels()];
      Arrays.setAll(of, channel(t));
      for (int z = 0; z < geometry.nz(); z++) {
        for (int c = 0; c < channels; c++) {
          stack.addSlice(null, color ? rgb(of, z) : plane(of[c], z));
        }
      }
    }
    ImagePlus image = new ImagePlus(title, stack);
    image.setDimensions(channels, geometry.nz(), frames);
    image.setOpenAsHyperStack(stack.getSize() > 1);
    image.setCalibration(calibration());
    volume.windows().stream().findFirst().ifPresent(w -> show(image, w));
    return channels > 1 ? new CompositeImage(image, CompositeImage.GRAYSCALE) : image;
  }

  private IntFunction<Samples> channel(int t) {
    return c -> Samples.of(volume, t, c);
  }

  // ---- pixels

  private int plane() {
    return geometry.nx() * geometry.ny();
  }

  private ImageProcessor rgb(Samples[] channels, int z) {
    byte[][] planes = new byte[3][];
    for (int c = 0; c < 3; c++) {
      planes[c] = (byte[]) stored(channels[c], z);
    }
    ColorProcessor ip = new ColorProcessor(geometry.nx(), geometry.ny());
    ip.setRGB(planes[0], planes[1], planes[2]);
    return ip;
  }

  private ImageProcessor plane(Samples samples, int z) {
    int w = geometry.nx();
    int h = geometry.ny();
    switch (kept()) {
      case UINT8:
        return new ByteProcessor(w, h, (byte[]) stored(samples, z), null);
      case UINT16:
        return new ShortProcessor(w, h, (short[]) stored(samples, z), null);
      case INT16:
        short[] shifted = ((short[]) stored(samples, z)).clone();
        for (int i = 0; i < shifted.length; i++) {
          shifted[i] += (short) SIGNED_OFFSET;
        }
        return new ShortProcessor(w, h, shifted, null);
      default:
        if (volume.type() == SampleType.FLOAT32 && volume.rescale().isIdentity()) {
          return new FloatProcessor(w, h, (float[]) stored(samples, z), null);
        }
        float[] values = new float[plane()];
        samples.values(z * plane(), values.length, values, 0);
        return new FloatProcessor(w, h, values, null);
    }
  }

  /** The stored type where ImageJ has it too, else floats. */
  private SampleType kept() {
    return switch (volume.type()) {
      case UINT8, UINT16, INT16 -> volume.type();
      default -> SampleType.FLOAT32;
    };
  }

  /** A plane's own array: the volume's where it holds nothing else. */
  private Object stored(Samples samples, int z) {
    Object all = samples.array();
    int from = samples.index(0, 0, z);
    if (Array.getLength(all) == plane()) {
      return all;
    }
    Object own = Array.newInstance(all.getClass().getComponentType(), plane());
    System.arraycopy(all, from, own, 0, plane());
    return own;
  }

  // ---- what they mean

  private Calibration calibration() {
    Calibration c = new Calibration();
    boolean sized = geometry.frame() != Geometry.Frame.NONE;
    boolean unit = geometry.spacing(0) == 1 && geometry.spacing(1) == 1 && geometry.spacing(2) == 1;
    if (sized && !(unit && geometry.frame() == Geometry.Frame.PICTURE)) {
      c.setUnit("mm");
      c.pixelWidth = geometry.spacing(0);
      c.pixelHeight = geometry.spacing(1);
      c.pixelDepth = geometry.spacing(2);
    }
    if (geometry.frame() == Geometry.Frame.PICTURE) {
      double[] origin = geometry.affine().inverse().apply(0, 0, 0);
      c.xOrigin = origin[0];
      c.yOrigin = origin[1];
      c.zOrigin = origin[2];
    }
    if (volume.time().unit().equals("s")) {
      c.frameInterval = volume.time().step();
    }
    values(c);
    return c;
  }

  private void values(Calibration c) {
    String unit = volume.unit().isEmpty() ? Calibration.DEFAULT_VALUE_UNIT : volume.unit();
    Rescale r = volume.rescale();
    boolean signed = kept() == SampleType.INT16;
    if (kept() != SampleType.FLOAT32 && (signed || !r.isIdentity())) {
      double intercept = r.intercept() - (signed ? r.slope() * SIGNED_OFFSET : 0);
      c.setFunction(Calibration.STRAIGHT_LINE, new double[] {intercept, r.slope()}, unit);
    }
    c.setValueUnit(unit);
  }

  private void show(ImagePlus image, Window w) {
    Rescale r = volume.rescale();
    DoubleUnaryOperator stored =
        kept() == SampleType.FLOAT32
            ? v -> v
            : v ->
                (v - r.intercept()) / r.slope() + (kept() == SampleType.INT16 ? SIGNED_OFFSET : 0);
    image.setDisplayRange(stored.applyAsDouble(w.low()), stored.applyAsDouble(w.high()));
  }
}
