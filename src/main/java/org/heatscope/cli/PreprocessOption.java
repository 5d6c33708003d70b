// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.heatscope.cam.Preprocess;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What was done to a scan before a network saw it. */
final class PreprocessOption {
  @Option(
      names = "--preprocess",
      paramLabel = "FILE|JSON",
      description =
          "What was done to the scan before the network: docs/preprocess.md. Default: nothing.")
  private String preprocess;

  void check(CommandLine command) {
    if (preprocess != null && preprocess.isBlank()) {
      throw new ParameterException(command, "--preprocess is a file or JSON, not ''");
    }
  }

  Preprocess get(CommandLine command) throws IOException {
    if (preprocess == null) {
      return Preprocess.none();
    }
    if (isInline()) {
      try {
        return Preprocess.parse(preprocess);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command, "--preprocess: " + e.getMessage());
      }
    }
    CamInputs.Source file = new CamInputs.Source(Path.of(preprocess), Optional.empty());
    return file.naming(
        () -> {
          file.requireFile();
          try {
            return Preprocess.parse(Files.readString(file.path()));
          } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not a text in UTF-8");
          }
        });
  }

  private boolean isInline() {
    return preprocess.strip().startsWith("{");
  }
}
