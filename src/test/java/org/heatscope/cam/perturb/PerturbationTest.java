// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.perturb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.heatscope.backend.Workers;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.Upsampling;
import org.junit.jupiter.api.Test;

/** The methods that change the image, on linear scores y = Σ w x whose maps are worked by hand. */
class PerturbationTest {
  private static final int[] FIRST = {0};

  private static Scorer linear(double... weights) {
    return (images, target) -> {
      double[] scores = new double[images.images()];
      for (int i = 0; i < images.data().length; i++) {
        scores[i / weights.length] += weights[i % weights.length] * images.data()[i];
      }
      return scores;
    };
  }

  private static Variants variants(Scorer scorer, int batch) {
    return new Variants(scorer, batch, new Workers(2), n -> {});
  }

  private static Features row(int channels, float... values) {
    return new Features(1, channels, new int[] {1, values.length / channels}, values);
  }

  @Test
  void occlusionOfSinglePositionsIsWhatEachAdds() throws IOException {
    Occlusion single = new Occlusion(new int[] {1, 1}, 0, false, 0);
    CamMaps map = single.map(row(1, 1, 2, 3), FIRST, variants(linear(5, -1, 2), 2));
    assertArrayEquals(new float[] {5, -2, 6}, map.data(), 1e-6f);
  }

  @Test
  void occlusionTakesTheMeanOverTheWindowsThatCoverAPosition() throws IOException {
    Occlusion pair = new Occlusion(new int[] {1, 2}, 0.5, false, 0);
    CamMaps map = pair.map(row(1, 1, 1, 1), FIRST, variants(linear(1, 2, 4), 16));
    assertArrayEquals(new float[] {3, 4.5f, 6}, map.data(), 1e-6f);
  }

  @Test
  void theLastWindowEndsWithTheImage() throws IOException {
    Occlusion pair = new Occlusion(new int[] {1, 2}, 0, false, 0);
    assertEquals(2, pair.copies(new int[] {1, 3}));
    CamMaps map = pair.map(row(1, 1, 1, 1), FIRST, variants(linear(1, 2, 4), 16));
    assertArrayEquals(new float[] {3, 4.5f, 6}, map.data(), 1e-6f);
  }

  /** k = e^(-z^2 / 2) with z = 1 / (3 / 4): 0.411112 beside the centre. */
  @Test
  void aGaussianHidesItsCentreMost() throws IOException {
    Occlusion gauss = new Occlusion(new int[] {1, 3}, 0.5, true, 0);
    CamMaps map = gauss.map(row(1, 1, 1, 1), FIRST, variants(linear(1, 2, 4), 16));
    float drop = 0.411112f * 1 + 2 + 0.411112f * 4;
    assertArrayEquals(new float[] {drop, drop, drop}, map.data(), 1e-5f);
  }

  @Test
  void occlusionHidesAllChannelsInThreeDimensions() throws IOException {
    float[] x = new float[16];
    double[] w = new double[16];
    for (int i = 0; i < 16; i++) {
      x[i] = 1;
      w[i] = i;
    }
    Features image = new Features(1, 2, new int[] {2, 2, 2}, x);
    Occlusion column = new Occlusion(new int[] {2, 1, 1}, 0, false, 0);
    CamMaps map = column.map(image, FIRST, variants(linear(w), 3));
    // Position p is hidden together with p + 4 of its own channel and both of the other.
    float[] expected = new float[8];
    for (int p = 0; p < 8; p++) {
      int q = p % 4;
      expected[p] = q + (q + 4) + (q + 8) + (q + 12);
    }
    assertArrayEquals(expected, map.data(), 1e-4f);
  }

  @Test
  void aWindowLargerThanTheImageIsRefused() {
    Occlusion wide = new Occlusion(new int[] {1, 4}, 0, false, 0);
    Variants any = variants(linear(1, 1, 1), 1);
    assertThrows(IllegalArgumentException.class, () -> wide.map(row(1, 1, 1, 1), FIRST, any));
  }

  /** y of the two masks is 1 and 0, the second channel being flat; softmax 0.731059, 0.268941. */
  @Test
  void scoreCamWeighsChannelsByTheSoftmaxOfTheirScores() throws IOException {
    CamMaps map =
        new ScoreCam(Upsampling.LINEAR)
            .map(row(1, 1, 1), row(2, 1, 0, 1, 1), FIRST, variants(linear(1, 3), 1));
    assertArrayEquals(new float[] {1, 0.268941f}, map.data(), 1e-6f);
  }

