// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Arrays in every packing, made by zarr-python 3.1.6 and numcodecs 0.16.6 with
 * src/test/resources/reference/zarr/make_arrays.py, which gives the formula of their values.
 */
class ZarrArraysTest {
  @TempDir static Path folder;

  @BeforeAll
  static void unzip() throws IOException {
    try (InputStream in = ZarrArraysTest.class.getResourceAsStream("/reference/zarr/arrays.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        Path file = folder.resolve(e.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
      }
    }
  }

  private static double expected(SampleType type, int x, int y, int z) {
    double value = (z * 7919 + y * 313 + x * x * 17) % 1000 / 4.0 - 60;
    if (!type.isInteger()) {
      return value;
    }
    return (long) (type.isSigned() ? value : value + 60);
  }

  @ParameterizedTest
  @CsvSource({
    "v2_blosc_blosclz_0, FLOAT32",
    "v2_blosc_blosclz_1, FLOAT32",
    "v2_blosc_blosclz_2, FLOAT32",
    "v2_blosc_lz4_0, FLOAT32",
    "v2_blosc_lz4_1, FLOAT32",
    "v2_blosc_lz4_2, FLOAT32",
    "v2_blosc_lz4hc_0, FLOAT32",
    "v2_blosc_lz4hc_1, FLOAT32",
    "v2_blosc_lz4hc_2, FLOAT32",
    "v2_blosc_zlib_0, FLOAT32",
    "v2_blosc_zlib_1, FLOAT32",
    "v2_blosc_zlib_2, FLOAT32",
    "v2_blosc_zstd_0, FLOAT32",
    "v2_blosc_zstd_1, FLOAT32",
    "v2_blosc_zstd_2, FLOAT32",
    "v2_blosc_odd_bits, INT16",
    "v2_blosc_float64, FLOAT64",
    "v2_raw, UINT16",
    "v2_raw_big, INT32",
    "v2_gzip, UINT8",
    "v2_zlib, UINT32",
    "v2_zstd, INT64",
    "v2_lz4, FLOAT32",
    "v2_fortran, INT16",
    "v3_raw, FLOAT32",
    "v3_big, INT16",
    "v3_gzip, UINT16",
    "v3_zstd, FLOAT64",
    "v3_blosc, INT32",
    "v3_crc32c, FLOAT32",
    "v3_transpose, INT16",
    "v3_two_transposes, INT16",
    "v3_shards, UINT8",
    "v3_shards_start, FLOAT32"
  })
  void everyPackingGivesTheValuesThatWentIn(String name, SampleType type) throws IOException {
    Volume v = ImageReaders.read(folder.resolve(name));
    assertEquals(type, v.type());
    assertEquals(Geometry.Frame.NONE, v.geometry().frame());
    assertEquals("Zarr", v.format());
    Samples s = Samples.of(v, 0, 0);
    assertEquals(5 * 14 * 12, s.length());
    for (int z = 0; z < 5; z++) {
      for (int y = 0; y < 14; y++) {
        for (int x = 0; x < 12; x++) {
          assertEquals(
              expected(type, x, y, z), s.stored(s.index(x, y, z)), x + ", " + y + ", " + z);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"v2_slash", "v3_bool"})
  void booleansAreNoughtAndOne(String name) throws IOException {
    Volume v = ImageReaders.read(folder.resolve(name));
    assertEquals(SampleType.UINT8, v.type());
    for (int x = 0; x < 12; x++) {
      double value = expected(SampleType.FLOAT32, x, 9, 3);
      assertEquals(value > 0 ? 1 : 0, v.value(x, 9, 3, 0, 0));
    }
  }

  @Test
  void missingChunksHaveTheFillValue() throws IOException {
    Volume nan = ImageReaders.read(folder.resolve("v3_holes"));
    Volume whole = ImageReaders.read(folder.resolve("v2_holes"));
    Volume shards = ImageReaders.read(folder.resolve("v3_sharded_holes"));
    for (int z = 0; z < 5; z++) {
      boolean hole = z < 2 || z > 3;
      double value = expected(SampleType.FLOAT32, 11, 13, z);
      assertEquals(hole ? Double.NaN : value, nan.value(11, 13, z, 0, 0));
      long[] all = (long[]) Samples.of(whole, 0, 0).array();
      assertEquals(hole ? (1L << 53) + 1 : (long) value, all[11 + 12 * (13 + 14 * z)]);
      assertEquals(hole ? -5 : value, shards.value(11, 13, z, 0, 0));
    }
  }

  @Test
  void theHeaderFileStandsForItsFolder() throws IOException {
    assertEquals(
        expected(SampleType.UINT16, 7, 8, 3),
        ImageReaders.read(folder.resolve("v2_raw/.zarray")).value(7, 8, 3, 0, 0));
    assertEquals(
        expected(SampleType.FLOAT32, 7, 8, 3),
        ImageReaders.read(folder.resolve("v3_raw/zarr.json")).value(7, 8, 3, 0, 0));
  }
}
