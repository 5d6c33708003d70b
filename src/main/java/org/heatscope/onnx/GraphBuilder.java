// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;

/**
 * Writes an ONNX graph node by node. Every method that adds a node gives the name of its output, so
 * that calls nest like the formula they stand for.
 */
final class GraphBuilder {
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph;
  private final DataType type;
  private final int opset;
  private int names;

  /**
   * An empty graph.
   *
   * @param name of the graph, and the beginning of its tensors' names
   * @param type of the real-valued tensors: float or double
   * @param opset version of the default operator set
   */
  GraphBuilder(String name, DataType type, int opset) {
    this.graph = GraphProto.newBuilder().setName(name);
    this.type = type;
    this.opset = opset;
  }

  /** Declares an input of the graph; a negative size is one that may vary. */
  String input(String name, DataType elements, long... shape) {
    graph.addInput(value(name, elements, shape));
    return name;
  }

  /** Declares an input of real numbers. */
  String input(String name, long... shape) {
    return input(name, type, shape);
  }

  /** Declares an output of the graph; the runtime finds its type and shape. */
  void output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
  }

  private static ValueInfoProto value(String name, DataType elements, long... shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    for (long size : shape) {
      TensorShapeProto.Dimension.Builder d = sizes.addDimBuilder();
      if (size >= 0) {
        d.setDimValue(size);
      }
    }
    TypeProto.Builder tensor = type(elements).toBuilder();
    tensor.getTensorTypeBuilder().setShape(sizes);
    return ValueInfoProto.newBuilder().setName(name).setType(tensor).build();
  }

  /** The type of tensors of any shape. */
  static TypeProto type(DataType elements) {
    return TypeProto.newBuilder()
        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(elements.getNumber()))
        .build();
  }

  /** Adds a node with one output. */
  String op(String op, List<String> inputs, AttributeProto... attributes) {
    return op(op, inputs, 1, attributes)[0];
  }

  /** Adds a node with one output and no attributes. */
  String op(String op, String... inputs) {
    return op(op, List.of(inputs));
  }

  /** Adds a node. An operator of another domain than the default one has that before its name. */
  String[] op(String op, List<String> inputs, int outputs, AttributeProto... attributes) {
    String[] made = new String[outputs];
    Arrays.setAll(made, i -> fresh());
    int dot = op.lastIndexOf('.');
    graph.addNode(
        NodeProto.newBuilder()
            .setDomain(op.substring(0, Math.max(0, dot)))
            .setOpType(op.substring(dot + 1))
            .addAllInput(inputs)
            .addAllOutput(List.of(made))
            .addAllAttribute(List.of(attributes)));
    return made;
  }

  private String fresh() {
    return graph.getName() + "/" + names++;
  }

  /** Gives a tensor a name. */
  void name(String tensor, String name) {
    graph.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(tensor).addOutput(name));
  }

  /** Adds a constant as it stands in another graph. */
  void initializer(TensorProto tensor) {
    graph.addInitializer(tensor);
  }

  /** A real constant without axes. */
  String scalar(double value) {
    return real(new double[] {value});
  }

  /** A real constant; no sizes stand for a number without axes. */
  String real(double[] values, long... shape) {
    TensorProto.Builder t = TensorProto.newBuilder().setName(fresh()).setDataType(type.getNumber());
    for (double v : values) {
      if (type == DataType.DOUBLE) {
        t.addDoubleData(v);
      } else {
        t.addFloatData((float) v);
      }
    }
    return add(t, shape);
  }

  /** A constant of float elements with one axis, whatever the type of the graph. */
  String floats(float... values) {
    TensorProto.Builder t =
        TensorProto.newBuilder().setName(fresh()).setDataType(DataType.FLOAT_VALUE);
    for (float v : values) {
      t.addFloatData(v);
    }
    return add(t, values.length);
  }

  /** An integer constant with one axis. */
  String integers(long... values) {
    TensorProto.Builder t =
        TensorProto.newBuilder().setName(fresh()).setDataType(DataType.INT64_VALUE);
    for (long v : values) {
      t.addInt64Data(v);
    }
    return add(t, values.length);
  }

  /** An integer constant without axes. */
  String integer(long value) {
    TensorProto.Builder t =
        TensorProto.newBuilder().setName(fresh()).setDataType(DataType.INT64_VALUE);
    return add(t.addInt64Data(value));
  }

  private String add(TensorProto.Builder tensor, long... shape) {
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  /** A tensor of one number repeated. */
  String filled(double value, long[] shape) {
    return op("Expand", scalar(value), integers(shape));
  }

  String add(String a, String b) {
    return op("Add", a, b);
  }

  String sub(String a, String b) {
    return op("Sub", a, b);
  }

  String mul(String a, String b) {
    return op("Mul", a, b);
  }

  String div(String a, String b) {
    return op("Div", a, b);
  }

  String where(String condition, String yes, String no) {
    return op("Where", condition, yes, no);
  }

  String reshape(String x, long... shape) {
    return op("Reshape", x, integers(shape));
  }

  String transpose(String x, long... axes) {
    return op("Transpose", List.of(x), Attributes.of("perm", axes));
  }

  /** Sum over some axes, which stay with size 1. */
  String sum(String x, long... axes) {
    return op("ReduceSum", x, integers(axes));
  }

  /** Mean over some axes, which stay with size 1. */
  String mean(String x, long... axes) {
    return op("ReduceMean", x, integers(axes));
  }

  /** The finished model. */
  ModelProto build() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
        .setGraph(graph)
        .build();
  }
}
