// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.heatscope.image.Samples;
import org.heatscope.io.ImageReaders;

/** Arrays that make_filters.py wrote. */
final class ReferenceArrays {
  private ReferenceArrays() {}

  static Samples read(String name) throws IOException {
    try {
      Path file =
          Path.of(
              Objects.requireNonNull(
                      ReferenceArrays.class.getResource("/reference/filters/" + name + ".npy"))
                  .toURI());
      return Samples.of(ImageReaders.read(file), 0, 0);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An image of floats to write to, as large as another. */
  static Samples like(Samples s) {
    return Samples.floats(s.nx(), s.ny(), s.nz());
  }

  /** Compares with a file; NaN equals NaN. */
  static void assertLike(String name, Samples got, double bound) throws IOException {
    Samples want = read(name);
    for (int i = 0; i < want.length(); i++) {
      assertEquals(want.stored(want.offset() + i), got.stored(i), bound, name + " at " + i);
    }
  }
}
