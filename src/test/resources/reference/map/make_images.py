# SPDX-License-Identifier: Apache-2.0
"""Distances, shares, histograms and regions: images.json. Run from the project's root.

Made with scikit-image, scipy, numpy and nibabel; the file names their versions. Sampled arrays are
flattened with x fastest.
"""
import json

import nibabel
import numpy as np
import scipy
import skimage
from scipy import ndimage
from skimage.exposure import match_histograms
from skimage.filters import threshold_otsu

rng = np.random.default_rng(11)
out = {
    "made_by": f"scikit-image {skimage.__version__}, scipy {scipy.__version__},"
    f" numpy {np.__version__}, nibabel {nibabel.__version__}"
}


def flat(a, step=1):
    return [None if not np.isfinite(v) else float(f"{v:.9g}") for v in a.ravel(order="F")[::step]]


mask = rng.random((9, 7, 5)) < 0.02
mask[3, 3, 2] = True
spacing = (0.8, 2.0, 3.5)
out["distance"] = {
    "mask": flat(mask.astype(float)),
    "spacing": spacing,
    "to": flat(ndimage.distance_transform_edt(~mask, sampling=spacing)),
}
block = np.zeros((9, 7, 5), bool)
block[2:8, 1:6, 1:4] = True
out["distance"]["block_inside"] = flat(ndimage.distance_transform_edt(block, sampling=spacing))

t1 = nibabel.load("test-images/nifti/anatomical.nii")
a = t1.get_fdata()
zooms = t1.header.get_zooms()
radius = 9.0
r = [int(radius // z) for z in zooms]
grid = np.meshgrid(*[np.arange(-n, n + 1) for n in r], indexing="ij")
ball = sum((g * z) ** 2 for g, z in zip(grid, zooms)) <= radius**2
hits = ndimage.convolve(((a >= 5000) & (a <= 9000)).astype(float), ball.astype(float), mode="constant")
total = ndimage.convolve(np.ones_like(a), ball.astype(float), mode="constant")
out["hu_fraction"] = flat(hits / total, 101)
out["zooms"] = [float(z) for z in zooms]

functional = nibabel.load("test-images/nifti/functional.nii").get_fdata()[..., 0]
out["histogram"] = flat(match_histograms(a, functional), 101)
p2, p98 = np.percentile(a, [2, 98])
out["robust"] = flat((a - p2) / (p98 - p2), 101)
out["zscore"] = flat((a - a.mean()) / a.std(), 101)

# Over the range that the mask takes, in as many bins.
lo, hi = np.percentile(a, [0.1, 99.9])
t = threshold_otsu(np.clip(a, lo, hi), nbins=256)
labels, n = ndimage.label(a > t)
largest = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
filled = ndimage.binary_fill_holes(largest)
out["otsu"] = {"threshold": float(t), "bin": float((hi - lo) / 256), "voxels": int(filled.sum())}

z = nibabel.load("test-images/nifti/zstat1.nii.gz")
v = z.get_fdata().squeeze()
jhu = nibabel.load("test-images/nifti/JHU-WhiteMatter-labels-2mm.nii.gz")
lab = np.asarray(jhu.dataobj).squeeze()
ijk = np.indices(v.shape).reshape(3, -1)
mm = nibabel.affines.apply_affine(z.affine, ijk.T)
at = np.rint(nibabel.affines.apply_affine(np.linalg.inv(jhu.affine), mm)).astype(int)
ok = np.all((at >= 0) & (at < lab.shape), axis=1)
on = np.zeros(len(at), int)
on[ok] = lab[tuple(at[ok].T)]
flat_v = v.reshape(-1)
voxel = abs(np.linalg.det(z.affine[:3, :3]))
rows = []
for l in np.unique(on[on > 0]):
    x = flat_v[on == l]
    peak = np.flatnonzero(on == l)[np.argmax(np.abs(x))]
    rows.append(
        [int(l), int(x.size), float(x.size * voxel), float(x.mean()), float(x.std(ddof=1)) if x.size > 1 else None]
        + [float(q) for q in np.percentile(x, [0, 25, 50, 75, 100])]
        + [float(flat_v[peak])]
        + [float(c) for c in mm[peak]]
    )
out["regions"] = rows

with open("src/test/resources/reference/map/images.json", "w") as f:
    json.dump(out, f)
    f.write("\n")
