// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heatscope.Heatscope;
import org.heatscope.cam.Features;
import org.heatscope.cam.Tokens;
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageName;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.Tensors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which arrays are read, and how their axes are meant. */
final class CamInputs {
  @Option(
      names = "--activations",
      required = true,
      paramLabel = "FILE[?NAME]",
      description =
          "A layer's activations [N,]C,H,W or [N,]C,D,H,W: .npy, .npz or .safetensors, with the"
              + " array's name where the file holds several. Several layers are fused.")
  List<String> activations = List.of();

  @Option(
      names = "--gradients",
      paramLabel = "FILE[?NAME]",
      description = "The score's gradients with respect to them: one for each --activations.")
  List<String> gradients = List.of();

  @Option(
      names = "--weights",
      paramLabel = "FILE[?NAME]",
      description = "For the method cam: the linear layer's weights, classes x C or C.")
  String weights;

  @Option(
      names = "--target",
      paramLabel = "CLASS",
      description = "Row of --weights, from 0; needed where there are several.")
  Integer target;

  @Option(
      names = "--dims",
      paramLabel = "2|3",
      description = "Axes of the grid. Default: as --size has, else 3 for five axes, 2 for fewer.")
  private int dims;

  @Option(
      names = "--channels-last",
      description = "Activations and gradients are [N,][D,]H,W,C, as Swin's.")
  private boolean channelsLast;

  @Option(
      names = "--tokens",
      paramLabel = "H,W|square",
      description = "Activations and gradients are a transformer's [N,]T,C; the patches' grid.")
  private String tokens;

  @Option(
      names = "--class-tokens",
      paramLabel = "N",
      description = "Tokens before those of the patches that have no place. Default: 1.")
  private int classTokens = 1;

  @Option(
      names = "--register-tokens",
      paramLabel = "N",
      description = "Register tokens between those and the patches'. Default: 0.")
  private int registerTokens;

  /** A file and which of its arrays. */
  record Source(Path path, Optional<String> array) {
    Tensor read() throws IOException {
      requireFile();
      return Tensors.read(path, array);
    }

    /** Reads an image; what stands in the place of an array's name can only choose a series. */
    Volume image(ReadOptions options) throws IOException {
      String name = array.map(a -> path + "?" + a).orElse(path.toString());
      ImageName image = ImageName.parse(name);
      if (array.isPresent() && image.series().isEmpty()) {
        throw new ImageFormatException(path, "'?" + array.get() + "' is not ?series=N");
      }
      return Heatscope.openImage(path, image.options(options)).read();
    }

    void requireFile() throws IOException {
      if (Files.isDirectory(path)) {
        throw new ImageFormatException(path, "a folder, not a file");
      }
    }

    /** Runs what may find fault with the arrays; its sentence then names the file. */
    <T> T naming(Checked<T> work) throws IOException {
      try {
        return work.get();
      } catch (IllegalArgumentException e) {
        throw new ImageFormatException(path, e.getMessage());
      }
    }
  }

  /** Something that reads. */
  interface Checked<T> {
    T get() throws IOException;
  }

  /** Splits FILE?NAME; a file whose name really is that comes first. */
  static Source source(String text) {
    int mark = text.lastIndexOf('?');
    return mark < 0 || Files.exists(Path.of(text))
        ? new Source(Path.of(text), Optional.empty())
        : new Source(Path.of(text.substring(0, mark)), Optional.of(text.substring(mark + 1)));
  }

  static List<Source> sources(List<String> texts) {
    List<Source> sources = new ArrayList<>();
    texts.forEach(t -> sources.add(source(t)));
    return sources;
  }

  /** Everything that is read. */
  List<Path> paths() {
    List<String> all = new ArrayList<>(activations);
    all.addAll(gradients);
    if (weights != null) {
      all.add(weights);
    }
    List<Path> paths = new ArrayList<>();
    sources(all).forEach(s -> paths.add(s.path()));
    return paths;
  }

  void check(CommandLine command) {
    if (dims != 0 && dims != 2 && dims != 3) {
      throw new ParameterException(command, "--dims is 2 or 3, not " + dims);
    }
    if (tokens != null && channelsLast) {
      throw new ParameterException(command, "--tokens and --channels-last exclude each other");
    }
    if (classTokens < 0 || registerTokens < 0) {
      throw new ParameterException(command, "a number of tokens is not below 0");
    }
    if (tokens != null && !tokens.equals("square")) {
      Sizes.parse(command, "--tokens", tokens);
    }
  }

  Tokens tokens(CommandLine command) {
    int[] grid =
        tokens == null || tokens.equals("square") ? null : Sizes.parse(command, "--tokens", tokens);
    return new Tokens(classTokens, registerTokens, grid);
  }

  /**
   * Reads features.
   *
   * @param axes of the grid as other options have it; 0 where none does
   */
  Features features(Source source, int axes, CommandLine command) throws IOException {
    Tensor tensor = source.read();
    int wanted = dims != 0 ? dims : axes;
    if (dims == 0 && axes == 3 && tokens == null && !channelsLast && tensor.shape().length == 4) {
      Notes.print(
          command,
          source.path()
              + " is read as C,D,H,W, because the size has three numbers; --dims 2 reads N,C,H,W");
    }
    return source.naming(
        () -> {
          if (tokens != null) {
            return tokens(command).features(tensor);
          }
          if (channelsLast) {
            int guessed = tensor.shape().length > 4 ? 3 : 2;
            return Tokens.channelsLast(tensor, wanted == 0 ? guessed : wanted);
          }
          return wanted == 0 ? Features.of(tensor) : Features.of(tensor, wanted);
        });
  }
}
