// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.util.function.Consumer;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageName;
import org.heatscope.io.ReadOptions;

/**
 * What maps are computed with.
 *
 * @param session the operations of a backend
 * @param workers threads for what the backends have no operation for
 * @param notes receives what a careful reader should know, a sentence each
 * @param progress is told how far the work is
 * @param reading how images beside the inputs are read: masks, atlases, references
 */
public record MapWork(
    Session session,
    Workers workers,
    Consumer<String> notes,
    Progress progress,
    ReadOptions reading) {
  /** Work whose images are read as they are by default. */
  public MapWork(Session session, Workers workers, Consumer<String> notes, Progress progress) {
    this(session, workers, notes, progress, ReadOptions.standard());
  }

  /** Reads an image beside the inputs; its name may choose a series, see {@link ImageName}. */
  Volume image(String name) throws IOException {
    Volume image = MapInput.of(name, reading).read();
    image.warnings().forEach(w -> notes.accept(name + ": " + w));
    return image;
  }

  /** Hears how far the work is. */
  @FunctionalInterface
  public interface Progress {
    /** So many of so many steps are done. */
    void at(long done, long total);
  }

  /** Work that is done in silence. */
  public static MapWork quiet(Session session, Workers workers) {
    return new MapWork(session, workers, note -> {}, (done, total) -> {});
  }
}
