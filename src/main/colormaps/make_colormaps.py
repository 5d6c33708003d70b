# SPDX-License-Identifier: Apache-2.0
"""Writes the colormaps as data: 256 rows of r,g,b, the colours that the named program gives.

Entry i is the colour that matplotlib gives index i, rounded to the nearest byte (matplotlib's own
bytes=True cuts the fraction off, which makes neighbouring entries of viridis or gray equal). Not needed to build or to test.

    python make_colormaps.py     (numpy, matplotlib, seaborn, nilearn)

Writes ../resources/org/heatscope/color/NAME.csv and README.md beside this script.
"""

from pathlib import Path

import matplotlib
import nilearn
import numpy as np
import seaborn
from matplotlib import colormaps
from matplotlib.colors import LinearSegmentedColormap
from nilearn.plotting import cm as nilearn_cm

MATPLOTLIB = "matplotlib licence (PSF-based)"
BREWER = "Apache-2.0"
BSD = "BSD-3-Clause"
SMITH = "N. Smith, S. van der Walt (viridis with E. Firing): BIDS/colormap"
COLORBREWER = "C. Brewer: ColorBrewer 2"

# name: (program, origin, licence)
MAPS = {
    "viridis": ("matplotlib", SMITH, "CC0-1.0"),
    "plasma": ("matplotlib", SMITH, "CC0-1.0"),
    "inferno": ("matplotlib", SMITH, "CC0-1.0"),
    "magma": ("matplotlib", SMITH, "CC0-1.0"),
    "cividis": (
        "matplotlib",
        "J. Nunez, C. Anderton, R. Renslow: doi 10.1371/journal.pone.0199239",
        MATPLOTLIB,
    ),
    "turbo": ("matplotlib", "A. Mikhailov, Google", "Apache-2.0"),
    "gray": ("matplotlib", "linear ramp", MATPLOTLIB),
    "hot": ("matplotlib", "formula", MATPLOTLIB),
    "bone": ("matplotlib", "formula", MATPLOTLIB),
    "copper": ("matplotlib", "formula", MATPLOTLIB),
    "jet": ("matplotlib", "formula", MATPLOTLIB),
    "hsv": ("matplotlib", "formula", MATPLOTLIB),
    "nipy_spectral": ("matplotlib", "NIPY, P. Ramachandran", MATPLOTLIB),
    "bwr": ("matplotlib", "formula", MATPLOTLIB),
    "seismic": ("matplotlib", "formula", MATPLOTLIB),
    "coolwarm": (
        "matplotlib",
        "K. Moreland: Diverging Color Maps for Scientific Visualization",
        MATPLOTLIB,
    ),
    "RdBu": ("matplotlib", COLORBREWER, BREWER),
    "Reds": ("matplotlib", COLORBREWER, BREWER),
    "Greens": ("matplotlib", COLORBREWER, BREWER),
    "Blues": ("matplotlib", COLORBREWER, BREWER),
    "Oranges": ("matplotlib", COLORBREWER, BREWER),
    "Purples": ("matplotlib", COLORBREWER, BREWER),
    "Greys": ("matplotlib", COLORBREWER, BREWER),
    "rocket": ("seaborn", "M. Waskom", BSD),
    "mako": ("seaborn", "M. Waskom", BSD),
    "icefire": ("seaborn", "M. Waskom", BSD),
    "vlag": ("seaborn", "M. Waskom", BSD),
    "cold_hot": ("nilearn", "nilearn.plotting.cm", BSD),
    "cold_white_hot": ("nilearn", "nilearn.plotting.cm", BSD),
    "cold_white_hot_positive": (
        "nilearn",
        "cold_white_hot from 0.5 to 1, as plot_glass_brain takes it for absolute values",
        BSD,
    ),
    "roy_big_bl": ("nilearn", "Connectome Workbench's palette, as in nilearn.plotting.cm", BSD),
}
for name in (
    "brown_blue cyan_copper cyan_orange blue_red brown_cyan purple_green purple_blue blue_orange "
    "black_blue black_purple black_pink black_green black_red ocean_hot hot_white_bone "
    "hot_black_bone"
).split():
    MAPS[name] = ("nilearn", "nilearn.plotting.cm", BSD)

VERSIONS = {
    "matplotlib": matplotlib.__version__,
    "seaborn": seaborn.__version__,
    "nilearn": nilearn.__version__,
}


def colours(name, program):
    return np.floor(255 * colormap(name, program)(np.arange(256)) + 0.5).astype(int)


def colormap(name, program):
    if program == "seaborn":
        return getattr(seaborn.cm, name)
    if name == "cold_white_hot_positive":
        half = nilearn_cm.cold_white_hot(np.linspace(0.5, 1, 256))
        return LinearSegmentedColormap.from_list(name, half)
    if program == "nilearn":
        return getattr(nilearn_cm, name)
    return colormaps[name]


def main():
    here = Path(__file__).resolve().parent
    out = here.parent / "resources/org/heatscope/color"
    table = []
    for name, (program, origin, licence) in MAPS.items():
        made_by = f"{program} {VERSIONS[program]}"
        if program != "matplotlib":
            made_by += f" on matplotlib {matplotlib.__version__}"
        rows = [",".join(str(v) for v in rgba[:3]) for rgba in colours(name, program)]
        head = [f"# {name}: colours 0 to 255 of {made_by}", f"# {origin}; {licence}", "r,g,b"]
        (out / f"{name}.csv").write_text("\n".join(head + rows) + "\n")
        table.append(f"| `{name}` | {program} {VERSIONS[program]} | {origin} | {licence} |")
    (here / "README.md").write_text(
        "# Colormaps\n\n"
        "The colours are data: `../resources/org/heatscope/color/NAME.csv`, 256 rows of r,g,b. Entry\n"
        "i is the colour that the program below gives index i. `make_colormaps.py` wrote them and\n"
        "this table; neither the build nor the tests need it. Every name with `_r` behind it is the\n"
        "same map reversed.\n\n"
        "| name | read from | origin | licence |\n|---|---|---|---|\n" + "\n".join(table) + "\n"
    )


main()
