// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import java.util.Arrays;
import org.heatscope.render.Canvas;
import org.heatscope.render.Figure;
import org.heatscope.render.Layer;

/** The colour bar of a figure, in the overlay of an image of ImageJ's. */
final class ColourBar {
  private ColourBar() {}

  /** Puts a map's bar into the upper right corner, a third of the image high where text allows. */
  static void add(Layer layer, ImagePlus to, StatusBar status) {
    Canvas bar = Figure.colorBar(layer, to.getHeight() / 3, 0);
    int w = bar.width();
    int h = bar.height();
    if (w > to.getWidth() / 2 || h > to.getHeight()) {
      status.note("the image is too small for a colour bar; Image > Show Info says the scale");
      return;
    }
    int[] argb = Arrays.stream(bar.rgba()).map(ColourBar::argb).toArray();
    ImageRoi roi = new ImageRoi(to.getWidth() - w, 0, HeatRoi.picture(argb, w, h));
    roi.setName("Colour bar");
    Overlay overlay = to.getOverlay() == null ? new Overlay() : to.getOverlay();
    overlay.add(roi);
    to.setOverlay(overlay);
  }

  /** An opaque pixel with red as its lowest byte, as the engine packs them, in Java's order. */
  static int argb(int packed) {
    return 0xff000000 | (packed & 0xff) << 16 | packed & 0xff00 | packed >> 16 & 0xff;
  }
}
