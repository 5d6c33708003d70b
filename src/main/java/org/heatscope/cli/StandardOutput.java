// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output that knows whether its reader has gone, as {@code head} does when it has enough.
 */
final class StandardOutput extends FilterOutputStream {
  private boolean pipeClosed;

  StandardOutput(OutputStream out) {
    super(new BufferedOutputStream(out));
  }

  /** Whether writing failed since nobody reads any more. */
  boolean isPipeClosed() {
    return pipeClosed;
  }

  @Override
  public void write(int b) throws IOException {
    noting(() -> out.write(b));
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    noting(() -> out.write(b, offset, length));
  }

  @Override
  public void flush() throws IOException {
    noting(out::flush);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void noting(Writing writing) throws IOException {
    try {
      writing.run();
    } catch (IOException e) {
      // "Broken pipe", on Windows "The pipe is being closed".
      pipeClosed |= String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
      throw e;
    }
  }
}
