# SPDX-License-Identifier: Apache-2.0
"""Makes the reference pixels of OverlayReferenceTest with numpy in double precision, straight from the
definition of a pixel in the README: no code of Heatscope's takes part. nibabel reads the images.

usage: python make_overlay.py TEST_IMAGES_FOLDER OUT_FOLDER
Written with numpy 2.4.6, nibabel 5.4.2, matplotlib 3.11.2 (colours only).
"""
import json
import sys

import matplotlib
import nibabel as nib
import numpy as np

EPS = 1e-6

images, out = sys.argv[1], sys.argv[2]


def load(name, frame=None):
    img = nib.load(f"{images}/{name}")
    a = np.asarray(img.dataobj, dtype=np.float64)
    return (a if frame is None else a[..., frame]), img.affine


def window_range(v, lo, hi):
    return np.clip((v - lo) / (hi - lo), 0, 1)


def window_exact(v, c, w):
    return np.where(v <= c - w / 2, 0, np.where(v > c + w / 2, 1, (v - c) / w + 0.5))


def sample(a, x, how):
    """x: (3, n) voxel positions; NaN outside the footprint."""
    n = np.array(a.shape)[:, None]
    inside = np.all((x >= -0.5 - EPS) & (x <= n - 0.5 + EPS), axis=0)
    x = np.where(np.abs(x - np.rint(x)) < EPS, np.rint(x), x)
    if how == "nearest":
        i = np.clip(np.floor(x + 0.5 + EPS).astype(int), 0, n - 1)
        v = a[i[0], i[1], i[2]]
    else:
        x = np.clip(x, 0, n - 1)
        i = np.minimum(np.floor(x).astype(int), n - 1)
        f = x - i
        j = np.minimum(i + 1, n - 1)
        v = 0
        for cx in (0, 1):
            for cy in (0, 1):
                for cz in (0, 1):
                    w = [f[k] if c else 1 - f[k] for k, c in enumerate((cx, cy, cz))]
                    p = [(j if c else i)[k] for k, c in enumerate((cx, cy, cz))]
                    v = v + w[0] * w[1] * w[2] * a[p[0], p[1], p[2]]
    return np.where(inside, v, np.nan)


def lut(name):
    return np.floor(255 * matplotlib.colormaps[name](np.arange(256))[:, :3] + 0.5) / 255.0


def norm(v, kind, lo, hi):
    with np.errstate(all="ignore"):
        if kind == "linear":
            return (v - lo) / (hi - lo)
        if kind == "log":
            return (np.log(v) - np.log(lo)) / (np.log(hi) - np.log(lo))
        raise ValueError(kind)


def stack(case):
    base, base_affine = load(case["base"])
    g = (window_exact if case["window"][0] == "exact" else window_range)(base, *case["window"][1:])
    rgb = np.repeat(g[..., None], 3, axis=-1)
    ijk = np.stack(np.meshgrid(*[np.arange(s) for s in base.shape], indexing="ij")).reshape(3, -1)
    for layer in case["layers"]:
        m, m_affine = load(layer["map"], layer.get("frame"))
        t = np.linalg.inv(m_affine) @ base_affine
        v = sample(m, t[:3, :3] @ ijk + t[:3, 3:], layer["interpolation"]).reshape(base.shape)
        drawn = np.isfinite(v) & (np.abs(v) > layer["threshold"])
        n = norm(v, layer["norm"], *layer["range"])
        drawn &= np.isfinite(n)
        k = np.clip(np.floor(256 * np.where(drawn, n, 0)), 0, 255).astype(int)
        c = lut(layer["colormap"])[k]
        a = np.where(drawn, layer["alpha"], 0)[..., None]
        rgb = (1 - a) * rgb + a * c
    rgba = np.full(base.shape + (4,), 255, np.uint8)
    rgba[..., :3] = np.floor(255 * rgb + 0.5 + EPS)
    return np.ascontiguousarray(rgba.transpose(2, 1, 0, 3))


CASES = {
    "linear": {
        "base": "nifti/anatomical.nii",
        "window": ["range", 1000, 15000],
        "layers": [
            {"map": "nifti/functional.nii", "frame": 3, "interpolation": "linear", "norm": "linear",
             "range": [3000, 5200], "threshold": 3500, "alpha": 0.6, "colormap": "viridis"}
        ],
    },
    "nearest-two": {
        "base": "nifti/anatomical.nii",
        "window": ["exact", 7000, 11111],
        "layers": [
            {"map": "nifti/functional.nii", "frame": 0, "interpolation": "nearest", "norm": "log",
             "range": [500, 5500], "threshold": 800, "alpha": 0.5, "colormap": "hot"},
            {"map": "nifti/functional.nii", "frame": 19, "interpolation": "linear", "norm": "linear",
             "range": [4300, 5000], "threshold": 4500, "alpha": 1, "colormap": "coolwarm"},
        ],
    },
}

for name, case in CASES.items():
    np.save(f"{out}/{name}.npy", stack(case))
with open(f"{out}/cases.json", "w") as f:
    json.dump(CASES, f, indent=1)
    f.write("\n")
