// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

/** Where ONNX Runtime runs a network. */
public enum Device {
  /** On CUDA where the runtime and the machine have it, else on the CPU. */
  AUTO,
  /** On the CPU. */
  CPU,
  /** On CUDA; where that is not there nothing is run. */
  CUDA
}
