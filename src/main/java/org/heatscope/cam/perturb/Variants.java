// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.perturb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.heatscope.backend.Workers;
import org.heatscope.cam.Features;

/**
 * Scores many changed copies of one image, some at a time: while the network looks at one batch,
 * the next is made.
 *
 * @param scorer gives the scores
 * @param batch copies that are made and scored at a time
 * @param workers share out the making of copies; with one thread nothing runs at once
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
    return scores(
        images,
        target,
        count,
        (number, data, at) -> {
          System.arraycopy(images.data(), image * n, data, at, n);
          change.apply(number, data, at);
        });
  }

  /**
   * The score of each of some images of a size.
   *
   * @param size an image of that size
   * @param target the class
   * @param count how many images
   * @param making writes an image over whatever was there
   */
  public double[] scores(Features size, int target, int count, Change making) throws IOException {
    int n = size.channels() * size.positions();
    double[] scores = new double[count];
    float[] ready = {};
    float[] spare = {};
    // One turn more than there are batches: the first only makes, the last only scores.
    for (int from = 0; from - batch < count; from += batch) {
      int first = from;
      int before = from - batch;
      int copies = Math.max(0, Math.min(batch, count - from));
      float[] made = sized(spare, Math.multiplyExact(copies, n));
      float[] scored = ready;
      int looked = scored.length / n;
      atOnce(
          () -> {
            if (looked > 0) {
              Features f = new Features(looked, size.channels(), size.grid(), scored);
              System.arraycopy(scorer.scores(f, target), 0, scores, before, looked);
            }
          },
          copies,
          i -> making.apply(first + i, made, i * n));
      if (looked > 0) {
        done.accept(looked);
      }
      spare = scored;
      ready = made;
    }
    return scores;
  }

  private static float[] sized(float[] spare, int length) {
    return spare.length == length ? spare : new float[length];
  }

  private interface Scoring {
    void run() throws IOException;
  }

  /** One thread scores while the others make copies. */
  private void atOnce(Scoring scoring, int copies, IntConsumer making) throws IOException {
    try {
      workers.run(
          copies + 1,
          1,
          (start, end) -> {
            if (start > 0) {
              making.accept(start - 1);
              return;
            }
            try {
              scoring.run();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The score of an unchanged image. */
  public double score(Features images, int image, int target) throws IOException {
    int n = images.channels() * images.positions();
    float[] data = Arrays.copyOfRange(images.data(), image * n, (image + 1) * n);
    return scorer.scores(new Features(1, images.channels(), images.grid(), data), target)[0];
  }
}
