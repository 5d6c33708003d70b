// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.heatscope.image.Tensor;
import org.junit.jupiter.api.Test;

class TokensTest {
  @Test
  void tokensLieOnTheirGridWithoutThoseThatHaveNoPlace() {
    // One class token, one register token, then 2 x 3 patches of two channels.
    float[] t = new float[16];
    for (int token = 0; token < 8; token++) {
      t[2 * token] = token;
      t[2 * token + 1] = 10 * token;
    }
    Features f =
        new Tokens(1, 1, new int[] {2, 3}).features(new Tensor("", new int[] {1, 8, 2}, t));
    assertArrayEquals(new int[] {2, 3}, f.grid());
    assertArrayEquals(new float[] {2, 3, 4, 5, 6, 7, 20, 30, 40, 50, 60, 70}, f.data());
  }

  @Test
  void squareUnlessSaid() {
    Features f =
        new Tokens(1, 0, null).features(new Tensor("", new int[] {2, 5, 1}, new float[10]));
    assertArrayEquals(new int[] {2, 2}, f.grid());
    assertEquals(2, f.images());
  }

  @Test
  void tokensThatDoNotFitAreCounted() {
    Tensor vit = new Tensor("", new int[] {1, 197, 1}, new float[197]);
    Tokens wrong = new Tokens(1, 0, new int[] {14, 13});
    assertEquals(
        "197 tokens less 1 class and 0 register tokens are 196, which do not fill [14 x 13]",
        assertThrows(IllegalArgumentException.class, () -> wrong.features(vit)).getMessage());
    Tokens forgotten = new Tokens(0, 0, null);
    assertThrows(IllegalArgumentException.class, () -> forgotten.features(vit));
  }

  @Test
  void channelsLastAreTurned() {
    Tensor swin = new Tensor("", new int[] {1, 1, 2, 3}, new float[] {1, 2, 3, 4, 5, 6});
    Features f = Tokens.channelsLast(swin, 2);
    assertEquals(3, f.channels());
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, f.data());
  }

  @Test
  void rolloutByHand() {
    // One head, a class token and one patch. Layer one mixes evenly, layer two takes the patch.
    // Â1 = [[.75,.25],[.25,.75]], Â2 = [[.5,.5],[0,1]]: first row of Â2 Â1 = [.5, .5].
    Tensor first = new Tensor("", new int[] {1, 2, 2}, new float[] {.5f, .5f, .5f, .5f});
    Tensor second = new Tensor("", new int[] {1, 2, 2}, new float[] {0, 1, 0, 1});
    Tokens tokens = new Tokens(1, 0, new int[] {1, 1});
    assertEquals(
        .5f,
        AttentionRollout.of(List.of(first, second), AttentionRollout.Heads.MEAN, tokens).data()[0],
        1e-6f);
    // The other way round: first row of Â1 Â2 = [.375, .375 + .25].
    assertEquals(
        .625f,
        AttentionRollout.of(List.of(second, first), AttentionRollout.Heads.MEAN, tokens).data()[0],
        1e-6f);
  }

  @Test
  void headsAreFused() {
    // Class row of two heads: [1, 0] and [.2, .8].
    Tensor two = new Tensor("", new int[] {2, 2, 2}, new float[] {1, 0, 0, 1, .2f, .8f, 0, 1});
    Tokens tokens = new Tokens(1, 0, new int[] {1, 1});
    // Mean [.6, .4] + [1, 0] = [1.6, .4] / 2; max [1, .8] -> [2, .8] / 2.8; min [.2, 0] -> 0.
    float[] want = {.2f, .8f / 2.8f, 0};
    for (AttentionRollout.Heads how : AttentionRollout.Heads.values()) {
      assertEquals(
          want[how.ordinal()], AttentionRollout.of(List.of(two), how, tokens).data()[0], 1e-6f);
    }
  }
}
