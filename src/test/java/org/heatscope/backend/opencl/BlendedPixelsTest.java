// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.heatscope.backend.scalar.PixelTable;
import org.heatscope.color.ColorScale;
import org.heatscope.color.ColorScale.AlphaRule;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Colormap;
import org.heatscope.color.Norms;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlendedPixelsTest {
  /** One weight for all that is drawn can be blended; a weight that grows with the class cannot. */
  @ParameterizedTest
  @CsvSource({"CONSTANT, true", "VALUE, false"})
  void reproducesTheTableOfOneWeight(AlphaRule rule, boolean reproduces) {
    byte[] ramp = new byte[3 * Colormap.SIZE];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (i / 3);
    }
    ColorScale scale =
        ColorScale.of(Norms.linear(2, 8), new Colormap("ramp", ramp)).withAlpha(0.6, rule);
    Rescale same = Rescale.IDENTITY;
    Samples scan = new Samples(new byte[256], SampleType.UINT8, 0, 256, 1, 1, same);
    Samples map = Samples.floats(256, 1, 1);
    Affine on = Affine.identity();
    Base base = new Base(List.of(scan), on, Interpolation.NEAREST, Window.range(0, 255));
    ColorTable table = new ColorTable(scale, same);
    MapLayer layer = new MapLayer(map, on, Interpolation.NEAREST, table, Optional.empty());
    Scene scene = new Scene(256, 1, 1, base, List.of(layer), 0);
    PixelTable pixels = PixelTable.of(scene, AlignedScene::kind, 0);
    assertEquals(reproduces, new AlignedScene(scene).blended().reproduces(pixels));
  }
}
