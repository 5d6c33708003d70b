// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.heatscope.image.Samples;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;
import org.jocl.cl_mem;

/**
 * Images kept on the device, known by the identity of their arrays. When the device is short of
 * memory, those that were used longest ago go first, but none of the piece of work that is being
 * done.
 */
final class DeviceImages implements AutoCloseable {
  /** What is copied at once: Java's buffers end at 2 GiB. */
  private static final long PIECE = 1 << 28;

  private final OpenClDevice device;
  private final cl_command_queue queue;
  private final Map<Key, cl_mem> images = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Key> used = new HashSet<>();
  private long held;

  DeviceImages(OpenClDevice device, cl_command_queue queue) {
    this.device = device;
    this.queue = queue;
  }

  /** A run of an array's elements; equal only where the array is the same object. */
  private record Key(Object array, int offset, int length, long bytes) {
    static Key of(Samples s) {
      return new Key(s.array(), s.offset(), s.length(), (long) s.length() * s.type().bytes());
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Key k && k.array == array && k.offset == offset && k.length == length;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(array) + 31 * offset + length;
    }
  }

  /** Starts a piece of work: images asked for from now on stay until the next one starts. */
  void start() {
    used.clear();
  }

  /** Whether one buffer of the device can hold an image. */
  boolean fits(Samples s) {
    return Key.of(s).bytes <= device.largestBuffer;
  }

  /** The samples on the device, the voxel (0, 0, 0) first; copied there unless they are there. */
  cl_mem get(Samples samples) {
    Key key = Key.of(samples);
    used.add(key);
    cl_mem there = images.get(key);
    if (there != null) {
      return there;
    }
    while (held + key.bytes > device.globalBytes / 4 * 3 && dropOldest()) {}
    cl_mem made = create(key.bytes, CL.CL_MEM_READ_ONLY);
    try {
      write(samples, key.bytes, made);
    } catch (CLException e) {
      CL.clReleaseMemObject(made);
      throw e;
    }
    images.put(key, made);
    held += key.bytes;
    return made;
  }

  /** A buffer that the host can see, in place of images if need be. */
  cl_mem create(long bytes, long access) {
    while (true) {
      try {
        long flags = access | CL.CL_MEM_ALLOC_HOST_PTR;
        return CL.clCreateBuffer(device.context(), flags, bytes, null, null);
      } catch (CLException e) {
        boolean isShort =
            e.getStatus() == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE
                || e.getStatus() == CL.CL_OUT_OF_RESOURCES;
        if (!isShort || !dropOldest()) {
          throw e;
        }
      }
    }
  }

  private boolean dropOldest() {
    Iterator<Map.Entry<Key, cl_mem>> oldest = images.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Key, cl_mem> e = oldest.next();
      if (!used.contains(e.getKey())) {
        CL.clReleaseMemObject(e.getValue());
        held -= e.getKey().bytes;
        oldest.remove();
        return true;
      }
    }
    return false;
  }

  private void write(Samples s, long bytes, cl_mem to) {
    for (long at = 0; at < bytes; at += PIECE) {
      long n = Math.min(PIECE, bytes - at);
      ByteBuffer piece =
          CL.clEnqueueMapBuffer(
              queue, to, true, CL.CL_MAP_WRITE_INVALIDATE_REGION, at, n, 0, null, null, null);
      int size = s.type().bytes();
      copy(
          s.array(),
          s.offset() + (int) (at / size),
          (int) (n / size),
          piece.order(ByteOrder.nativeOrder()));
      CL.clEnqueueUnmapMemObject(queue, to, piece, 0, null, null);
    }
  }

  private static void copy(Object array, int from, int n, ByteBuffer to) {
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

  @Override
  public void close() {
    start();
    while (dropOldest()) {}
  }
}
