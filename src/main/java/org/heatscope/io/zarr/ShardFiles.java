// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DataFormatException;
import org.heatscope.io.ImageFormatException;

/**
 * Several chunks in a file (Zarr 3, sharding codec 1.0): an index of two 64-bit numbers for each,
 * place and length, lies at the start or the end. Only the index and the chunk asked for are read.
 *
 * @param files the shards
 * @param perShard chunks in a shard on each axis
 * @param indexCodecs undo the packing of the index, the last first
 * @param indexBytes of the packed index
 * @param indexAtEnd or at the start
 */
record ShardFiles(
    ChunkFiles files,
    int[] perShard,
    List<ByteCodec> indexCodecs,
    int indexBytes,
    boolean indexAtEnd)
    implements ChunkSource {
  /** The place and the length of a chunk that is missing. */
  private static final long MISSING = -1;

  @Override
  public byte[] read(int[] index) throws IOException {
    int[] shard = new int[index.length];
    int entry = 0;
    for (int a = 0; a < index.length; a++) {
      shard[a] = index[a] / perShard[a];
      entry = entry * perShard[a] + index[a] % perShard[a];
    }
    Path file = files.file(shard);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer places = index(file, in);
      long start = places.getLong(16 * entry);
      long length = places.getLong(16 * entry + 8);
      if (start == MISSING && length == MISSING) {
        return null;
      }
      if (length < 0 || length > files.mostBytes() || start < 0 || start > in.size() - length) {
        throw new ImageFormatException(file, "a chunk of the shard lies beyond its end");
      }
      return bytes(file, in, start, (int) length);
    }
  }

  private ByteBuffer index(Path file, FileChannel in) throws IOException {
    byte[] index = bytes(file, in, indexAtEnd ? in.size() - indexBytes : 0, indexBytes);
    int chunks = 1;
    for (int n : perShard) {
      chunks *= n;
    }
    try {
      for (int c = indexCodecs.size() - 1; c >= 0; c--) {
        index = indexCodecs.get(c).decode(index, indexBytes);
      }
    } catch (DataFormatException e) {
      throw new ImageFormatException(file, "the index of the shard: " + e.getMessage());
    }
    if (index.length != 16 * chunks) {
      throw new ImageFormatException(file, "the index of the shard has the wrong length");
    }
    return ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(Path file, FileChannel in, long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (at >= 0 && buffer.hasRemaining() && in.read(buffer, at + buffer.position()) >= 0) {
      continue;
    }
    if (buffer.hasRemaining()) {
      throw new ImageFormatException(file, "truncated: the shard breaks off");
    }
    return buffer.array();
  }
}
