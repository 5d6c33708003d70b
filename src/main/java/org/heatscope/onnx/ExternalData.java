// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.heatscope.io.ImageFormatException;

/** Weights that an ONNX file keeps in other files of its folder. */
final class ExternalData {
  private static final long LIMIT = Integer.MAX_VALUE - (1 << 20);

  private ExternalData() {}

  /**
   * The model with those weights in it.
   *
   * @throws ImageFormatException if a file lies outside the model's folder, is missing or too short
   */
  static ModelProto inlined(Path file, ModelProto model) throws IOException {
    GraphProto graph = model.getGraph();
    if (graph.getInitializerList().stream().noneMatch(ExternalData::isExternal)) {
      return model;
    }
    GraphProto.Builder b = graph.toBuilder();
    long total = model.getSerializedSize();
    for (int i = 0; i < b.getInitializerCount(); i++) {
      TensorProto t = b.getInitializer(i);
      if (isExternal(t)) {
        Path source = source(file, entry(t, "location", ""));
        long offset = number(file, t, "offset", 0);
        long length = number(file, t, "length", Files.size(source) - offset);
        total += length;
        if (total > LIMIT) {
          throw new ImageFormatException(file, "larger than 2 GiB with its weights");
        }
        b.setInitializer(i, filled(t, read(file, source, offset, length)));
      }
    }
    return model.toBuilder().setGraph(b).build();
  }

  private static boolean isExternal(TensorProto t) {
    return t.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  private static TensorProto filled(TensorProto t, ByteString bytes) {
    return t.toBuilder().clearExternalData().clearDataLocation().setRawData(bytes).build();
  }

  private static String entry(TensorProto t, String key, String otherwise) {
    return t.getExternalDataList().stream()
        .filter(e -> e.getKey().equals(key))
        .map(StringStringEntryProto::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  private static long number(Path file, TensorProto t, String key, long otherwise)
      throws ImageFormatException {
    String text = entry(t, key, Long.toString(otherwise));
    if (!text.matches("\\d{1,18}")) {
      throw new ImageFormatException(
          file, "the weights " + t.getName() + " have the " + key + " '" + text + "'");
    }
    return Long.parseLong(text);
  }

  private static Path source(Path file, String location) throws IOException {
    Path folder = file.toRealPath().getParent();
    try {
      Path source = folder.resolve(location);
      if (!location.isEmpty() && Files.isRegularFile(source)) {
        Path real = source.toRealPath();
        if (real.startsWith(folder)) {
          return real;
        }
        throw new ImageFormatException(
            file, "its weights lie outside its folder, in '" + location + "'");
      }
    } catch (InvalidPathException e) {
      throw new ImageFormatException(file, "its weights have the file name '" + location + "'");
    }
    throw new ImageFormatException(file, "its weights are missing: the file '" + location + "'");
  }

  private static ByteString read(Path file, Path source, long offset, long length)
      throws IOException {
    if (offset + length > Files.size(source)) {
      throw new ImageFormatException(
          file,
          "its weights in "
              + source.getFileName()
              + " are cut short: "
              + (offset + length)
              + " bytes declared, "
              + Files.size(source)
              + " present");
    }
    try (FileChannel channel = FileChannel.open(source);
        InputStream in = Channels.newInputStream(channel.position(offset))) {
      return ByteString.copyFrom(in.readNBytes((int) length));
    }
  }
}
