// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;

/** Runs of a volume of 3 x 20 x 2 voxels that is read row by row when it is looked at. */
class SlabsTest {
  private static final int NX = 3;
  private static final int NY = 20;

  /** The sample at (x, y, z) is x + 3 y + 60 z. */
  private static Volume lazy() {
    CellGrid grid = new CellGrid(new long[] {NX, NY, 2}, new int[] {NX, 1, 1});
    LazyCellImg.Get<Cell<ByteArray>> rows =
        row -> {
          byte[] samples = new byte[NX];
          for (int x = 0; x < NX; x++) {
            samples[x] = (byte) (x + NX * row);
          }
          long[] min = {0, row % NY, row / NY};
          return new Cell<>(new int[] {NX, 1, 1}, min, new ByteArray(samples));
        };
    return Volume.of(
            new LazyCellImg<>(grid, new UnsignedByteType(), rows), Geometry.none(NX, NY, 2))
        .build();
  }

  /** The first and last sample of each run. */
  private static List<String> ends(Slabs slabs) {
    List<String> ends = new ArrayList<>();
    for (Samples s : slabs) {
      ends.add((int) s.stored(s.offset()) + "-" + (int) s.stored(s.offset() + s.length() - 1));
    }
    return ends;
  }

  @Test
  void aLazyVolumeComesInWholePlanesOrInRowsOfThem() {
    assertEquals(List.of("0-119"), ends(Slabs.of(lazy(), 0, 0, 120)));
    assertEquals(List.of("0-59", "60-119"), ends(Slabs.of(lazy(), 0, 0, 119)));
    assertEquals(
        List.of("0-26", "27-53", "54-59", "60-86", "87-113", "114-119"),
        ends(Slabs.of(lazy(), 0, 0, 27)));
    assertEquals(40, ends(Slabs.of(lazy(), 0, 0, 1)).size());
  }

  /** An eighth of 59 bytes has two rows; every third row begins a run. */
  @Test
  void aLargePlaneIsJudgedByEvenlySpreadRows() {
    assertEquals(List.of("0-59", "60-119"), ends(Slabs.spread(lazy(), 0, 0, 60)));
    assertEquals(
        List.of("0-5", "9-14", "18-23", "27-32", "36-41", "45-50", "54-59"),
        ends(Slabs.spread(lazy(), 0, 0, 59)).subList(0, 7));
    assertEquals(14, ends(Slabs.spread(lazy(), 0, 0, 59)).size());
  }
}
