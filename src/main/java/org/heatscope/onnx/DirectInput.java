// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Memory outside of Java's heap, which the runtime reads where it lies: one input after the other
 * is put there.
 */
final class DirectInput {
  private FloatBuffer memory = FloatBuffer.allocate(0);

  /** Numbers for the runtime, closed by the caller before the next ones are given. */
  OnnxTensor tensor(float[] data, int[] shape) throws IOException {
    if (memory.capacity() < data.length) {
      memory = allocate(data.length);
    }
    FloatBuffer part = memory.duplicate();
    part.put(data).flip();
    try {
      long[] sizes = Arrays.stream(shape).asLongStream().toArray();
      return OnnxTensor.createTensor(Inference.environment(), part, sizes);
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime takes no tensor: " + e.getMessage(), e);
    }
  }

  private static FloatBuffer allocate(int floats) throws IOException {
    long bytes = (long) Float.BYTES * floats;
    if (bytes > Integer.MAX_VALUE) {
      throw new IOException(
          "ONNX Runtime takes at most 2 GiB at a time, not " + bytes + " bytes; see --batch");
    }
    return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
