// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

/** Sentences that readers of several formats have to say. */
public final class Warnings {
  /** Of samples with a real and an imaginary part. */
  public static final String MAGNITUDE =
      "The samples are complex numbers; their magnitude is read.";

  /** Of colours with a fourth part. */
  public static final String TRANSPARENCY =
      "The transparency of this image is left out: its colours are those that are stored.";

  /** Of an image without a place. */
  public static final String NO_PLACE =
      "The file does not say where the image lies or which side is left.";

  private Warnings() {}
}
