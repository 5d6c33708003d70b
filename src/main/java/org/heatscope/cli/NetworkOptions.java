// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.heatscope.cam.Preprocess;
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageWriters;
import org.heatscope.onnx.Device;
import org.heatscope.onnx.Network;
import org.heatscope.onnx.OnnxModel;
import org.heatscope.onnx.OnnxRuntime;
import org.heatscope.onnx.Target;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A network, what it is given, and which of its scores is meant. */
final class NetworkOptions {
  private static final String TOP = "top1";

  @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL.onnx", description = "The network.")
  Path model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUT",
      description =
          "What the network takes: a batch [N,C,H,W] or [N,C,D,H,W] as .npy, .npz or .safetensors,"
              + " or an image, which --preprocess brings to the network's form.")
  String input;

  @Option(
      names = "--target",
      paramLabel = "CLASS[,CLASS...]|top1",
      description =
          "The class to explain, from 0: one, or one for each image of the batch; top1 is the one"
              + " with the highest score. Default: top1.")
  private String target = TOP;

  @Option(
      names = "--scores",
      paramLabel = "NAME",
      description =
          "The tensor with the scores of the classes. Default: the network's first output, or what"
              + " goes into it where it is a softmax or sigmoid.")
  private String scores;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images, or changed copies of one, that the network gets at a time. Default: 16.")
  private int batch = 16;

  @Option(
      names = "--provider",
      paramLabel = "auto|cpu|cuda",
      description =
          "Where the network runs: auto is CUDA where ONNX Runtime and the machine have it, else"
              + " the CPU. Default: auto.")
  private Device provider = Device.AUTO;

  void check(CommandLine command) {
    if (batch < 1) {
      throw new ParameterException(command, "--batch must be at least 1, not " + batch);
    }
    if (!target.equals(TOP) && !target.matches("\\d{1,9}(,\\d{1,9})*")) {
      throw new ParameterException(
          command, "--target is a class, several between commas, or top1, not '" + target + "'");
    }
  }

  /**
   * Loads the network.
   *
   * @throws IOException with the cure if ONNX Runtime is missing
   */
  Network network(int threads) throws IOException {
    return network(model, threads);
  }

  /** Loads another network of the same kind. */
  Network network(Path file, int threads) throws IOException {
    Optional<String> missing = OnnxRuntime.unusableBecause();
    if (missing.isPresent()) {
      throw new IOException(missing.get());
    }
    return new Network(OnnxModel.read(file), Optional.ofNullable(scores), threads, provider);
  }

  /** The images that the network gets at a time: as many as asked for, unless its file says. */
  int batch(Network network) {
    return network.fixedBatch() > 0 ? network.fixedBatch() : batch;
  }

  Path inputPath() {
    return CamInputs.source(input).path();
  }

  static boolean isArray(Path file) {
    String name = ImageWriters.name(file);
    return name.endsWith(".npy") || name.endsWith(".npz") || name.endsWith(".safetensors");
  }

  /** The scan, where the input is one and not an array. */
  Optional<Volume> scan(ReadFlags reading) throws IOException {
    return isArray(inputPath())
        ? Optional.empty()
        : Optional.of(CamInputs.source(input).image(reading.options()));
  }

  /** Whether the input is an image. */
  boolean hasImage() {
    return input != null && !isArray(inputPath());
  }

  /** What the network is given. */
  Tensor tensor(Optional<Volume> scan, Preprocess before) throws IOException {
    try {
      Tensor t = scan.isPresent() ? before.apply(scan.get(), 0) : CamInputs.source(input).read();
      if (t.shape().length < 2 || t.data().length == 0) {
        throw new IllegalArgumentException("not a batch of images: it has no axes N, C, ...");
      }
      requireFinite(t.data());
      return t;
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(inputPath(), e.getMessage());
    }
  }

  /** Of a value that is not finite a network may make finite scores, which mean nothing. */
  private static void requireFinite(float[] data) {
    int missing = 0;
    for (float v : data) {
      missing += Float.isFinite(v) ? 0 : 1;
    }
    if (missing > 0) {
      throw new IllegalArgumentException(
          missing + " of the " + data.length + " values for the network are not finite");
    }
  }

  /** The class of each image. */
  Target target(int images, CommandLine command) {
    if (target.equals(TOP)) {
      return Target.TOP;
    }
    String[] parts = target.split(",");
    if (parts.length != 1 && parts.length != images) {
      throw new ParameterException(
          command, parts.length + " classes in --target for " + images + " images");
    }
    int[] classes = new int[parts.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Integer.parseInt(parts[i]);
    }
    return Target.classes(classes);
  }
}
