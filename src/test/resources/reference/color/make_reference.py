# SPDX-License-Identifier: Apache-2.0
"""Writes norms.csv and colormaps.csv beside this script: what matplotlib answers.

    python make_reference.py     (numpy, matplotlib, seaborn, nilearn)
"""

from pathlib import Path

import matplotlib
import nilearn.plotting.cm  # registers its colormaps
import numpy as np
import seaborn  # registers its colormaps
from matplotlib import colormaps
from matplotlib import colors as c

NORMS = {
    "linear -3 7": c.Normalize(-3, 7),
    "linear 100 100.5": c.Normalize(100, 100.5),
    "centered 2 5": c.CenteredNorm(2, 5),
    "log 0.01 1000": c.LogNorm(0.01, 1000),
    "symlog -100 1000 1": c.SymLogNorm(1, vmin=-100, vmax=1000),
    "symlog -8 8 0.5 0.3 2": c.SymLogNorm(0.5, linscale=0.3, vmin=-8, vmax=8, base=2),
    "symlog 5 5000 2": c.SymLogNorm(2, vmin=5, vmax=5000),
    "power 2 10 0.5": c.PowerNorm(0.5, 2, 10),
    "power -1 1 2.2": c.PowerNorm(2.2, -1, 1),
    "twoSlope -2 0 6": c.TwoSlopeNorm(0, -2, 6),
    "twoSlope 10 35 40": c.TwoSlopeNorm(35, 10, 40),
}
BOUNDARIES = {
    "boundaries 0 1": [0.0, 1.0],
    "boundaries -2 0 5": [-2.0, 0.0, 5.0],
    "boundaries -4 -3 -1 -0.25 0 2 8": [-4.0, -3.0, -1.0, -0.25, 0.0, 2.0, 8.0],
}
# steps START STEP BINS: boundary i is START + i STEP
for start, step, bins in ((0, 1, 22), (-1, 0.02, 100), (0, 1, 255), (0, 1, 256)):
    BOUNDARIES[f"steps {start} {step} {bins}"] = [start + i * step for i in range(bins + 1)]


def positions(rng):
    for spec, norm in NORMS.items():
        lo, hi = float(norm.vmin), float(norm.vmax)
        values = np.concatenate(
            [[lo, hi, 0.0, lo + (hi - lo) / 2], rng.uniform(lo, hi, 30)]
        )
        if not spec.startswith("twoSlope"):  # which gives only -inf and inf outside
            values = np.concatenate([values, rng.uniform(lo - (hi - lo), hi + (hi - lo), 20)])
        elif not lo <= 0 <= hi:
            values = values[values != 0.0]
        for v, n in zip(values, norm(np.asarray(values, dtype=float))):
            yield spec, v, "nan" if n is np.ma.masked else repr(float(n))


def indices(rng):
    for spec, b in BOUNDARIES.items():
        norm = c.BoundaryNorm(b, 256)
        span = b[-1] - b[0]
        values = np.concatenate(
            [b[:: max(1, len(b) // 20)], [b[-1]], rng.uniform(b[0] - span / 4, b[-1] + span / 4, 60)]
        )
        for v, index in zip(values, norm(np.asarray(values, dtype=float))):
            yield spec, v, int(index)


def main():
    here = Path(__file__).resolve().parent
    rng = np.random.default_rng(20)
    lines = [
        f"# matplotlib {matplotlib.__version__}: norm and its parameters, value, answer",
        "# the answer is the position, for boundaries the index (-1 under, 256 over) of 256 colours",
    ]
    for spec, v, answer in [*positions(rng), *indices(rng)]:
        lines.append(f"{spec},{float(v)!r},{answer}")
    (here / "norms.csv").write_text("\n".join(lines) + "\n")

    lines = [
        f"# matplotlib {matplotlib.__version__}, seaborn {seaborn.__version__},"
        f" nilearn {nilearn.__version__}: name, index, red, green, blue of floor(255 NAME(index) + 0.5)"
    ]
    for name in "viridis inferno turbo hot jet gray RdBu_r coolwarm Reds rocket icefire".split() + [
        "cold_hot",
        "cold_white_hot_r",
        "black_blue",
    ]:
        for k in (0, 1, 63, 127, 128, 200, 254, 255):
            r, g, b, _ = (int(255 * v + 0.5) for v in colormaps[name](k))
            lines.append(f"{name},{k},{r},{g},{b}")
    (here / "colormaps.csv").write_text("\n".join(lines) + "\n")


main()
