// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

/** An option that is unknown, missing, not of its form, or at odds with another. */
public final class InvalidOption extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The fault in a sentence that names the option. */
  public InvalidOption(String fault) {
    super(fault);
  }
}
