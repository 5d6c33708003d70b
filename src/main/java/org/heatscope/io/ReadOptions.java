// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the user says about how a file is to be read.
 *
 * @param series which of several images in a file or folder: a UID, a number of the list that the
 *     refusal shows (from 1), or an image's name; empty where there must be only one
 * @param accept faults that are known and accepted; without it an image with such a fault is
 *     refused
 * @param maxBytes the most bytes that the samples of one image may take in memory
 */
public record ReadOptions(Optional<String> series, Set<Fault> accept, long maxBytes) {
  /** The limit where none is given: 64 GiB. */
  public static final long MAX_BYTES = 64L << 30;

  /** A fault of a series of slices that makes its geometry approximate or its choice a guess. */
  public enum Fault {
    /** Slices are missing or unevenly spaced; the median step is taken. */
    GAPS,
    /** The gantry was tilted: the grid is sheared. */
    TILT,
    /** Slices lie at one place with nothing to tell them apart; one of them is taken. */
    DUPLICATES,
    /** Slices of one series differ in orientation or size; the largest stack is taken. */
    MIXED;

    /** How to read the series all the same, for the end of a message. */
    public String cure() {
      return " (--accept " + name().toLowerCase(Locale.ROOT) + " reads it all the same)";
    }
  }

  /** The same for another of several images. */
  public ReadOptions withSeries(Optional<String> other) {
    return new ReadOptions(other, accept, maxBytes);
  }

  /** One image, no faults accepted, the default limit. */
  public static ReadOptions standard() {
    return new ReadOptions(Optional.empty(), Set.of(), MAX_BYTES);
  }
}
