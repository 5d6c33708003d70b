// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import picocli.CommandLine.Option;

/** Where the arithmetic is done. */
final class EngineOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "auto, opencl, simd or scalar. A backend asked for by name is used or the command fails."
              + " Default: auto.")
  String backend = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads on the CPU. Default: one for each core.")
  int threads = Runtime.getRuntime().availableProcessors();
}
