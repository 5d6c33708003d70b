// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

/** A device failed in the middle of its work, or a backend that was asked for cannot be used. */
public final class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with its reason. */
  public BackendException(String message) {
    super(message);
  }

  /** A failure with its reason and cause. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
