// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.ArrayList;
import java.util.List;

/** The steps that change values and leave the grid as it is. */
final class ValueSteps {
  private ValueSteps() {}

  /** (v - low) / (high - low), clipped to 0..1. */
  static Step window(double low, double high) {
    return image ->
        each(image, (v, c) -> (float) Math.min(Math.max((v - low) / (high - low), 0), 1));
  }

  /** (v - mean) / deviation, with a number for each channel or one for all. */
  static Step normalise(double[] mean, double[] deviation) {
    return image -> {
      requireChannels(image, mean);
      requireChannels(image, deviation);
      return each(image, (v, c) -> (float) ((v - of(mean, c)) / of(deviation, c)));
    };
  }

  private static void requireChannels(Stage image, double[] numbers) {
    int channels = image.channels().size();
    if (channels > 0 && numbers.length > 1 && numbers.length != channels) {
      throw new IllegalArgumentException(
          "normalise: " + numbers.length + " numbers for " + channels + " channels");
    }
  }

  private static double of(double[] numbers, int channel) {
    return numbers[numbers.length == 1 ? 0 : channel];
  }

  /** Each channel less its mean, divided by its (population) standard deviation. */
  static Step zscore() {
    return image -> linear(image, true);
  }

  /** Each channel's least value to 0, its greatest to 1. */
  static Step minmax() {
    return image -> linear(image, false);
  }

  /** A flat channel becomes 0. */
  private static Stage linear(Stage image, boolean zscore) {
    List<float[]> changed = new ArrayList<>();
    for (float[] channel : image.channels()) {
      double sum = 0;
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (float v : channel) {
        sum += v;
        least = Math.min(least, v);
        most = Math.max(most, v);
      }
      double mean = sum / channel.length;
      double squares = 0;
      for (float v : channel) {
        squares += (v - mean) * (v - mean);
      }
      double zero = zscore ? mean : least;
      double unit = zscore ? Math.sqrt(squares / channel.length) : most - least;
      float[] out = new float[channel.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) (unit == 0 ? 0 : (channel[i] - zero) / unit);
      }
      changed.add(out);
    }
    return image.withChannels(changed);
  }

  /** The only channel, as often as said. */
  static Step channels(int count) {
    return image -> {
      int has = image.channels().size();
      if (has > 1 && has != count) {
        throw new IllegalArgumentException("channels: the image has " + has + ", not 1");
      }
      List<float[]> all = new ArrayList<>(image.channels());
      while (has == 1 && all.size() < count) {
        all.add(all.get(0));
      }
      return image.withChannels(all);
    };
  }

  private interface Change {
    float of(float value, int channel);
  }

  private static Stage each(Stage image, Change change) {
    List<float[]> changed = new ArrayList<>();
    for (float[] channel : image.channels()) {
      float[] out = new float[channel.length];
      int c = changed.size();
      for (int i = 0; i < out.length; i++) {
        out[i] = change.of(channel[i], c);
      }
      changed.add(out);
    }
    return image.withChannels(changed);
  }
}
