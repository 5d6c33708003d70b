// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

/** What to do when a device fails in the middle and the CPU could take over. */
public enum OnFallback {
  /** Go on without a word. */
  ACCEPT,
  /** Go on and say so. */
  WARN,
  /** Fail. */
  FAIL
}
