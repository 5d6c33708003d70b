// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
    queue.work(
        () -> {
          cl_mem weights =
              queue
                  .calls()
                  .constants(Pointer.to(centred), (long) Sizeof.cl_double * centred.length);
          try {
            make(outs, new ArrayList<>(), to -> launch(all, centred, weights, detrend, outs, to));
          } finally {
            queue.calls().release(weights);
          }
        });
  }

  /** Makes the wanted results together: a buffer for each, null for the others. */
  private void make(
      List<Optional<Samples>> outs, List<cl_mem> buffers, Consumer<List<cl_mem>> kernel) {
    if (buffers.size() == outs.size()) {
      if (buffers.stream().anyMatch(Objects::nonNull)) {
        kernel.accept(buffers);
      }
      return;
    }
    Optional<Samples> out = outs.get(buffers.size());
    if (out.isPresent()) {
      queue.make(out.get(), to -> make(outs, with(buffers, to), kernel));
    } else {
      make(outs, with(buffers, null), kernel);
    }
  }

  private static List<cl_mem> with(List<cl_mem> buffers, cl_mem last) {
    List<cl_mem> more = new ArrayList<>(buffers);
    more.add(last);
    return more;
  }

  private void launch(
      Samples all,
      double[] centred,
      cl_mem weights,
      boolean detrend,
      List<Optional<Samples>> outs,
      List<cl_mem> to) {
    int wanted = 0;
    for (int o = 0; o < to.size(); o++) {
      wanted |= to.get(o) == null ? 0 : 1 << o;
    }
    int voxels = all.length() / centred.length;
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
    cl_mem any = to.stream().filter(Objects::nonNull).findFirst().orElseThrow();
    for (cl_mem buffer : to) {
      launch.buffer(buffer == null ? any : buffer);
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
