// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.safetensors;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heatscope.io.ElementType;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.StoredArray;

/**
 * The header of a safetensors file: an object whose members are tensors with {@code dtype}, {@code
 * shape} and {@code data_offsets}, and {@code __metadata__}. Elements are little endian in C order.
 */
final class SafetensorsHeader {
  /** The longest header that the format allows. */
  static final long MOST_BYTES = 100_000_000;

  private static final int MOST_AXES = 64;

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("BOOL", ElementType.BOOL),
          Map.entry("U8", ElementType.UINT8),
          Map.entry("I8", ElementType.INT8),
          Map.entry("U16", ElementType.UINT16),
          Map.entry("I16", ElementType.INT16),
          Map.entry("U32", ElementType.UINT32),
          Map.entry("I32", ElementType.INT32),
          Map.entry("U64", ElementType.UINT64),
          Map.entry("I64", ElementType.INT64),
          Map.entry("F16", ElementType.FLOAT16),
          Map.entry("BF16", ElementType.BFLOAT16),
          Map.entry("F32", ElementType.FLOAT32),
          Map.entry("F64", ElementType.FLOAT64),
          Map.entry("C64", ElementType.COMPLEX64));

  private final Path file;
  private final long start;
  private final long bytes;

  private SafetensorsHeader(Path file, long start, long bytes) {
    this.file = file;
    this.start = start;
    this.bytes = bytes;
  }

  /** The tensors in the order of the header. */
  static List<StoredArray> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      ByteBuffer count = ByteBuffer.wrap(Arrays.copyOf(in.readNBytes(8), 8));
      long length = count.order(ByteOrder.LITTLE_ENDIAN).getLong();
      long bytes = Files.size(file) - 8 - length;
      if (length < 2 || length > MOST_BYTES || bytes < 0) {
        throw new ImageFormatException(
            file, "truncated: a header of " + length + " bytes declared");
      }
      byte[] text = in.readNBytes((int) length);
      JsonReader json =
          new JsonReader(
              new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8));
      json.setStrictness(Strictness.STRICT);
      return new SafetensorsHeader(file, 8 + length, bytes).tensors(json);
    } catch (MalformedJsonException | EOFException e) {
      throw new ImageFormatException(file, "the safetensors header is not JSON");
    } catch (IllegalStateException | NumberFormatException e) {
      throw new ImageFormatException(file, "the safetensors header is not as it should be");
    }
  }

  private List<StoredArray> tensors(JsonReader json) throws IOException {
    Map<String, StoredArray> tensors = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (name.equals("__metadata__")) {
        json.skipValue();
      } else if (tensors.put(name, tensor(name, json)) != null) {
        throw new ImageFormatException(file, "two tensors have the name '" + name + "'");
      }
    }
    json.endObject();
    if (tensors.isEmpty()) {
      throw new ImageFormatException(file, "the safetensors file has no tensor");
    }
    return List.copyOf(tensors.values());
  }

  private StoredArray tensor(String name, JsonReader json) throws IOException {
    String dtype = "";
    long[] shape = null;
    long[] offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "dtype" -> dtype = json.nextString();
        case "shape" -> shape = numbers(json, MOST_AXES);
        case "data_offsets" -> offsets = numbers(json, 2);
        default -> json.skipValue();
      }
    }
    json.endObject();
    ElementType type = TYPES.get(dtype);
    if (type == null) {
      throw new ImageFormatException(
          file, "tensor '" + name + "': the type '" + dtype + "' is not read");
    }
    if (shape == null || offsets == null || offsets.length != 2) {
      throw new ImageFormatException(file, "tensor '" + name + "' lacks its shape or place");
    }
    if (offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > bytes) {
      throw new ImageFormatException(
          file, "truncated: tensor '" + name + "' lies beyond the end of the file");
    }
    return new StoredArray(
        file,
        name,
        type,
        ByteOrder.LITTLE_ENDIAN,
        false,
        shape,
        new StoredArray.Content(
            () -> Files.newInputStream(file), start + offsets[0], offsets[1] - offsets[0], false));
  }

  private static long[] numbers(JsonReader json, int most) throws IOException {
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.peek() != JsonToken.END_ARRAY) {
      numbers.add(json.nextLong());
      if (numbers.size() > most) {
        throw new IllegalStateException("more than " + most + " numbers");
      }
    }
    json.endArray();
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
