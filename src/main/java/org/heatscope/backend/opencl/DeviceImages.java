// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.heatscope.backend.BackendException;
import org.heatscope.image.Region;
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
 * longest ago go first, results to the host; none of the piece of work that is being done. What the
 * host has forgotten is freed before the next piece of work.
 */
final class DeviceImages implements AutoCloseable {
  /** Pieces of work for which a buffer that is free is kept. */
  private static final int KEPT = 4;

  private final OpenClDevice device;
  private final DeviceCalls calls;
  private final Transfers transfers;
  private final Map<Key, Held> images = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Key> used = new HashSet<>();
  private final List<Spare> spares = new ArrayList<>();
  private final ReferenceQueue<Object> forgotten = new ReferenceQueue<>();
  private long held;
  private int piece;
  private boolean closed;

  DeviceImages(OpenClDevice device, DeviceCalls calls) {
    this.device = device;
    this.calls = calls;
    this.transfers = new Transfers(calls, device.sharesMemory);
  }

  Transfers transfers() {
    return transfers;
  }

  /** A buffer on the device. */
  private record Held(cl_mem memory, long bytes) {}

  /** A buffer that a piece of work is done with. */
  private record Spare(cl_mem memory, long bytes, int piece) {}

  /**
   * A run of the elements of an array, or a {@link Kept} image; equal only where that is the same
   * object. It does not keep the object from being collected.
   */
  private static final class Key extends WeakReference<Object> {
    private final int offset;
    private final int length;
    private final int hash;

    Key(Object of, int offset, int length, ReferenceQueue<Object> queue) {
      super(of, queue);
      this.offset = offset;
      this.length = length;
      hash = System.identityHashCode(of) + 31 * offset + length;
    }

    /** Whether both have an element in common. */
    boolean overlaps(Key k) {
      return k.get() != null
          && k.get() == get()
          && offset < (long) k.offset + k.length
          && k.offset < (long) offset + length;
    }

