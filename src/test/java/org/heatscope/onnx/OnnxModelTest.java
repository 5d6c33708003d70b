// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.heatscope.image.Tensor;
import org.heatscope.io.ImageFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are whole, cut short, or tell of weights elsewhere. */
class OnnxModelTest {
  @TempDir Path folder;

  private static GraphBuilder scaled() {
    GraphBuilder b = new GraphBuilder("test", DataType.FLOAT, 17);
    b.name(b.mul(b.input("x", 1, 3), "w"), "y");
    b.output("y");
    return b;
  }

  /** y = x * w with the three weights in another file. */
  private ModelProto external(Map<String, String> where) {
    TensorProto.Builder w =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT_VALUE)
            .addDims(3)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    where.forEach(
        (k, v) -> w.addExternalData(StringStringEntryProto.newBuilder().setKey(k).setValue(v)));
    GraphBuilder b = scaled();
    b.initializer(w.build());
    return b.build();
  }

  private Path weights(Path file) throws IOException {
    ByteBuffer b = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    b.putFloat(99).putFloat(2).putFloat(3).putFloat(4);
    return Files.write(file, b.array());
  }

  private Path save(ModelProto model) throws IOException {
    return Files.write(folder.resolve("net.onnx"), model.toByteArray());
  }

  private String refusal(ModelProto model) throws IOException {
    Path file = save(model);
    return assertThrows(ImageFormatException.class, () -> OnnxModel.read(file)).getMessage();
  }

  @Test
  void weightsAreReadFromTheModelsFolder() throws IOException {
    weights(folder.resolve("net.data"));
    Path file = save(external(Map.of("location", "net.data", "offset", "4", "length", "12")));
    try (Network n = new Network(OnnxModel.read(file), Optional.empty(), 1)) {
      Tensor x = new Tensor("x", new int[] {1, 3}, new float[] {1, 1, 2});
      assertArrayEquals(new float[] {2, 3, 8}, n.scores(x).data());
    }
  }

  @Test
  void weightsOutsideTheModelsFolderAreRefused() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    weights(folder.resolve("secret"));
    Path file =
        Files.write(
            inner.resolve("net.onnx"), external(Map.of("location", "../secret")).toByteArray());
    String message =
        assertThrows(ImageFormatException.class, () -> OnnxModel.read(file)).getMessage();
    assertEquals("its weights lie outside its folder, in '../secret'", message);
    Files.createSymbolicLink(inner.resolve("link"), folder.resolve("secret"));
    Files.write(file, external(Map.of("location", "link")).toByteArray());
    assertThrows(ImageFormatException.class, () -> OnnxModel.read(file));
  }

  @Test
  void missingAndShortWeightsAreRefused() throws IOException {
    assertEquals(
        "its weights are missing: the file 'gone'", refusal(external(Map.of("location", "gone"))));
    weights(folder.resolve("net.data"));
    assertEquals(
        "its weights in net.data are cut short: 20 bytes declared, 16 present",
        refusal(external(Map.of("location", "net.data", "offset", "8", "length", "12"))));
    assertEquals(
        "the weights w have the offset '-4'",
        refusal(external(Map.of("location", "net.data", "offset", "-4"))));
  }

  /** Wherever the file ends, one sentence says so. */
  @Test
  void aTruncatedModelIsRefused() throws IOException {
    GraphBuilder b = scaled();
    b.initializer(
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT_VALUE)
            .addDims(3)
            .addAllFloatData(java.util.List.of(1f, 2f, 3f))
            .build());
    // Without what may be missing at the end: the operator set of another domain.
    byte[] whole = b.build().toBuilder().removeOpsetImport(1).build().toByteArray();
    Path file = folder.resolve("net.onnx");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThrows(
          ImageFormatException.class,
          () -> {
            try (Network n = new Network(OnnxModel.read(file), Optional.empty(), 1)) {
              n.scores(new Tensor("x", new int[] {1, 3}, new float[3]));
            }
          },
          "of " + whole.length + " bytes " + length);
    }
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Path file = folder.resolve("net.onnx");
    Files.write(file, "no network".getBytes(StandardCharsets.UTF_8));
    assertThrows(ImageFormatException.class, () -> OnnxModel.read(file));
  }
}
