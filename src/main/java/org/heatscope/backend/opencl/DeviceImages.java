// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heatscope.backend.BackendException;
import org.heatscope.image.Rescale;
import org.heatscope.image.Resident;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_mem;

/**
 * Images kept on the device: copies of the host's, known by the identity of their arrays, and
 * results that nobody has looked at. When the device is short of memory, those that were used
 * longest ago go first, results to the host; none of the piece of work that is being done.
 */
final class DeviceImages implements AutoCloseable {
  private final OpenClDevice device;
  private final DeviceCalls calls;
  private final Transfers transfers;
  private final Map<Object, Held> images = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Object> used = new HashSet<>();
  private long held;
  private boolean closed;

  DeviceImages(OpenClDevice device, DeviceCalls calls) {
    this.device = device;
    this.calls = calls;
    this.transfers = new Transfers(calls, device.sharesMemory);
  }

  Transfers transfers() {
    return transfers;
  }

  /**
   * A buffer and what to do before it goes.
   *
   * @param rescue saves what only the device has
   */
  private record Held(cl_mem memory, long bytes, Runnable rescue) {}

  /** A run of an array's elements; equal only where the array is the same object. */
  private record Key(Object array, int offset, int length) {
    static Key of(Samples s) {
      return new Key(s.array(), s.offset(), s.length());
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
    return bytes(s) <= device.largestBuffer;
  }

  private static long bytes(Samples s) {
    return (long) s.length() * s.type().bytes();
  }

  /** An image whose samples stay here until they are looked at. */
  Samples create(int nx, int ny, int nz) {
    int n = Math.multiplyExact(Math.multiplyExact(nx, ny), nz);
    return new Samples(new Kept(n), SampleType.FLOAT32, 0, nx, ny, nz, Rescale.IDENTITY);
  }

  /**
   * The samples on the device, the voxel (0, 0, 0) first; copied there unless they are there. Part
   * of an image that is kept here is copied by way of the host.
   */
  cl_mem get(Samples samples) {
    if (samples.storage() instanceof Kept kept && kept.isOf(this, samples)) {
      return kept.toRead();
    }
    Key key = Key.of(samples);
    used.add(key);
    Held there = images.get(key);
    if (there != null) {
      return there.memory;
    }
    cl_mem made = allocate(bytes(samples));
    try {
      transfers.toDevice(samples, made);
    } catch (CLException e) {
      calls.release(made);
      throw e;
    }
    hold(key, new Held(made, bytes(samples), () -> {}));
    return made;
  }

  private void hold(Object key, Held image) {
    images.put(key, image);
    held += image.bytes;
  }

  /** A buffer for a result. */
  Result result(Samples out) {
    if (out.storage() instanceof Kept kept && kept.isOf(this, out)) {
      return new Result(kept.toWrite(), () -> {}, () -> {});
    }
    if (images.containsKey(Key.of(out))) {
      drop(Key.of(out));
    }
    cl_mem memory = allocate(bytes(out));
    return new Result(
        memory,
        () -> transfers.toHost(calls.mark(), memory, out.target(), out.offset(), out.length()),
        () -> calls.release(memory));
  }

  /**
   * Where a kernel writes.
   *
   * @param memory the buffer
   * @param deliver brings the result to where it belongs
   * @param free frees the buffer unless it is kept
   */
  record Result(cl_mem memory, Runnable deliver, Runnable free) {}

  /** A buffer, in place of images if need be. */
  cl_mem allocate(long bytes) {
    while (held + bytes > device.globalBytes / 4 * 3 && dropOldest()) {}
    while (true) {
      try {
        return calls.create(bytes, transfers.sharesMemory());
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
    for (Object key : List.copyOf(images.keySet())) {
      if (!used.contains(key)) {
        drop(key);
        return true;
      }
    }
    return false;
  }

  private void drop(Object key) {
    Held image = images.get(key);
    image.rescue.run();
    images.remove(key);
    held -= image.bytes;
    calls.release(image.memory);
  }

  /** A result that stays on the device until it is looked at. */
  private final class Kept implements Resident {
    private final int length;
    private float[] host;

    /** Whether the device's samples are newer than the host's. */
    private boolean isNewer;

    Kept(int length) {
      this.length = length;
    }

    boolean isOf(DeviceImages images, Samples all) {
      return DeviceImages.this == images && !closed && all.offset() == 0 && all.length() == length;
    }

    @Override
    public float[] array() {
      synchronized (DeviceImages.this) {
        if (host == null) {
          host = new float[length];
        }
        if (isNewer) {
          if (closed) {
            throw new IllegalStateException("the session that kept the image is closed");
          }
          fetch();
        }
        return host;
      }
    }

    private void fetch() {
      try {
        transfers.toHost(calls.mark(), images.get(this).memory, host, 0, length);
      } catch (CLException e) {
        throw new BackendException(device.name + ": " + e.getMessage(), e);
      }
      isNewer = false;
    }

    @Override
    public float[] target() {
      synchronized (DeviceImages.this) {
        isNewer = false;
        if (images.containsKey(this)) {
          drop(this);
        }
        return array();
      }
    }

    cl_mem toRead() {
      used.add(this);
      if (!images.containsKey(this)) {
        float[] samples = array();
        memory();
        transfers.toDevice(Samples.of(samples, length, 1, 1), images.get(this).memory);
      }
      return images.get(this).memory;
    }

    cl_mem toWrite() {
      cl_mem memory = memory();
      isNewer = true;
      return memory;
    }

    private cl_mem memory() {
      used.add(this);
      if (!images.containsKey(this)) {
        hold(this, new Held(allocate(4L * length), 4L * length, this::array));
      }
      return images.get(this).memory;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Object key : new ArrayList<>(images.keySet())) {
      Held image = images.remove(key);
      calls.release(image.memory);
    }
    held = 0;
    transfers.close();
  }
}
