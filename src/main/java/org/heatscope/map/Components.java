// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import org.heatscope.image.Geometry;

/**
 * Connected components of the voxels of a set, by union-find in one pass over the volume.
 *
 * @param labels for each voxel, x fastest, 0 outside the set, else the number of its component;
 *     components are numbered from 1 in the order in which their first voxels come when z runs
 *     fastest and x slowest, which is how NumPy programs scan an array (x, y, z)
 * @param sizes voxels of each component; element 0 counts those outside the set
 */
public record Components(int[] labels, int[] sizes) {
  /** Which voxels touch. */
  public enum Neighbours {
    /** 6: those that share a face. */
    FACES(1),
    /** 18: those that share a face or an edge. */
    EDGES(2),
    /** 26: those that share a face, an edge or a corner. */
    CORNERS(3);

    private final int steps;

    Neighbours(int steps) {
      this.steps = steps;
    }

    /** By their number: 6, 18 or 26. */
    public static Neighbours of(int number) {
      return switch (number) {
        case 6 -> FACES;
        case 18 -> EDGES;
        case 26 -> CORNERS;
        default -> throw new InvalidOption("neighbours are 6, 18 or 26 voxels, not " + number);
      };
    }

    /** Offsets (dx, dy, dz) of the half of the neighbours that come earlier, x fastest. */
    int[][] earlier() {
      int[][] offsets = new int[13][];
      int n = 0;
      for (int o = 0; o < 13; o++) {
        int[] d = {o % 3 - 1, o / 3 % 3 - 1, o / 9 - 1};
        if (Math.abs(d[0]) + Math.abs(d[1]) + Math.abs(d[2]) <= steps) {
          offsets[n++] = d;
        }
      }
      return Arrays.copyOf(offsets, n);
    }

    /** Offsets (dx, dy, dz) of all neighbours. */
    int[][] all() {
      int[][] half = earlier();
      int[][] offsets = Arrays.copyOf(half, 2 * half.length);
      for (int o = 0; o < half.length; o++) {
        offsets[half.length + o] = new int[] {-half[o][0], -half[o][1], -half[o][2]};
      }
      return offsets;
    }
  }

  /** Labels the components of a set. */
  public static Components of(boolean[] inside, Geometry g, Neighbours neighbours) {
    int nx = g.nx();
    int ny = g.ny();
    int[] parent = new int[inside.length];
    int[][] earlier = neighbours.earlier();
    for (int z = 0, i = 0; z < g.nz(); z++) {
      for (int y = 0; y < ny; y++) {
        for (int x = 0; x < nx; x++, i++) {
          if (!inside[i]) {
            continue;
          }
          parent[i] = i;
          for (int[] d : earlier) {
            int px = x + d[0];
            int py = y + d[1];
            int pz = z + d[2];
            if (px >= 0 && px < nx && py >= 0 && py < ny && pz >= 0) {
              int p = px + nx * (py + ny * pz);
              if (inside[p]) {
                union(parent, i, p);
              }
            }
          }
        }
      }
    }
    return numbered(inside, parent, g);
  }

  /** The root of a voxel's tree; halves the path on the way. */
  private static int root(int[] parent, int i) {
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  /** Joins two trees; the root that comes earlier stays one. */
  private static void union(int[] parent, int a, int b) {
    int ra = root(parent, a);
    int rb = root(parent, b);
    if (ra < rb) {
      parent[rb] = ra;
    } else {
      parent[ra] = rb;
    }
  }

  private static Components numbered(boolean[] inside, int[] parent, Geometry g) {
    int[] numbers = new int[inside.length];
    int[] labels = new int[inside.length];
    int[] sizes = new int[16];
    int count = 0;
    int plane = g.nx() * g.ny();
    for (int x = 0; x < g.nx(); x++) {
      for (int y = 0; y < g.ny(); y++) {
        for (int i = x + g.nx() * y; i < inside.length; i += plane) {
          if (!inside[i]) {
            sizes[0]++;
            continue;
          }
          int root = root(parent, i);
          if (numbers[root] == 0) {
            numbers[root] = ++count;
            if (count == sizes.length) {
              sizes = Arrays.copyOf(sizes, 2 * count);
            }
          }
          labels[i] = numbers[root];
          sizes[labels[i]]++;
        }
      }
    }
    return new Components(labels, Arrays.copyOf(sizes, count + 1));
  }

  /** The number of components. */
  public int count() {
    return sizes.length - 1;
  }

  /** The component with the most voxels, the first of equals; 0 where there is none. */
  public int largest() {
    int best = 0;
    for (int c = 1; c < sizes.length; c++) {
      if (best == 0 || sizes[c] > sizes[best]) {
        best = c;
      }
    }
    return best;
  }
}
