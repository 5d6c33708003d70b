// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.mgh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReaderContractTest;
import org.heatscope.io.ReferenceVolumes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MghReaderTest extends ReaderContractTest {
  @TempDir Path folder;

  @Override
  protected ImageReaderProvider provider() {
    return new MghReaderProvider();
  }

  @Override
  protected List<ImageFacts> facts() {
    return ReferenceVolumes.of("mgh");
  }

  /** More than half of this file is tags after the samples. Values: nibabel 5.4.2. */
  @Test
  void tagsAfterTheSamplesArePassedOver() throws IOException {
    ImageFacts facts =
        ImageFacts.ofTestImage("mgh/test.mgz", SampleType.FLOAT32)
            .format("MGH")
            .shape(3, 4, 5, 2)
            .affine(1, 2, 3, -13, 2, 3, 1, -11.5, 3, 1, 2, -11.5)
            .statistics(-2.4256153106689453, 2.4723176956176758, -0.1296381152914061)
            .voxel(0.001798799, 1, 2, 3, 1)
            .voxel(-0.48489493, 0, 1, 2, 0);
    Volume v = ImageReaders.read(facts.file());
    facts.check(v);
    assertEquals(List.of(), v.warnings());
  }

  /** Big endian: 16 samples of two frames, then TR = 2250 ms and a flip angle. */
  @Test
  void theRepetitionTimeBehindTheSamplesIsTheStepOfTime() throws IOException {
    ByteBuffer b = ByteBuffer.allocate(284 + 16 + 8).putInt(0, 1);
    b.putInt(4, 2).putInt(8, 2).putInt(12, 2).putInt(16, 2).putInt(20, 0);
    b.putFloat(300, 2250).putFloat(304, 1.5f);
    Path plain = Files.write(folder.resolve("a.mgh"), b.array());
    Path packed = folder.resolve("a.mgz");
    try (OutputStream zip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      zip.write(b.array());
    }
    Path without = Files.write(folder.resolve("b.mgh"), Arrays.copyOf(b.array(), 300));
    for (Path file : List.of(plain, packed)) {
      assertEquals(new TimeAxis(2, 2.25, "s"), ImageReaders.read(file).time());
    }
    assertEquals(new TimeAxis(2, 0, ""), ImageReaders.read(without).time());
  }

  /** Columns (-1,0,0), (0,0,-1), (0,1,0); the voxel (1, 1.5, 2) lies at 0. */
  @Test
  void withoutItsFlagTheImageIsCoronalAroundZero() throws IOException {
    ByteBuffer b = ByteBuffer.allocate(284 + 2 * 3 * 4).putInt(0, 1);
    b.putInt(4, 2).putInt(8, 3).putInt(12, 4).putInt(16, 1).putInt(20, 0);
    Volume v = ImageReaders.read(Files.write(folder.resolve("a.mgh"), b.array()));
    assertEquals(Affine.of(-1, 0, 0, 1, 0, 0, 1, -2, 0, -1, 0, 1.5), v.geometry().affine());
    assertTrue(v.warnings().get(0).contains("coronal"), v.warnings().toString());
  }
}
