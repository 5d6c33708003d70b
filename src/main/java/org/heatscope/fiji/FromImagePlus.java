// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.img.NativeImg;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.NativeTypeFactory;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Fraction;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Lengths;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.LazyImages;

/**
 * ImageJ's images as volumes.
 *
 * <p>The planes of 8-, 16- and 32-bit images are shared, not copied: what changes in one is changed
 * in the other. Red, green and blue, which ImageJ packs into one number, and 8-bit colour become
 * three channels of a copy. Planes of virtual stacks are read when they are looked at.
 *
 * <p>ImageJ's axes C, Z, T become channel, z and time. A voxel's size in a unit of length becomes
 * millimetres, and the origin, in pixels, is the point 0, 0, 0 of the world; pixels of unknown size
 * count as 1. Right is +x, down is -y, the next slice +z: a picture without a body. A calibration
 * function that is a straight line, such as that of signed 16-bit images, becomes the rescale of
 * the stored samples; any other is worked out into floats. What is shown as black and as white is
 * the window; a LUT says how values are shown, not what they are, and is not looked at.
 */
public final class FromImagePlus {
  private static final Map<String, Double> SECONDS =
      Map.of(
          "sec", 1.0, "s", 1.0, "second", 1.0, "seconds", 1.0, "msec", 1e-3, "ms", 1e-3, "min",
          60.0, "h", 3600.0);

  private final ImagePlus image;
  private final ImageStack stack;
  private final Calibration calibration;
  private final long[] size;
  private final boolean color;

  private FromImagePlus(ImagePlus image) {
    this.image = image;
    stack = image.getStack();
    // That of the image itself: a global calibration stands in for it on the screen alone.
    calibration = image.getLocalCalibration();
    color = image.getType() == ImagePlus.COLOR_RGB || image.getType() == ImagePlus.COLOR_256;
    size =
        new long[] {
          image.getWidth(),
          image.getHeight(),
          image.getNSlices(),
          image.getNFrames(),
          color ? 3 : image.getNChannels()
        };
  }

  /**
   * The image as a volume.
   *
   * @throws IllegalArgumentException for a hyperstack with channels in full colour
   */
  public static Volume volume(ImagePlus image) {
    return new FromImagePlus(image).volume();
  }

  /** Where the image's voxels lie, without a look at them. */
  public static Geometry geometry(ImagePlus image) {
    return new FromImagePlus(image).geometry();
  }

  /** A channel of the image, from 1 as ImageJ counts; all of an image in full colour. */
  public static Volume channel(ImagePlus image, int channel) {
    FromImagePlus all = new FromImagePlus(image);
    return all.color ? all.volume() : all.volume(channel - 1, 1);
  }

  private Volume volume() {
    return volume(0, (int) size[4]);
  }

  private Volume volume(int firstChannel, int channels) {
    if (color && image.getNChannels() > 1) {
      throw new IllegalArgumentException("channels that are pictures in colour are not read");
    }
    size[4] = channels;
    Optional<Rescale> rescale = rescale();
    RandomAccessibleInterval<? extends RealType<?>> samples =
        stack.isVirtual() || color || rescale.isEmpty()
            ? converted(firstChannel, rescale.isPresent())
            : shared(firstChannel);
    Volume.Builder v =
        Volume.of(samples, geometry())
            .rescale(rescale.orElse(Rescale.IDENTITY))
            .time(time())
            .format("ImageJ");
    String unit = calibration.getValueUnit();
    if (calibration.calibrated() && !unit.equals(Calibration.DEFAULT_VALUE_UNIT)) {
      v.unit(unit);
    }
    window(firstChannel, rescale).filter(w -> !color).ifPresent(v::window);
    warning().ifPresent(v::warning);
    return v.build();
  }

  // ---- samples

  /** The place of a plane in ImageJ's order: the channel runs fastest, then the slice. */
  private int index(long z, long t, long channel) {
    return color
        ? (int) (1 + z + image.getNSlices() * t)
        : image.getStackIndex((int) channel + 1, (int) z + 1, (int) t + 1);
  }

  private SampleType type() {
    return switch (image.getBitDepth()) {
      case 16 -> SampleType.UINT16;
      case 32 -> SampleType.FLOAT32;
      default -> SampleType.UINT8;
    };
  }

  private RandomAccessibleInterval<? extends RealType<?>> shared(int firstChannel) {
    List<Object> planes = new ArrayList<>();
    for (long c = 0; c < size[4]; c++) {
      for (long t = 0; t < size[3]; t++) {
        for (long z = 0; z < size[2]; z++) {
          planes.add(stack.getPixels(index(z, t, firstChannel + c)));
        }
      }
    }
    if (planes.size() == 1) {
      return SampleTypes.wrap(type(), planes.get(0), size);
    }
    return switch (type()) {
      case UINT16 ->
          planar(
              planes.stream().map(p -> new ShortArray((short[]) p)).toList(),
              new UnsignedShortType());
      case FLOAT32 ->
          planar(planes.stream().map(p -> new FloatArray((float[]) p)).toList(), new FloatType());
      default ->
          planar(
              planes.stream().map(p -> new ByteArray((byte[]) p)).toList(), new UnsignedByteType());
    };
  }

