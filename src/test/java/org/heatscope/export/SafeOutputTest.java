// SPDX-License-Identifier: Apache-2.0
package org.heatscope.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeOutputTest {

  @TempDir Path folder;

  private static void write(Path target, String text) throws IOException {
    SafeOutput.write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(p -> p.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }

  private static void posix(Path path) {
    assumeTrue(
        path.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX permissions");
  }

  @Test
  void aNewFileHasTheContentAndThePermissionsOfAnyNewFile() throws IOException {
    Path target = folder.resolve("a.png");
    write(target, "new");
    assertEquals("new", Files.readString(target));
    assertEquals(List.of("a.png"), names());
    posix(folder);
    Path plain = Files.createFile(folder.resolve("plain"));
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(target));
  }

  @Test
  void anExistingFileIsReplacedAndKeepsItsPermissions() throws IOException {
    posix(folder);
    Path target = folder.resolve("a.png");
    Files.writeString(target, "a longer old content");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    write(target, "new");
    assertEquals("new", Files.readString(target));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path target = folder.resolve("a.png");
    Files.writeString(target, "old");
    IOException cause = new IOException("the scan ends early");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                SafeOutput.write(
                    target,
                    out -> {
                      out.write(new byte[1_000_000]);
                      throw cause;
                    }));
    assertSame(cause, thrown);
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("a.png"), names());
  }

  @Test
  void anErrorLeavesNothing() throws IOException {
    assertThrows(
        OutOfMemoryError.class,
        () ->
            SafeOutput.write(
                folder.resolve("a.png"),
                out -> {
                  throw new OutOfMemoryError();
                }));
    assertEquals(List.of(), names());
  }

  private static void refused(Path target, String reason) {
    FileSystemException e = assertThrows(FileSystemException.class, () -> write(target, "x"));
    assertEquals(target.toString(), e.getFile());
    assertEquals(target + ": " + reason, e.getMessage());
  }

  @Test
  void targetsThatCannotBeAreRefusedWithAReason() throws IOException {
    refused(folder, "is a folder, not a file");
    refused(folder.getRoot(), "is a folder, not a file");
    Path missing = folder.toRealPath().resolve("missing");
    refused(missing.resolve("a.png"), "the folder " + missing + " does not exist");
    Path file = Files.createFile(folder.toRealPath().resolve("file"));
    refused(file.resolve("a.png"), "the folder " + file + " does not exist");
  }

  @Test
  void aNameTooLongForTheFolderIsRefusedAndLeavesNothing() throws IOException {
    Path target = folder.resolve("a".repeat(300));
    FileSystemException e = assertThrows(FileSystemException.class, () -> write(target, "x"));
    assertEquals(target.toString(), e.getFile());
    assertEquals(List.of(), names());
  }

  @Test
  void protectedFoldersAndFilesAreRefused() throws IOException {
    posix(folder);
    Path closed = Files.createDirectory(folder.toRealPath().resolve("closed"));
    Path kept = Files.writeString(folder.resolve("kept"), "old");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("r--r--r--"));
    assumeFalse(Files.isWritable(kept), "the superuser may write anywhere");
    refused(closed.resolve("a.png"), "the folder " + closed + " is not writable");
    refused(kept, "is write-protected");
    assertEquals("old", Files.readString(kept));
  }

  @Test
  void aLinkStaysAndItsFileIsReplaced() throws IOException {
    posix(folder);
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.writeString(real.resolve("a.png"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real", "a.png"));
    write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real.resolve("a.png")));
  }

  @Test
  void aLinkToNothingMakesItsFile() throws IOException {
    posix(folder);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("later.png"));
    write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(folder.resolve("later.png")));
  }

  @Test
  void aCircleOfLinksIsRefused() throws IOException {
    posix(folder);
    Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    refused(folder.resolve("a"), "is a circle of symbolic links");
  }

  @Test
  void devicesAreWrittenToDirectly() throws IOException {
    Path sink = Path.of("/dev/null");
    assumeTrue(Files.exists(sink), "no /dev/null here");
    write(sink, "gone");
    assertFalse(Files.isRegularFile(sink));
  }

  @Test
  void aFullDiskIsNamed() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here");
    refused(full, "cannot be written: No space left on device");
  }

  @Test
  void standardOutputByItsNameGoesToAPipe() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/stdout")), "no /dev/stdout here");
    Process child = child("whole", "/dev/stdout").start();
    assertEquals("whole", new String(child.getInputStream().readAllBytes()));
    assertEquals(0, child.waitFor());
  }

  @Test
  void standardOutputByItsNameIsAppendedToARedirectedFile() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/stdout")), "no /dev/stdout here");
    File log = Files.writeString(folder.resolve("log"), "before ").toFile();
    Process child =
        child("whole", "/dev/stdout").redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start();
    assertEquals(0, child.waitFor());
    assertEquals("before whole", Files.readString(log.toPath()));
  }

  @Test
  void aProgramThatIsStoppedLeavesTheOldFileAndNothingElse() throws Exception {
    posix(folder);
    Path target = folder.resolve("a.png");
    Files.writeString(target, "old");
    Process child = child("slow", target.toString()).start();
    // The child says so when it is in the middle of writing.
    assertEquals('!', child.getInputStream().read());
    assertEquals(2, names().size());
    child.destroy();
    assertTrue(child.waitFor(30, TimeUnit.SECONDS));
    assertEquals(List.of("a.png"), names());
    assertEquals("old", Files.readString(target));
  }

  private static ProcessBuilder child(String... arguments) throws Exception {
    Stream<String> places =
        Stream.of(SafeOutput.class, Child.class)
            .map(c -> new File(c.getProtectionDomain().getCodeSource().getLocation().getPath()))
            .map(File::getPath);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            places.collect(Collectors.joining(File.pathSeparator)),
            Child.class.getName());
    return new ProcessBuilder(
            Stream.concat(command.stream(), Stream.of(arguments)).collect(Collectors.toList()))
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Writes its first argument to the file in its second; "slow" never comes to the end. */
  static final class Child {
    public static void main(String[] arguments) throws IOException {
      SafeOutput.write(
          Path.of(arguments[1]),
          out -> {
            out.write(arguments[0].getBytes(StandardCharsets.UTF_8));
            if (arguments[0].equals("slow")) {
              out.flush();
              System.out.print('!');
              System.out.flush();
              sleep();
            }
          });
    }

    private static void sleep() {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
