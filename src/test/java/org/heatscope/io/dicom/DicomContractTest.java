// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;

/** Numbers from reference/dicom/dicom_facts.py (pydicom 2.3.1, nibabel 5). */
class DicomContractTest extends ReaderContractTest {
  @Override
  protected ImageReaderProvider provider() {
    return new DicomReaderProvider();
  }

  @Override
  protected int headerBytes() {
    return 2048;
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        mr("MR_small_RLE"),
        mr("MR_small_bigendian"),
        mr("MR_small_jp2klossless"),
        mr("MR_small_jpeg_ls_lossless"),
        ImageFacts.ofTestImage("dicom/syntaxes/image_dfl.dcm", SampleType.UINT8)
            .shape(512, 512)
            .statistics(0, 255, 127.115966796875)
            .voxel(41, 128, 128)
            .voxel(65, 256, 256),
        ImageFacts.ofTestImage("dicom/syntaxes/SC_rgb_jpeg_gdcm.dcm", SampleType.UINT8)
            .shape(100, 100, 1, 1, 3)
            .statistics(0, 255, 127.7)
            .voxel(128, 50, 50, 0, 0, 1)
            .voxel(64, 75, 75, 0, 0, 2),
        ImageFacts.ofTestImage("dicom/syntaxes/SC_jpeg_no_color_transform_2.dcm", SampleType.UINT8)
            .shape(256, 256, 1, 1, 3)
            .statistics(165, 255, 245.63599650065103)
            .voxel(246, 64, 64, 0, 0, 0)
            .voxel(244, 128, 128, 0, 0, 1),
        ImageFacts.ofTestImage("dicom/CT_small.dcm", SampleType.INT16)
            .format("DICOM")
            .shape(128, 128)
            .affine(-0.661468, 0, 0, 158.135803, 0, -0.661468, 0, 179.035797, 0, 0, 5, -75.699997)
            .orientation("LPS")
            .statistics(-896, 1167, -119.0738525390625)
            .voxel(-849, 0, 0)
            .voxel(-12, 20, 50)
            .voxel(147, 50, 20),
        ImageFacts.ofTestImage("dicom/MR_small_implicit.dcm", SampleType.INT16)
            .format("DICOM")
            .shape(64, 64)
            .affine(-0.3125, 0, 0, 83.9063, 0, -0.3125, 0, 91.2, 0, 0, 0.8, 6.6406)
            .orientation("LPS")
            .statistics(127, 2145, 518.88134765625)
            .voxel(905, 0, 0)
            .voxel(192, 20, 50)
            .voxel(585, 50, 20));
  }

  private static ImageFacts mr(String name) {
    return ImageFacts.ofTestImage("dicom/syntaxes/" + name + ".dcm", SampleType.INT16)
        .shape(64, 64)
        .affine(-0.3125, 0, 0, 83.9063, 0, -0.3125, 0, 91.2, 0, 0, 0.8, 6.6406)
        .statistics(127, 2145, 518.88134765625)
        .voxel(929, 16, 16)
        .voxel(600, 48, 48);
  }
}
