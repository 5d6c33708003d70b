# SPDX-License-Identifier: Apache-2.0
"""Makes the expected values of the filters' tests: a random image, with and without gaps, and what
SciPy and NumPy make of it in double precision.

usage: python make_filters.py OUT_FOLDER
Written with numpy 2.4.6, scipy 1.17.1.
"""
import itertools
import sys
import warnings

import numpy as np
from scipy import ndimage

out = sys.argv[1]
warnings.simplefilter("ignore")
rng = np.random.default_rng(7)
NX, NY, NZ = 11, 9, 5

# Arrays are (z, y, x); sigmas, radii and spacings below are written x, y, z.
image = (100 + 20 * rng.standard_normal((NZ, NY, NX))).astype(np.float32)
gaps = image.copy()
gaps[rng.random(gaps.shape) < 0.15] = np.nan
gaps[1:5, 3:9, 4:11] = np.nan


def save(name, array):
    np.save(f"{out}/{name}.npy", np.ascontiguousarray(array))


def boxes(a, radius, statistic):
    """A statistic of the box around each voxel, cut off at the border."""
    result = np.empty(a.shape)
    for z, y, x in np.ndindex(a.shape):
        cut = tuple(
            slice(max(0, i - r), i + r + 1) for i, r in zip((z, y, x), reversed(radius))
        )
        result[z, y, x] = statistic(a[cut].astype(np.float64))
    return result


save("image", image)
save("gaps", gaps)

SIGMAS = {"even": (1.3, 1.3, 1.3), "mixed": (2.0, 0.0, 0.7), "wide": (4.0, 30.0, 5.5)}
BORDERS = {"zero": "constant", "nearest": "nearest", "reflect": "reflect"}
for (s, sigma), (b, mode) in itertools.product(SIGMAS.items(), BORDERS.items()):
    save(
        f"gaussian-{s}-{b}",
        ndimage.gaussian_filter(image.astype(np.float64), sigma[::-1], mode=mode, truncate=4.0),
    )
save("gaussian-gaps", ndimage.gaussian_filter(gaps.astype(np.float64), (0.3, 0.3, 0.3), mode="nearest"))

RADII = {"cube": (1, 1, 1), "mixed": (3, 0, 2), "wide": (20, 2, 100)}
STATISTICS = {"mean": np.nanmean, "sd": np.nanstd, "min": np.nanmin, "max": np.nanmax}
for r, radius in RADII.items():
    for s, statistic in STATISTICS.items():
        save(f"box-{r}-{s}", boxes(gaps, radius, lambda v: np.nan if np.isnan(v).all() else statistic(v)))
    save(f"median-{r}", boxes(gaps, radius, np.nanmedian))

# Away from the border, where SciPy means the same.
inner = (slice(1, -1),) * 3
assert np.array_equal(
    boxes(image, (1, 1, 1), np.median)[inner], ndimage.median_filter(image, size=3)[inner]
)

# An oblique, sheared grid: voxel (x, y, z) to millimetres.
AFFINE = np.array([[0.9, 0.3, -0.2], [-0.4, 1.1, 0.5], [0.1, -0.6, 2.4]])
dz, dy, dx = np.gradient(image.astype(np.float64))
world = np.einsum("ij,j...->i...", np.linalg.inv(AFFINE).T, np.stack([dx, dy, dz]))
save("gradient-oblique", np.sqrt((world**2).sum(axis=0)))
dz, dy, dx = np.gradient(image.astype(np.float64), 2.5, 0.8, 0.5)
save("gradient-spacing", np.sqrt(dx**2 + dy**2 + dz**2))
