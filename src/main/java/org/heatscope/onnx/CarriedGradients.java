// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heatscope.image.Tensor;

/**
 * The gradients of a network that carries its own backward pass: outputs {@code grad_<layer>} for
 * layers {@code <layer>} or {@code act_<layer>}, and a second input that takes 1 for the explained
 * class of each image and 0 for the others, [N, K].
 */
final class CarriedGradients {
  private CarriedGradients() {}

  /** Whether a network carries the gradients of all these layers. */
  static boolean in(OnnxModel model, List<String> layers) {
    Graph graph = model.graph();
    return graph.inputs().size() == 2
        && layers.stream().allMatch(l -> graph.outputs().contains(output(l)));
  }

  private static String output(String layer) {
    return "grad_" + (layer.startsWith("act_") ? layer.substring("act_".length()) : layer);
  }

  static Network.Pass run(Network network, Tensor batch, List<String> layers, Target target)
      throws IOException {
    Network.Pass pass = network.activations(batch, layers, target);
    int[] shape = pass.scores().shape();
    float[] classes = new float[pass.scores().data().length];
    for (int i = 0; i < shape[0]; i++) {
      classes[i * shape[1] + pass.targets()[i]] = 1;
    }
    Set<String> outputs = new LinkedHashSet<>();
    layers.forEach(l -> outputs.add(output(l)));
    List<String> inputs = network.model().graph().inputs();
    try (OnnxTensor x = Inference.tensor(batch.data(), batch.shape());
        OnnxTensor chosen = Inference.tensor(classes, shape);
        OrtSession.Result result =
            network.inference(outputs).run(Map.of(inputs.get(0), x, inputs.get(1), chosen))) {
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      for (String layer : layers) {
        gradients.put(layer, Inference.tensor(result, output(layer)));
      }
      return new Network.Pass(pass.scores(), pass.targets(), pass.activations(), gradients);
    }
  }
}
