// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.gui.ImageRoi;
import ij.process.ColorProcessor;
import java.awt.Graphics;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A picture over an image whose pixels each have a weight of their own. ImageJ's own image ROI
 * forgets the weights whenever it is copied, as it is before each flattening. In a file both keep
 * colours alone, black for what is not drawn, and one weight: read back, black is clear and the
 * rest has the largest of the weights.
 */
final class HeatRoi extends ImageRoi {
  private static final long serialVersionUID = 1L;

  private final transient BufferedImage picture;

  /** A picture in ARGB over an image of its size. */
  HeatRoi(int[] argb, int width, int height) {
    this(0, 0, picture(argb, width, height));
  }

  private HeatRoi(int x, int y, BufferedImage picture) {
    super(x, y, opaque(picture));
    this.picture = picture;
    setZeroTransparent(true);
    setOpacity(largestWeight(picture));
  }

  /** Pixels in ARGB, row by row, as Java draws them. */
  static BufferedImage picture(int[] argb, int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, width, height, argb, 0, width);
    return picture;
  }

  private static ColorProcessor opaque(BufferedImage picture) {
    int w = picture.getWidth();
    int h = picture.getHeight();
    int[] rgb = picture.getRGB(0, 0, w, h, null, 0, w);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = rgb[i] >>> 24 == 0 ? 0 : rgb[i] | 0xff000000;
    }
    return new ColorProcessor(w, h, rgb);
  }

  private static double largestWeight(BufferedImage picture) {
    int w = picture.getWidth();
    int[] argb = picture.getRGB(0, 0, w, picture.getHeight(), null, 0, w);
    return Arrays.stream(argb).map(v -> v >>> 24).max().orElse(0) / 255.0;
  }

  /** The picture. */
  BufferedImage picture() {
    return picture;
  }

  @Override
  public void draw(Graphics g) {
    int x = (int) getXBase();
    int y = (int) getYBase();
    g.drawImage(
        picture,
        screenX(x),
        screenY(y),
        screenX(x + picture.getWidth()),
        screenY(y + picture.getHeight()),
        0,
        0,
        picture.getWidth(),
        picture.getHeight(),
        null);
  }

  @Override
  public synchronized Object clone() {
    HeatRoi copy = new HeatRoi((int) getXBase(), (int) getYBase(), picture);
    copy.setName(getName());
    if (hasHyperStackPosition()) {
      copy.setPosition(getCPosition(), getZPosition(), getTPosition());
    } else {
      copy.setPosition(getPosition());
    }
    return copy;
  }
}
