// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.heatscope.image.Tensor;
import org.heatscope.io.ImageFormatException;

/** A graph loaded into ONNX Runtime. */
final class Inference implements AutoCloseable {
  private static final String TYPE_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

  private final Path file;
  private final OrtSession session;

  /**
   * Loads a graph.
   *
   * @param file the network's, for messages
   * @param threads that share out an operator's work
   * @throws ImageFormatException with the runtime's reason if it refuses the graph
   * @throws IOException with the cure if CUDA is wanted and is not there
   */
  Inference(Path file, ModelProto model, int threads, Device device) throws IOException {
    this.file = file;
    OrtSession onDevice = device == Device.CPU ? null : onCuda(model, threads, device);
    try {
      session = onDevice != null ? onDevice : load(model, threads, false);
    } catch (OrtException e) {
      throw new ImageFormatException(
          file, "ONNX Runtime " + environment().getVersion() + " refuses it: " + e.getMessage());
    }
  }

  /** Null where CUDA is not there and need not be. */
  private static OrtSession onCuda(ModelProto model, int threads, Device device)
      throws IOException {
    String reason = "this ONNX Runtime is one without CUDA";
    if (OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      try {
        return load(model, threads, true);
      } catch (OrtException e) {
        reason = e.getMessage().lines().findFirst().orElse("no reason given");
      }
    }
    if (device == Device.AUTO) {
      return null;
    }
    throw new IOException(
        "a network on CUDA needs com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime,"
            + " and CUDA with cuDNN on this machine: "
            + reason);
  }

  private static OrtSession load(ModelProto model, int threads, boolean cuda) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      // Between runs our own threads make the next batch: waiting ones must not keep the cores.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (cuda) {
        options.addCUDA();
      }
      return environment().createSession(model.toByteArray(), options);
    }
  }

  /** What goes wrong comes back as an exception; the runtime's own log stays silent. */
  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  /** The type of each output. */
  Map<String, DataType> types() throws IOException {
    Map<String, DataType> types = new HashMap<>();
    try {
      for (NodeInfo node : session.getOutputInfo().values()) {
        if (node.getInfo() instanceof TensorInfo t) {
          String name = t.onnxType.name().substring(TYPE_PREFIX.length());
          types.put(node.getName(), DataType.valueOf(name));
        }
      }
      return types;
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Runs the graph; the result is closed by the caller. */
  OrtSession.Result run(Map<String, ? extends OnnxTensorLike> inputs) throws IOException {
    try {
      return session.run(inputs);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private IOException failed(OrtException e) {
    return new ImageFormatException(file, "the network cannot be run: " + e.getMessage());
  }

  /** Numbers for the runtime, closed by the caller. */
  static OnnxTensor tensor(float[] data, int[] shape) throws IOException {
    try {
      long[] sizes = Arrays.stream(shape).asLongStream().toArray();
      return OnnxTensor.createTensor(environment(), FloatBuffer.wrap(data), sizes);
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime takes no tensor: " + e.getMessage(), e);
    }
  }

  /** A copy of an output of real numbers. */
  static Tensor tensor(OrtSession.Result result, String name) throws IOException {
    OnnxTensor t = (OnnxTensor) result.get(name).orElseThrow();
    FloatBuffer b = t.getFloatBuffer();
    if (b == null) {
      throw new IOException("the tensor " + name + " is of the type " + t.getInfo().type);
    }
    // The runtime's buffer is a copy of its own, which need not be copied again.
    return new Tensor(
        name,
        Arrays.stream(t.getInfo().getShape()).mapToInt(Math::toIntExact).toArray(),
        b.array());
  }

  /** A copy of an output of integers. */
  static long[] longs(OrtSession.Result result, String name) {
    OnnxTensor t = (OnnxTensor) result.get(name).orElseThrow();
    long[] values = new long[t.getLongBuffer().remaining()];
    t.getLongBuffer().get(values);
    return values;
  }

  @Override
  public void close() throws IOException {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
