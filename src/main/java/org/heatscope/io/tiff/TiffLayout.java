// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.util.List;

/**
 * Which page of a TIFF file is which plane of an image.
 *
 * @param pages the numbers of the directories, from 0: slice by slice, frame by frame, channel by
 *     channel
 * @param slices of each frame
 * @param frames of each channel
 * @param channels that have pages of their own
 */
record TiffLayout(List<Integer> pages, int slices, int frames, int channels) {
  /** One plane's page. */
  interface Order {
    int page(int slice, int frame, int channel);
  }

  static TiffLayout of(int slices, int frames, int channels, Order order) {
    Integer[] pages = new Integer[slices * frames * channels];
    int n = 0;
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < frames; t++) {
        for (int z = 0; z < slices; z++) {
          pages[n++] = order.page(z, t, c);
        }
      }
    }
    return new TiffLayout(List.of(pages), slices, frames, channels);
  }
}
