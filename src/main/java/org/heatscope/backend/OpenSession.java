// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.Map;
import org.heatscope.image.Samples;
import org.heatscope.op.Operation;

/**
 * A session put together from its operations, with its images in the host's memory.
 *
 * @param backend the name of the backend
 * @param operations by their interface
 * @param release frees what they hold
 */
public record OpenSession(
    String backend, Map<Class<? extends Operation>, Operation> operations, Runnable release)
    implements Session {
  @Override
  public <T extends Operation> T operation(Class<T> kind) {
    return kind.cast(operations.get(kind));
  }

  @Override
  public Samples image(int nx, int ny, int nz) {
    return Samples.floats(nx, ny, nz);
  }

  @Override
  public void close() {
    release.run();
  }
}
