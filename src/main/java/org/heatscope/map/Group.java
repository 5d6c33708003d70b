// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;

/**
 * Images of one kind, one a subject, that are gone through one after another: while one is worked
 * on the next is read, and none is kept. Each comes on the grid of the first, resampled linearly
 * through the affines where its own differs.
 *
 * <p>A value is missing where it is not finite (also outside a subject's image), and, if so wished,
 * where it is exactly zero, as programs write outside their mask.
 *
 * @param images the subjects; an iterable that reads lazily keeps the memory small
 * @param count how many there are, for the progress
 * @param zeroIsMissing whether zeros are missing
 * @param work threads and notes
 */
public record Group(Iterable<MapInput> images, int count, boolean zeroIsMissing, MapWork work) {
  /** Takes a subject's values. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes them.
     *
     * @param subject from 0
     * @param values x fastest on the grid of the first; NaN where missing; the visitor may keep and
     *     change the array
     * @param grid of the first image
     */
    void accept(int subject, double[] values, Geometry grid) throws IOException;
  }

  /** A group of images at hand. */
  public static Group of(List<MapInput> images, boolean zeroIsMissing, MapWork work) {
    return new Group(images, images.size(), zeroIsMissing, work);
  }

  /**
   * What was seen of a group.
   *
   * @param first the first image, for its grid and unit
   * @param where the group's statistics were computed: plain Java, and what resampled its images
   */
  public record Seen(Volume first, String where) {}

  /**
   * Goes through the subjects.
   *
   * @throws ImageFormatException naming the image that cannot be read or laid on the first
   */
  public Seen each(Visitor visitor) throws IOException {
    Iterator<MapInput> rest = images.iterator();
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("a group needs an image");
    }
    Volume first = null;
    String firstName = "";
    boolean resampled = false;
    MapInput input = rest.next();
    CompletableFuture<Volume> next = read(input);
    for (int subject = 0; next != null; subject++) {
      Volume volume = await(next);
      MapInput current = input;
      input = rest.hasNext() ? rest.next() : null;
      next = input == null ? null : read(input);
      if (subject == 0) {
        first = volume;
        firstName = current.name();
      }
      resampled |= !Resampling.sameGrid(volume.geometry(), first.geometry());
      visitor.accept(
          subject, values(current, volume, first.geometry(), firstName), first.geometry());
      work.progress().at(subject + 1L, count);
    }
    return new Seen(
        first, Maps.JAVA + (resampled ? ", resampled by " + work.session().backend() : ""));
  }

  private double[] values(MapInput input, Volume volume, Geometry grid, String first)
      throws IOException {
    double[] v;
    try {
      if (!Resampling.sameGrid(volume.geometry(), grid)) {
        work.notes().accept(input.name() + " is resampled onto the grid of the first image");
      }
      Samples laid = Resampling.onGrid(volume, grid, work.session());
      Resampling.requireOverlap(volume, laid, grid, first, work.session());
      v = Values.of(laid);
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(Path.of(input.name()), e.getMessage());
    }
    for (int i = 0; i < v.length; i++) {
      if (!(Math.abs(v[i]) < Double.POSITIVE_INFINITY) || zeroIsMissing && v[i] == 0) {
        v[i] = Double.NaN;
      }
    }
    return v;
  }

  private static CompletableFuture<Volume> read(MapInput input) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return input.read();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  private static Volume await(CompletableFuture<Volume> future) throws IOException {
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
