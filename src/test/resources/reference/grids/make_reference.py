# SPDX-License-Identifier: Apache-2.0
"""Writes grids.csv beside this script: what NumPy and SciPy answer. A row is a case and its numbers.

    python make_reference.py     (numpy, scipy)
"""

from pathlib import Path

import numpy as np
import scipy
from scipy import ndimage

# element i of every image here is ((7919 i + 31 i^2) mod 1009) / 8 - 60, x fastest
def image(*shape_zyx):
    i = np.arange(int(np.prod(shape_zyx)))
    return ((7919 * i + 31 * i * i) % 1009 / 8 - 60).reshape(shape_zyx)


# output index (x, y, z) to image index
OBLIQUE = np.array(
    [[0.71, 0.12, -0.05, 0.413], [-0.1, 0.66, 0.08, 0.717], [0.06, -0.09, 0.75, -0.307]]
)


def positions(affine, nx, ny, nz):
    z, y, x = np.meshgrid(np.arange(nz), np.arange(ny), np.arange(nx), indexing="ij")
    return np.einsum("rc,c...->r...", affine, np.stack([x, y, z, np.ones_like(x)]))


def sampled(volume, affine, size, order):
    p = positions(affine, *size)
    v = ndimage.map_coordinates(volume, p[::-1], order=order, mode="nearest")
    n = np.array(volume.shape[::-1]).reshape(3, 1, 1, 1)
    return np.where(((p >= -0.5) & (p <= n - 0.5)).all(0), v, np.nan)


rows = {}
volume = image(5, 6, 7)
linear = sampled(volume, OBLIQUE, (9, 8, 7), 1)
rows["resample linear"] = linear
rows["resample nearest"] = sampled(volume, OBLIQUE, (9, 8, 7), 0)

with np.errstate(all="ignore"):
    rows["projection max"] = np.nanmax(linear, 0)
    rows["projection min"] = np.nanmin(linear, 0)
    rows["projection mean"] = np.nanmean(linear, 0)
    largest = np.nanargmax(np.abs(np.nan_to_num(linear)), 0)
    rows["projection signed"] = np.take_along_axis(linear, largest[None], 0)[0]

frames = image(9, 4, 5).reshape(9, -1)  # nine frames of 20 voxels
t = np.arange(9)
slope = np.polyfit(t, frames, 1)[0]
line = frames.mean(0) + (t - 4)[:, None] * slope
rows["temporal mean"] = frames.mean(0)
rows["temporal sd"] = frames.std(0, ddof=1)
rows["temporal tsnr"] = frames.mean(0) / frames.std(0, ddof=1)
rows["temporal slope"] = slope
rows["temporal sd detrended"] = (frames - line).std(0, ddof=1)
rows["temporal tsnr detrended"] = frames.mean(0) / rows["temporal sd detrended"]

many = image(10, 11, 13).ravel()
rows["histogram -60 60.25 17"] = np.histogram(many, 17, (-60, 60.25))[0]
rows["histogram -5 5 10"] = np.histogram(many, 10, (-5, 5))[0]
rows["histogram edges 0.7 1.7 10"] = np.histogram(0.7 + np.arange(-1, 12) / 10, 10, (0.7, 1.7))[0]
FRACTIONS = [0, 0.02, 0.1, 0.25, 0.5, 1 / 3, 0.98, 0.999, 1]
rows["quantiles"] = np.quantile(many, FRACTIONS)
rows["quantiles absolute"] = np.quantile(np.abs(many), FRACTIONS)

a = image(3, 11, 9)  # three images of eleven channels of nine positions
w = image(1, 3, 11)[0]  # three images' weights of eleven channels
rows["weighted channel sum"] = np.einsum("nkp,nk->np", a, w)

p = positions(np.array([[0.37, 0, 0, -0.4], [0.19, 0.31, 0, 0], [0, 0.1, 0.9, -0.7]]), 6, 6, 2)
x, y, z = p.reshape(3, -1)
weight = image(1, 1, x.size).ravel()
grid = np.zeros((2, 4, 3))
inside = (x >= -0.5) & (x <= 2.5) & (y >= -0.5) & (y <= 3.5) & (z >= -0.5) & (z <= 1.5)
corners = [np.floor(c).astype(int) for c in (x, y, z)]
for dx in (0, 1):
    for dy in (0, 1):
        for dz in (0, 1):
            share = weight * inside
            index = []
            for c, i, d, n in zip((x, y, z), corners, (dx, dy, dz), (3, 4, 2)):
                share = share * np.abs(1 - d - (c - i))
                index.append(np.clip(i + d, 0, n - 1))
            np.add.at(grid, tuple(index[::-1]), share)
rows["splat"] = grid
rows["splat inside"] = inside.sum()

with open(Path(__file__).parent / "grids.csv", "w") as f:
    f.write(f"# written by make_reference.py: numpy {np.__version__}, scipy {scipy.__version__}\n")
    for name, values in rows.items():
        numbers = ",".join("%.9g" % v for v in np.ravel(values))
        f.write(f"{name},{numbers}\n")
