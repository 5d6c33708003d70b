// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.WriterContractTest;
import org.junit.jupiter.api.Test;

class NrrdWriterTest extends WriterContractTest {
  @Override
  protected List<String> names() {
    return List.of("map.nrrd");
  }

  /** pynrrd 1.1.3 and ITK (SimpleITK 2.5.7) read a file with this header. */
  @Test
  void theHeaderHasTheFieldsOfTheFormat() throws IOException {
    Affine affine = Affine.of(0.5, 0, 0, 1, 0, -2, 0, 2, 0, 0.25, 3, -3.5);
    Volume v =
        Volume.of(
                SampleTypes.wrap(SampleType.FLOAT32, new float[4 * 3 * 2 * 2], 4, 3, 2, 2),
                Geometry.anatomical(4, 3, 2, affine))
            .time(new TimeAxis(2, 2.5, "s"))
            .unit("z")
            .description("a\nb")
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new NrrdWriterProvider().write(v, "a.nrrd", out);
    String text = out.toString(StandardCharsets.ISO_8859_1);
    assertEquals(
        "NRRD0005\ntype: float\ndimension: 4\nspace: right-anterior-superior\nsizes: 4 3 2 2\n"
            + "space directions: (0.5,0.0,0.0) (0.0,-2.0,0.25) (0.0,0.0,3.0) none\n"
            + "spacings: NaN NaN NaN 2.5\nkinds: domain domain domain list\n"
            + "units: \"\" \"\" \"\" \"s\"\nendian: little\nencoding: gzip\n"
            + "space units: \"mm\" \"mm\" \"mm\"\nspace origin: (1.0,2.0,-3.5)\n"
            + "sample units: z\ncontent: a b\n",
        text.substring(0, text.indexOf("\n\n") + 1));
  }
}
