// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** The calls as JOCL makes them. */
final class JoclCalls implements DeviceCalls {
  private final OpenClDevice device;
  private final cl_command_queue compute;
  private final cl_command_queue transfer;
  private final Map<String, cl_kernel> kernels = new HashMap<>();
  private final Set<cl_kernel> launched = new HashSet<>();

  JoclCalls(OpenClDevice device) {
    this.device = device;
    compute = CL.clCreateCommandQueue(device.context(), device.id, 0, null);
    // where nothing is copied, mapping in between the kernels takes no wait of its own
    transfer =
        device.sharesMemory
            ? compute
            : CL.clCreateCommandQueue(device.context(), device.id, 0, null);
  }

  @Override
  public long largestBuffer() {
    return device.largestBuffer;
  }

  @Override
  public cl_mem create(long bytes, boolean hostVisible) {
    long flags = CL.CL_MEM_READ_WRITE | (hostVisible ? CL.CL_MEM_ALLOC_HOST_PTR : 0);
    return CL.clCreateBuffer(device.context(), flags, bytes, null, null);
  }

  @Override
  public cl_mem constants(Pointer numbers, long bytes) {
    long flags = CL.CL_MEM_READ_ONLY | CL.CL_MEM_COPY_HOST_PTR;
    return CL.clCreateBuffer(device.context(), flags, bytes, numbers, null);
  }

  @Override
  public void release(cl_mem buffer) {
    CL.clReleaseMemObject(buffer);
  }

  @Override
  public ByteBuffer map(cl_mem buffer, boolean write, long from, long bytes) {
    long how = write ? CL.CL_MAP_WRITE_INVALIDATE_REGION : CL.CL_MAP_READ;
    return CL.clEnqueueMapBuffer(transfer, buffer, true, how, from, bytes, 0, null, null, null);
  }

  @Override
  public void unmap(cl_mem buffer, ByteBuffer mapped) {
    CL.clEnqueueUnmapMemObject(transfer, buffer, mapped, 0, null, null);
  }

  @Override
  public ByteBuffer startMap(cl_mem buffer, long bytes, cl_event there) {
    ByteBuffer mapped =
        CL.clEnqueueMapBuffer(
            compute, buffer, false, CL.CL_MAP_READ, 0, bytes, 0, null, there, null);
    CL.clFlush(compute);
    return mapped;
  }

  @Override
  public cl_event startWrite(ByteBuffer from, cl_mem to, long at, long bytes) {
    cl_event done = new cl_event();
    CL.clEnqueueWriteBuffer(transfer, to, false, at, bytes, Pointer.to(from), 0, null, done);
    CL.clFlush(transfer);
    return done;
  }

  @Override
  public cl_event startRead(cl_mem from, long at, long bytes, ByteBuffer to) {
    cl_event done = new cl_event();
    CL.clEnqueueReadBuffer(transfer, from, false, at, bytes, Pointer.to(to), 0, null, done);
    CL.clFlush(transfer);
    return done;
  }

  @Override
  public cl_event mark() {
    cl_event done = new cl_event();
    CL.clEnqueueMarkerWithWaitList(compute, 0, null, done);
    CL.clFlush(compute);
    return done;
  }

  @Override
  public void await(cl_event event) {
    try {
      CL.clWaitForEvents(1, new cl_event[] {event});
    } finally {
      CL.clReleaseEvent(event);
    }
  }

  @Override
  public cl_kernel kernel(String file, String defines, String name) {
    return kernels.computeIfAbsent(
        file + ' ' + defines + ' ' + name,
        key -> CL.clCreateKernel(device.program(file, defines), name, null));
  }

  @Override
  public void argument(cl_kernel kernel, int index, long bytes, Pointer value) {
    CL.clSetKernelArg(kernel, index, bytes, value);
  }

  @Override
  public void launch(cl_kernel kernel, long[] global, long[] local) {
    CL.clEnqueueNDRangeKernel(compute, kernel, global.length, null, global, local, 0, null, null);
    CL.clFlush(compute);
    if (launched.add(kernel)) {
      CL.clFinish(compute);
      OpenClDevice.bringBackJavasSignalHandlers();
    }
  }

  @Override
  public void close() {
    kernels.values().forEach(CL::clReleaseKernel);
    kernels.clear();
    CL.clReleaseCommandQueue(compute);
    if (transfer != compute) {
      CL.clReleaseCommandQueue(transfer);
    }
  }
}
