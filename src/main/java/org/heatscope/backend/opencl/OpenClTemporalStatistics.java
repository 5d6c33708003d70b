// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.List;
import java.util.Optional;
import org.heatscope.backend.scalar.TimeSums;
import org.heatscope.image.Samples;
import org.heatscope.op.TemporalStatistics;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_mem;

/**
 * Statistics over time on the device: {@code temporal_statistics.cl}, a voxel a work item. Frames
 * that do not lie one after the other in one array are left to the CPU.
 */
final class OpenClTemporalStatistics implements TemporalStatistics {
  private final OpenClQueue queue;
  private final TemporalStatistics spare;

  OpenClTemporalStatistics(OpenClQueue queue, TemporalStatistics spare) {
    this.queue = queue;
    this.spare = spare;
  }

  @Override
  public void statistics(List<Samples> frames, double[] regressor, boolean detrend, Wanted wanted) {
    if (!inOneRun(frames)) {
      spare.statistics(frames, regressor, detrend, wanted);
      return;
    }
    Samples f = frames.get(0);
    Samples all =
        new Samples(
            f.storage(), f.type(), f.offset(), f.nx(), f.ny(), f.nz() * frames.size(), f.rescale());
    if (!queue.images().fits(all)) {
      spare.statistics(frames, regressor, detrend, wanted);
      return;
    }
    double[] centred = TimeSums.centred(regressor, frames.size());
    List<Optional<Samples>> outs =
        List.of(wanted.mean(), wanted.sd(), wanted.tsnr(), wanted.slope());
    for (int which = 0; which < outs.size(); which++) {
      if (outs.get(which).isPresent()) {
        make(all, centred, detrend, which, outs.get(which).get());
      }
    }
  }

  private void make(Samples all, double[] centred, boolean detrend, int which, Samples out) {
    queue.work(
        () -> {
          cl_mem weights =
              queue
                  .calls()
                  .constants(Pointer.to(centred), (long) Sizeof.cl_double * centred.length);
          try {
            queue.make(out, to -> launch(all, centred.length, weights, detrend, which, out, to));
          } finally {
            queue.calls().release(weights);
          }
        });
  }

  private void launch(
      Samples all, int frames, cl_mem weights, boolean detrend, int which, Samples out, cl_mem to) {
    queue
        .kernel(
            "temporal_statistics.cl", OpenClQueue.define("A", all.type()), "temporal_statistics")
        .image(all)
        .ints(frames, out.length(), detrend ? 1 : 0, which)
        .buffer(weights)
        .buffer(to)
        .run(new long[] {out.length()}, new long[] {64});
  }

  private static boolean inOneRun(List<Samples> frames) {
    Samples first = frames.isEmpty() ? null : frames.get(0);
    long voxels = first == null ? 0 : first.length();
    if (frames.size() < 2 || voxels * frames.size() > Integer.MAX_VALUE) {
      return false;
    }
    for (int t = 0; t < frames.size(); t++) {
      Samples f = frames.get(t);
      if (f.storage() != first.storage()
          || f.type() != first.type()
          || !f.rescale().equals(first.rescale())
          || f.nx() != first.nx()
          || f.ny() != first.ny()
          || f.nz() != first.nz()
          || f.offset() != first.offset() + t * voxels) {
        return false;
      }
    }
    return true;
  }
}
