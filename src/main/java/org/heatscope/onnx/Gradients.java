// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heatscope.image.Tensor;
import org.heatscope.io.ImageFormatException;

/** The forward and the backward pass of a network for batches of one shape. */
final class Gradients implements AutoCloseable {
  private final Network network;
  private final List<String> layers;
  private final Set<String> saved;
  private final Set<String> outputs = new LinkedHashSet<>();
  private final Inference backward;

  /**
   * Builds and loads the backward pass.
   *
   * @param shapes of the network's tensors
   */
  Gradients(Network network, Map<String, long[]> shapes, List<String> layers) throws IOException {
    this.network = network;
    this.layers = layers;
    OnnxModel model = network.model();
    Backward built;
    try {
      built = new Backward(model.graph(), model.opset(), network.score(), layers, shapes);
    } catch (Site.Refusal e) {
      throw new ImageFormatException(model.file(), e.getMessage());
    }
    saved = built.saved();
    outputs.add(network.score());
    outputs.addAll(layers);
    outputs.addAll(saved);
    backward = network.load(built.model(network.inference(outputs).types()));
  }

  Network.Pass run(Tensor batch, Target target) throws IOException {
    try (OrtSession.Result forward = network.run(batch, outputs)) {
      Tensor output = Inference.tensor(forward, network.score());
      Tensor scores = network.summed(output);
      int[] targets = Gradients.targets(scores, target);
      Map<String, Tensor> activations = new LinkedHashMap<>();
      for (String layer : layers) {
        activations.put(layer, Inference.tensor(forward, layer));
      }
      return new Network.Pass(scores, targets, activations, backwards(forward, output, targets));
    }
  }

  static int[] targets(Tensor scores, Target target) {
    int classes = scores.shape()[1];
    int[] targets = new int[scores.shape()[0]];
    for (int i = 0; i < targets.length; i++) {
      float[] own = Arrays.copyOfRange(scores.data(), i * classes, (i + 1) * classes);
      targets[i] = target.of(i, own);
      if (!Float.isFinite(own[targets[i]])) {
        throw new IllegalArgumentException(
            "image " + i + ": the score of class " + targets[i] + " is " + own[targets[i]]);
      }
    }
    return targets;
  }

  private Map<String, Tensor> backwards(OrtSession.Result forward, Tensor output, int[] targets)
      throws IOException {
    Map<String, OnnxTensorLike> inputs = new HashMap<>();
    for (String tensor : saved) {
      inputs.put(tensor, (OnnxTensor) forward.get(tensor).orElseThrow());
    }
    try (OnnxTensor seed = Inference.tensor(seed(output.shape(), targets), output.shape())) {
      inputs.put(Backward.SEED, seed);
      try (OrtSession.Result result = backward.run(inputs)) {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (String layer : layers) {
          gradients.put(layer, Inference.tensor(result, Backward.gradient(layer)));
        }
        return gradients;
      }
    }
  }

  /** d s / d output: 1 at every element of the target's class. */
  private static float[] seed(int[] shape, int[] targets) {
    int classes = shape.length < 2 ? 1 : shape[1];
    int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] seed = new float[elements];
    int rest = elements / (targets.length * classes);
    for (int i = 0; i < targets.length; i++) {
      int from = (i * classes + targets[i]) * rest;
      Arrays.fill(seed, from, from + rest, 1);
    }
    return seed;
  }

  @Override
  public void close() throws IOException {
    backward.close();
  }
}
