// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.heatscope.color.Window;

/**
 * An image with its place in the world: samples in their stored type, geometry, time, channels and
 * what the file says about showing it. Immutable but for the samples themselves.
 *
 * <p>The samples have five axes, in this order, each running from 0: x (fastest), y, z, time,
 * channel. Axes that the image lacks have length 1. A stored sample becomes a value by {@link
 * #rescale()}; nothing is converted on loading.
 */
public final class Volume {
  private final RandomAccessibleInterval<? extends RealType<?>> given;
  private final RandomAccessibleInterval<? extends RealType<?>> samples;
  private final Object flat;
  private final SampleType type;
  private final Geometry geometry;
  private final Rescale rescale;
  private final TimeAxis time;
  private final int channels;
  private final String format;
  private final String unit;
  private final String intent;
  private final String description;
  private final String scene;
  private final Optional<Suv> suv;
  private final List<Window> windows;
  private final List<String> warnings;

  private Volume(Builder b) {
    given = b.samples;
    RandomAccessibleInterval<? extends RealType<?>> s = given;
    while (s.numDimensions() < 5) {
      s = Views.addDimension(s, 0, 0);
    }
    samples = Views.zeroMin(s);
    geometry = b.geometry;
    type = SampleTypes.of(given);
    flat = flatArray(given);
    rescale = b.rescale;
    int frames = Math.toIntExact(samples.dimension(3));
    time = b.time == null ? new TimeAxis(frames, 0, "") : b.time;
    channels = Math.toIntExact(samples.dimension(4));
    format = b.format;
    unit = b.unit;
    intent = b.intent;
    description = b.description;
    scene = b.scene;
    suv = b.suv;
    windows = List.copyOf(b.windows);
    warnings = List.copyOf(b.warnings);
    for (int d = 0; d < 3; d++) {
      if (samples.dimension(d) != geometry.size(d)) {
        throw new IllegalArgumentException(
            "axis "
                + d
                + " has "
                + samples.dimension(d)
                + " samples, the geometry "
                + geometry.size(d));
      }
    }
    if (time.frames() != frames) {
      throw new IllegalArgumentException(
          frames + " frames of samples, " + time.frames() + " on the time axis");
    }
  }

  private static Object flatArray(RandomAccessibleInterval<?> samples) {
    if (samples instanceof ArrayImg) {
      Object access = ((ArrayImg<?, ?>) samples).update(null);
      if (access instanceof ArrayDataAccess) {
        return ((ArrayDataAccess<?>) access).getCurrentStorageArray();
      }
    }
    return null;
  }

  /**
   * Starts a volume.
   *
   * @param samples three to five axes: x, y, z, then time, then channel
   * @param geometry of the first three axes
   */
  public static Builder of(
      RandomAccessibleInterval<? extends RealType<?>> samples, Geometry geometry) {
    return new Builder(samples, geometry);
  }

  /** A builder that holds everything of this volume. */
  public Builder toBuilder() {
    return describe(new Builder(given, geometry)).time(time);
  }

  private Builder describe(Builder b) {
    b.rescale = rescale;
    b.format = format;
    b.unit = unit;
    b.intent = intent;
    b.description = description;
    b.scene = scene;
    b.suv = suv;
    b.windows.addAll(windows);
    b.warnings.addAll(warnings);
    return b;
  }

  /** A copy of a part of a frame and a channel, in its place. */
  public Volume part(int frame, int channel, Region r) {
    Samples s = Samples.of(this, frame, channel, r);
    Object own = s.array();
    if (own == flat) {
      own = SampleTypes.newArray(type, s.length());
      System.arraycopy(flat, s.offset(), own, 0, s.length());
    }
    var samples = SampleTypes.wrap(type, own, r.nx(), r.ny(), r.nz());
    return describe(new Builder(samples, geometry.part(r))).build();
  }

  /** The same samples at another place: the geometry must have the same sizes. */
  public Volume withGeometry(Geometry other) {
    return new Volume(this, other);
  }

  private Volume(Volume v, Geometry other) {
    if (!v.geometry.sameSize(other)) {
      throw new IllegalArgumentException("the geometries have different sizes");
    }
    given = v.given;
    samples = v.samples;
    flat = v.flat;
    type = v.type;
    geometry = other;
    rescale = v.rescale;
    time = v.time;
    channels = v.channels;
    format = v.format;
    unit = v.unit;
    intent = v.intent;
    description = v.description;
    scene = v.scene;
    suv = v.suv;
    windows = v.windows;
    warnings = v.warnings;
  }