    @Override
    public boolean equals(Object o) {
      return o == this
          || o instanceof Key k
              && k.get() != null
              && k.get() == get()
              && k.offset == offset
              && k.length == length;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private Key key(Samples s) {
    return new Key(s.array(), s.offset(), s.length(), forgotten);
  }

  /** Starts a piece of work: images asked for from now on stay until the next one starts. */
  void start() {
    used.clear();
    piece++;
    dropSpares(s -> s.piece < piece - KEPT);
    for (Object key = forgotten.poll(); key != null; key = forgotten.poll()) {
      if (images.containsKey(key)) {
        drop((Key) key);
      }
    }
  }

  /** Whether one buffer of the device can hold an image. */
  boolean fits(Samples s) {
    return bytes(s) <= Math.min(calls.largestBuffer(), most());
  }

  /** Bytes of the device's memory that are used: a part is left to the driver and others. */
  long most() {
    return device.globalBytes / 4 * 3;
  }

  private static long bytes(Samples s) {
    return (long) s.length() * s.type().bytes();
  }

  /** An image whose samples stay here until they are looked at; the host's if it is too large. */
  Samples create(int nx, int ny, int nz) {
    int n = Math.multiplyExact(Math.multiplyExact(nx, ny), nz);
    if (4L * n > calls.largestBuffer()) {
      return Samples.floats(nx, ny, nz);
    }
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
    Key key = key(samples);
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
    hold(key, new Held(made, bytes(samples)));
    return made;
  }

  private void hold(Key key, Held image) {
    images.put(key, image);
    held += image.bytes;
  }

  /**
   * Where a result that stays here is written; empty for one of the host, whose copies are stale.
   */
  Optional<cl_mem> kept(Samples out) {
    if (out.storage() instanceof Kept kept && kept.isOf(this, out)) {
      return Optional.of(kept.toWrite());
    }
    dropCopies(out);
    return Optional.empty();
  }

  /** Forgets the copies of a result of the host that is about to be written. */
  void dropCopies(Samples out) {
    Key written = new Key(out.target(), out.offset(), out.length(), null);
    for (Key key : List.copyOf(images.keySet())) {
      if (key.overlaps(written)) {
        drop(key);
      }
    }
  }

  /**
   * A buffer for a result.
   *
   * @param part what of the result is wanted
   * @param made what will be in the buffer
   */
  Result result(Samples out, Region part, Region made) {
    Region whole = Tiles.whole(out);
    if (part.equals(whole)) {
      Optional<cl_mem> kept = kept(out);
      if (kept.isPresent()) {
        return new Result(kept.get(), () -> {}, () -> {});
      }
    } else {
      dropCopies(out);
    }
    long bytes = 4 * made.voxels();
    cl_mem memory = allocate(bytes);
    return new Result(memory, () -> deliver(memory, part, made, out), () -> free(memory, bytes));
  }

  /** Copies what is wanted of a result, in one reading from its first voxel to its last. */
  private void deliver(cl_mem memory, Region part, Region made, Samples out) {
    float[] to = out.target();
    int first = Tiles.index(made, part.x(), part.y(), part.z());
    int last =
        Tiles.index(
            made, part.x() + part.nx() - 1, part.y() + part.ny() - 1, part.z() + part.nz() - 1);
    transfers.toHost(
        memory,
        first,
        last - first + 1,
        (words, at, n) ->
            Tiles.eachRun(
                part,
                made,
                Tiles.whole(out),
                (a, b, length) -> {
                  int from = Math.max(a, first + at);
                  int end = Math.min(a + length, first + at + n);
                  if (from < end) {
                    int start = out.offset() + b + from - a;
                    words.asFloatBuffer().get(from - first - at, to, start, end - from);
                  }
                }));
  }

  /**
   * Where a kernel writes.
   *
   * @param memory the buffer
   * @param deliver brings the result to where it belongs
   * @param free frees the buffer unless it is kept
   */
  record Result(cl_mem memory, Runnable deliver, Runnable free) {}

  /** A buffer, in place of images if need be; what it holds is anything. */
  cl_mem allocate(long bytes) {
    for (Spare s : spares) {
      if (s.bytes == bytes) {
        spares.remove(s);
        held -= bytes;
        return s.memory;
      }
    }
    while (held + bytes > most() && makeRoom()) {}
    while (true) {
      try {
        return calls.create(bytes, transfers.sharesMemory());
      } catch (CLException e) {
        if (!isShort(e) || !makeRoom()) {
          throw e;
        }
      }
    }
  }

  /** Whether a device says that it has no memory left. */
  static boolean isShort(CLException e) {
    return e.getStatus() == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE
        || e.getStatus() == CL.CL_OUT_OF_RESOURCES;
  }

  /**
   * Takes a buffer back. The next pieces of work may get it again: the pages of new memory cost as
   * much as a pass over it.
   */
  void free(cl_mem memory, long bytes) {
    spares.add(new Spare(memory, bytes, piece));
    held += bytes;
  }

  /** Frees the copy of an image that will not be used again. */
  void forget(Samples s) {
    Held image = images.remove(key(s));
    if (image != null) {
      held -= image.bytes;
      free(image.memory, image.bytes);
    }
  }

  private void dropSpares(Predicate<Spare> which) {
    for (Spare s : List.copyOf(spares)) {
      if (which.test(s)) {
        spares.remove(s);
        held -= s.bytes;
        calls.release(s.memory);
      }
    }
  }

  private boolean makeRoom() {
    if (spares.isEmpty()) {
      return dropOldest();
    }
    dropSpares(s -> true);
    return true;
  }

  private boolean dropOldest() {
    for (Key key : List.copyOf(images.keySet())) {
      if (!used.contains(key)) {
        drop(key);
        return true;
      }
    }
    return false;
  }

  /** Frees a buffer; what only it holds is copied to the host if anybody could ask for it. */
  private void drop(Key key) {
    if (key.get() instanceof Kept kept) {
      kept.array();
    }
    Held image = images.remove(key);
    held -= image.bytes;
    calls.release(image.memory);
  }

  /** A result that stays on the device until it is looked at. */
  private final class Kept implements Resident {
    private final int length;
    private final Key key;
    private float[] host;

    /** Whether the device's samples are newer than the host's. */
    private boolean isNewer;

    Kept(int length) {
      this.length = length;
      key = new Key(this, 0, length, forgotten);
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
        transfers.toHost(
            images.get(key).memory,
            0,
            length,
            (words, at, n) -> words.asFloatBuffer().get(host, at, n));
      } catch (CLException e) {
        throw new BackendException(device.name + ": " + e.getMessage(), e);
      }
      isNewer = false;
    }

    @Override
    public float[] target() {
      synchronized (DeviceImages.this) {
        isNewer = false;
        if (images.containsKey(key)) {
          drop(key);
        }
        return array();
      }
    }

    cl_mem toRead() {
      used.add(key);
      if (!images.containsKey(key)) {
        float[] samples = array();
        memory();
        transfers.toDevice(Samples.of(samples, length, 1, 1), images.get(key).memory);
      }
      return images.get(key).memory;
    }

    cl_mem toWrite() {
      cl_mem memory = memory();
      isNewer = true;
      return memory;
    }

    private cl_mem memory() {
      used.add(key);
      if (!images.containsKey(key)) {
        hold(key, new Held(allocate(4L * length), 4L * length));
      }
      return images.get(key).memory;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Key key : new ArrayList<>(images.keySet())) {
      Held image = images.remove(key);
      calls.release(image.memory);
    }
    dropSpares(s -> true);
    held = 0;
    transfers.close();
  }
}
