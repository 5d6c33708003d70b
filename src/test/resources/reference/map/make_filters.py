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
import scipy.ndimage
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


def second_differences(v):
    """xx, yy, zz, xy, xz, yz; what lies beyond the border is the voxel at it."""
    p = np.pad(v, 1, mode="edge")
    centre = (slice(1, -1),) * 3

    def at(*shift):
        return p[tuple(slice(1 + s, p.shape[a] - 1 + s) for a, s in enumerate(shift))]

    unit = np.eye(3, dtype=int)
    same = [at(*unit[a]) + at(*-unit[a]) - 2 * p[centre] for a in range(3)]
    pairs = [(0, 1), (0, 2), (1, 2)]
    return same + [(at(*(unit[a] + unit[b])) - at(*(unit[a] - unit[b]))
                    - at(*(unit[b] - unit[a])) + at(*(-unit[a] - unit[b]))) / 4 for a, b in pairs]


def frangi(h, c):
    """Bright tubes; Frangi et al. 1998 with alpha = beta = 1/2."""
    values = np.linalg.eigvalsh(h)
    values = np.take_along_axis(values, np.argsort(np.abs(values), -1), -1)
    l1, l2, l3 = np.moveaxis(values, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ra, rb = l2 / l3, l1 / np.sqrt(np.abs(l2 * l3))
        s = np.sqrt((values ** 2).sum(-1))
        c = s.max() / 2 if c is None else c
        v = (1 - np.exp(-2 * ra ** 2)) * np.exp(-2 * rb ** 2) * (1 - np.exp(-s ** 2 / (2 * c ** 2)))
    return np.where((l2 < 0) & (l3 < 0), v, 0)


sigma = 4.0
smooth = scipy.ndimage.gaussian_filter(a.astype(np.float32), sigma / zooms)
xx, yy, zz, xy, xz, yz = second_differences(smooth.astype(float))
matrix = np.stack([np.stack([xx, xy, xz], -1), np.stack([xy, yy, yz], -1),
                   np.stack([xz, yz, zz], -1)], -2)
hessian = sigma ** 2 * to_world.T @ matrix @ to_world
out = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "nilearn": nilearn_version,
                 "nibabel": nibabel.__version__},
    "radius": [int(r) for r in radius],
    "smooth_10": listed(smooth_img(image, 10).get_fdata()),
    "mean_8": [float(b.mean()) for b in boxes(a, radius)],
    "sd_8": [float(b.std()) for b in boxes(a, radius)],
    "entropy_8_16": [entropy(b, a.min(), a.max(), 16) for b in boxes(a, radius)],
    "gradient": listed(np.linalg.norm(differences @ to_world, axis=-1)),
    "log_4": listed(np.trace(hessian, axis1=-2, axis2=-1)),
    "vessel_4": listed(frangi(hessian, None)),
}
path = pathlib.Path(__file__).with_name("filters.json")
path.write_text(json.dumps(out, indent=None, separators=(",", ":")) + "\n")
