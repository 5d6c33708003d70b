// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.heatscope.backend.scalar.ScalarBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostsTest {
  @TempDir Path folder;

  private Cache cache() {
    return new Cache(Optional.of(folder.resolve("cache")));
  }

  @Test
  void whatWasMeasuredIsKept() {
    BackendProvider scalar = new ScalarBackend.Provider();
    assertEquals(scalar.usualCost(), new Costs(cache()).of(scalar));
    Optional<Cost> measured = new Costs(cache()).measure(scalar);
    assertTrue(measured.orElseThrow().nanosPerPixel() > 0);
    assertEquals(measured, new Costs(cache()).measured(scalar));
    assertEquals(13, measured.orElseThrow().operations().size());
    assertTrue(measured.orElseThrow().operations().get("median").nanosPerSample() > 0);
  }

  @Test
  void aDamagedEntryCountsAsNotThere() throws IOException {
    Cache cache = cache();
    cache.put("key", new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, cache.get("key").orElseThrow());
    Path entry;
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      entry = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(entry);
    bytes[bytes.length - 1] ^= 1;
    Files.write(entry, bytes);
    assertFalse(cache.get("key").isPresent());
    Files.write(entry, new byte[3]);
    assertFalse(cache.get("key").isPresent());
  }

  @Test
  void anEntryThatHoldsNoCostsCountsAsNotThere() {
    BackendProvider scalar = new ScalarBackend.Provider();
    for (String cost :
        List.of("hello world", "1", "-5 1", "1 NaN", "1 2 median 3 4", "", "1 2\n")) {
      String kept = "\n" + cost;
      cache().put(Costs.key(scalar), kept.getBytes(StandardCharsets.US_ASCII));
      assertEquals(Optional.empty(), new Costs(cache()).measured(scalar), kept);
    }
    cache().put(Costs.key(scalar), "1 2".getBytes(StandardCharsets.US_ASCII));
    assertEquals(Optional.empty(), new Costs(cache()).measured(scalar));
    cache().put(Costs.key(scalar), "\n1 2 median 3 4 5".getBytes(StandardCharsets.US_ASCII));
    Cost cost = new Cost(1, 2, Map.of("median", new Cost.Rate(3, 4, 5)));
    assertEquals(Optional.of(cost), new Costs(cache()).measured(scalar));
  }

  @Test
  void aFolderThatCannotBeMadeIsNoFault() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Cache cache = new Cache(Optional.of(file.resolve("below")));
    cache.put("key", new byte[1]);
    assertFalse(cache.get("key").isPresent());
  }
}
