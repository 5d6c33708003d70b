// SPDX-License-Identifier: Apache-2.0
package org.heatscope.export;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file whole or not at all. What is written goes to a temporary file in the same folder,
 * which takes the target's name when it is finished; on a failure, and when the program is stopped,
 * it is deleted and the target is as it was.
 *
 * <p>A symbolic link stays, and the file that it points to is replaced; a replaced file's
 * permissions are kept. A device, a pipe, and standard output by its name /dev/stdout are written
 * to directly.
 */
public final class SafeOutput {
  private static final int LINKS = 40;
  private static final int BUFFER = 1 << 16;

  private static final Set<Path> UNFINISHED = new HashSet<>();
  private static boolean stopping;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SafeOutput::stop));
  }

  private SafeOutput() {}

  /** What is to be written. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; the stream is buffered and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param target the file
   * @param content what to write
   * @throws FileSystemException with the target and a one-line reason where it cannot be written
   * @throws IOException whatever else the content throws
   */
  public static void write(Path target, Content content) throws IOException {
    Path end = check(target);
    if (isStream(end)) {
      // Appending neither truncates nor overwrites what a redirected output already holds.
      fill(target, end, content, StandardOpenOption.APPEND);
    } else {
      replace(target, end, content);
    }
  }

  /**
   * Finds out before the work whether a file could be written.
   *
   * @return the file that the links of the target lead to
   * @throws FileSystemException with the target and a one-line reason where it cannot be written
   */
  public static Path check(Path target) throws IOException {
    Path end = end(target);
    if (Files.isDirectory(end)) {
      throw fault(target, "is a folder, not a file");
    }
    if (Files.exists(end) && !Files.isWritable(end)) {
      throw fault(target, "is write-protected");
    }
    return end;
  }

  /** Follows links, also to a file that is yet to be made; the folder's own path is resolved. */
  private static Path end(Path target) throws IOException {
    Path path = target.toAbsolutePath();
    for (int i = 0; i < LINKS; i++) {
      Path folder = path.getParent();
      if (folder == null) {
        return path;
      }
      if (!Files.isDirectory(folder)) {
        throw fault(target, "the folder " + folder + " does not exist");
      }
      path = folder.toRealPath().resolve(path.getFileName());
      if (isStream(path) || !Files.isSymbolicLink(path)) {
        return path;
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    throw fault(target, "is a circle of symbolic links");
  }

  /** Whether a file is a device or a pipe, or one that the system lists as open in a process. */
  private static boolean isStream(Path path) throws IOException {
    return Files.exists(path)
        && (Files.readAttributes(path, BasicFileAttributes.class).isOther()
            || path.startsWith("/proc"));
  }

  private static void replace(Path target, Path end, Content content) throws IOException {
    String name = ".heatscope-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp";
    Path unfinished = end.resolveSibling(name);
    try {
      begin(target, unfinished);
      keepPermissions(end, unfinished);
      fill(target, unfinished, content, StandardOpenOption.WRITE);
      finish(target, unfinished, end);
    } finally {
      synchronized (UNFINISHED) {
        UNFINISHED.remove(unfinished);
        deleteQuietly(unfinished);
      }
    }
  }

  /** What could not be made need not be deleted: the first fault is the one to report. */
  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }

  private static void begin(Path target, Path unfinished) throws IOException {
    synchronized (UNFINISHED) {
      checkRunning(target);
      UNFINISHED.add(unfinished);
      try {
        Files.createFile(unfinished);
      } catch (AccessDeniedException e) {
        throw fault(target, "the folder " + unfinished.getParent() + " is not writable");
      } catch (IOException e) {
        throw fault(target, "cannot be made: " + reason(e));
      }
    }
  }

  private static void finish(Path target, Path unfinished, Path end) throws IOException {
    synchronized (UNFINISHED) {
      checkRunning(target);
      try {
        Files.move(unfinished, end, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw fault(target, "cannot be made: " + reason(e));
      }
    }
  }

  private static void checkRunning(Path target) throws IOException {
    if (stopping) {
      throw new InterruptedIOException(target + ": the program is being stopped");
    }
  }

  /** Runs when the program ends; what is unfinished then stays so. */
  private static void stop() {
    synchronized (UNFINISHED) {
      stopping = true;
      for (Path path : UNFINISHED) {
        try {
          Files.deleteIfExists(path);
        } catch (IOException e) {
          System.err.println("heatscope: left behind: " + path);
        }
      }
    }
  }

  /** A picture of a patient that others may not read stays so when it is made anew. */
  private static void keepPermissions(Path end, Path unfinished) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(unfinished, PosixFileAttributeView.class);
    if (view == null || !Files.exists(end)) {
      return;
    }
    Set<PosixFilePermission> wanted = Files.getPosixFilePermissions(end);
    if (!wanted.equals(view.readAttributes().permissions())) {
      view.setPermissions(wanted);
    }
  }

  private static void fill(Path target, Path file, Content content, StandardOpenOption option)
      throws IOException {
    try (OutputStream raw = Files.newOutputStream(file, option);
        OutputStream out = new BufferedOutputStream(new Named(target, raw), BUFFER)) {
      content.writeTo(out);
    }
  }

  private static FileSystemException fault(Path target, String reason) {
    return new FileSystemException(target.toString(), null, reason);
  }

  /** What an exception says, without the name of the file that it happened to. */
  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? "the system does not allow it" : reason;
  }

  /** Names the target in what goes wrong below, such as a full disk. */
  private static final class Named extends FilterOutputStream {
    private final Path target;

    Named(Path target, OutputStream out) {
      super(out);
      this.target = target;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        throw fault(target, "cannot be written: " + reason(e));
      }
    }
  }
}
