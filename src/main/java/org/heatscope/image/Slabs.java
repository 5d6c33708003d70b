// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.Iterator;
import java.util.stream.LongStream;

/**
 * A frame and channel of a volume in runs of planes, in their order: one run where the samples are
 * in memory, else runs that are read one at a time and may be forgotten, so that the memory needed
 * does not grow with the volume; of planes that are large themselves, runs of rows. May be gone
 * through several times.
 */
public final class Slabs implements Iterable<Samples> {
  private static final long BYTES = Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 32);
  private static final int SPREAD = 8;

  private final Volume volume;
  private final int frame;
  private final int channel;
  private final int planes;
  private final int planeStep;
  private final int rows;
  private final int rowStep;

  private Slabs(
      Volume volume, int frame, int channel, int planes, int planeStep, int rows, int rowStep) {
    this.volume = volume;
    this.frame = frame;
    this.channel = channel;
    this.planes = planes;
    this.planeStep = planeStep;
    this.rows = rows;
    this.rowStep = rowStep;
  }

  /** The runs of a frame and a channel. */
  public static Slabs of(Volume volume, int frame, int channel) {
    return of(volume, frame, channel, BYTES);
  }

  /** The same in runs of so many bytes, but a row at least, where the volume is read lazily. */
  static Slabs of(Volume volume, int frame, int channel, long bytes) {
    Geometry g = volume.geometry();
    int planes = volume.isLazy() ? atMost(bytes / planeBytes(volume), g.nz()) : g.nz();
    int rows = volume.isLazy() ? atMost(bytes / rowBytes(volume), g.ny()) : g.ny();
    return new Slabs(volume, frame, channel, planes, planes, rows, rows);
  }

  /**
   * Some planes to judge an image by that is too large to be looked at: all where it is in memory,
   * else single planes, evenly spread, or rows of these where they are large.
   */
  public static Slabs spread(Volume volume, int frame, int channel) {
    return spread(volume, frame, channel, BYTES);
  }

  /** The same with at most so many bytes of a plane, but some rows at least. */
  static Slabs spread(Volume volume, int frame, int channel, long bytes) {
    if (!volume.isLazy()) {
      return of(volume, frame, channel);
    }
    Geometry g = volume.geometry();
    int planeStep = (g.nz() + SPREAD - 1) / SPREAD;
    if (planeBytes(volume) <= bytes) {
      return new Slabs(volume, frame, channel, 1, planeStep, g.ny(), g.ny());
    }
    int rows = atMost(bytes / SPREAD / rowBytes(volume), g.ny());
    int rowStep = Math.max(rows, (g.ny() + SPREAD - 1) / SPREAD);
    return new Slabs(volume, frame, channel, 1, planeStep, rows, rowStep);
  }

  private static long rowBytes(Volume v) {
    return (long) v.geometry().nx() * v.type().bytes();
  }

  private static long planeBytes(Volume v) {
    return v.geometry().ny() * rowBytes(v);
  }

  private static int atMost(long n, int most) {
    return (int) Math.max(1, Math.min(n, most));
  }

  @Override
  public Iterator<Samples> iterator() {
    Geometry g = volume.geometry();
    int down = (g.ny() - 1) / rowStep + 1;
    long runs = ((g.nz() - 1) / planeStep + 1L) * down;
    return LongStream.range(0, runs)
        .mapToObj(n -> region(g, (int) (n / down) * planeStep, (int) (n % down) * rowStep))
        .map(r -> Samples.of(volume, frame, channel, r))
        .iterator();
  }

  private Region region(Geometry g, int z, int y) {
    int ny = Math.min(rows, g.ny() - y);
    return new Region(0, y, z, g.nx(), ny, Math.min(planes, g.nz() - z));
  }
}
