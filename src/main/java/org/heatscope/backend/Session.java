// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import org.heatscope.op.Composite;
import org.heatscope.op.Quantiles;

/**
 * The operations of a backend for one piece of work. Images used again within a session stay on the
 * device, known by their arrays: do not change an array's contents while its session is open.
 *
 * <p>A session is for one thread. Closing it frees all that it holds.
 */
public interface Session extends AutoCloseable {
  /** The name of the backend that does the work now. */
  String backend();

  /** The fused overlay. */
  Composite composite();

  /** Order statistics. */
  Quantiles quantiles();

  @Override
  void close();
}
