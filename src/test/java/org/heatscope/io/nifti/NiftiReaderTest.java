// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;

/** Expected values: nibabel 5.0. */
class NiftiReaderTest extends ReaderContractTest {
  @Override
  protected ImageReaderProvider provider() {
    return new NiftiReaderProvider();
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        ImageFacts.ofTestImage("nifti/ch2bet.nii.gz", SampleType.UINT8)
            .format("NIfTI-1")
            .shape(181, 217, 181)
            .affine(1.0, 0.0, 0.0, -90.0, 0.0, 1.0, 0.0, -125.0, 0.0, 0.0, 1.0, -71.0)
            .orientation("RAS")
            .statistics(0.0, 133.0, 22.298970325090092)
            .voxel(76.0, 45, 54, 45)
            .voxel(33.0, 90, 108, 90)
            .voxel(0.0, 135, 162, 135),
        ImageFacts.ofTestImage("nifti/JHU-WhiteMatter-labels-2mm.nii.gz", SampleType.UINT8)
            .format("NIfTI-1")
            .shape(91, 109, 91)
            .affine(2.0, 0.0, 0.0, -90.0, 0.0, 2.0, 0.0, -126.0, 0.0, 0.0, 2.0, -72.0)
            .orientation("RAS")
            .statistics(0.0, 48.0, 0.46615276043645837)
            .voxel(0.0, 22, 27, 22)
            .voxel(6.0, 45, 54, 45)
            .voxel(0.0, 68, 81, 68),
        ImageFacts.ofTestImage("nifti/zstat1.nii.gz", SampleType.FLOAT32)
            .format("NIfTI-1")
            .shape(64, 64, 21, 1)
            .affine(4.0, 0.0, 0.0, -128.0, 0.0, 4.0, 0.0, -128.0, 0.0, 0.0, 6.0, -60.0)
            .orientation("RAS")
            .statistics(-7.708171367645264, 15.641383171081543, 0.06675220976886932)
            .voxel(0.0, 16, 16, 5, 0)
            .voxel(0.05544125288724899, 32, 32, 10, 0)
            .voxel(0.0, 48, 48, 15, 0),
        ImageFacts.ofTestImage("nifti/anatomical.nii", SampleType.INT16)
            .format("NIfTI-1")
            .shape(33, 41, 25)
            .affine(-2.0, 0.0, 0.0, 32.0, 0.0, 2.0, 0.0, -40.0, 0.0, 0.0, 2.0, -16.0)
            .orientation("LAS")
            .statistics(-610.0, 30393.0, 8401.066725794532)
            .voxel(10447.0, 8, 10, 6)
            .voxel(11881.0, 16, 20, 12)
            .voxel(9094.0, 24, 30, 18),
        ImageFacts.ofTestImage("nifti/functional.nii", SampleType.INT16)
            .format("NIfTI-1")
            .shape(17, 21, 3, 20)
            .affine(-4.0, 0.0, 0.0, 32.0, 0.0, 4.0, 0.0, -40.0, 0.0, 0.0, 8.0, 0.0)
            .orientation("LAS")
            .statistics(629.826171875, 5571.621858656406, 3637.408513675239)
            .voxel(3698.2111309170723, 4, 5, 0, 5)
            .voxel(3937.251221358776, 8, 10, 1, 10)
            .voxel(3745.868335068226, 12, 15, 2, 15),
        ImageFacts.ofTestImage("nifti/example_nifti2.nii.gz", SampleType.INT16)
            .format("NIfTI-2")
            .shape(32, 20, 12, 2)
            .affine(
                -2.0,
                6.71471565e-19,
                9.08102451e-18,
                117.855103,
                -6.71471565e-19,
                1.97371149,
                -0.355528235,
                -35.7229424,
                8.25548089e-18,
                0.323207617,
                2.17108178,
                -7.24879837)
            .orientation("LAS")
            .statistics(46.0, 757.0, 450.963671875)
            .voxel(361.0, 8, 5, 3, 0)
            .voxel(266.0, 16, 10, 6, 1)
            .voxel(475.0, 24, 15, 9, 1),
        ImageFacts.ofTestImage("nifti/example4d.nii.gz", SampleType.INT16)
            .format("NIfTI-1")
            .shape(128, 96, 24, 2)
            .affine(
                -2.0,
                6.71471565e-19,
                9.08102451e-18,
                117.855103,
                -6.71471565e-19,
                1.97371149,
                -0.355528235,
                -35.7229424,
                8.25548089e-18,
                0.323207617,
                2.17108178,
                -7.24879837)
            .orientation("LAS")
            .statistics(0.0, 1162.0, 172.90811496310764)
            .voxel(46.0, 32, 24, 6, 0)
            .voxel(266.0, 64, 48, 12, 1)
            .voxel(0.0, 96, 72, 18, 1),
        ImageFacts.ofTestImage("nifti/standard.nii.gz", SampleType.UINT8)
            .format("NIfTI-1")
            .shape(4, 5, 7)
            .affine(1.0, 0.0, 0.0, 0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0)
            .orientation("RAS")
            .statistics(0.0, 255.0, 54.642857142857146)
            .voxel(255.0, 1, 1, 1)
            .voxel(0.0, 2, 2, 3)
            .voxel(0.0, 3, 3, 5));
  }
}
