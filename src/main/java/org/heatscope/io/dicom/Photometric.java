// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Optional;

/** What the samples of a pixel stand for (DICOM PS3.3 C.7.6.3.1.2). */
enum Photometric {
  MONOCHROME1(1),
  MONOCHROME2(1),
  PALETTE_COLOR(1),
  RGB(3),
  YBR_FULL(3),
  YBR_FULL_422(3),
  /** The reversible transform of JPEG 2000, which its decoder turns back. */
  YBR_RCT(3),
  /** The irreversible transform of JPEG 2000, which its decoder turns back. */
  YBR_ICT(3);

  private final int samples;

  Photometric(int samples) {
    this.samples = samples;
  }

  /** By the name in a file; a missing one counts as grey. */
  static Optional<Photometric> of(String name) {
    if (name.isEmpty()) {
      return Optional.of(MONOCHROME2);
    }
    for (Photometric p : values()) {
      if (p.name().equals(name.replace(' ', '_'))) {
        return Optional.of(p);
      }
    }
    return Optional.empty();
  }

  /** Samples per pixel. */
  int samples() {
    return samples;
  }

  /** Whether a sample is a value: not a part of a colour, nor its number in a palette. */
  boolean isGrey() {
    return this == MONOCHROME1 || this == MONOCHROME2;
  }

  /** Whether the samples are luminance and two colour differences. */
  boolean isYbr() {
    return this == YBR_FULL || this == YBR_FULL_422;
  }
}