  @SuppressWarnings("unchecked")
  private <T extends NativeType<T> & RealType<T>, A extends ArrayDataAccess<A>>
      RandomAccessibleInterval<T> planar(List<A> planes, T type) {
    PlanarImg<T, A> img = new PlanarImg<>(planes, size, new Fraction());
    img.setLinkedType(
        ((NativeTypeFactory<T, A>) type.getNativeTypeFactory())
            .createLinkedType((NativeImg<T, A>) img));
    return img;
  }

  /** Planes read one by one: when looked at, or at once into an array. */
  private RandomAccessibleInterval<? extends RealType<?>> converted(
      int firstChannel, boolean linear) {
    SampleType type = linear || color ? type() : SampleType.FLOAT32;
    int[] block = {(int) size[0], (int) size[1], 1, 1, color ? 3 : 1};
    RandomAccessibleInterval<? extends RealType<?>> lazy =
        LazyImages.of(
            color ? SampleType.UINT8 : type,
            size,
            block,
            (min, of) -> plane(index(min[2], min[3], firstChannel + min[4]), linear));
    return stack.isVirtual() ? lazy : inMemory(lazy, color ? SampleType.UINT8 : type);
  }

  private RandomAccessibleInterval<? extends RealType<?>> inMemory(
      RandomAccessibleInterval<? extends RealType<?>> lazy, SampleType type) {
    long voxels = size[0] * size[1] * size[2] * size[3] * size[4];
    Object array = SampleTypes.newArray(type, Math.toIntExact(voxels));
    int[] all = new int[size.length];
    for (int d = 0; d < all.length; d++) {
      all[d] = (int) size[d];
    }
    copy(lazy, array, all);
    return SampleTypes.wrap(type, array, size);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void copy(
      RandomAccessibleInterval<? extends RealType<?>> from, Object array, int[] size) {
    PrimitiveBlocks.of((RandomAccessible) from).copy(new long[size.length], array, size);
  }

  private Object plane(int index, boolean linear) {
    ImageProcessor ip = stack.getProcessor(index);
    if (color) {
      return channels(ip instanceof ColorProcessor c ? c : ip.convertToColorProcessor());
    }
    if (linear) {
      // A virtual stack may fill the same array again for the next plane.
      return ip.getPixelsCopy();
    }
    float[] table = calibration.getCTable();
    float[] values = new float[ip.getPixelCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = table[ip.get(i)];
    }
    return values;
  }

  private static byte[] channels(ColorProcessor ip) {
    byte[] all = new byte[3 * ip.getPixelCount()];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(ip.getChannel(c + 1), 0, all, c * ip.getPixelCount(), ip.getPixelCount());
    }
    return all;
  }

  // ---- what they mean

  /** Stored sample to value; empty where that is no straight line. */
  private Optional<Rescale> rescale() {
    if (!calibration.calibrated() || color || image.getBitDepth() == 32) {
      return Optional.of(Rescale.IDENTITY);
    }
    double[] c = calibration.getCoefficients();
    boolean line =
        calibration.getFunction() == Calibration.STRAIGHT_LINE
            && !calibration.zeroClip()
            && c != null
            && c[1] != 0;
    if (line) {
      return Optional.of(new Rescale(c[1], c[0]));
    }
    return calibration.getCTable() == null ? Optional.of(Rescale.IDENTITY) : Optional.empty();
  }

  private Optional<Window> window(int channel, Optional<Rescale> rescale) {
    double min = image.getDisplayRangeMin();
    double max = image.getDisplayRangeMax();
    if (image instanceof CompositeImage composite) {
      LUT lut = composite.getChannelLut(channel + 1);
      min = lut.min;
      max = lut.max;
    }
    double a = rescale.isPresent() ? rescale.get().apply(min) : calibration.getCValue(min);
    double b = rescale.isPresent() ? rescale.get().apply(max) : calibration.getCValue(max);
    return a != b && Double.isFinite(a - b)
        ? Optional.of(Window.range(Math.min(a, b), Math.max(a, b)))
        : Optional.empty();
  }

  private static double millimetres(String unit) {
    return Lengths.millimetres(unit).orElse(1.0);
  }

  private Geometry geometry() {
    double x = step(calibration.pixelWidth) * millimetres(calibration.getXUnit());
    double y = step(calibration.pixelHeight) * millimetres(calibration.getYUnit());
    double z = step(calibration.pixelDepth) * millimetres(calibration.getZUnit());
    Affine affine =
        Affine.scaling(
            x,
            -y,
            z,
            -x * calibration.xOrigin + 0.0,
            y * calibration.yOrigin,
            -z * calibration.zOrigin + 0.0);
    return new Geometry(
        (int) size[0], (int) size[1], (int) size[2], affine, Geometry.Frame.PICTURE);
  }

  private static double step(double v) {
    return v > 0 && v < Double.POSITIVE_INFINITY ? v : 1;
  }

  private Optional<String> warning() {
    String unit = calibration.getUnit();
    boolean sized = calibration.pixelWidth != 1 || calibration.pixelHeight != 1;
    return sized && Lengths.millimetres(unit).isEmpty()
        ? Optional.of("The unit of a pixel is not known; its size is taken as millimetres.")
        : Optional.empty();
  }

  private TimeAxis time() {
    int frames = (int) size[3];
    Double seconds = SECONDS.get(calibration.getTimeUnit().toLowerCase(Locale.ROOT));
    double step = calibration.frameInterval;
    return frames > 1 && step > 0 && step < Double.POSITIVE_INFINITY && seconds != null
        ? new TimeAxis(frames, step * seconds, "s")
        : new TimeAxis(frames, 0, "");
  }
}
