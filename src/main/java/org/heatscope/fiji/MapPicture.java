// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Undo;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.Heatscope;
import org.heatscope.color.ColorScale;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Colormap;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.map.Masks;
import org.heatscope.op.Interpolation;
import org.heatscope.render.Compositor;
import org.heatscope.render.Layer;
import org.heatscope.render.Overlay;
import org.heatscope.render.OverlayBuilder;
import org.heatscope.render.ScaleOptions;
import org.heatscope.render.Scales;

/**
 * A map on an image of ImageJ's, in the three forms that ImageJ has for it. All keep C, Z and T and
 * the calibration; the colour scale is one for the whole picture, that of the map's first frame.
 *
 * <p>A map of as many frames as the image is shown frame by frame, any other map's first frame on
 * all of them. An area selection on the image limits where the map counts.
 */
final class MapPicture {
  /** Marks a pixel whose red is the entry of the colour table; no grey has such a colour. */
  private static final int MARK = 0x0000ff;

  private final Heatscope heatscope;
  private final ImagePlus image;
  private final StatusBar status;
  private final Volume base;
  private final Layer layer;
  private final ColorTable table;

  /**
   * Places a map on an image.
   *
   * @param map as {@link OverlayBuilder#map}
   * @param title of its colour bar
   * @param mask where the map counts
   * @throws IllegalArgumentException as {@link OverlayBuilder#map}
   */
  MapPicture(
      Heatscope heatscope,
      Tool.Job job,
      Volume map,
      String title,
      ScaleOptions scale,
      Optional<Volume> mask)
      throws IOException {
    this.heatscope = heatscope;
    image = job.image();
    status = job.status();
    base = Images.front(image);
    OverlayBuilder builder = heatscope.overlay(base);
    builder.map(map, 0, scale, mask, MapParameters.interpolation(job.values()), title);
    builder.remarks().forEach(status::note);
    layer = builder.build().layers().get(0);
    table = new ColorTable(layer.scale(), Rescale.IDENTITY);
  }

  /** The picture that the parameters ask for. */
  Outcome outcome(Settings values) throws IOException {
    boolean bar = values.flag(MapParameters.BAR);
    ImagePlus made =
        switch (values.choice(MapParameters.OUTPUT)) {
          case MapParameters.OVERLAY -> overlaid();
          case MapParameters.MAP -> values();
          default -> colours();
        };
    if (bar) {
      ColourBar.add(layer, made, status);
    }
    return Outcome.of(made);
  }

  private int mapFrame(int frame) {
    return layer.map().time().frames() == base.time().frames() ? frame : 0;
  }

  private Layer at(int frame, ColorScale scale) {
    return new Layer(
        layer.map(), mapFrame(frame), scale, layer.interpolation(), layer.mask(), layer.legend());
  }

  // ---- a new picture

  private ImagePlus colours() throws IOException {
    Geometry g = base.geometry();
    int channels = base.channels() == 3 ? 1 : image.getNChannels();
    int frames = image.getNFrames();
    ColorProcessor[] planes = new ColorProcessor[channels * g.nz() * frames];
    int[] made = {0};
    for (int c = 0; c < channels; c++) {
      Volume channel = FromImagePlus.channel(image, c + 1);
      for (int t = 0; t < frames; t++) {
        int first = c + channels * g.nz() * t;
        int[] filled = {0};
        heatscope.stack(
            over(channel, t),
            (rgba, count, done) -> {
              fill(planes, first, channels, filled[0], rgba, count);
              filled[0] += count;
              status.at(made[0] + done, planes.length);
            });
        made[0] += g.nz();
      }
    }
    return like(channels, frames, Arrays.asList(planes), "overlay of ");
  }

  private Overlay over(Volume channel, int frame) {
    Window window = Scales.window(channel, frame, heatscope.session().quantiles());
    List<Layer> layers = List.of(at(frame, layer.scale()));
    return new Overlay(channel, frame, window, Interpolation.LINEAR, layers, 0, Affine.identity());
  }

