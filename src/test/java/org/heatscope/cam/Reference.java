// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.heatscope.image.Tensor;
import org.heatscope.io.Tensors;

/**
 * The arrays that make_cam.py wrote with numpy 2.4.6, scipy 1.17.1, OpenCV 5.0, scikit-learn 1.9.
 */
final class Reference {
  private static final Path FOLDER = Path.of("src/test/resources/reference/cam");

  private Reference() {}

  static Tensor tensor(String name) throws IOException {
    return Tensors.read(FOLDER.resolve(name + ".npy"), Optional.empty());
  }

  static Features features(String name) throws IOException {
    return Features.of(tensor(name));
  }

  /** An array whose first axis is the images. */
  static CamMaps maps(String name) throws IOException {
    Tensor t = tensor(name);
    return new CamMaps(t.shape()[0], Arrays.copyOfRange(t.shape(), 1, t.shape().length), t.data());
  }

  /** Equal to within a part of the largest absolute value. */
  static void assertMaps(String name, CamMaps got, double part) throws IOException {
    CamMaps want = maps(name);
    assertArrayEquals(want.grid(), got.grid(), name);
    assertEquals(want.images(), got.images(), name);
    double most = 0;
    for (float v : want.data()) {
      most = Math.max(most, Math.abs(v));
    }
    for (int i = 0; i < want.data().length; i++) {
      assertEquals(want.data()[i], got.data()[i], part * most, name + " at " + i);
    }
  }
}
