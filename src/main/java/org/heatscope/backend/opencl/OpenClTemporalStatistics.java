// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.heatscope.backend.opencl.Tiles.Plan;
import org.heatscope.backend.scalar.TimeSums;
import org.heatscope.image.Region;
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
    Region voxels = new Region(0, 0, 0, f.length(), 1, 1);
    Samples all = Tiles.shaped(f, new Region(0, 0, 0, f.length(), 1, frames.size()));
    double[] centred = TimeSums.centred(regressor, frames.size());
    List<Optional<Samples>> outs =
        List.of(wanted.mean(), wanted.sd(), wanted.tsnr(), wanted.slope());
    Plan plan =
        new Plan(
            voxels,
            List.of(all),
            (i, made) -> new Region(made.x(), 0, 0, made.nx(), 1, frames.size()),
            outs.stream().flatMap(Optional::stream).map(s -> Tiles.shaped(s, voxels)).toList(),
            Tiles.ALONE,
            Tiles.ANYWHERE);
    if (!plan.outs().isEmpty()) {
      queue.tiles().make(plan, (in, made, to) -> launch(in.get(0), centred, detrend, outs, to));
    }
  }

  private void launch(
      Samples all,
      double[] centred,
      boolean detrend,
      List<Optional<Samples>> outs,
      List<cl_mem> to) {
    cl_mem weights =
        queue.calls().constants(Pointer.to(centred), (long) Sizeof.cl_double * centred.length);
    try {
      launch(all, centred, weights, detrend, outs, to);
    } finally {
      queue.calls().release(weights);
    }
  }

  private void launch(
      Samples all,
      double[] centred,
      cl_mem weights,
      boolean detrend,
      List<Optional<Samples>> outs,
      List<cl_mem> to) {
    int wanted = 0;
    for (int o = 0; o < outs.size(); o++) {
      wanted |= outs.get(o).isPresent() ? 1 << o : 0;
    }
    int voxels = all.nx();
    int lanes = queue.lanes(voxels);
    boolean ramp = detrend || outs.get(3).isPresent();
    OpenClQueue.Launch launch =
        queue
            .kernel(
                "temporal_statistics.cl",
                OpenClQueue.define("A", all.type())
                    + OpenClQueue.lanesDefine(lanes)
                    + (ramp ? " -D RAMP" : ""),
                "temporal_statistics")
            .image(all)
            .ints(centred.length, voxels, detrend ? 1 : 0, wanted)
            .doubles(Arrays.stream(centred).map(c -> c * c).sum())
            .buffer(weights);
    // what is not wanted is not written, but a kernel has no argument without a buffer
    Iterator<cl_mem> buffers = to.iterator();
    for (Optional<Samples> out : outs) {
      launch.buffer(out.isPresent() ? buffers.next() : to.get(0));
    }
    launch.run(new long[] {(voxels + lanes - 1) / lanes}, new long[] {64});
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
