// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** The calls of a real device, some of which fail; counts the buffers that are not yet freed. */
final class FaultyCalls implements DeviceCalls {
  private final DeviceCalls real;
  private final Set<cl_mem> open = new HashSet<>();

  /** The allocation that fails, counted from 1, and those after it; 0: none. */
  int outOfMemoryAt;

  /** How many allocations fail from there on. */
  int outOfMemoryTimes = Integer.MAX_VALUE;

  /** The launch at which the device is lost for good; 0: never. */
  int lostAt;

  /** Bytes of the largest buffer; 0: as the device has it. */
  long largest;

  /** Whether kernels leave their results alone. */
  boolean skipsKernels;

  private int allocations;
  private int launches;
  private boolean lost;

  FaultyCalls(DeviceCalls real) {
    this.real = real;
  }

  /** How many buffers have not been freed. */
  int buffers() {
    return open.size();
  }

  /** How many kernels were started. */
  int launches() {
    return launches;
  }

  private void check() {
    if (lost) {
      throw new CLException("CL_DEVICE_NOT_AVAILABLE", CL.CL_DEVICE_NOT_AVAILABLE);
    }
  }

  @Override
  public long largestBuffer() {
    return largest > 0 ? largest : real.largestBuffer();
  }

  @Override
  public cl_mem create(long bytes, boolean hostVisible) {
    check();
    if (bytes > largestBuffer()) {
      throw new CLException("CL_INVALID_BUFFER_SIZE", CL.CL_INVALID_BUFFER_SIZE);
    }
    allocations++;
    if (outOfMemoryAt > 0
        && allocations >= outOfMemoryAt
        && allocations - outOfMemoryAt < outOfMemoryTimes) {
      throw new CLException(
          "CL_MEM_OBJECT_ALLOCATION_FAILURE", CL.CL_MEM_OBJECT_ALLOCATION_FAILURE);
    }
    cl_mem made = real.create(bytes, hostVisible);
    open.add(made);
    return made;
  }

  @Override
  public cl_mem constants(Pointer numbers, long bytes) {
    check();
    cl_mem made = real.constants(numbers, bytes);
    open.add(made);
    return made;
  }

  @Override
  public void release(cl_mem buffer) {
    if (!open.remove(buffer)) {
      throw new AssertionError("a buffer was freed twice");
    }
    real.release(buffer);
  }

  @Override
  public ByteBuffer map(cl_mem buffer, boolean write, long from, long bytes) {
    check();
    return real.map(buffer, write, from, bytes);
  }

  @Override
  public void unmap(cl_mem buffer, ByteBuffer mapped) {
    real.unmap(buffer, mapped);
    check();
  }

  @Override
  public ByteBuffer startMap(cl_mem buffer, long bytes, cl_event there) {
    check();
    return real.startMap(buffer, bytes, there);
  }

  @Override
  public cl_event startWrite(ByteBuffer from, cl_mem to, long at, long bytes) {
    check();
    return real.startWrite(from, to, at, bytes);
  }

  @Override
  public cl_event startRead(cl_mem from, long at, long bytes, ByteBuffer to) {
    check();
    return real.startRead(from, at, bytes, to);
  }

  @Override
  public cl_event mark() {
    check();
    return real.mark();
  }

  @Override
  public void await(cl_event event) {
    real.await(event);
    check();
  }

  @Override
  public cl_kernel kernel(String file, String defines, String name) {
    check();
    return real.kernel(file, defines, name);
  }

  @Override
  public void argument(cl_kernel kernel, int index, long bytes, Pointer value) {
    real.argument(kernel, index, bytes, value);
  }

  @Override
  public void launch(cl_kernel kernel, long[] global, long[] local) {
    lost |= ++launches == lostAt;
    check();
    if (!skipsKernels) {
      real.launch(kernel, global, local);
    }
  }

  @Override
  public void close() {
    real.close();
  }
}
