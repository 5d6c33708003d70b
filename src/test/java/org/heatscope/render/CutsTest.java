// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import org.heatscope.backend.Session;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;

class CutsTest {
  /**
   * nilearn 0.14.1, {@code find_xyz_cut_coords(index_img("zstat1.nii.gz", 0))} and of
   * functional.nii, frame 0.
   */
  @Test
  void realMapsAreCutWhereNilearnCutsThem() throws Exception {
    try (Session session = Phantoms.scalar()) {
      Volume z = ImageReaders.read(Path.of("test-images/nifti/zstat1.nii.gz"));
      assertArrayEquals(
          new double[] {-0.712519, -77.849169, -11.829673},
          Cuts.centre(z, 0, session.quantiles()),
          1e-3);
      Volume f = ImageReaders.read(Path.of("test-images/nifti/functional.nii"));
      assertArrayEquals(
          new double[] {0.883537, 5.284464, 10.495816},
          Cuts.centre(f, 0, session.quantiles()),
          1e-3);
    }
  }

  @Test
  void aMapOfZerosIsCutInItsMiddle() {
    Geometry g = Geometry.anatomical(5, 3, 3, Affine.scaling(2, 2, 2, 10, 20, 30));
    try (Session session = Phantoms.scalar()) {
      assertArrayEquals(
          new double[] {14, 22, 32},
          Cuts.centre(Phantoms.flat(g, 0), 0, session.quantiles()),
          1e-12);
    }
  }

  @Test
  void aSaturatedBlobIsCutInItsMiddle() {
    Geometry g = Geometry.anatomical(20, 20, 20, Affine.identity());
    float[] v = new float[8000];
    for (int z = 4; z <= 8; z++) {
      for (int y = 9; y <= 13; y++) {
        for (int x = 2; x <= 6; x++) {
          v[x + 20 * (y + 20 * z)] = 100;
        }
      }
    }
    Volume blob = Volume.of(net.imglib2.img.array.ArrayImgs.floats(v, 20, 20, 20), g).build();
    try (Session session = Phantoms.scalar()) {
      assertArrayEquals(new double[] {4, 11, 6}, Cuts.centre(blob, 0, session.quantiles()), 1e-9);
    }
  }

  @Test
  void positionsSpreadOverTheMiddlesOfEqualParts() {
    assertArrayEquals(new double[] {-15, -5, 5, 15}, Cuts.spread(-20, 20, 4));
    assertArrayEquals(new double[] {0.25, 0.75}, Cuts.spread(0, 1, 2));
  }
}
