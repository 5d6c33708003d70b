#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes filters.json: filters of a real image by nilearn, scipy and numpy, every 37th voxel.

    python3 make_filters.py   (from the project's root)

Voxels are listed x fastest. Boxes end at the border of the image.
"""
import json
import pathlib

import nibabel
import numpy as np
import scipy
from nilearn import __version__ as nilearn_version
from nilearn.image import smooth_img

STEP = 37


def listed(a):
    return [float(v) for v in np.asarray(a, float).ravel(order="F")[::STEP]]


def boxes(a, radius):
    """The values of the box around every STEP-th voxel."""
    at = np.array(np.unravel_index(np.arange(0, a.size, STEP), a.shape, order="F")).T
    for p in at:
        yield a[tuple(slice(max(0, q - r), q + r + 1) for q, r in zip(p, radius))].ravel()


def entropy(values, low, high, bins):
    index = np.minimum(bins - 1, ((values - low) / ((high - low) / bins)).astype(int))
    p = np.bincount(index, minlength=bins) / len(values)
    p = p[p > 0]
    return -(p * np.log2(p)).sum()


image = nibabel.load("test-images/nifti/anatomical.nii")
a = image.get_fdata()
zooms = np.array(image.header.get_zooms()[:3], float)
radius = np.rint(8 / zooms).astype(int)
differences = np.stack(np.gradient(a), -1)
to_world = np.linalg.inv(image.affine[:3, :3])
out = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "nilearn": nilearn_version,
                 "nibabel": nibabel.__version__},
    "radius": [int(r) for r in radius],
    "smooth_10": listed(smooth_img(image, 10).get_fdata()),
    "mean_8": [float(b.mean()) for b in boxes(a, radius)],
    "sd_8": [float(b.std()) for b in boxes(a, radius)],
    "entropy_8_16": [entropy(b, a.min(), a.max(), 16) for b in boxes(a, radius)],
    "gradient": listed(np.linalg.norm(differences @ to_world, axis=-1)),
}
path = pathlib.Path(__file__).with_name("filters.json")
path.write_text(json.dumps(out, indent=None, separators=(",", ":")) + "\n")
