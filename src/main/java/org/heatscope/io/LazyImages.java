// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;

/**
 * Images whose blocks are read from their file when they are looked at, and forgotten, the one that
 * was used longest ago first, when too many are held.
 */
public final class LazyImages {
  /** The part of the heap that an image must exceed to be read lazily. */
  private static final int SHARE = 4;

  /** The part of the heap that the blocks held of one image may take. */
  private static final int HELD_SHARE = 8;

  /** About what a block takes beside its samples. */
  private static final int OVERHEAD = 256;

  private LazyImages() {}

  /** Whether samples of so many bytes are better read when looked at than all at once. */
  public static boolean isWorth(long bytes) {
    return bytes > Runtime.getRuntime().maxMemory() / SHARE;
  }

  /** Reads one block from the file; called by one thread at a time for an image. */
  @FunctionalInterface
  public interface BlockReader {
    /**
     * Reads.
     *
     * @param min first voxel of the block on each axis
     * @param size of the block; less than the others' at the upper border
     * @return a new primitive array of the image's type, the first axis fastest
     */
    Object read(long[] min, int[] size) throws IOException;
  }

  /**
   * An image over a file. Reading a sample throws {@link UncheckedIOException} where its block
   * cannot be read.
   *
   * @param size of the image, the first axis the fastest
   * @param block size of a block on each axis
   */
  public static RandomAccessibleInterval<? extends RealType<?>> of(
      SampleType type, long[] size, int[] block, BlockReader reader) {
    return of(type, size, block, Runtime.getRuntime().maxMemory() / HELD_SHARE, reader);
  }

  /** The same, holding blocks of at most so many bytes, but one at least. */
  static RandomAccessibleInterval<? extends RealType<?>> of(
      SampleType type, long[] size, int[] block, long heldBytes, BlockReader reader) {
    return image(
        sample(type), new CellGrid(size, block), new Blocks(type, size, block, heldBytes, reader));
  }

  private static NativeType<?> sample(SampleType type) {
    return (NativeType<?>) SampleTypes.wrap(type, SampleTypes.newArray(type, 1), 1).getAt(0);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static RandomAccessibleInterval<? extends RealType<?>> image(
      NativeType<?> type, CellGrid grid, Blocks blocks) {
    return new LazyCellImg(grid, type, (LazyCellImg.Get) blocks::get);
  }

  /** The blocks that are held, by their number. */
  private static final class Blocks {
    private final SampleType type;
    private final CellGrid grid;
    private final long heldBytes;
    private final BlockReader reader;
    private final Map<Long, Cell<DataAccess>> held = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Blocks(SampleType type, long[] size, int[] block, long heldBytes, BlockReader reader) {
      this.type = type;
      this.grid = new CellGrid(size, block);
      this.heldBytes = heldBytes;
      this.reader = reader;
    }

    synchronized Cell<DataAccess> get(long index) {
      Cell<DataAccess> cell = held.get(index);
      if (cell == null) {
        cell = read(index);
        held.put(index, cell);
        bytes += bytesOf(cell);
        Iterator<Cell<DataAccess>> oldest = held.values().iterator();
        while (bytes > heldBytes && held.size() > 1) {
          bytes -= bytesOf(oldest.next());
          oldest.remove();
        }
      }
      return cell;
    }

    private long bytesOf(Cell<DataAccess> cell) {
      return cell.size() * type.bytes() + OVERHEAD;
    }

    private Cell<DataAccess> read(long index) {
      long[] min = new long[grid.numDimensions()];
      int[] size = new int[grid.numDimensions()];
      grid.getCellDimensions(index, min, size);
      try {
        return new Cell<>(size, min, access(reader.read(min.clone(), size.clone())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static DataAccess access(Object array) {
      if (array instanceof byte[] a) {
        return new ByteArray(a);
      } else if (array instanceof short[] a) {
        return new ShortArray(a);
      } else if (array instanceof int[] a) {
        return new IntArray(a);
      } else if (array instanceof long[] a) {
        return new LongArray(a);
      } else if (array instanceof float[] a) {
        return new FloatArray(a);
      }
      return new DoubleArray((double[]) array);
    }
  }
}
