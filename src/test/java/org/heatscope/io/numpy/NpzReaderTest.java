// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.ReaderContractTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected values: NumPy 2.4.6 by src/test/resources/reference/numpy/make_arrays.py. */
class NpzReaderTest extends ReaderContractTest {
  private static final Path STORED = Path.of("test-images", "numpy", "stored.npz");

  @TempDir Path temporary;

  @Override
  protected ImageReaderProvider provider() {
    return new NpzReaderProvider();
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        ImageFacts.ofTestImage("numpy/deflated.npz", SampleType.UINT16)
            .format("NumPy (.npz)")
            .shape(50, 40, 3)
            .statistics(0, 8, 4.001166666666666)
            .voxel(3, 48, 38, 1));
  }

  private static Volume stored(String name) throws IOException {
    return ImageReaders.open(STORED, named(name, ReadOptions.MAX_BYTES)).read();
  }

  private static ReadOptions named(String name, long maxBytes) {
    return new ReadOptions(Optional.of(name), Set.of(), maxBytes);
  }

  private static String fault(Path file, ReadOptions options) {
    return assertThrows(IOException.class, () -> ImageReaders.open(file, options).read())
        .getMessage();
  }

  @Test
  void theArrayIsChosenByItsName() throws IOException {
    Volume half = stored("activations");
    assertEquals(SampleType.FLOAT32, half.type());
    assertEquals(-0.655, half.value(2, 1, 0, 0, 0), 1e-3);
    Volume fortran = stored("gradients");
    assertEquals(SampleType.FLOAT64, fortran.type());
    assertEquals(-0.05315904577368031, fortran.value(2, 1, 0, 0, 0));
    assertEquals(1, stored("mask").value(2, 1, 0, 0, 0));
  }

  @Test
  void ofComplexNumbersTheMagnitudeIsTakenWithAWarning() throws IOException {
    Volume v = stored("spectrum");
    assertEquals(SampleType.FLOAT32, v.type());
    assertEquals(1.2825332, v.value(2, 1, 0, 0, 0), 2e-7);
    assertEquals(
        List.of("The samples are complex numbers; their magnitude is taken."), v.warnings());
  }

  @Test
  void theArrayIsChosenByItsNumber() throws IOException {
    assertEquals(-0.05315904577368031, stored("2").value(2, 1, 0, 0, 0));
  }

  @Test
  void ofSeveralArraysOneMustBeNamed() {
    assertEquals(
        "4 arrays here: 1: activations, 2: gradients, 3: spectrum, 4: mask; choose one by its name or number",
        fault(STORED, ReadOptions.standard()));
    assertEquals(
        "there is no \"grads\" among the 4 arrays: 1: activations, 2: gradients, 3: spectrum, 4: mask; choose one by its name or number",
        fault(STORED, named("grads", ReadOptions.MAX_BYTES)));
  }

  @Test
  void theLimitOfBytesHoldsForTheDecodedSamples() {
    assertEquals(
        "96 bytes of samples, more than the limit of 95 (--max-bytes)",
        fault(STORED, named("activations", 95)));
    assertEquals(
        "12 bytes of samples, more than the limit of 11 (--max-bytes)",
        fault(STORED, named("mask", 11)));
  }

  private Path zip(String header, byte[] samples) throws IOException {
    Path file = temporary.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
      zip.write("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
      zip.write(text.length & 0xff);
      zip.write(text.length >> 8);
      zip.write(text);
      zip.write(samples);
    }
    return file;
  }

  /** 200 MB are within what deflate could reach from the zip's 200 kB; only 100 MB are there. */
  @Test
  void elementsThatTheZipDoesNotHoldAreRefusedBeforeMemoryIsTaken() throws IOException {
    Path file =
        zip(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (100000001,), }",
            new byte[100_000_000]);
    assertEquals(
        "truncated: 100000001 bytes of voxels declared, 100000000 present",
        fault(file, ReadOptions.standard()));
  }

  @Test
  void moreThanDeflateCanReachIsRefused() throws IOException {
    Path file =
        zip("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000,), }", new byte[9]);
    String fault = fault(file, ReadOptions.standard());
    assertTrue(fault.startsWith("1000000000 bytes of voxels declared, at most "), fault);
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(STORED);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("(3, 4), }") + 100;
    bytes[at] ^= 1;
    Path file = Files.write(temporary.resolve("damaged.npz"), bytes);
    assertEquals(
        "the compressed data are damaged: the checksum of spectrum.npy differs",
        fault(file, named("spectrum", ReadOptions.MAX_BYTES)));
  }
}
