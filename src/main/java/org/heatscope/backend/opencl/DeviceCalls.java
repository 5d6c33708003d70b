// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * All that a session asks of its device, so that a test can put faults in the way. Every call may
 * throw {@code CLException}.
 */
interface DeviceCalls extends AutoCloseable {
  /** Bytes of the largest buffer that the device makes. */
  long largestBuffer();

  /**
   * A new buffer.
   *
   * @param hostVisible whether the host will map it
   */
  cl_mem create(long bytes, boolean hostVisible);

  /** A new buffer with a copy of some numbers. */
  cl_mem constants(Pointer numbers, long bytes);

  /** Frees a buffer. */
  void release(cl_mem buffer);

  /**
   * Maps part of a buffer, for reading or for writing all of it; waits until it is there. Where the
   * device shares the host's memory that is when the kernels started so far are done.
   */
  ByteBuffer map(cl_mem buffer, boolean write, long from, long bytes);

  /** Gives a mapped part back before what is started after this, on such a device. */
  void unmap(cl_mem buffer, ByteBuffer mapped);

  /**
   * Maps the first bytes of a buffer for reading in between the kernels started before and after;
   * they are there when the event has come, and the kernels after run meanwhile.
   */
  ByteBuffer startMap(cl_mem buffer, long bytes, cl_event there);

  /** Starts copying memory that the host has mapped to a buffer; the event must be released. */
  cl_event startWrite(ByteBuffer from, cl_mem to, long at, long bytes);

  /** Starts copying part of a buffer to memory that the host has mapped. */
  cl_event startRead(cl_mem from, long at, long bytes, ByteBuffer to);

  /** An event that comes when every kernel started so far is done. */
  cl_event mark();

  /** Waits for an event and frees it. */
  void await(cl_event event);

  /** A kernel of a program; built on first use. */
  cl_kernel kernel(String file, String defines, String name);

  /** Sets one argument of a kernel. */
  void argument(cl_kernel kernel, int index, long bytes, Pointer value);

  /**
   * Starts a kernel; kernels run in the order in which they are started.
   *
   * @param local size of a group; null: the device chooses
   */
  void launch(cl_kernel kernel, long[] global, long[] local);

  /** Frees queues and kernels. */
  @Override
  void close();
}