  /** Puts packed pixels, red lowest, into the planes that they belong to. */
  private void fill(ColorProcessor[] planes, int first, int step, int from, int[] rgba, int count) {
    int size = image.getWidth() * image.getHeight();
    for (int i = 0; i < count; i++) {
      int p = first + (from + i) / size * step;
      if (planes[p] == null) {
        planes[p] = new ColorProcessor(image.getWidth(), image.getHeight());
      }
      planes[p].set((from + i) % size, ColourBar.argb(rgba[i]));
    }
  }

  private ImagePlus like(
      int channels, int frames, List<? extends ImageProcessor> planes, String prefix) {
    ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
    boolean alike = planes.size() == image.getStackSize();
    for (int i = 0; i < planes.size(); i++) {
      stack.addSlice(alike ? image.getStack().getSliceLabel(i + 1) : null, planes.get(i));
    }
    ImagePlus made = new ImagePlus(prefix + image.getTitle(), stack);
    made.setDimensions(channels, image.getNSlices(), frames);
    made.setOpenAsHyperStack(image.isHyperStack());
    Calibration c = image.getLocalCalibration().copy();
    c.disableDensityCalibration();
    made.setCalibration(c);
    made.setProperty("Info", described());
    return made;
  }

  /** The scale in words, for Image > Show Info. */
  private String described() {
    ColorScale s = layer.scale();
    return String.join(
        "\n",
        "Map: " + layer.legend().title(),
        "Colormap: " + s.colormap().name(),
        "Norm: " + s.norm().name() + ", " + s.norm().low() + " to " + s.norm().high(),
        "Shown: |v| > " + s.threshold(),
        "Alpha: " + s.alpha() + " " + s.alphaRule(),
        "Backend: " + heatscope.session().backend(),
        "");
  }

  // ---- over the source

  private ImagePlus overlaid() throws IOException {
    List<HeatRoi> planes = new ArrayList<>();
    int frames = base.time().frames();
    int slices = base.geometry().nz();
    for (int t = 0; t < frames; t++) {
      for (int z = 0; z < slices; z++) {
        planes.add(plane(z, t));
        status.at(planes.size(), (long) frames * slices);
      }
    }
    ij.gui.Overlay overlay = image.getOverlay() == null ? new ij.gui.Overlay() : image.getOverlay();
    image.setOverlay(overlay);
    Undo.setup(canUndoOverlays() ? Undo.OVERLAY : Undo.OVERLAY_ADDITION, image);
    planes.forEach(overlay::add);
    return image;
  }

  /** Before 1.54 ImageJ takes back what was added to an overlay piece by piece. */
  private static boolean canUndoOverlays() {
    return IJ.getVersion().compareTo("1.54") >= 0;
  }

  /** The plane that is looked at. */
  HeatRoi current() throws IOException {
    Images.Position at = Images.Position.of(image);
    return plane(at.slice() - 1, at.frame() - 1);
  }

