// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import org.heatscope.op.Composite;
import org.heatscope.op.Quantiles;

/**
 * A session put together from its operations.
 *
 * @param backend the name of the backend
 * @param composite the fused overlay
 * @param quantiles order statistics
 * @param release frees what they hold
 */
public record OpenSession(
    String backend, Composite composite, Quantiles quantiles, Runnable release) implements Session {
  @Override
  public void close() {
    release.run();
  }
}
