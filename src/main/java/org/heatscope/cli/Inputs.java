// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.heatscope.Heatscope;
import org.heatscope.export.Provenance;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ReadOptions;

/** The images, read side by side, and their hashes. */
final class Inputs {
  private final boolean hashed;
  private final Consumer<String> note;

  private record Loaded(String role, Path path, CompletableFuture<String> sha256) {}

  private final List<Loaded> loaded = new ArrayList<>();

  /**
   * Nothing is read yet.
   *
   * @param hashed whether the files' hashes will be wanted
   * @param note receives the images' warnings
   */
  Inputs(boolean hashed, Consumer<String> note) {
    this.hashed = hashed;
    this.note = note;
  }

  CompletableFuture<Volume> read(String role, Path path, ReadOptions options) {
    CompletableFuture<ImageReader> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Heatscope.openImage(path, options);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    if (hashed && loaded.stream().noneMatch(l -> l.role.equals(role) && l.path.equals(path))) {
      loaded.add(new Loaded(role, path, reader.thenApplyAsync(Inputs::hash)));
    }
    return reader.thenApplyAsync(
        r -> {
          try {
            return r.read();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  private static String hash(ImageReader reader) {
    try {
      return Provenance.sha256(reader.files());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  Volume get(CompletableFuture<Volume> future, Path path) throws IOException {
    Volume v = join(future);
    v.warnings().forEach(w -> note.accept(path + ": " + w));
    return v;
  }

  List<Provenance.Input> records() throws IOException {
    List<Provenance.Input> records = new ArrayList<>();
    for (Loaded l : loaded) {
      records.add(new Provenance.Input(l.role(), l.path().toString(), join(l.sha256())));
    }
    return records;
  }

  private static <T> T join(CompletableFuture<T> future) throws IOException {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException r) {
        throw r;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
