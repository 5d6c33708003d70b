// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.heatscope.io.ArrayFileProvider;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.Packing;
import org.heatscope.io.StoredArray;

/**
 * NumPy arrays in a zip archive, {@code .npz}, stored or deflated. The name of an array is that of
 * its entry without {@code .npy}; entries of other names are passed over.
 */
public final class NpzReaderProvider implements ArrayFileProvider {
  private static final String EXTENSION = ".npy";

  @Override
  public String format() {
    return "NumPy (.npz)";
  }

  /** A zip archive whose first entry is an array. */
  @Override
  public boolean recognises(FileHead file) {
    if (file.gzipped() || !file.has(0, "PK\3\4") || file.bytes().length < 30) {
      return false;
    }
    int length = file.bytes()[26] & 0xff | (file.bytes()[27] & 0xff) << 8;
    return file.has(30 + length - EXTENSION.length(), EXTENSION);
  }

  @Override
  public List<StoredArray> arrays(Path file) throws IOException {
    List<StoredArray> arrays = new ArrayList<>();
    try (ZipFile zip = zip(file)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(EXTENSION)) {
          arrays.add(array(file, zip, entry));
        }
      }
    } catch (ZipException e) {
      throw new ImageFormatException(file, "the zip archive is damaged: " + e.getMessage());
    }
    if (arrays.isEmpty()) {
      throw new ImageFormatException(file, "the zip archive has no array (an entry .npy)");
    }
    return arrays;
  }

  private static ZipFile zip(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(file, "the zip archive has a name that cannot be read");
    } catch (EOFException e) {
      throw new ImageFormatException(file, "the zip archive is cut short");
    }
  }

  private static StoredArray array(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    NpyHeader header;
    try (InputStream in = zip.getInputStream(entry)) {
      header = NpyHeader.parse(file, in);
    }
    String name = entry.getName();
    long packed = Math.min(entry.getCompressedSize(), Files.size(file));
    boolean deflated = entry.getMethod() == ZipEntry.DEFLATED;
    return header.array(
        file,
        name.substring(0, name.length() - EXTENSION.length()),
        () -> new Entry(zip(file), name),
        deflated ? packed * Packing.MOST_DEFLATED : packed,
        deflated);
  }

  /** The content of an entry; its end checks the checksum, which ZipFile does not. */
  private static final class Entry extends FilterInputStream {
    private final ZipFile zip;
    private final ZipEntry entry;
    private final CRC32 crc = new CRC32();

    Entry(ZipFile zip, String name) throws IOException {
      super(null);
      this.zip = zip;
      entry = zip.getEntry(name);
      in = new CheckedInputStream(zip.getInputStream(entry), crc);
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      int n = in.read(to, at, length);
      if (n < 0 && crc.getValue() != entry.getCrc()) {
        throw new ZipException("the checksum of " + entry.getName() + " differs");
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
