// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heatscope.image.Volume;

/**
 * Reads any bytes as a file of one format. What may happen: an image, an {@link IOException}, and
 * no more memory taken than three times the input and 256 MiB.
 *
 * <p>Jazzer calls {@link #fuzzerTestOneInput}, see src/test/fuzz/run; {@link ReaderCorpusTest}
 * replays what is kept.
 */
public final class ReaderFuzz {
  /** Of one image, so that memory for honest samples stays within the bound. */
  private static final long MAX_BYTES = 64L << 20;

  private static final long MOST_ALLOCATED = 256L << 20;
  private static final String ZARR = "OME-Zarr";
  private static final String ANALYZE = "Analyze";

  /** Bytes of an Analyze header. */
  private static final int HEADER = 348;

  /** A group whose image has this array. */
  private static final String ARRAY =
      "{\"zarr_format\":2,\"shape\":[1,2,2],\"chunks\":[1,2,2],\"dtype\":\"|u1\",\"fill_value\":1,"
          + "\"compressor\":null,\"order\":\"C\",\"filters\":null}";

  private static final List<ImageReaderProvider> PROVIDERS =
      ServiceLoader.load(ImageReaderProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .collect(Collectors.toList());

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Path folder;

  private ReaderFuzz() {}

  /** Reads an input as a file of the format that {@code heatscope.fuzz} names. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("heatscope-fuzz");
    }
    check(System.getProperty("heatscope.fuzz"), input, folder);
  }

  /** The formats, by the names of their folders. */
  static List<String> formats() {
    return PROVIDERS.stream().map(ReaderFuzz::folderName).collect(Collectors.toList());
  }

  private static String folderName(ImageReaderProvider p) {
    return p.format().replaceAll("[^A-Za-z0-9-]", "");
  }

  /**
   * Reads an input.
   *
   * @param format a name of {@link #formats()}
   * @param folder for files; what lies there is overwritten
   * @throws AssertionError if more memory was taken than is allowed
   */
  static void check(String format, byte[] input, Path folder) throws IOException {
    ImageReaderProvider provider =
        PROVIDERS.stream().filter(p -> folderName(p).equals(format)).findFirst().orElseThrow();
    Path file =
        switch (format) {
          case ZARR -> zarr(input, folder);
          case ANALYZE -> analyze(input, folder);
          default -> Files.write(folder.resolve("input"), input);
        };
    long most = MOST_ALLOCATED + 3L * input.length;
    // The first time, classes are loaded and instrumented as well.
    if (allocated(provider, file) > most && allocated(provider, file) > most) {
      throw new AssertionError("more than " + most + " bytes allocated for " + input.length);
    }
  }

  private static long allocated(ImageReaderProvider provider, Path file) {
    long id = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(id);
    try {
      read(provider, file);
    } catch (IOException | UncheckedIOException e) {
      if (e.getMessage() == null || e.getMessage().contains("\n")) {
        throw new AssertionError("no message in one line", e);
      }
    }
    return THREADS.getThreadAllocatedBytes(id) - before;
  }

  private static void read(ImageReaderProvider provider, Path file) throws IOException {
    ReadOptions options = new ReadOptions(Optional.empty(), Set.of(), MAX_BYTES);
    if (provider.recognises(FileHead.of(file))) {
      Volume v = provider.open(file, options).read();
      v.value(v.geometry().nx() - 1, 0, v.geometry().nz() - 1, 0, 0);
    }
  }

  /** The header and its samples, which lie in two files. */
  private static Path analyze(byte[] input, Path folder) throws IOException {
    int end = Math.min(HEADER, input.length);
    Files.write(folder.resolve("pair.img"), Arrays.copyOfRange(input, end, input.length));
    return Files.write(folder.resolve("pair.hdr"), Arrays.copyOf(input, end));
  }

  /** Text up to the first 0 byte is the metadata, the rest the first chunk. */
  private static Path zarr(byte[] input, Path folder) throws IOException {
    int end = IntStream.range(0, input.length).filter(i -> input[i] == 0).findFirst().orElse(-1);
    String text = new String(input, 0, end < 0 ? input.length : end, StandardCharsets.ISO_8859_1);
    byte[] chunk = end < 0 ? new byte[0] : Arrays.copyOfRange(input, end + 1, input.length);
    boolean version3 = text.contains("node_type");
    boolean group = text.contains("multiscales");
    Path root = folder.resolve(version3 ? "v3" : group ? "group" : "v2");
    Files.createDirectories(root.resolve("c/0/0"));
    if (version3) {
      Files.write(root.resolve("c/0/0/0"), chunk);
      return Files.writeString(root.resolve("zarr.json"), text, StandardCharsets.ISO_8859_1);
    } else if (group) {
      Files.createDirectories(root.resolve("0"));
      Files.writeString(root.resolve("0/.zarray"), ARRAY);
      Files.write(root.resolve("0/0.0.0"), chunk);
      Files.writeString(root.resolve(".zgroup"), "{\"zarr_format\":2}");
      return Files.writeString(root.resolve(".zattrs"), text, StandardCharsets.ISO_8859_1);
    }
    Files.write(root.resolve("0.0.0"), chunk);
    return Files.writeString(root.resolve(".zarray"), text, StandardCharsets.ISO_8859_1);
  }
}
