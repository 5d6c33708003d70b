// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

/** Float samples that a device keeps until somebody wants to see them. */
public interface Resident {
  /** The samples in the host's memory, copied there if need be. */
  float[] array();

  /** An array in the host's memory to write new samples to; what the device holds is forgotten. */
  float[] target();
}
