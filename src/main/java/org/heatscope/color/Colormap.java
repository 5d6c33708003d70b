// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

/**
 * 256 colours in order.
 *
 * @param name as users know it
 * @param rgb 768 bytes: red, green, blue of entry 0, then of entry 1, and so on
 */
public record Colormap(String name, byte[] rgb) {
  /** The number of entries. */
  public static final int SIZE = 256;

  /** Checks the length. */
  public Colormap {
    if (rgb.length != 3 * SIZE) {
      throw new IllegalArgumentException(
          "colormap " + name + " has " + rgb.length + " bytes, not " + 3 * SIZE);
    }
  }

  /** A channel (0 red, 1 green, 2 blue) of an entry, 0 to 255. */
  public int channel(int entry, int channel) {
    return rgb[3 * entry + channel] & 0xff;
  }

  /** An entry as 0xRRGGBB. */
  public int entry(int entry) {
    return channel(entry, 0) << 16 | channel(entry, 1) << 8 | channel(entry, 2);
  }
}