  /** y = mean A_1 + 2 mean A_2 = 5; without a channel 2 and 3: weights 3/5 and 2/5. */
  @Test
  void ablationCamWeighsChannelsByTheShareOfTheScoreThatTheyAdd() throws IOException {
    Variants head = variants(linear(0.5, 0.5, 1, 1), 1);
    CamMaps map = AblationCam.map(row(2, 2, 4, 1, 1), FIRST, head);
    assertArrayEquals(new float[] {1.6f, 2.8f}, map.data(), 1e-6f);
  }

  /** E[L(p)] = E[M(p) M(q)] / share for a score that is the one position q; at q it is largest. */
  @Test
  void riseFindsTheOnlyPositionThatCounts() throws IOException {
    double[] weights = new double[64];
    weights[27] = 1;
    float[] ones = new float[64];
    java.util.Arrays.fill(ones, 1);
    Features image = new Features(1, 1, new int[] {8, 8}, ones);
    Rise rise = new Rise(400, 4, 0.5, 7);
    CamMaps one = rise.map(image, FIRST, variants(linear(weights), 1));
    CamMaps many = rise.map(image, FIRST, variants(linear(weights), 64));
    assertArrayEquals(one.data(), many.data(), 0, "the batch does not matter");
    int top = 0;
    for (int p = 0; p < 64; p++) {
      top = one.data()[p] > one.data()[top] ? p : top;
    }
    assertTrue(Math.abs(top / 8 - 3) <= 1 && Math.abs(top % 8 - 3) <= 1, "found at " + top);
  }

  @Test
  void everyCopyIsCountedOnce() throws IOException {
    List<Integer> batches = new ArrayList<>();
    Variants v = new Variants(linear(1, 1), 4, new Workers(1), batches::add);
    v.scores(row(1, 1, 1), 0, 0, 10, (k, data, at) -> {});
    assertEquals(List.of(4, 4, 2), batches);
  }

  /** Copy k of the row 1 is k: the scores come in order, whatever the batches and threads. */
  @Test
  void everyCopyHasItsOwnScore() throws IOException {
    for (int threads : new int[] {1, 2, 5}) {
      for (int batch : new int[] {1, 3, 4, 10, 16}) {
        Variants v = new Variants(linear(1), batch, new Workers(threads), n -> {});
        double[] scores = v.scores(row(1, 1), 0, 0, 10, (c, data, at) -> data[at] *= c);
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, scores);
      }
    }
  }

  /** The network waits, with the first batch, for a copy of the second. */
  @Test
  void theNextBatchIsMadeWhileTheNetworkLooks() throws IOException {
    CountDownLatch second = new CountDownLatch(1);
    Scorer waiting =
        (images, target) -> {
          try {
            assertTrue(second.await(30, TimeUnit.SECONDS), "no copy was made");
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return new double[images.images()];
        };
    Variants v = new Variants(waiting, 2, new Workers(2), n -> {});
    v.scores(
        row(1, 1),
        0,
        0,
        4,
        (c, data, at) -> {
          if (c == 2) {
            second.countDown();
          }
        });
  }

  @Test
  void whatTheNetworkThrowsIsThrown() {
    Scorer broken =
        (images, target) -> {
          throw new IOException("out of order");
        };
    Variants v = new Variants(broken, 2, new Workers(2), n -> {});
    IOException e =
        assertThrows(IOException.class, () -> v.scores(row(1, 1), 0, 0, 5, (c, d, at) -> {}));
    assertEquals("out of order", e.getMessage());
  }

  /** A NaN anywhere hides the image behind NaN, also where the upsampled channel is finite. */
  @Test
  void aChannelWithNanMakesTheMapNan() throws IOException {
    Scorer first = (images, target) -> new double[] {images.data()[0]};
    CamMaps map =
        new ScoreCam(Upsampling.LINEAR)
            .map(row(1, 1, 1, 1), row(1, 1, 2, Float.NaN), FIRST, variants(first, 1));
    assertTrue(Float.isNaN(map.data()[0]), "map " + map.data()[0]);
  }
}
