// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.numpy.NpyReaderProvider;
import org.heatscope.io.numpy.NpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayImageReaderTest {
  @TempDir Path folder;

  @Test
  void rowsReadWhenLookedAtAreInPlace() throws IOException {
    Path file = folder.resolve("counting.npy");
    float[] counting = new float[2 * 3 * 4 * 5];
    for (int i = 0; i < counting.length; i++) {
      counting[i] = i;
    }
    try (OutputStream out = Files.newOutputStream(file);
        NpyWriter npy = new NpyWriter(out, SampleType.FLOAT32, 2, 3, 4, 5)) {
      npy.write(counting, 0, counting.length);
    }
    Path packed = folder.resolve("counting.npy.gz");
    try (OutputStream zip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, zip);
    }
    for (Path each : List.of(file, packed)) {
      ImageReader reader = new NpyReaderProvider().open(each, ReadOptions.standard());
      Volume v = ((ArrayImageReader) reader).readLazily();
      assertTrue(v.isLazy());
      // (t, z, y, x) in C order
      assertEquals(1 * 60 + 2 * 20 + 3 * 5 + 4, v.value(4, 3, 2, 1, 0));
      assertEquals(20 + 5 + 1, v.value(1, 1, 1, 0, 0));
      assertEquals(0, v.value(0, 0, 0, 0, 0));
    }
  }
}
