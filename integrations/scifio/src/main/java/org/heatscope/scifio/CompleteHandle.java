// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import java.io.EOFException;
import java.io.IOException;
import org.scijava.io.handle.AbstractHigherOrderHandle;
import org.scijava.io.handle.DataHandle;
import org.scijava.io.location.Location;

/**
 * A file that notices whether more was asked of it than it holds: SCIFIO takes zeros for samples
 * that are missing.
 */
final class CompleteHandle extends AbstractHigherOrderHandle<Location> {
  /** A parser that reads on so often where nothing is left would never stop. */
  private static final int MOST_READS_PAST_END = 1000;

  private int readsPastEnd;
  private boolean isSkippedPastEnd;

  CompleteHandle(DataHandle<Location> file) {
    super(file);
  }

  /** Forgets the reads: some headers are probed past the end of small files. */
  void forgetReads() {
    readsPastEnd = 0;
  }

  /** Whether a read asked for more than there was. */
  boolean isReadPastEnd() {
    return readsPastEnd > 0;
  }

  /** Whether a part of the file was skipped that it does not have. */
  boolean isSkippedPastEnd() {
    return isSkippedPastEnd;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    // What a buffered handle says that it has read may reach past the end.
    note(length);
    return handle().read(into, at, length);
  }

  @Override
  public int read() throws IOException {
    note(1);
    return handle().read();
  }

  @Override
  public byte readByte() throws IOException {
    note(1);
    return handle().readByte();
  }

  /** Texts are cut to what is left. */
  @Override
  public long available(long length) throws IOException {
    note(length);
    return handle().available(length);
  }

  private void note(long length) throws IOException {
    if (handle().offset() + length > handle().length() && ++readsPastEnd > MOST_READS_PAST_END) {
      throw new EOFException("truncated");
    }
  }

  @Override
  public long skip(long length) throws IOException {
    long n = handle().skip(length);
    isSkippedPastEnd |= n < length;
    return n;
  }

  @Override
  public int skipBytes(int length) throws IOException {
    return (int) skip(length);
  }

  @Override
  public long offset() throws IOException {
    return handle().offset();
  }

  @Override
  public void seek(long position) throws IOException {
    handle().seek(position);
  }

  @Override
  public void setLength(long length) throws IOException {
    throw new IOException("the file is only read");
  }

  @Override
  public void write(int b) throws IOException {
    throw new IOException("the file is only read");
  }

  @Override
  public void write(byte[] bytes, int at, int length) throws IOException {
    throw new IOException("the file is only read");
  }

  @Override
  protected void cleanup() {}
}
