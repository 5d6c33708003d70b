// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heatscope.cam.Features;
import org.heatscope.cam.perturb.Scorer;
import org.heatscope.image.Tensor;
import org.heatscope.io.ImageFormatException;

/**
 * A network that runs: scores of classes, activations of layers, and the gradients of a score with
 * respect to them. Batches are tensors [N, C, H, W], [N, C, D, H, W] or whatever else the network
 * takes, float32.
 *
 * <p>The score of a class is its element of the explained output [N, K]; further axes of that
 * output, those of a segmentation, are summed.
 */
public final class Network implements AutoCloseable {
  private static final Set<String> PROBABILITIES = Set.of("Softmax", "LogSoftmax", "Sigmoid");

  private final OnnxModel model;
  private final int threads;
  private final Device device;
  private final ValueInfoProto input;
  private final String score;
  private final Map<Collection<String>, Inference> forward = new HashMap<>();
  private final Map<List<Integer>, Map<String, long[]>> shapes = new HashMap<>();
  private final Map<List<Object>, Gradients> backward = new HashMap<>();
  private final Map<String, Inference> heads = new HashMap<>();
  private final DirectInput given = new DirectInput();

  /**
   * A network on ONNX Runtime, on whichever device it finds.
   *
   * @throws ImageFormatException if the network takes no single batch of float32, or has no such
   *     output
   */
  public Network(OnnxModel model, Optional<String> output, int threads) throws IOException {
    this(model, output, threads, Device.AUTO);
  }