  /**
   * The map's colours and weights on a plane. The engine draws the number of each pixel's class, as
   * a colour, over black; the table makes colour and weight of it, so that a pixel's class is the
   * one that it has in a picture.
   */
  private HeatRoi plane(int z, int t) {
    Geometry g = base.geometry().planes(z, 1);
    Volume black =
        Volume.of(ArrayImgs.unsignedBytes(new byte[g.nx() * g.ny()], g.nx(), g.ny(), 1), g).build();
    Overlay numbers =
        new Overlay(
            black,
            0,
            Window.range(0, 1),
            Interpolation.NEAREST,
            List.of(at(t, numbers(layer.scale()))),
            0,
            Affine.identity());
    int[] rgba = new int[g.nx() * g.ny()];
    new Compositor(heatscope.session(), numbers).compose(g, rgba);
    int[] argb = new int[rgba.length];
    for (int i = 0; i < argb.length; i++) {
      boolean drawn = (rgba[i] >> 16 & 0xff) == MARK;
      int kind = drawn ? (rgba[i] & 0xff) + 256 * (rgba[i] >> 8 & 0xff) : ColorTable.HIDDEN;
      int alpha = (int) Math.floor(255 * table.alpha(kind) + 0.5);
      argb[i] = alpha == 0 ? 0 : alpha << 24 | table.rgb(kind);
    }
    HeatRoi roi = new HeatRoi(argb, g.nx(), g.ny());
    roi.setName("Heatscope");
    if (image.isHyperStack()) {
      roi.setPosition(0, z + 1, t + 1);
    } else if (image.getStackSize() > 1) {
      roi.setPosition(image.getStackIndex(1, z + 1, t + 1));
    }
    return roi;
  }

  /** A scale that paints the number of the class, 0 to 259, in red and green. */
  private static ColorScale numbers(ColorScale scale) {
    byte[] rgb = new byte[3 * Colormap.SIZE];
    for (int k = 0; k < Colormap.SIZE; k++) {
      rgb[3 * k] = (byte) k;
      rgb[3 * k + 2] = (byte) MARK;
    }
    return new ColorScale(
        scale.norm(),
        new Colormap("numbers", rgb),
        scale.threshold(),
        1,
        ColorScale.AlphaRule.CONSTANT,
        number(ColorTable.NAN),
        number(ColorTable.UNDER),
        number(ColorTable.OVER),
        number(ColorTable.MASKED));
  }

  private static OptionalInt number(int kind) {
    return OptionalInt.of((kind & 0xff) << 16 | kind >> 8 << 8 | MARK);
  }

  // ---- the values

  private ImagePlus values() {
    Geometry g = base.geometry();
    int frames = base.time().frames();
    List<FloatProcessor> planes = new ArrayList<>();
    for (int t = 0; t < frames; t++) {
      Samples map = Samples.of(layer.map(), mapFrame(t), 0);
      for (int z = 0; z < g.nz(); z++) {
        planes.add(new FloatProcessor(g.nx(), g.ny(), plane(map, g.planes(z, 1))));
        status.at(planes.size(), (long) frames * g.nz());
      }
    }
    ImagePlus made = like(1, frames, planes, "map of ");
    made.setLut(lut());
    made.setDisplayRange(layer.scale().norm().low(), layer.scale().norm().high());
    if (!layer.map().unit().isEmpty()) {
      made.getCalibration().setValueUnit(layer.map().unit());
    }
    return made;
  }

  private float[] plane(Samples map, Geometry g) {
    Samples out = Samples.floats(g.nx(), g.ny(), 1);
    heatscope
        .session()
        .resample()
        .resample(map, g.toVoxelsOf(layer.map().geometry()), layer.interpolation(), out);
    float[] values = (float[]) out.array();
    layer
        .mask()
        .ifPresent(
            m -> {
              boolean[] inside = Masks.onGrid(m, g);
              for (int i = 0; i < values.length; i++) {
                values[i] = inside[i] ? values[i] : Float.NaN;
              }
            });
    return values;
  }

  /** The colours of 256 even steps of value from the low to the high end of the norm. */
  private LUT lut() {
    double low = layer.scale().norm().low();
    double high = layer.scale().norm().high();
    byte[][] rgb = new byte[3][256];
    for (int i = 0; i < 256; i++) {
      int kind = table.classOf(low + (i + 0.5) / 256 * (high - low));
      int color = kind == ColorTable.HIDDEN ? 0 : table.rgb(kind);
      for (int c = 0; c < 3; c++) {
        rgb[c][i] = (byte) (color >> 16 - 8 * c);
      }
    }
    return new LUT(8, 256, rgb[0], rgb[1], rgb[2]);
  }
}
