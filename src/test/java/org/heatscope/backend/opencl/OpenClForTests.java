// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** OpenCL for tests: where it cannot be used they skip, unless they are required to run. */
final class OpenClForTests {
  private OpenClForTests() {}

  /** The program for this machine's device. */
  static OpenClProgram program() {
    OpenClBackend.Provider provider = new OpenClBackend.Provider();
    Optional<String> reason = provider.unusableBecause();
    boolean isRequired = System.getProperty("heatscope.require", "").contains("opencl");
    if (reason.isPresent() && isRequired) {
      throw new AssertionError("OpenCL is required but unusable: " + reason.get());
    }
    assumeTrue(reason.isEmpty(), () -> "OpenCL is unusable: " + reason.orElseThrow());
    return ((OpenClBackend) provider.open()).program();
  }

  /** The same device used as one that has no doubles. */
  static OpenClProgram programWithoutDoubles() {
    return new OpenClProgram(program().device().withoutDoubles());
  }
}
