# SPDX-License-Identifier: Apache-2.0
"""Prints what pydicom and nibabel say of the images under test-images/dicom.

python3 dicom_facts.py TEST_IMAGES_DICOM [DCM2NIIX_NIFTI_OF_OBLIQUE]

The numbers stand in DicomContractTest and ObliqueSeriesTest. The affine of a single slice is worked
from the header as in the DICOM chapter of nibabel's documentation, with the third column the
cross product of the first two directions times Slice Thickness, and x and y negated.
"""

import glob
import sys

import nibabel
import numpy
import pydicom


def affine(ds):
    iop = numpy.array(ds.ImageOrientationPatient, float)
    row, column = iop[:3], iop[3:]
    dy, dx = map(float, ds.PixelSpacing)
    m = numpy.eye(4)
    m[:3, 0] = row * dx
    m[:3, 1] = column * dy
    m[:3, 2] = numpy.cross(row, column) * float(ds.SliceThickness)
    m[:3, 3] = numpy.array(ds.ImagePositionPatient, float)
    return numpy.diag([-1, -1, 1, 1]) @ m


def single(path):
    ds = pydicom.dcmread(path)
    stored = ds.pixel_array
    value = stored * float(ds.get("RescaleSlope", 1)) + float(ds.get("RescaleIntercept", 0))
    a = affine(ds)
    print(path.split("/")[-1], stored.dtype, stored.shape[::-1])
    print(" affine", a[:3].round(6).tolist(), "".join(nibabel.aff2axcodes(a)))
    print(" min max mean", value.min(), value.max(), repr(value.mean()))
    for x, y in ((0, 0), (20, 50), (50, 20)):
        print("  value", (x, y), value[y, x])


def oblique(folder, nifti):
    image = nibabel.load(nifti)
    data = numpy.asarray(image.dataobj)
    print("dcm2niix", data.shape, image.affine.tolist())
    rows = data.shape[1]
    for i, j, k in ((0, 0, 0), (255, 0, 0), (0, 255, 0), (100, 60, 0), (128, 128, 10), (30, 200, 19)):
        world = image.affine @ [i, rows - 1 - j, k, 1]
        print(" voxel of the DICOM grid", (i, j, k), "world", world[:3].round(4).tolist(),
              "value", data[i, rows - 1 - j, k])
    print(" min max mean", data.min(), data.max(), repr(data.astype(float).mean()))
    valid = data[data != 0]
    print(" without padding: min max mean", valid.min(), valid.max(), repr(valid.mean()),
          "padding", data.size - valid.size)
    positions = numpy.array(
        [pydicom.dcmread(p, stop_before_pixels=True).ImagePositionPatient
         for p in sorted(glob.glob(folder + "/*.dcm"))], float)
    print(" first, tenth and last position, RAS", (positions[[0, 9, -1]] * [-1, -1, 1]).tolist())


if __name__ == "__main__":
    root = sys.argv[1]
    single(root + "/CT_small.dcm")
    single(root + "/MR_small_implicit.dcm")
    if len(sys.argv) > 2:
        oblique(root + "/oblique", sys.argv[2])
