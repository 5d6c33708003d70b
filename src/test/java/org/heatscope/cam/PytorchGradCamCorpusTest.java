// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heatscope.backend.Workers;
import org.heatscope.image.Tensor;
import org.heatscope.io.Tensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Activations and gradients of three networks, kept outside the repository, against the maps that
 * pytorch-grad-cam (commit 084273b3f3) made from them.
 */
class PytorchGradCamCorpusTest {
  private static final Path DATA = Path.of("..", "shared", "data", "cam");

  private final Workers workers = new Workers(2);

  @BeforeEach
  void data() {
    assumeTrue(Files.isDirectory(DATA), "the reference maps are not here: " + DATA);
  }

  @AfterEach
  void close() {
    workers.close();
  }

  private static Tensor read(String folder, String name) throws IOException {
    return Tensors.read(DATA.resolve(folder).resolve(name + ".npy"), Optional.empty());
  }

  private CamMaps raw(String folder, String layer, String method) throws IOException {
    return PytorchGradCam.method(method)
        .map(
            Features.of(read(folder, "activations_" + layer)),
            Features.of(read(folder, "gradients_" + layer)),
            workers);
  }

  private CamMaps finished(String folder, String method, String... layers) throws IOException {
    List<CamMaps> maps = new ArrayList<>();
    for (String layer : layers) {
      maps.add(raw(folder, layer, method));
    }
    int[] input = read(folder, "input").shape();
    return PytorchGradCam.finish(maps, Arrays.copyOfRange(input, 2, input.length), workers);
  }

  private static void assertClose(Tensor want, CamMaps got, double tolerance) {
    assertTrue(Arrays.equals(want.shape(), got.tensor("").shape()), "shapes");
    for (int i = 0; i < want.data().length; i++) {
      assertEquals(want.data()[i], got.data()[i], tolerance, "value " + i);
    }
  }

  private static double largest(float[] v) {
    double most = 0;
    for (float x : v) {
      most = Math.max(most, Math.abs(x));
    }
    return most;
  }

  @ParameterizedTest
  @CsvSource({
    "gradcam, gradcam",
    "gradcampp, gradcampp",
    "xgradcam, xgradcam",
    "hirescam, hirescam",
    "elementwise, gradcam_elementwise",
    "layercam, layercam",
    "fem, fem",
    "segeigencam, segeigencam"
  })
  void rawAndFinishedMaps(String method, String file) throws IOException {
    for (String[] net : NETS) {
      Tensor want = read(net[0], "raw_" + file);
      assertClose(want, raw(net[0], net[1], method), 1e-5 * largest(want.data()));
      assertClose(read(net[0], "cam_" + file), finished(net[0], method, net[1]), 1e-4);
    }
  }

  private static final String[][] NETS = {
    {"2d_seed0", "layer3"}, {"3d_seed0", "layer3"}, {"cifar_share", "relu2"}
  };

  /** The library leaves the sign to LAPACK: raw maps may differ in sign, image by image. */
  @ParameterizedTest
  @CsvSource({"eigencam", "eigengradcam"})
  void componentsUpToTheirSign(String method) throws IOException {
    for (String[] net : NETS) {
      CamMaps got = raw(net[0], net[1], method);
      float[] want = read(net[0], "raw_" + method).data();
      int n = got.positions();
      int[] input = read(net[0], "input").shape();
      for (int i = 0; i < got.images(); i++) {
        float[] map = got.image(i).data();
        double product = 0;
        for (int p = 0; p < n; p++) {
          product += (double) map[p] * want[i * n + p];
        }
        for (int p = 0; p < n; p++) {
          map[p] *= Math.signum(product);
          assertEquals(want[i * n + p], map[p], 1e-5 * largest(want));
          got.data()[i * n + p] = map[p];
        }
      }
      int[] size = Arrays.copyOfRange(input, 2, input.length);
      assertClose(
          read(net[0], "cam_" + method), PytorchGradCam.finish(List.of(got), size, workers), 1e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2d_seed0, gradcam, layer2, layer3, gradcam_layers23",
    "3d_seed0, gradcam, layer2, layer3, gradcam_layers23",
    "cifar_share, gradcam, relu1, relu2, gradcam_relu12",
  })
  void severalLayers(String net, String method, String first, String second, String file)
      throws IOException {
    assertClose(read(net, "cam_" + file), finished(net, method, first, second), 1e-4);
  }

  @ParameterizedTest
  @CsvSource({
    "2d_seed0, layer2",
    "3d_seed0, layer2",
    "cifar_share, relu1",
  })
  void anEarlierLayer(String net, String layer) throws IOException {
    assertClose(read(net, "cam_layercam_" + layer), finished(net, "layercam", layer), 1e-4);
  }
}
