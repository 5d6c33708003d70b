// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is worth keeping from run to run, as files under {@code $XDG_CACHE_HOME/heatscope} or {@code
 * ~/.cache/heatscope}; {@code HEATSCOPE_CACHE} names another folder, or "off". Safe for processes
 * that run at the same time: an entry appears whole, and one that was damaged counts as not there.
 * That nothing can be kept is no fault.
 */
public final class Cache {
  private static final String SETTING = "HEATSCOPE_CACHE";
  private static final int DIGEST = 32;

  private final Optional<Path> folder;

  /** The cache of this user. */
  public Cache() {
    this(folder(System.getenv(SETTING)));
  }

  /** A cache in a folder that need not be there; empty: one that keeps nothing. */
  public Cache(Optional<Path> folder) {
    this.folder = folder;
  }

  private static Optional<Path> folder(String setting) {
    if (setting != null && !setting.isEmpty()) {
      return setting.equals("off") ? Optional.empty() : Optional.of(Path.of(setting));
    }
    String base = System.getenv("XDG_CACHE_HOME");
    Path caches =
        base == null || base.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(base);
    return Optional.of(caches.resolve("heatscope"));
  }

  /** What was kept under a key. */
  public Optional<byte[]> get(String key) {
    Optional<Path> file = folder.map(f -> f.resolve(name(key)));
    if (file.isEmpty() || !Files.isRegularFile(file.get())) {
      return Optional.empty();
    }
    try {
      byte[] all = Files.readAllBytes(file.get());
      if (all.length < DIGEST) {
        return Optional.empty();
      }
      byte[] content = Arrays.copyOfRange(all, DIGEST, all.length);
      return Arrays.equals(sha256(content), Arrays.copyOf(all, DIGEST))
          ? Optional.of(content)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps something. */
  public void put(String key, byte[] content) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(folder.get());
      Path unfinished = Files.createTempFile(folder.get(), ".new", null);
      try {
        byte[] all = Arrays.copyOf(sha256(content), DIGEST + content.length);
        System.arraycopy(content, 0, all, DIGEST, content.length);
        Files.write(unfinished, all);
        Files.move(unfinished, folder.get().resolve(name(key)), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A full or read-only disk: the work goes on, the next run pays again.
      return;
    }
  }

  private static String name(String key) {
    return HexFormat.of().formatHex(sha256(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
