// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.jocl.cl_mem;

/**
 * Results of 32 bits a sample that are made some rows at a time in two buffers: while the device
 * fills one, the other is copied to the host. For one thread at a time.
 */
final class Relay implements AutoCloseable {
  /** Samples of a piece: large against the cost of a launch, small against a GPU's memory. */
  private static final int PIECE = 1 << 23;

  /** The same for a device that is the CPU: its buffers stay in its last cache. */
  private static final int CPU_PIECE = 1 << 20;

  private final OpenClDevice device;
  private final DeviceCalls calls;
  private final DeviceImages images;
  private final cl_mem[] buffers = new cl_mem[2];
  private long bytes;

  Relay(OpenClDevice device, DeviceCalls calls, DeviceImages images) {
    this.device = device;
    this.calls = calls;
    this.images = images;
  }

  /** Starts the kernels that make some rows. */
  interface Kernels {
    /**
     * Starts them.
     *
     * @param to where the rows go, from its start on
     * @param first the first row
     * @param rows how many
     */
    void start(cl_mem to, int first, int rows);
  }

  /** Makes rows of so many samples each, and hands them over in their order. */
  void run(int rows, int width, Kernels kernels, Transfers.Sink sink) {
    long most = Math.min(device.isGpu ? PIECE : CPU_PIECE, calls.largestBuffer() / 4);
    run(rows, width, (int) Math.max(1, Math.min(rows, most / width)), kernels, sink);
  }

  /** The same so many rows at once. */
  void run(int rows, int width, int atOnce, Kernels kernels, Transfers.Sink sink) {
    makeBuffers(4L * Math.min(rows, atOnce) * width);
    Transfers.Reading before = null;
    for (int first = 0; first < rows + atOnce; first += atOnce) {
      Transfers.Reading now = null;
      if (first < rows) {
        cl_mem to = buffers[first / atOnce % 2];
        int n = Math.min(atOnce, rows - first);
        kernels.start(to, first, n);
        now = images.transfers().startReading(to, n * width);
      }
      if (before != null) {
        int done = (first - atOnce) * width;
        images.transfers().finish(before, (words, at, n) -> sink.take(words, done + at, n));
      }
      before = now;
    }
  }

  private void makeBuffers(long wanted) {
    if (wanted > bytes) {
      close();
      for (int i = 0; i < 2; i++) {
        buffers[i] = images.allocate(wanted);
      }
      bytes = wanted;
    }
  }

  @Override
  public void close() {
    bytes = 0;
    for (int i = 0; i < 2; i++) {
      if (buffers[i] != null) {
        calls.release(buffers[i]);
        buffers[i] = null;
      }
    }
  }
}
