// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heatscope.image.Tensor;

/** Reads bare arrays, such as exported activations, from files of NumPy and safetensors. */
public final class Tensors {
  private Tensors() {}

  /**
   * The names of a file's arrays in their order; that of a {@code .npy} is the file's own without
   * its extension.
   *
   * @throws ImageFormatException if it is not a file of arrays or a header of it is wrong
   */
  public static List<String> names(Path path) throws IOException {
    return arrays(path).stream().map(StoredArray::name).collect(Collectors.toList());
  }

  /**
   * Reads an array of real numbers as floats: 64-bit ones are rounded.
   *
   * @param name of the array, or its number from 1 where no array has that name; empty for the only
   *     one
   * @throws AmbiguousImageException if there is no such array, or several and none is named
   * @throws ImageFormatException if the array is cut short, damaged, of complex numbers, or larger
   *     than the heap
   */
  public static Tensor read(Path path, Optional<String> name) throws IOException {
    StoredArray array = StoredArray.choose(path, arrays(path), name);
    if (array.type().isComplex()) {
      throw new ImageFormatException(
          path,
          "the array "
              + array.name()
              + " is of complex numbers: real ones are needed, such as their magnitude");
    }
    return array.tensor();
  }

  private static List<StoredArray> arrays(Path path) throws IOException {
    ImageReaderProvider provider = ImageReaders.provider(path);
    if (provider instanceof ArrayFileProvider arrays) {
      return arrays.arrays(path);
    }
    throw new ImageFormatException(
        path, "is " + provider.format() + ", not a file of arrays (.npy, .npz, .safetensors)");
  }
}
