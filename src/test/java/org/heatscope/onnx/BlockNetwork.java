// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A network that can be worked by hand. Of each 2 x 2 block of an image its layer "features" takes
 * the first pixel and the sum; the logits of two classes are 4 and -8, and 4 and 8, times the means
 * of these.
 */
public final class BlockNetwork {
  /** An image [1, 1, 4, 4]; its features are 1 2 3 0 and 1 2 3 4, its logits -14 and 26. */
  public static final float[] IMAGE = {1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 4, 0, 0, 0, 0};

  private BlockNetwork() {}

  /** Writes the network's file. */
  public static Path write(Path file) throws IOException {
    GraphBuilder b = new GraphBuilder("blocks", DataType.FLOAT, 17);
    String weights = b.real(new double[] {1, 0, 0, 0, 1, 1, 1, 1}, 2, 1, 2, 2);
    String blocks =
        b.op(
            "Conv",
            List.of(b.input("image", -1, 1, -1, -1), weights),
            Attributes.of("strides", new long[] {2, 2}));
    b.name(b.op("Relu", blocks), "features");
    String means = b.op("Flatten", b.op("GlobalAveragePool", "features"));
    b.name(b.op("Gemm", means, b.real(new double[] {4, 4, -8, 8}, 2, 2)), "logits");
    b.output("logits");
    return Files.write(file, b.build().toByteArray());
  }
}
