// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.heatscope.io.ImageFormatException;

/**
 * A network as its ONNX file describes it, and graphs made from it in memory: one that gives
 * tensors from its inside, and its head from such a tensor on. The file is never changed.
 */
public final class OnnxModel {
  private final Path file;
  private final ModelProto proto;
  private final Graph graph;

  OnnxModel(Path file, ModelProto proto) {
    this.file = file;
    this.proto = proto;
    this.graph = new Graph(proto.getGraph());
  }

  /**
   * Reads a file, and with it the files of weights that it names, which must lie in its folder.
   *
   * @throws ImageFormatException if it is not a whole ONNX model, or larger than 2 GiB with its
   *     weights
   */
  public static OnnxModel read(Path file) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE - 8) {
      throw new ImageFormatException(file, "larger than 2 GiB, the most that can be read");
    }
    if (Files.isDirectory(file)) {
      throw new ImageFormatException(file, "a folder, not a network");
    }
    ModelProto proto = parse(file, Files.readAllBytes(file));
    if (proto.getGraph().getNodeCount() == 0 || proto.getOpsetImportCount() == 0) {
      throw new ImageFormatException(file, "not an ONNX model: it has no graph of operators");
    }
    return new OnnxModel(file, ExternalData.inlined(file, proto));
  }

  private static ModelProto parse(Path file, byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    in.enableAliasing(true);
    try {
      return ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new ImageFormatException(
          file, "a truncated or damaged ONNX model, or none: " + e.getMessage());
    }
  }

  /** The file. */
  public Path file() {
    return file;
  }

  Graph graph() {
    return graph;
  }

  /** An input as the file declares it. */
  ValueInfoProto declaredInput(String name) {
    return graph.proto().getInputList().stream()
        .filter(v -> v.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Version of the default operator set. */
  long opset() {
    return proto.getOpsetImportList().stream()
        .filter(o -> o.getDomain().isEmpty() || o.getDomain().equals("ai.onnx"))
        .mapToLong(OperatorSetIdProto::getVersion)
        .findFirst()
        .orElse(1);
  }

  /** The network with other outputs; what they do not need is left out. */
  ModelProto giving(Collection<String> outputs) {
    return cut(Set.of(), outputs);
  }

  /**
   * The part of the network behind a tensor, which becomes its input.
   *
   * @throws ImageFormatException if that part also takes an input of the network: the tensor lies
   *     beside a connection that skips it
   */
  ModelProto head(String tensor, String output) throws IOException {
    GraphProto.Builder rest = cut(Set.of(tensor), List.of(output)).getGraph().toBuilder();
    for (ValueInfoProto v : rest.getInputList()) {
      if (graph.inputs().contains(v.getName())) {
        throw new ImageFormatException(
            file, "the layer " + tensor + " can be skipped, so the network cannot be cut there");
      }
    }
    rest.addInput(
        ValueInfoProto.newBuilder().setName(tensor).setType(GraphBuilder.type(DataType.FLOAT)));
    return proto.toBuilder().setGraph(rest).build();
  }

  /** The network whose outputs are the shapes of tensors, named by {@link #shapeOf}. */
  ModelProto givingShapes(Collection<String> tensors) {
    ModelProto whole = giving(tensors);
    GraphProto.Builder b = whole.getGraph().toBuilder().clearOutput();
    for (String tensor : tensors) {
      b.addNode(
          NodeProto.newBuilder().setOpType("Shape").addInput(tensor).addOutput(shapeOf(tensor)));
      b.addOutput(ValueInfoProto.newBuilder().setName(shapeOf(tensor)));
    }
    return whole.toBuilder().setGraph(b).build();
  }

  static String shapeOf(String tensor) {
    return "heatscope/shape/" + tensor;
  }

  private ModelProto cut(Set<String> given, Collection<String> outputs) {
    Set<String> needed = graph.ancestors(outputs, given);
    Set<String> made = new HashSet<>(needed);
    made.removeAll(given);
    GraphProto all = graph.proto();
    GraphProto.Builder b =
        all.toBuilder().clearNode().clearInput().clearOutput().clearInitializer();
    all.getNodeList().stream()
        .filter(n -> n.getOutputList().stream().anyMatch(made::contains))
        .forEach(b::addNode);
    all.getInputList().stream().filter(v -> needed.contains(v.getName())).forEach(b::addInput);
    all.getInitializerList().stream()
        .filter(t -> needed.contains(t.getName()))
        .forEach(b::addInitializer);
    outputs.forEach(o -> b.addOutput(declared(o)));
    return proto.toBuilder().setGraph(b).build();
  }

  /** An output as the file declares it; of a tensor from the inside the runtime finds the type. */
  private ValueInfoProto declared(String output) {
    return graph.proto().getOutputList().stream()
        .filter(v -> v.getName().equals(output))
        .findFirst()
        .orElse(ValueInfoProto.newBuilder().setName(output).build());
  }
}
