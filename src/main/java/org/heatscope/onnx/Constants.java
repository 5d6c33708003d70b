// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The contents of tensors that a file holds. */
final class Constants {
  private Constants() {}

  /** The integers of an int64 or int32 tensor. */
  static long[] longs(TensorProto t) {
    boolean wide = t.getDataType() == DataType.INT64_VALUE;
    if (!wide && t.getDataType() != DataType.INT32_VALUE) {
      throw new Site.Refusal("the tensor " + t.getName() + ", which should hold integers");
    }
    if (t.hasRawData()) {
      ByteBuffer b = t.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      long[] values = new long[b.remaining() / (wide ? Long.BYTES : Integer.BYTES)];
      for (int i = 0; i < values.length; i++) {
        values[i] = wide ? b.getLong() : b.getInt();
      }
      return values;
    }
    List<? extends Number> list = wide ? t.getInt64DataList() : t.getInt32DataList();
    return list.stream().mapToLong(Number::longValue).toArray();
  }

  /** The numbers of a float tensor. */
  static float[] floats(TensorProto t) {
    if (t.getDataType() != DataType.FLOAT_VALUE) {
      throw new Site.Refusal("the tensor " + t.getName() + ", which should hold floats");
    }
    if (t.hasRawData()) {
      ByteBuffer b = t.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[b.remaining() / Float.BYTES];
      b.asFloatBuffer().get(values);
      return values;
    }
    float[] values = new float[t.getFloatDataCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = t.getFloatData(i);
    }
    return values;
  }
}
