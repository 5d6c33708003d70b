// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every image reader keeps, whatever its format. A reader's test extends this class and lists
 * files whose values another program has read.
 *
 * <p>Each file must be an image on its own: headers with their data elsewhere need tests of their
 * own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ReaderContractTest {
  private static final int SMALL = 150_000;
  private static final int VARIANTS = 300;
  private static final long MOST_ALLOCATED = 256L << 20;

  @TempDir Path folder;

  /** The reader under test. */
  protected abstract ImageReaderProvider provider();

  /** The files and what is known of them. */
  protected abstract List<ImageFacts> facts();

  /** A file name that does not tell the format; one that does for formats told by it. */
  protected String foreignName() {
    return "scan.xyz";
  }

  /** Opens a file with the reader that comes first; a test of a later one opens it with that. */
  protected ImageReader open(Path file) throws IOException {
    return ImageReaders.open(file);
  }

  /** At which shares of a file's length it is cut; a format may have bytes at its end to spare. */
  protected double[] cuts() {
    return new double[] {0.02, 0.1, 0.25, 0.5, 0.75, 0.9};
  }

  /** How many bytes from the start count as header, in which random bytes are changed. */
  protected int headerBytes() {
    return 640;
  }

  @ParameterizedTest
  @MethodSource("facts")
  void isRecognisedByContentUnderAForeignName(ImageFacts expected) throws IOException {
    Path foreign = foreign(Files.readAllBytes(expected.file()));
    assertTrue(provider().recognises(FileHead.of(foreign)));
    assertSame(
        provider().open(foreign, ReadOptions.standard()).getClass(),
        open(foreign).getClass(),
        "another reader took the file");
    assertEquals(List.of(foreign), open(foreign).files());
  }

  @ParameterizedTest
  @MethodSource("facts")
  void givesTheValuesThatAnotherProgramRead(ImageFacts expected) throws IOException {
    Volume v = open(expected.file()).read();
    expected.check(v);
  }

  @ParameterizedTest
  @MethodSource("facts")
  void keepsSamplesInTheStoredType(ImageFacts expected) throws IOException {
    Volume v = open(expected.file()).read();
    assertEquals(expected.type(), v.type());
    Object array = Samples.of(v, 0, 0).array();
    assertSame(SampleTypes.newArray(expected.type(), 0).getClass(), array.getClass());
    assertSame(array, Samples.of(v, 0, 0).array(), "the samples do not lie in one array");
  }

  @ParameterizedTest
  @MethodSource("facts")
  void refusesAFileCutShort(ImageFacts expected) throws IOException {
    byte[] whole = Files.readAllBytes(expected.file());
    for (double share : cuts()) {
      int length = (int) (share * whole.length);
      assertRefused(Arrays.copyOf(whole, length), length + " of " + whole.length + " bytes");
    }
    if (isGzip(whole)) {
      byte[] content = gunzip(whole);
      for (double share : cuts()) {
        int length = (int) (share * content.length);
        assertRefused(gzip(Arrays.copyOf(content, length)), length + " bytes, zipped");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("facts")
  void survivesRandomHeaderBytes(ImageFacts expected) throws IOException {
    byte[] whole = Files.readAllBytes(expected.file());
    boolean zipped = isGzip(whole);
    byte[] content = zipped ? gunzip(whole) : whole;
    int variants = content.length > SMALL ? VARIANTS / 20 : VARIANTS;
    Random random = new Random(20240607);
    for (int n = 0; n < variants; n++) {
      byte[] changed = content.clone();
      StringBuilder what = new StringBuilder();
      for (int k = random.nextInt(4); k >= 0; k--) {
        int at = random.nextInt(Math.min(headerBytes(), content.length));
        changed[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff * (n & 1));
        what.append(" [").append(at).append("]=").append(changed[at]);
      }
      assertVolumeOrFault(zipped ? gzip(changed) : changed, what.toString());
    }
  }

  private void assertVolumeOrFault(byte[] bytes, String what) throws IOException {
    Path file = foreign(bytes);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    try {
      assertNotNull(open(file).read());
    } catch (ImageFormatException e) {
      assertOneLine(e);
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      fail("changed bytes" + what + " gave " + e, e);
    }
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertTrue(allocated < MOST_ALLOCATED, "changed bytes" + what + " allocated " + allocated);
  }

  private void assertRefused(byte[] bytes, String what) throws IOException {
    Path file = foreign(bytes);
    assertOneLine(assertThrows(ImageFormatException.class, () -> open(file).read(), () -> what));
  }

  private static void assertOneLine(ImageFormatException e) {
    assertNotNull(e.getMessage());
    assertFalse(e.getMessage().isBlank());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    assertFalse(e.getMessage().contains("null"), e.getMessage());
    assertFalse(e.getMessage().contains("Exception"), e.getMessage());
    assertNotNull(e.path());
  }

  private Path foreign(byte[] bytes) throws IOException {
    return Files.write(folder.resolve(foreignName()), bytes);
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(1);
          }
        }) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }
}
