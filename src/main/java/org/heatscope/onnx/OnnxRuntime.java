// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import java.util.Optional;

/** Whether the libraries that run networks are there: they are optional. */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /** Why networks cannot be run, with the cure, in a sentence; empty if they can. */
  public static Optional<String> unusableBecause() {
    try {
      Class.forName("ai.onnx.proto.OnnxMl");
      Class.forName("ai.onnxruntime.OrtEnvironment");
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.of(
          "running a network needs ONNX Runtime: add com.microsoft.onnxruntime:onnxruntime and"
              + " org.tribuo:tribuo-util-onnx to the class path (the launcher ./heatscope does so"
              + " with Maven)");
    } catch (LinkageError e) {
      return Optional.of("ONNX Runtime does not load on this machine: " + e.getMessage());
    }
  }
}
