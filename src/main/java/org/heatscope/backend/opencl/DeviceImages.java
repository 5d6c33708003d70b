// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Rescale;
import org.heatscope.image.Samples;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_mem;

/**
 * Images on the device, known by their arrays, so that each travels once. When the device's memory
 * runs short, those that have not been used for longest are freed.
 */
final class DeviceImages implements AutoCloseable {

  /** How an image's samples lie on the device. */
  private enum Form {
    STORED,
    FLOAT,
    MASK
  }

  /** An image is the same if it is the same stretch of the same array. */
  private static final class Key {
    private final Object array;
    private final int offset;
    private final int length;
    private final Form form;
    private final Rescale rescale;

    Key(Samples s, Form form) {
      this.array = s.array();
      this.offset = s.offset();
      this.length = s.length();
      this.form = form;
      this.rescale = form == Form.MASK ? s.rescale() : Rescale.IDENTITY;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Key k
          && k.array == array
          && k.offset == offset
          && k.length == length
          && k.form == form
          && k.rescale.equals(rescale);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(array) + 31 * offset + form.ordinal();
    }
  }

  private record Image(cl_mem buffer, long bytes) {}

  private final OpenClProgram program;
  private final cl_command_queue queue;
  private final long budget;
  private final Map<Key, Image> images = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Key> inUse = new HashSet<>();
  private long used;

  /**
   * Starts with none.
   *
   * @param budget bytes to keep at most
   */
  DeviceImages(OpenClProgram program, cl_command_queue queue, long budget) {
    this.program = program;
    this.queue = queue;
    this.budget = budget;
  }

  /** Begins a piece of work: the images asked for from here on stay until the next one. */
  void begin() {
    inUse.clear();
  }

  /** The samples as stored, or as floats on a device that has no wider type; null if none fits. */
  cl_mem samples(Samples s) {
    boolean asStored = program.device().hasDoubles() || s.type().fitsFloat();
    return get(s, asStored ? Form.STORED : Form.FLOAT);
  }

  /** A byte for each sample of a mask: 0 where it is zero or NaN, else 1; null if none fits. */
  cl_mem mask(Samples s) {
    return get(s, Form.MASK);
  }

  private cl_mem get(Samples s, Form form) {
    Key key = new Key(s, form);
    Image known = images.get(key);
    if (known == null) {
      long bytes = s.length() * (long) (form == Form.STORED ? s.type().bytes() : size(form));
      if (bytes > program.device().largestBuffer() || !makeRoom(bytes)) {
        return null;
      }
      Pointer host = host(s, form);
      if (host == null) {
        return null;
      }
      known = new Image(uploaded(host, bytes), bytes);
      images.put(key, known);
      used += bytes;
    }
    inUse.add(key);
    return known.buffer();
  }

  private static int size(Form form) {
    return form == Form.MASK ? 1 : Float.BYTES;
  }

  private static Pointer host(Samples s, Form form) {
    switch (form) {
      case MASK:
        return Pointer.to(flags(s));
      case FLOAT:
        float[] exact = floats(s);
        return exact == null ? null : Pointer.to(exact);
      default:
        return pointer(s.array()).withByteOffset((long) s.offset() * s.type().bytes());
    }
  }

  private static Pointer pointer(Object array) {
    if (array instanceof byte[] a) {
      return Pointer.to(a);
    } else if (array instanceof short[] a) {
      return Pointer.to(a);
    } else if (array instanceof int[] a) {
      return Pointer.to(a);
    } else if (array instanceof long[] a) {
      return Pointer.to(a);
    } else if (array instanceof float[] a) {
      return Pointer.to(a);
    }
    return Pointer.to((double[]) array);
  }

  private static byte[] flags(Samples s) {
    IntToDoubleFunction stored = s.reader();
    byte[] flags = new byte[s.length()];
    for (int i = 0; i < flags.length; i++) {
      double m = s.rescale().apply(stored.applyAsDouble(s.offset() + i));
      flags[i] = (byte) (m == 0 || Double.isNaN(m) ? 0 : 1);
    }
    return flags;
  }

  /** The samples as floats; null if one of them is not exactly a float. */
  private static float[] floats(Samples s) {
    IntToDoubleFunction stored = s.reader();
    float[] floats = new float[s.length()];
    for (int i = 0; i < floats.length; i++) {
      double v = stored.applyAsDouble(s.offset() + i);
      floats[i] = (float) v;
      if (floats[i] != v && !Double.isNaN(v)) {
        return null;
      }
    }
    return floats;
  }

  /** Frees images until this many bytes more are within the budget; false if they cannot be. */
  private boolean makeRoom(long bytes) {
    for (Key key : leastRecentlyUsed()) {
      if (used + bytes <= budget) {
        break;
      }
      free(key);
    }
    return used + bytes <= budget;
  }

  private List<Key> leastRecentlyUsed() {
    List<Key> keys = new ArrayList<>(images.keySet());
    keys.removeAll(inUse);
    return keys;
  }

  private void free(Key key) {
    Image image = images.remove(key);
    used -= image.bytes();
    CL.clReleaseMemObject(image.buffer());
  }

  /** Tries once more with everything freed that is not in use: others may fill the device too. */
  private cl_mem uploaded(Pointer host, long bytes) {
    try {
      return upload(host, bytes);
    } catch (CLException e) {
      leastRecentlyUsed().forEach(this::free);
      return OpenClCalls.get("sending an image to the device", () -> upload(host, bytes));
    }
  }

  private cl_mem upload(Pointer host, long bytes) {
    cl_mem buffer = CL.clCreateBuffer(program.context(), CL.CL_MEM_READ_ONLY, bytes, null, null);
    try {
      CL.clEnqueueWriteBuffer(queue, buffer, true, 0, bytes, host, 0, null, null);
    } catch (CLException e) {
      CL.clReleaseMemObject(buffer);
      throw e;
    }
    return buffer;
  }

  @Override
  public void close() {
    inUse.clear();
    leastRecentlyUsed().forEach(this::free);
  }
}
