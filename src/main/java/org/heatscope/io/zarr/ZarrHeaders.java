// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heatscope.image.SampleTypes;
import org.heatscope.io.ElementType;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.SampleArrays;

/** Reads the headers of arrays: {@code .zarray} of Zarr 2 and {@code zarr.json} of Zarr 3. */
final class ZarrHeaders {
  static final String V3 = "zarr.json";
  static final String V2_ARRAY = ".zarray";
  static final String V2_GROUP = ".zgroup";
  static final String V2_ATTRIBUTES = ".zattrs";

  /** Zarr 2 names types as NumPy does: kind and bytes. */
  private static final Map<String, ElementType> V2_TYPES =
      Map.ofEntries(
          Map.entry("b1", ElementType.BOOL),
          Map.entry("u1", ElementType.UINT8),
          Map.entry("i1", ElementType.INT8),
          Map.entry("u2", ElementType.UINT16),
          Map.entry("i2", ElementType.INT16),
          Map.entry("u4", ElementType.UINT32),
          Map.entry("i4", ElementType.INT32),
          Map.entry("u8", ElementType.UINT64),
          Map.entry("i8", ElementType.INT64),
          Map.entry("f2", ElementType.FLOAT16),
          Map.entry("f4", ElementType.FLOAT32),
          Map.entry("f8", ElementType.FLOAT64),
          Map.entry("c8", ElementType.COMPLEX64),
          Map.entry("c16", ElementType.COMPLEX128));

  private final long maxBytes;

