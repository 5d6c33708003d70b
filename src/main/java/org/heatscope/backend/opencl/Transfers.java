// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.heatscope.image.Samples;
import org.jocl.cl_event;
import org.jocl.cl_mem;

/**
 * Copies between Java's arrays and a device.
 *
 * <p>Where host and device share their memory a buffer is mapped and filled in place. Otherwise the
 * data go piece by piece through two pinned buffers, so that the host fills or empties one while
 * the bus is busy with the other.
 */
final class Transfers implements AutoCloseable {
  /** What is mapped at once: Java's buffers end at 2 GiB. */
  private static final long MAPPED = 1 << 28;

  /** A pinned piece: large against the cost of starting a copy, small against the cache. */
  private static final int STAGED = 1 << 22;

  private final DeviceCalls calls;
  private final boolean sharesMemory;
  private final Stage[] stages = new Stage[2];

  Transfers(DeviceCalls calls, boolean sharesMemory) {
    this.calls = calls;
    this.sharesMemory = sharesMemory;
  }

  /** Whether buffers should be such that the host can map them. */
  boolean sharesMemory() {
    return sharesMemory;
  }

  private static final class Stage {
    final cl_mem pinned;
    final ByteBuffer memory;
    cl_event busy;

    Stage(cl_mem pinned, ByteBuffer memory) {
      this.pinned = pinned;
      this.memory = memory.order(ByteOrder.nativeOrder());
    }
  }

  private Stage stage(long piece) {
    int i = (int) (piece % 2);
    if (stages[i] == null) {
      cl_mem pinned = calls.create(STAGED, true);
      stages[i] = new Stage(pinned, calls.map(pinned, true, 0, STAGED));
    }
    return stages[i];
  }

  private void await(Stage s) {
    if (s.busy != null) {
      cl_event copy = s.busy;
      s.busy = null;
      calls.await(copy);
    }
  }

  /** Copies an image's stored samples to the start of a buffer; they are there on return. */
  void toDevice(Samples s, cl_mem to) {
    long bytes = (long) s.length() * s.type().bytes();
    long most = sharesMemory ? MAPPED : STAGED;
    Object array = s.array();
    int size = s.type().bytes();
    for (long at = 0; at < bytes; at += most) {
      long n = Math.min(most, bytes - at);
      int from = s.offset() + (int) (at / size);
      if (sharesMemory) {
        ByteBuffer mapped = calls.map(to, true, at, n);
        fill(array, from, (int) (n / size), mapped.order(ByteOrder.nativeOrder()));
        calls.unmap(to, mapped);
      } else {
        Stage stage = stage(at / most);
        await(stage);
        fill(array, from, (int) (n / size), stage.memory.clear());
        stage.busy = calls.startWrite(stage.memory.clear(), to, at, n);
      }
    }
    awaitStages();
  }

  private void awaitStages() {
    for (Stage s : stages) {
      if (s != null) {
        await(s);
      }
    }
  }

  private static void fill(Object array, int from, int n, ByteBuffer to) {
    if (array instanceof byte[] a) {
      to.put(a, from, n);
    } else if (array instanceof short[] a) {
      to.asShortBuffer().put(a, from, n);
    } else if (array instanceof int[] a) {
      to.asIntBuffer().put(a, from, n);
    } else if (array instanceof long[] a) {
      to.asLongBuffer().put(a, from, n);
    } else if (array instanceof float[] a) {
      to.asFloatBuffer().put(a, from, n);
    } else {
      to.asDoubleBuffer().put((double[]) array, from, n);
    }
  }

  /** Takes words that were copied from a device. */
  interface Sink {
    /**
     * Takes some.
     *
     * @param words in the host's order of bytes
     * @param at how many came before
     */
    void take(ByteBuffer words, int at, int count);
  }

  /**
   * Words that will be read.
   *
   * @param mapped the buffer's memory, once the event has come; null: to be copied then
   */
  record Reading(cl_mem from, int count, ByteBuffer mapped, cl_event there) {}

  /** Has the first words of a buffer read when what was started so far is done. */
  Reading startReading(cl_mem from, int count) {
    cl_event there = new cl_event();
    ByteBuffer mapped = sharesMemory ? calls.startMap(from, 4L * count, there) : null;
    return new Reading(from, count, mapped, sharesMemory ? there : calls.mark());
  }

  /** Waits for the words; the buffer may be written to by what is started after that. */
  void finish(Reading reading, Sink sink) {
    calls.await(reading.there);
    if (reading.mapped == null) {
      read(reading.from, 0, reading.count, sink);
    } else {
      sink.take(reading.mapped.order(ByteOrder.nativeOrder()), 0, reading.count);
      calls.unmap(reading.from, reading.mapped);
    }
  }

  /** Copies the first words of a buffer to an array, when what was started so far is done. */
  void toHost(cl_mem from, int[] to, int at, int count) {
    awaitKernels();
    read(from, 0, count, (words, i, n) -> words.asIntBuffer().get(to, at + i, n));
  }

  /** Hands words from one of a buffer on over, when what was started so far is done. */
  void toHost(cl_mem from, int first, int count, Sink sink) {
    awaitKernels();
    read(from, first, count, sink);
  }

  /** Copies doubles, as many as the array holds, when what was started so far is done. */
  void toHost(cl_mem from, double[] to) {
    awaitKernels();
    read(
        from,
        0,
        Math.multiplyExact(2, to.length),
        (words, i, n) -> words.asDoubleBuffer().get(to, i / 2, n / 2));
  }

  /** Mapping waits for the kernels, copying in a queue of its own does not. */
  private void awaitKernels() {
    if (!sharesMemory) {
      calls.await(calls.mark());
    }
  }

  private void read(cl_mem from, int first, int count, Sink sink) {
    int most = (int) ((sharesMemory ? MAPPED : STAGED) / 4);
    if (sharesMemory) {
      for (int at = 0; at < count; at += most) {
        int n = Math.min(most, count - at);
        ByteBuffer mapped = calls.map(from, false, 4L * (first + at), 4L * n);
        sink.take(mapped.order(ByteOrder.nativeOrder()), at, n);
        calls.unmap(from, mapped);
      }
      return;
    }
    int pieces = (count + most - 1) / most;
    for (int p = 0; p <= pieces; p++) {
      if (p < pieces) {
        int n = Math.min(most, count - p * most);
        Stage stage = stage(p);
        long at = 4L * (first + p * most);
        stage.busy = calls.startRead(from, at, 4L * n, stage.memory.clear());
      }
      if (p > 0) {
        int done = p - 1;
        Stage stage = stage(done);
        await(stage);
        sink.take(stage.memory.clear(), done * most, Math.min(most, count - done * most));
      }
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < 2; i++) {
      Stage s = stages[i];
      stages[i] = null;
      if (s != null) {
        try {
          await(s);
          calls.unmap(s.pinned, s.memory);
        } finally {
          calls.release(s.pinned);
        }
      }
    }
  }
}
