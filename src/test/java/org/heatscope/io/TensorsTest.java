// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heatscope.image.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: NumPy 2.4.6 by src/test/resources/reference/numpy/make_arrays.py. */
class TensorsTest {
  private static final Path IMAGES = Path.of("test-images");
  private static final Path TYPES = IMAGES.resolve("safetensors/types.safetensors");

  @Test
  void namesAreThoseOfTheFileInItsOrder() throws IOException {
    assertEquals(
        List.of("activations", "gradients", "spectrum", "mask"),
        Tensors.names(IMAGES.resolve("numpy/stored.npz")));
    assertEquals(List.of("series_int16"), Tensors.names(IMAGES.resolve("numpy/series_int16.npy")));
    assertEquals(12, Tensors.names(TYPES).size());
  }

  @ParameterizedTest
  @CsvSource({
    "float64, 25.444194793701172, -71.31155395507812, -43.8581657409668",
    "float32, 4.595638751983643, 15.958869934082031, 69.06036376953125",
    "float16, -54.75, -108.1875, -44.75",
    "int64, 15, -47, -49",
    "int32, 34, -46, -55",
    "int16, -57, -74, 5",
    "int8, 28, -64, -34",
    "uint64, 141, 143, 187",
    "uint32, 80, 94, 102",
    "uint16, 65, 88, 214",
    "uint8, 175, 161, 151",
    "bool, 1, 1, 1"
  })
  void everyTypeBecomesFloat(String name, float first, float second, float last)
      throws IOException {
    Tensor t = Tensors.read(TYPES, Optional.of(name));
    assertEquals(name, t.name());
    assertArrayEquals(new int[] {2, 3}, t.shape());
    assertArrayEquals(
        new float[] {first, second, last}, new float[] {t.data()[0], t.data()[1], t.data()[5]});
  }

  @Test
  void fortranOrderBecomesCOrder() throws IOException {
    Path npz = IMAGES.resolve("numpy/stored.npz");
    Tensor t = Tensors.read(npz, Optional.of("gradients"));
    assertArrayEquals(new int[] {2, 3, 4}, t.shape());
    assertEquals(-0.05315904577368031f, t.data()[2 + 4 * (1 + 3 * 0)]);
    Path npy = IMAGES.resolve("numpy/fortran_float32_big_endian.npy");
    Tensor only = Tensors.read(npy, Optional.empty());
    assertEquals(-0.05346179f, only.data()[4 + 6 * (3 + 5 * 2)]);
  }

  @Test
  void aFileThatIsNoArrayIsRefused() {
    Path scan = IMAGES.resolve("nifti/standard.nii.gz");
    assertEquals(
        "is NIfTI, not a file of arrays (.npy, .npz, .safetensors)",
        assertThrows(ImageFormatException.class, () -> Tensors.names(scan)).getMessage());
  }
}
