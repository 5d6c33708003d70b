// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.function.Supplier;
import org.heatscope.backend.BackendException;
import org.jocl.CL;
import org.jocl.CLException;

/** Calls of OpenCL, whose failures become {@link BackendException}s that name the error. */
final class OpenClCalls {
  private OpenClCalls() {}

  /** The result of a call. */
  static <T> T get(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (CLException e) {
      throw failure(what, e);
    }
  }

  /** Does a call. */
  static void run(String what, Runnable call) {
    try {
      call.run();
    } catch (CLException e) {
      throw failure(what, e);
    }
  }

  private static BackendException failure(String what, CLException e) {
    return new BackendException(
        "OpenCL failed at " + what + ": " + CL.stringFor_errorCode(e.getStatus()), e);
  }
}
