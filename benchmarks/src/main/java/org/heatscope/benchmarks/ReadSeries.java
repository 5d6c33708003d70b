// SPDX-License-Identifier: Apache-2.0
package org.heatscope.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Locale;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;

/**
 * Lets another program take turns with the readers: for each line on standard input the image is
 * read and the time in milliseconds and the value of the middle voxel are printed. Argument: a file
 * or folder.
 */
public final class ReadSeries {
  private ReadSeries() {}

  /** Runs until the input ends. */
  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    while (in.readLine() != null) {
      long start = System.nanoTime();
      Volume v = ImageReaders.read(path);
      double ms = (System.nanoTime() - start) / 1e6;
      int x = v.geometry().nx() / 2;
      int y = v.geometry().ny() / 2;
      double value = v.value(x, y, v.geometry().nz() / 2, 0, 0);
      System.out.printf(Locale.ROOT, "%.3f %.6f%n", ms, value);
    }
  }
}