  /**
   * A network on ONNX Runtime.
   *
   * @param output the tensor with the scores; empty for the file's first output, or what goes into
   *     it where it is a softmax or sigmoid: the logits
   * @param threads that share out an operator's work
   * @throws ImageFormatException if the network takes no single batch of float32, or has no such
   *     output
   */
  public Network(OnnxModel model, Optional<String> output, int threads, Device device)
      throws IOException {
    this.model = model;
    this.threads = threads;
    this.device = device;
    List<String> inputs = model.graph().inputs();
    List<String> outputs = model.graph().outputs();
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new ImageFormatException(model.file(), "the network has no input or no output");
    }
    input = model.declaredInput(inputs.get(0));
    if (input.getType().getTensorType().getElemType() != DataType.FLOAT_VALUE) {
      throw new ImageFormatException(
          model.file(),
          "the input "
              + input.getName()
              + " is of the type "
              + DataType.forNumber(input.getType().getTensorType().getElemType())
              + ", not FLOAT");
    }
    score = output.isPresent() ? layer(output.get()) : logits(outputs.get(0));
    if (inputs.size() > 1 && !model.graph().computedFrom(input.getName()).contains(score)) {
      throw new ImageFormatException(
          model.file(),
          "the output "
              + score
              + " needs also the input "
              + String.join(", ", inputs.subList(1, inputs.size()))
              + "; only "
              + input.getName()
              + " can be given");
    }
  }

  private String logits(String output) {
    NodeProto node = model.graph().producer(output);
    while (node != null && node.getOpType().equals("Identity")) {
      node = model.graph().producer(node.getInput(0));
    }
    boolean probability = node != null && PROBABILITIES.contains(node.getOpType());
    return probability ? node.getInput(0) : output;
  }

  /** Loads a graph made from this network's. */
  Inference load(ModelProto graph) throws IOException {
    return new Inference(model.file(), graph, threads, device);
  }

  /** The tensor with the scores. */
  public String score() {
    return score;
  }

  /** The network as its file describes it. */
  public OnnxModel model() {
    return model;
  }

  /**
   * A tensor's name, checked.
   *
   * @throws ImageFormatException with the nearest names if the network has no such tensor
   */
  public String layer(String name) throws IOException {
    return Layers.check(model, name);
  }

  /**
   * The usual layer for activation maps: the last convolution that still has a grid, with the
   * normalisation, activation and shortcut behind it.
   *
   * @throws ImageFormatException if there is none
   */
  public String usualLayer(Tensor batch) throws IOException {
    return Layers.usual(model, score, shapes(batch));
  }

  /**
   * The tensors between input and score that maps can be made of.
   *
   * @param batch for their shapes; empty for zeros of the declared size, and no shapes where the
   *     file leaves that open
   */
  public List<Layer> layers(Optional<Tensor> batch) throws IOException {
    Optional<Tensor> probe = batch.isPresent() ? batch : zeros();
    return Layers.list(model, score, probe.isPresent() ? shapes(probe.get()) : Map.of());
  }

  private Optional<Tensor> zeros() {
    List<Long> declared = declaredShape();
    if (declared.size() < 2 || declared.subList(1, declared.size()).contains(0L)) {
      return Optional.empty();
    }
    int[] shape = declared.stream().mapToInt(Math::toIntExact).toArray();
    shape[0] = Math.max(1, shape[0]);
    int n = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return Optional.of(new Tensor(input.getName(), shape, new float[n]));
  }

  /** Whether the file fixes the size of an image along every axis. */
  public boolean isFixedSize() {
    List<Long> declared = declaredShape();
    return declared.size() > 2 && !declared.subList(2, declared.size()).contains(0L);
  }

  /** The images that the network takes at once where its file fixes their number, else 0. */
  public int fixedBatch() {
    List<Long> declared = declaredShape();
    return declared.isEmpty() ? 0 : Math.toIntExact(declared.get(0));
  }

  /** The input's shape as the file declares it, 0 where a size may vary. */
  List<Long> declaredShape() {
    return input.getType().getTensorType().getShape().getDimList().stream()
        .map(d -> Math.max(0, d.getDimValue()))
        .toList();
  }

  /**
   * The network as a giver of scores.
   *
   * @param softmax whether a score is the share e^y of the class in the sum over all classes
   */
  public Scorer scorer(boolean softmax) {
    return (images, target) -> {
      Tensor scores = scores(tensor(images));
      return softmax ? shares(scores, target) : column(scores, target);
    };
  }

  /**
   * The network as a giver of probabilities: the share of the class as {@link #scorer} has it, or 1
   * / (1 + e^-y) of a network with one score only or with a sigmoid behind its scores.
   */
  public Scorer probabilities() {
    boolean independent =
        model.graph().nodes().stream()
            .anyMatch(n -> n.getOpType().equals("Sigmoid") && n.getInput(0).equals(score));
    return (images, target) -> {
      Tensor scores = scores(tensor(images));
      return independent || scores.shape()[1] == 1
          ? Arrays.stream(column(scores, target)).map(y -> 1 / (1 + Math.exp(-y))).toArray()
          : shares(scores, target);
    };
  }

  private static double[] shares(Tensor scores, int target) {
    int classes = scores.shape()[1];
    double[] sums = new double[scores.shape()[0]];
    for (int i = 0; i < scores.data().length; i++) {
      // Relative to the target's own, so that no power overflows what it is divided by.
      sums[i / classes] +=
          Math.exp(scores.data()[i] - (double) scores.data()[i / classes * classes + target]);
    }
    return Arrays.stream(sums).map(s -> 1 / s).toArray();
  }

  /**
   * The part of the network behind a layer as a giver of scores, for activations in place of
   * images. What else it needs of the network must not depend on the image.
   *
   * @throws ImageFormatException if the layer does not cut the network in two
   */
  public Scorer head(String layer) throws IOException {
    Inference known = heads.get(layer);
    if (known == null) {
      known = load(model.head(layer, score));
      heads.put(layer, known);
    }
    Inference head = known;
    return (activations, target) -> {
      Tensor a = tensor(activations);
      try (OnnxTensor x = given.tensor(a.data(), a.shape());
          OrtSession.Result result = head.run(Map.of(layer, x))) {
        return column(summed(Inference.tensor(result, score)), target);
      }
    };
  }

  private static Tensor tensor(Features f) {
    int[] shape = new int[f.grid().length + 2];
    shape[0] = f.images();
    shape[1] = f.channels();
    System.arraycopy(f.grid(), 0, shape, 2, f.grid().length);
    return new Tensor("batch", shape, f.data());
  }

  private static double[] column(Tensor scores, int target) {
    int classes = scores.shape()[1];
    double[] column = new double[scores.shape()[0]];
    Arrays.setAll(column, i -> scores.data()[i * classes + target]);
    return column;
  }

  private void check(Tensor batch) throws IOException {
    List<Long> declared = declaredShape();
    boolean fits = declared.isEmpty() || declared.size() == batch.shape().length;
    for (int i = 0; fits && i < declared.size(); i++) {
      fits = declared.get(i) == 0 || declared.get(i) == batch.shape()[i];
    }
    if (!fits) {
      throw new ImageFormatException(
          model.file(),
          "the network takes "
              + declared.stream().map(d -> d == 0 ? "?" : d.toString()).toList()
              + ", not "
              + Arrays.toString(batch.shape()));
    }
  }

  /** Checks the axes and channels of images that may be more, or larger, than the network takes. */
  void requireKind(Tensor batch) throws IOException {
    List<Long> declared = declaredShape();
    boolean fits =
        declared.size() < 2
            || (declared.size() == batch.shape().length
                && (declared.get(1) == 0 || declared.get(1) == batch.shape()[1]));
    if (!fits) {
      check(batch);
    }
  }

  /** Runs the network; tensors of the result are named by {@code outputs}. */
  OrtSession.Result run(Tensor batch, Collection<String> outputs) throws IOException {
    check(batch);
    try (OnnxTensor x = given.tensor(batch.data(), batch.shape())) {
      return inference(outputs).run(Map.of(input.getName(), x));
    }
  }

  Inference inference(Collection<String> outputs) throws IOException {
    Set<String> key = new LinkedHashSet<>(outputs);
    Inference ready = forward.get(key);
    if (ready == null) {
      ready = load(model.giving(key));
      forward.put(key, ready);
    }
    return ready;
  }

  /** The shapes of tensors for a batch; the network runs once, keeping nothing but them. */
  public Map<String, long[]> shapes(Tensor batch) throws IOException {
    check(batch);
    List<Integer> key = Arrays.stream(batch.shape()).boxed().toList();
    Map<String, long[]> known = shapes.get(key);
    if (known == null) {
      known = measured(batch);
      shapes.put(key, known);
    }
    return known;
  }

  private Map<String, long[]> measured(Tensor batch) throws IOException {
    Set<String> tensors = model.graph().computedFrom(input.getName());
    Map<String, long[]> all = new LinkedHashMap<>();
    all.put(input.getName(), Arrays.stream(batch.shape()).asLongStream().toArray());
    try (Inference dry = load(model.givingShapes(tensors));
        OnnxTensor x = given.tensor(batch.data(), batch.shape());
        OrtSession.Result result = dry.run(Map.of(input.getName(), x))) {
      for (String tensor : tensors) {
        all.put(tensor, Inference.longs(result, OnnxModel.shapeOf(tensor)));
      }
    }
    model.graph().constants().forEach(t -> all.putIfAbsent(t.getName(), sizes(t.getDimsList())));
    return all;
  }

  private static long[] sizes(List<Long> dims) {
    return dims.stream().mapToLong(Long::longValue).toArray();
  }

  /** The score of each class, [N, K]. */
  public Tensor scores(Tensor batch) throws IOException {
    try (OrtSession.Result result = run(batch, List.of(score))) {
      return summed(Inference.tensor(result, score));
    }
  }

  Tensor summed(Tensor output) throws IOException {
    int[] shape = output.shape();
    if (shape.length == 0) {
      throw new ImageFormatException(model.file(), "the output " + score + " is a single number");
    }
    int images = shape[0];
    int classes = shape.length < 2 ? 1 : shape[1];
    int rest = images * classes == 0 ? 0 : output.data().length / (images * classes);
    float[] sums = new float[images * classes];
    for (int i = 0; i < sums.length; i++) {
      double sum = 0;
      for (int j = 0; j < rest; j++) {
        sum += output.data()[i * rest + j];
      }
      sums[i] = (float) sum;
    }
    return new Tensor(score, new int[] {images, classes}, sums);
  }

  /**
   * What one forward and one backward pass give.
   *
   * @param scores of each class, [N, K]
   * @param targets the explained class of each image
   * @param activations of each layer, by its name
   * @param gradients of the targets' scores, of each layer; empty after a forward pass only
   */
  public record Pass(
      Tensor scores,
      int[] targets,
      Map<String, Tensor> activations,
      Map<String, Tensor> gradients) {}

  /** Runs forwards only. */
  public Pass activations(Tensor batch, List<String> layers, Target target) throws IOException {
    Set<String> outputs = new LinkedHashSet<>(layers);
    outputs.add(score);
    try (OrtSession.Result result = run(batch, outputs)) {
      Tensor scores = summed(Inference.tensor(result, score));
      Map<String, Tensor> activations = new LinkedHashMap<>();
      for (String layer : layers) {
        activations.put(layer, Inference.tensor(result, layer));
      }
      return new Pass(scores, Gradients.targets(scores, target), activations, Map.of());
    }
  }

  /**
   * Runs forwards and backwards. Where the file has an output {@code grad_<layer>} that is taken,
   * otherwise the backward pass is built.
   *
   * @param target the class to explain
   * @throws ImageFormatException naming the operator that no gradient passes, or the layer that the
   *     score does not depend on
   */
  public Pass gradients(Tensor batch, List<String> layers, Target target) throws IOException {
    if (CarriedGradients.in(model, layers)) {
      return CarriedGradients.run(this, batch, layers, target);
    }
    List<Object> key = List.of(Arrays.stream(batch.shape()).boxed().toList(), layers);
    Gradients ready = backward.get(key);
    if (ready == null) {
      ready = new Gradients(this, shapes(batch), layers);
      backward.put(key, ready);
    }
    return ready.run(batch, target);
  }

  @Override
  public void close() throws IOException {
    for (Inference i : forward.values()) {
      i.close();
    }
    for (Inference i : heads.values()) {
      i.close();
    }
    for (Gradients g : backward.values()) {
      g.close();
    }
  }
}
