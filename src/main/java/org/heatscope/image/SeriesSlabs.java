// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A series in runs of planes, each with all its frames: one run where the samples are in one array,
 * else runs that are read one at a time and may be forgotten, so that the memory needed does not
 * grow with the series. May be gone through several times.
 */
public final class SeriesSlabs implements Iterable<SeriesSlabs.Slab> {
  /** The part of the heap that a run may take. */
  private static final int SHARE = 8;

  private final Volume series;
  private final int planes;

  private SeriesSlabs(Volume series, int planes) {
    this.series = series;
    this.planes = planes;
  }

  /** The runs of a series of one channel. */
  public static SeriesSlabs of(Volume series) {
    Geometry g = series.geometry();
    if (series.flat() != null) {
      return new SeriesSlabs(series, g.nz());
    }
    return of(series, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /** Runs of at most so many bytes, but one plane at least. */
  static SeriesSlabs of(Volume series, long bytes) {
    Geometry g = series.geometry();
    long plane = (long) g.nx() * g.ny() * series.type().bytes() * series.time().frames();
    long most = Math.min(Integer.MAX_VALUE / 2, bytes);
    return new SeriesSlabs(series, (int) Math.max(1, Math.min(g.nz(), most / plane)));
  }

  @Override
  public Iterator<Slab> iterator() {
    Geometry g = series.geometry();
    return IntStream.iterate(0, z -> z < g.nz(), z -> z + planes)
        .mapToObj(z -> slab(Region.planes(g, z, Math.min(planes, g.nz() - z))))
        .iterator();
  }

  private Slab slab(Region r) {
    return new Slab(
        Samples.series(series, 0, r), r.z() * r.nx() * r.ny(), (int) r.voxels(), r.nz());
  }

  /**
   * A run.
   *
   * @param samples its frames one after the other along z
   * @param first its first voxel in a frame of the series
   * @param voxels of a frame
   * @param planes of a frame
   */
  public record Slab(Samples samples, int first, int voxels, int planes) {
    /** A frame. */
    public Samples frame(int t) {
      return samples.planes(t * planes, planes);
    }

    /** The frames from one up to but not including another. */
    public List<Samples> frames(int from, int to) {
      return IntStream.range(from, to).mapToObj(this::frame).toList();
    }
  }
}
