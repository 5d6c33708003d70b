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
import skimage
from skimage.feature import hessian_matrix, hessian_matrix_eigvals
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


def second_derivatives(v, sigma):
    """xx, yy, zz, xy, xz, yz by the derivatives of the Gaussian, out to 6 sigma."""
    pairs = [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)]
    return [scipy.ndimage.gaussian_filter(v, sigma, order=[p.count(a) for a in range(3)], truncate=6)
            for p in pairs]


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


def hessian(sigma):
    xx, yy, zz, xy, xz, yz = second_derivatives(a, sigma / zooms)
    matrix = np.stack([np.stack([xx, xy, xz], -1), np.stack([xy, yy, yz], -1),
                       np.stack([xz, yz, zz], -1)], -2)
    return sigma ** 2 * to_world.T @ matrix @ to_world


def blobness(sigma):
    """Bright balls by scikit-image's eigenvalues: the smallest squared by the largest. It takes the
    first derivative twice, which is another thing near the border: none there."""
    h = hessian_matrix(a, sigma / zooms[0], mode="reflect", use_gaussian_derivatives=True)
    eigenvalues = hessian_matrix_eigvals(h)
    values = np.sort(np.abs(eigenvalues), axis=0)
    measure = sigma ** 2 / zooms[0] ** 2 * values[0] ** 2 / values[2]
    inner = np.zeros(a.shape, bool)
    inner[8:-8, 8:-8, 8:-8] = True
    return np.where(inner, np.where((eigenvalues < 0).all(0), measure, 0), np.nan)


out = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "nilearn": nilearn_version,
                 "nibabel": nibabel.__version__, "scikit-image": skimage.__version__},
    "radius": [int(r) for r in radius],
    "smooth_10": listed(smooth_img(image, 10).get_fdata()),
    "mean_8": [float(b.mean()) for b in boxes(a, radius)],
    "sd_8": [float(b.std()) for b in boxes(a, radius)],
    "entropy_8_16": [entropy(b, a.min(), a.max(), 16) for b in boxes(a, radius)],
    "gradient": listed(np.linalg.norm(differences @ to_world, axis=-1)),
    # voxels are cubes here: sigma in voxels is that in mm by the spacing
    "log_4": listed(sigma ** 2 / zooms[0] ** 2
                    * scipy.ndimage.gaussian_laplace(a, sigma / zooms, truncate=6)),
    "log_2": listed(2 ** 2 / zooms[0] ** 2
                    * scipy.ndimage.gaussian_laplace(a, 2 / zooms, truncate=6)),
    "vessel_4": listed(frangi(hessian(sigma), None)),
    "blob_4": listed(blobness(sigma)),
}
path = pathlib.Path(__file__).with_name("filters.json")
path.write_text(json.dumps(out, separators=(",", ":")).replace("NaN", "null") + "\n")
