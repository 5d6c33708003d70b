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
}