  /** The stored samples; axes x, y, z, time, channel. */
  public RandomAccessibleInterval<? extends RealType<?>> samples() {
    return samples;
  }

  /**
   * The array under the samples where they lie in one piece in the order of {@link #samples()} with
   * x fastest, else null.
   */
  Object flat() {
    return flat;
  }

  /**
   * Whether samples are read from a file when they are looked at, as they may not fit in memory.
   */
  public boolean isLazy() {
    return given instanceof LazyCellImg;
  }

  /** The stored type. */
  public SampleType type() {
    return type;
  }

  /** Where the samples lie. */
  public Geometry geometry() {
    return geometry;
  }

  /** Stored sample to value. */
  public Rescale rescale() {
    return rescale;
  }

  /** The time axis; {@link TimeAxis#frames()} is 1 for a single image. */
  public TimeAxis time() {
    return time;
  }

  /** 1 for a scalar image, 3 for red, green, blue. */
  public int channels() {
    return channels;
  }

  /** The format that the file was in, such as "NIfTI-1"; empty for an image made in memory. */
  public String format() {
    return format;
  }

  /** What a value is measured in: "HU", "z", "Bq/ml"; empty if unknown. */
  public String unit() {
    return unit;
  }

  /** What the values mean, such as "z-score" or "label"; empty if unknown. */
  public String intent() {
    return intent;
  }

  /** What the file says of itself in a line of text; empty if it says nothing. */
  public String description() {
    return description;
  }

  /**
   * The world of a picture, by a name of its own: pictures of one scene, such as the levels of an
   * image, lie in one world. Empty for a picture that shares its world with none.
   */
  public String scene() {
    return scene;
  }

  /** How PET values become standardised uptake values; empty for an image of something else. */
  public Optional<Suv> suv() {
    return suv;
  }

  /** The windows that the file proposes, the first being the default; often none. */
  public List<Window> windows() {
    return windows;
  }

  /** What a careful reader should know about the file, a sentence each. */
  public List<String> warnings() {
    return warnings;
  }

  /** One value; the indices are not checked beyond what the image does. */
  public double value(int x, int y, int z, int t, int channel) {
    return rescale.apply(samples.getAt(x, y, z, t, channel).getRealDouble());
  }

  /** Collects the parts of a {@link Volume}. */
  public static final class Builder {
    private final RandomAccessibleInterval<? extends RealType<?>> samples;
    private final Geometry geometry;
    private Rescale rescale = Rescale.IDENTITY;
    private TimeAxis time;
    private String format = "";
    private String unit = "";
    private String intent = "";
    private String description = "";
    private String scene = "";
    private Optional<Suv> suv = Optional.empty();
    private final List<Window> windows = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Builder(RandomAccessibleInterval<? extends RealType<?>> samples, Geometry geometry) {
      this.samples = Objects.requireNonNull(samples);
      this.geometry = Objects.requireNonNull(geometry);
      if (samples.numDimensions() < 3 || samples.numDimensions() > 5) {
        throw new IllegalArgumentException(
            "samples need 3 to 5 axes (x, y, z, time, channel), not " + samples.numDimensions());
      }
    }

    /** Sets how a stored sample becomes a value. */
    public Builder rescale(Rescale r) {
      rescale = r;
      return this;
    }

    /** Sets the time axis. */
    public Builder time(TimeAxis t) {
      time = t;
      return this;
    }

    /** Sets the name of the file's format. */
    public Builder format(String f) {
      format = f;
      return this;
    }

    /** Sets the unit of a value. */
    public Builder unit(String u) {
      unit = u;
      return this;
    }

    /** Sets what the values mean. */
    public Builder intent(String i) {
      intent = i;
      return this;
    }

    /** Sets what the file says of itself. */
    public Builder description(String d) {
      description = d;
      return this;
    }

    /** Sets what the world of a picture is called, see {@link Volume#scene()}. */
    public Builder scene(String s) {
      scene = s;
      return this;
    }

    /** Sets how PET values become standardised uptake values. */
    public Builder suv(Suv s) {
      suv = Optional.of(s);
      return this;
    }

    /** Adds a window that the file proposes. */
    public Builder window(Window w) {
      windows.add(w);
      return this;
    }

    /** Adds a warning, a sentence. */
    public Builder warning(String w) {
      warnings.add(w);
      return this;
    }

    /** Makes the volume. */
    public Volume build() {
      return new Volume(this);
    }
  }
}
