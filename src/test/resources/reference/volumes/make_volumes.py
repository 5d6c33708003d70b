# SPDX-License-Identifier: Apache-2.0
"""Makes small volumes in several formats with other programs, and facts.json: what these read in them.

Run from the project's root, with numpy, pynrrd 1.1.3, SimpleITK 2.5.7 and nibabel 5.4.2. The samples
are random numbers, the places oblique.
"""

import json
import os

import nibabel
import nrrd
import numpy as np
import SimpleITK as sitk

ROOT = "test-images"
FLIP = np.diag([-1.0, -1.0, 1.0, 1.0])
RANDOM = np.random.default_rng(11)
FACTS = {}


def noise(dtype, *shape):
    if np.issubdtype(dtype, np.floating):
        return RANDOM.normal(size=shape).astype(dtype)
    info = np.iinfo(dtype)
    return RANDOM.integers(info.min, info.max, size=shape, dtype=dtype, endpoint=True)


def turned(steps, offset):
    c, s = np.cos(0.4), np.sin(0.4)
    a = np.array([[c, -s, 0], [s * c, c * c, -s], [s * s, c * s, c]])
    affine = np.eye(4)
    affine[:3, :3] = a * steps
    affine[:3, 3] = offset
    return affine


def fact(path, fmt, values, dtype, affine=None):
    """values: axes x, y, z, time, channel."""
    values = np.asarray(values, dtype=np.float64).reshape(np.shape(values) + (1,) * (5 - np.ndim(values)))
    at = [[n * k // 4 for n in values.shape] for k in (1, 2, 3)]
    FACTS[path] = {
        "format": fmt,
        "dtype": np.dtype(dtype).name,
        "shape": list(values.shape),
        "affine": None if affine is None else [float(v) for v in affine[:3].ravel()],
        "statistics": [float(values.min()), float(values.max()), float(values.mean())],
        "voxels": [{"at": i, "value": float(values[tuple(i)])} for i in at],
    }


def make_nrrd():
    affine = turned([0.7, 1.1, 2.5], [-31.25, 17.5, -4.125])
    cases = [
        ("raw-lps", np.int16, {"encoding": "raw", "space": "left-posterior-superior"}),
        ("gzip-ras", np.float32, {"encoding": "gzip", "space": "right-anterior-superior"}),
        ("bzip2-las", np.uint16, {"encoding": "bzip2", "space": "left-anterior-superior"}),
        ("ascii-lps", np.int32, {"encoding": "ascii", "space": "left-posterior-superior"}),
    ]
    flips = {"l": -1, "r": 1, "p": -1, "a": 1, "s": 1}
    for name, dtype, header in cases:
        path = "nrrd/" + name + ".nrrd"
        data = noise(dtype, 9, 8, 7)
        words = header["space"].split("-")
        to_ras = np.diag([flips[w[0]] for w in words] + [1])
        header["space directions"] = affine[:3, :3].T
        header["space origin"] = affine[:3, 3]
        header["kinds"] = ["domain"] * 3
        header["endian"] = "little"
        nrrd.write(os.path.join(ROOT, path), data, header)
        read, back = nrrd.read(os.path.join(ROOT, path))
        found = np.eye(4)
        found[:3, :3] = np.array(back["space directions"]).T
        found[:3, 3] = back["space origin"]
        fact(path, "NRRD", read, dtype, to_ras @ found)
    # A leading axis of colours, as ITK writes it.
    image = sitk.GetImageFromArray(noise(np.uint8, 5, 6, 7, 3), isVector=True)
    image.SetSpacing((0.5, 0.75, 2))
    image.SetOrigin((1, -2, 3))
    itk("nrrd/rgb.nrrd", "NRRD", image, np.uint8, True)


def itk(path, fmt, image, dtype, compressed):
    sitk.WriteImage(image, os.path.join(ROOT, path), compressed)
    back = sitk.ReadImage(os.path.join(ROOT, path))
    array = sitk.GetArrayFromImage(back)
    n = back.GetDimension()
    affine = np.eye(4)
    affine[:n, :n] = np.array(back.GetDirection()).reshape(n, n) * back.GetSpacing()
    affine[:n, 3] = back.GetOrigin()
    channels = back.GetNumberOfComponentsPerPixel() > 1
    values = np.transpose(array, (2, 1, 0, 3) if channels else (2, 1, 0))
    if channels:
        values = values[:, :, :, None, :]
    fact(path, fmt, values, dtype, FLIP @ affine)


def make_metaimage():
    affine = turned([0.7, 1.1, 2.5], [-31.25, 17.5, -4.125])
    for name, dtype, compressed in [("plain", np.int16, False), ("zlib", np.float64, True)]:
        image = sitk.GetImageFromArray(noise(dtype, 7, 8, 9))
        steps = np.linalg.norm(affine[:3, :3], axis=0)
        image.SetSpacing(steps.tolist())
        image.SetDirection((affine[:3, :3] / steps).ravel().tolist())
        image.SetOrigin(affine[:3, 3].tolist())
        itk("metaimage/" + name + ".mha", "MetaImage", image, dtype, compressed)
    image = sitk.GetImageFromArray(noise(np.float32, 5, 6, 7, 3), isVector=True)
    itk("metaimage/vector.mha", "MetaImage", image, np.float32, False)


def nib(path, fmt, image, dtype):
    nibabel.save(image, os.path.join(ROOT, path))
    back = nibabel.load(os.path.join(ROOT, path))
    fact(path, fmt, np.asarray(back.dataobj), dtype, back.affine)


def make_mgh():
    affine = turned([0.7, 1.1, 2.5], [-31.25, 17.5, -4.125])
    for name, dtype in [("u8.mgz", np.uint8), ("i16.mgh", np.int16), ("f32.mgz", np.float32)]:
        shape = (9, 8, 7, 2) if name == "f32.mgz" else (9, 8, 7)
        nib("mgh/" + name, "MGH", nibabel.MGHImage(noise(dtype, *shape), affine), dtype)


def make_analyze():
    data = noise(np.int16, 9, 8, 7)
    image = nibabel.AnalyzeImage(data, None)
    image.header.set_zooms((1.5, 2, 3))
    nib("analyze/centred.img", "Analyze 7.5", image, np.int16)
    image = nibabel.Spm99AnalyzeImage(noise(np.float32, 9, 8, 7), None)
    image.header.set_zooms((1.5, 2, 3))
    image.header["origin"][:3] = (3, 4, 5)
    nib("analyze/origin.img", "Analyze 7.5", image, np.float32)


for folder in ("nrrd", "metaimage", "mgh", "analyze"):
    os.makedirs(os.path.join(ROOT, folder), exist_ok=True)
make_nrrd()
make_metaimage()
make_mgh()
make_analyze()
with open("src/test/resources/reference/volumes/facts.json", "w") as out:
    json.dump(FACTS, out, indent=1)
