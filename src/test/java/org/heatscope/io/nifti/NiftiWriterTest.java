// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.WriterContractTest;
import org.junit.jupiter.api.Test;

/** The offsets are those of nifti1.h and nifti2.h. */
class NiftiWriterTest extends WriterContractTest {
  private static final int DESCRIPTION = 148;

  @Override
  protected List<String> names() {
    return List.of("map.nii", "map.nii.gz");
  }

  private static Volume.Builder shorts(Geometry g, int frames) {
    short[] samples = new short[(int) g.voxels() * frames];
    samples[samples.length - 1] = 258;
    return Volume.of(
        SampleTypes.wrap(SampleType.INT16, samples, g.nx(), g.ny(), g.nz(), frames), g);
  }

  private static ByteBuffer written(Volume v) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new NiftiWriterProvider().write(v, "a.nii", out);
    return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void theHeaderSaysWhatTheVolumeSays() throws IOException {
    Affine affine = Affine.of(0, -3, 0, 10, 2, 0, 0, 20, 0, 0, 4, 30);
    Volume v =
        shorts(Geometry.anatomical(2, 3, 4, affine), 5)
            .time(new TimeAxis(5, 1.5, "s"))
            .rescale(new Rescale(0.5, -8))
            .window(Window.range(-100, 250))
            .intent("z-score")
            .description("é".repeat(60))
            .build();
    ByteBuffer b = written(v);
    assertEquals(348, b.getInt(0));
    short[] dim = {4, 2, 3, 4, 5, 1, 1, 1};
    for (int i = 0; i < dim.length; i++) {
      assertEquals(dim[i], b.getShort(40 + 2 * i));
    }
    assertEquals(5, b.getShort(NiftiFile.INTENT));
    assertEquals(4, b.getShort(NiftiFile.DATATYPE));
    assertEquals(16, b.getShort(72));
    float[] pixdim = {1, 2, 3, 4, 1.5f};
    for (int i = 0; i < pixdim.length; i++) {
      assertEquals(pixdim[i], b.getFloat(NiftiFile.PIXDIM + 4 * i));
    }
    assertEquals(352, b.getFloat(NiftiFile.VOX_OFFSET));
    assertEquals(0.5f, b.getFloat(NiftiFile.SLOPE));
    assertEquals(-8, b.getFloat(NiftiFile.INTERCEPT));
    assertEquals(10, b.get(NiftiFile.UNITS));
    assertEquals(250, b.getFloat(NiftiFile.CAL_MAX));
    assertEquals(-100, b.getFloat(NiftiFile.CAL_MIN));
    String text = new String(b.array(), DESCRIPTION, 80, StandardCharsets.UTF_8).trim();
    assertEquals("é".repeat(39), text);
    assertEquals(2, b.getShort(NiftiFile.QFORM_CODE));
    assertEquals(2, b.getShort(NiftiFile.SFORM_CODE));
    float[] quaternion = {0, 0, (float) Math.sqrt(0.5), 10, 20, 30};
    for (int i = 0; i < quaternion.length; i++) {
      assertEquals(quaternion[i], b.getFloat(NiftiFile.QUATERNION + 4 * i), 1e-6f);
    }
    for (int i = 0; i < 12; i++) {
      assertEquals((float) affine.rows()[i], b.getFloat(NiftiFile.SROW + 4 * i));
    }
    assertEquals("n+1\0", new String(b.array(), 344, 4, StandardCharsets.ISO_8859_1));
    assertEquals(352 + 2 * 3 * 4 * 5 * 2, b.capacity());
    assertEquals(258, b.getShort(b.capacity() - 2));
  }

  @Test
  void aShearedGridHasNoQformAndAPictureNoForm() throws IOException {
    Affine sheared = Affine.of(1, 0.25, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    ByteBuffer b = written(shorts(Geometry.anatomical(2, 2, 2, sheared), 1).build());
    assertEquals(0, b.getShort(NiftiFile.QFORM_CODE));
    assertEquals(2, b.getShort(NiftiFile.SFORM_CODE));
    b = written(shorts(Geometry.picture(2, 2, 2, 3, 4, 5), 1).build());
    assertEquals(0, b.getShort(NiftiFile.QFORM_CODE));
    assertEquals(0, b.getShort(NiftiFile.SFORM_CODE));
    assertEquals(4, b.getFloat(NiftiFile.PIXDIM + 8));
  }

  @Test
  void anAxisPast32767TakesNifti2() throws IOException {
    Affine affine = Affine.scaling(0.1, 0.1, 0.1, 1, 2, 3);
    ByteBuffer b = written(shorts(Geometry.anatomical(40000, 1, 1, affine), 1).build());
    assertEquals(540, b.getInt(0));
    assertEquals(40000, b.getLong(24));
    assertEquals(0.1, b.getDouble(400));
    assertEquals(544, b.getLong(168));
    assertEquals(544 + 80000, b.capacity());
  }

  /** 0.1 is no float: the comment, ecode 6 of nifti1_io.h, keeps its digits. */
  @Test
  void digitsThatAFloatLosesAreInAComment() throws IOException {
    Affine affine = Affine.scaling(0.1, 1, 1, 0, 0, 0);
    ByteBuffer b = written(shorts(Geometry.anatomical(1, 1, 1, affine), 1).build());
    assertEquals(1, b.get(348));
    int size = b.getInt(352);
    assertEquals(0, size % 16);
    assertEquals(6, b.getInt(356));
    assertTrue(new String(b.array(), 360, size - 8, StandardCharsets.US_ASCII).contains(" 0.1 "));
    assertEquals(352 + size, b.getFloat(NiftiFile.VOX_OFFSET));
    assertEquals(352 + size + 2, b.capacity());
  }
}