  /** Reads headers of arrays whose unpacked chunks may take so many bytes. */
  ZarrHeaders(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether a folder is an array or a group of Zarr. */
  static boolean isNode(Path folder) {
    return Files.isRegularFile(folder.resolve(V3))
        || Files.isRegularFile(folder.resolve(V2_ARRAY))
        || Files.isRegularFile(folder.resolve(V2_GROUP));
  }

  /** Whether a folder is an array. */
  static boolean isArray(Path folder) throws IOException {
    return Files.isRegularFile(folder.resolve(V2_ARRAY))
        || ZarrJson.read(folder.resolve(V3)).get("node_type").string("").equals("array");
  }

  /** The attributes of an array or a group. */
  static ZarrJson attributes(Path folder) throws IOException {
    Path v3 = folder.resolve(V3);
    return Files.isRegularFile(v3)
        ? ZarrJson.read(v3).get("attributes")
        : ZarrJson.read(folder.resolve(V2_ATTRIBUTES));
  }

  /**
   * Reads the header of the array in a folder.
   *
   * @throws ImageFormatException if there is none, or the array is not read
   */
  ZarrArray array(Path folder) throws IOException {
    Path v3 = folder.resolve(V3);
    if (Files.isRegularFile(v3)) {
      return version3(folder, v3, ZarrJson.read(v3));
    }
    Path v2 = folder.resolve(V2_ARRAY);
    if (!Files.isRegularFile(v2)) {
      throw new ImageFormatException(folder, "the Zarr array has no header");
    }
    return version2(folder, v2, ZarrJson.read(v2));
  }

  private ZarrArray version2(Path folder, Path header, ZarrJson json) throws IOException {
    if (!json.get("dtype").isString()) {
      throw json.fault("a Zarr array of structures is not read");
    }
    String dtype = json.get("dtype").string();
    ElementType type = dtype.isEmpty() ? null : V2_TYPES.get(dtype.substring(1));
    if (type == null) {
      throw json.fault("a Zarr array of type '" + dtype + "' is not read");
    }
    List<ByteCodec> codecs = new ArrayList<>();
    for (ZarrJson filter : json.get("filters").listOrNone()) {
      codecs.add(codec(json, filter.get("id").string()));
    }
    if (json.get("compressor").exists()) {
      codecs.add(codec(json, json.get("compressor").get("id").string()));
    }
    int[] shape = json.get("shape").sizes();
    int[] chunk = chunk(json, shape, json.get("chunks").sizes(), type);
    boolean fortran = json.get("order").string("C").equals("F");
    return new ZarrArray(
        header,
        shape,
        chunk,
        steps(chunk, axisOrder(shape.length, fortran)),
        type,
        dtype.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        fill(json.get("fill_value"), type),
        codecs,
        new ChunkFiles(
            folder, "", separator(json.get("dimension_separator"), "."), mostPacked(chunk, type)),
        names(ZarrJson.read(folder.resolve(V2_ATTRIBUTES)).get("_ARRAY_DIMENSIONS")));
  }

  private ZarrArray version3(Path folder, Path header, ZarrJson json) throws IOException {
    if (!json.get("node_type").string("").equals("array")) {
      throw json.fault("is no Zarr array");
    }
    ElementType type = version3Type(json);
    int[] shape = json.get("shape").sizes();
    ZarrJson grid = json.get("chunk_grid");
    if (!grid.get("name").string().equals("regular")) {
      throw json.fault("a chunk grid '" + grid.get("name").string() + "' is not read");
    }
    int[] outer = chunk(json, shape, grid.get("configuration").get("chunk_shape").sizes(), type);
    List<ZarrJson> codecs = json.get("codecs").list();
    boolean sharded = !codecs.isEmpty() && isNamed(codecs.get(0), "sharding_indexed");
    if (sharded && codecs.size() > 1) {
      throw json.fault("a Zarr array whose shards are packed as a whole is not read");
    }
    ZarrJson sharding = sharded ? codecs.get(0).get("configuration") : null;
    int[] chunk = sharded ? chunk(json, shape, sharding.get("chunk_shape").sizes(), type) : outer;
    ChunkFiles files = files(folder, json.get("chunk_key_encoding"), mostPacked(chunk, type));
    Pipeline pipeline = new Pipeline(json, chunk, sharded ? sharding.get("codecs").list() : codecs);
    return new ZarrArray(
        header,
        shape,
        chunk,
        steps(chunk, pipeline.axes),
        type,
        pipeline.order,
        fill(json.get("fill_value"), type),
        pipeline.codecs,
        sharded ? shards(json, sharding, files, outer, chunk) : files,
        names(json.get("dimension_names")));
  }

  private static ElementType version3Type(ZarrJson json) throws ImageFormatException {
    ZarrJson type = json.get("data_type");
    String name = type.isString() ? type.string() : type.get("name").string();
    try {
      return ElementType.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw json.fault("a Zarr array of type '" + name + "' is not read");
    }
  }

  /** Codecs from array to array, then one from array to bytes, then from bytes to bytes. */
  private static final class Pipeline {
    private final int[] axes;
    private final List<ByteCodec> codecs = new ArrayList<>();
    private ByteOrder order;

    Pipeline(ZarrJson json, int[] chunk, List<ZarrJson> all) throws ImageFormatException {
      int[] stored = axisOrder(chunk.length, false);
      for (ZarrJson c : all) {
        if (order != null) {
          codecs.add(codec(json, name(c)));
        } else if (isNamed(c, "transpose")) {
          stored = transposed(json, stored, c.get("configuration").get("order"));
        } else if (isNamed(c, "bytes")) {
          String endian = c.get("configuration").get("endian").string("little");
          order = endian.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        } else {
          throw json.fault("the Zarr codec '" + name(c) + "' is not read");
        }
      }
      if (order == null) {
        throw json.fault("the Zarr codecs do not say how elements become bytes");
      }
      axes = stored;
    }

    private static int[] transposed(ZarrJson json, int[] stored, ZarrJson order)
        throws ImageFormatException {
      int[] next = new int[stored.length];
      boolean[] used = new boolean[stored.length];
      List<ZarrJson> list = order.list();
      for (int i = 0; i < list.size(); i++) {
        long axis = list.get(i).whole();
        if (list.size() != next.length || axis < 0 || axis >= next.length || used[(int) axis]) {
          throw json.fault("the order of the Zarr transposition names each axis not once");
        }
        used[(int) axis] = true;
        next[i] = stored[(int) axis];
      }
      return next;
    }
  }

  private static String name(ZarrJson codec) throws ImageFormatException {
    return codec.isString() ? codec.string() : codec.get("name").string();
  }

  private static boolean isNamed(ZarrJson codec, String name) throws ImageFormatException {
    return name(codec).equals(name);
  }

  private static ByteCodec codec(ZarrJson json, String name) throws ImageFormatException {
    ByteCodec codec = ByteCodecs.of(name);
    if (codec == null) {
      throw json.fault("the Zarr codec '" + name + "' is not read");
    }
    return codec;
  }

  private static ChunkFiles files(Path folder, ZarrJson encoding, long mostBytes)
      throws ImageFormatException {
    String name = encoding.get("name").string();
    boolean standard = name.equals("default");
    if (!standard && !name.equals("v2")) {
      throw encoding.fault("the Zarr chunk key encoding '" + name + "' is not read");
    }
    String separator =
        separator(encoding.get("configuration").get("separator"), standard ? "/" : ".");
    return new ChunkFiles(folder, standard ? "c" + separator : "", separator, mostBytes);
  }

  private static String separator(ZarrJson json, String standard) throws ImageFormatException {
    String separator = json.string(standard);
    if (!separator.equals("/") && !separator.equals(".")) {
      throw json.fault("the Zarr chunk key separator '" + separator + "' is not read");
    }
    return separator;
  }

  private ShardFiles shards(
      ZarrJson json, ZarrJson sharding, ChunkFiles files, int[] outer, int[] chunk)
      throws ImageFormatException {
    int[] perShard = new int[chunk.length];
    long entries = 1;
    for (int a = 0; a < chunk.length; a++) {
      perShard[a] = outer[a] / chunk[a];
      entries *= perShard[a];
      if (outer[a] % chunk[a] != 0 || entries > maxBytes / 16 || entries > 1 << 26) {
        throw json.fault("the shards of the Zarr array are not made up of whole chunks");
      }
    }
    List<ByteCodec> codecs = new ArrayList<>();
    int indexBytes = 16 * (int) entries;
    for (ZarrJson c : sharding.get("index_codecs").list()) {
      if (isNamed(c, "crc32c")) {
        codecs.add(codec(json, "crc32c"));
        indexBytes += 4;
      } else if (!isNamed(c, "bytes")
          || c.get("configuration").get("endian").string("little").equals("big")) {
        throw json.fault("a Zarr shard index packed by '" + name(c) + "' is not read");
      }
    }
    boolean atEnd = sharding.get("index_location").string("end").equals("end");
    return new ShardFiles(files, perShard, codecs, indexBytes, atEnd);
  }

  private int[] chunk(ZarrJson json, int[] shape, int[] chunk, ElementType type)
      throws ImageFormatException {
    if (chunk.length != shape.length) {
      throw json.fault(
          "the Zarr array has " + shape.length + " axes, its chunks have " + chunk.length);
    }
    double bytes = Math.max(type.bytes(), type.kept().bytes());
    for (int size : chunk) {
      bytes *= size;
    }
    if (bytes > Math.min(maxBytes, SampleArrays.MOST)) {
      throw json.fault(
          String.format(Locale.ROOT, "a chunk of the Zarr array takes %.0f bytes unpacked", bytes));
    }
    return chunk;
  }

  private static long mostPacked(int[] chunk, ElementType type) {
    return Math.min(
        SampleArrays.MOST, ZarrArray.mostPacked((long) ZarrArray.elements(chunk) * type.bytes()));
  }

  /** Axes from the slowest to the fastest. */
  private static int[] axisOrder(int axes, boolean fortran) {
    int[] order = new int[axes];
    for (int i = 0; i < axes; i++) {
      order[i] = fortran ? axes - 1 - i : i;
    }
    return order;
  }

  private static int[] steps(int[] chunk, int[] axisOrder) {
    int[] steps = new int[chunk.length];
    int step = 1;
    for (int i = chunk.length - 1; i >= 0; i--) {
      steps[axisOrder[i]] = step;
      step *= chunk[axisOrder[i]];
    }
    return steps;
  }

  private static List<String> names(ZarrJson names) throws ImageFormatException {
    List<String> all = new ArrayList<>();
    for (ZarrJson n : names.listOrNone()) {
      all.add(n.string(""));
    }
    return all;
  }

  /** A number, "NaN", "Infinity", "-Infinity", bits in hexadecimal; of a complex one both parts. */
  private static Object fill(ZarrJson json, ElementType type) throws ImageFormatException {
    if (!json.exists()) {
      return ZarrArray.fill(type, 0);
    } else if (json.isArray()) {
      List<ZarrJson> parts = json.list();
      double[] both = new double[2];
      for (int i = 0; i < 2 && i < parts.size(); i++) {
        both[i] = fillNumber(parts.get(i), type);
      }
      return ZarrArray.fill(type, Math.hypot(both[0], both[1]));
    }
    Object fill = ZarrArray.fill(type, fillNumber(json, type));
    if (fill instanceof long[] whole) {
      whole[0] = wholeNumber(json);
    }
    return fill;
  }

  private static long wholeNumber(ZarrJson json) throws ImageFormatException {
    String text = json.numberText();
    return text.matches("-?\\d{1,20}") ? new BigInteger(text).longValue() : (long) json.number();
  }

  private static double fillNumber(ZarrJson json, ElementType type) throws ImageFormatException {
    if (!json.isString()) {
      return json.number();
    }
    String text = json.string();
    if (text.matches("0x[0-9a-fA-F]{1,16}") && !type.isComplex()) {
      ByteBuffer bits =
          ByteBuffer.allocate(8).putLong(Long.parseUnsignedLong(text.substring(2), 16));
      Object one = SampleTypes.newArray(type.kept(), 1);
      type.decode(bits.position(8 - type.bytes()), one, 0, 1);
      return SampleTypes.wrap(type.kept(), one, 1).getAt(0).getRealDouble();
    }
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw json.fault("the fill value '" + text + "' cannot be read");
    };
  }
}
