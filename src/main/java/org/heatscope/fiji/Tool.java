// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.ImagePlus;
import ij.gui.Overlay;
import java.io.IOException;
import java.util.List;

/**
 * What a command does, apart from how it is called: a dialog of ImageJ's, SciJava's, a macro or a
 * script all end here.
 */
interface Tool {
  /** Its name in the menu. */
  String name();

  /** What it does, a sentence. */
  String summary();

  /** What it can be told. */
  List<Parameter> parameters();

  /** Whether it works on an image; without one it is not run. */
  default boolean needsImage() {
    return true;
  }

  /** Whether {@link #preview} shows anything. */
  default boolean hasPreview() {
    return false;
  }

  /**
   * Does the work.
   *
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException with a sentence if image and values do not suit
   * @throws StatusBar.Cancelled if the user stops it
   */
  Outcome run(Job job) throws IOException;

  /** What the plane that is looked at would become, laid over it; as {@link #run} else. */
  default Overlay preview(Job job) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * What a tool works on.
   *
   * @param image the image in front, or null for a tool that needs none
   * @param values of its parameters
   * @param status hears how far it is
   */
  record Job(ImagePlus image, Settings values, StatusBar status) {}
}
