// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * A frame and channel of a volume in runs of planes, in their order: one run where the samples are
 * in memory, else runs that are read one at a time and may be forgotten, so that the memory needed
 * does not grow with the volume. May be gone through several times.
 */
public final class Slabs implements Iterable<Samples> {
  private static final long BYTES = 32 << 20;
  private static final int SPREAD = 8;

  private final Volume volume;
  private final int frame;
  private final int channel;
  private final int planes;
  private final int step;

  private Slabs(Volume volume, int frame, int channel, int planes, int step) {
    this.volume = volume;
    this.frame = frame;
    this.channel = channel;
    this.planes = planes;
    this.step = step;
  }

  /** The runs of a frame and a channel. */
  public static Slabs of(Volume volume, int frame, int channel) {
    Geometry g = volume.geometry();
    long plane = (long) g.nx() * g.ny() * volume.type().bytes();
    long planes = volume.isLazy() ? Math.max(1, BYTES / plane) : g.nz();
    int run = (int) Math.min(planes, g.nz());
    return new Slabs(volume, frame, channel, run, run);
  }

  /**
   * Some planes to judge an image by that is too large to be looked at: all where it is in memory,
   * else single planes, evenly spread.
   */
  public static Slabs spread(Volume volume, int frame, int channel) {
    int step = (volume.geometry().nz() + SPREAD - 1) / SPREAD;
    return volume.isLazy()
        ? new Slabs(volume, frame, channel, 1, step)
        : of(volume, frame, channel);
  }

  @Override
  public Iterator<Samples> iterator() {
    Geometry g = volume.geometry();
    return IntStream.iterate(0, z -> z < g.nz(), z -> z + step)
        .mapToObj(z -> Region.planes(g, z, Math.min(planes, g.nz() - z)))
        .map(r -> Samples.of(volume, frame, channel, r))
        .iterator();
  }
}
