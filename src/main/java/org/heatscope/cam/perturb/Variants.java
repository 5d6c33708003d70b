// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.perturb;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.heatscope.backend.Workers;
import org.heatscope.cam.Features;

/**
 * Scores many changed copies of one image, some at a time.
 *
 * @param scorer gives the scores
 * @param batch copies that are made and scored at a time
 * @param workers share out the making of copies
 * @param done is told of the number of copies after each batch
 */
public record Variants(Scorer scorer, int batch, Workers workers, IntConsumer done) {
  /** Checks the batch. */
  public Variants {
    if (batch < 1) {
      throw new IllegalArgumentException("a batch of " + batch);
    }
  }

  /** Changes a copy; different copies at once, by several threads. */
  @FunctionalInterface
  public interface Change {
    /**
     * Changes a copy in place.
     *
     * @param number which copy it is, from 0
     * @param data holds the copy, [channel, position]
     * @param at where it begins
     */
    void apply(int number, float[] data, int at);
  }

  /**
   * The score of each copy.
   *
   * @param images a batch
   * @param image which of it is copied
   * @param target the class
   * @param count how many copies
   */
  public double[] scores(Features images, int image, int target, int count, Change change)
      throws IOException {
    int n = images.channels() * images.positions();
    double[] scores = new double[count];
    for (int from = 0; from < count; from += batch) {
      int copies = Math.min(batch, count - from);
      float[] data = new float[Math.multiplyExact(copies, n)];
      int first = from;
      workers.run(
          copies,
          1,
          (start, end) -> {
            for (int i = start; i < end; i++) {
              System.arraycopy(images.data(), image * n, data, i * n, n);
              change.apply(first + i, data, i * n);
            }
          });
      Features changed = new Features(copies, images.channels(), images.grid(), data);
      System.arraycopy(scorer.scores(changed, target), 0, scores, from, copies);
      done.accept(copies);
    }
    return scores;
  }

  /** The score of an unchanged image. */
  public double score(Features images, int image, int target) throws IOException {
    int n = images.channels() * images.positions();
    float[] data = Arrays.copyOfRange(images.data(), image * n, (image + 1) * n);
    return scorer.scores(new Features(1, images.channels(), images.grid(), data), target)[0];
  }
}
