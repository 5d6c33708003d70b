# SPDX-License-Identifier: Apache-2.0
"""Maps over time of test-images/nifti/functional.nii: time.json. Run from the project's root.

Made with scipy 1.17.1, numpy 2.4.6, nibabel 5.4.2. Values are those of every seventh voxel of the
flattened array, x fastest.
"""
import json

import nibabel
import numpy as np
import scipy
from scipy import signal, stats

image = nibabel.load("test-images/nifti/functional.nii")
y = image.get_fdata()
n = y.shape[3]
TR = 2.0
maps = {}
maps["tmean"] = y.mean(-1)
maps["tsd"] = y.std(-1, ddof=1)
maps["tsd0"] = y.std(-1)
maps["tsnr"] = y.mean(-1) / signal.detrend(y, axis=-1).std(-1, ddof=1)
t = np.arange(n) * TR
maps["slope"] = ((t - t.mean()) * y).sum(-1) / ((t - t.mean()) ** 2).sum()
b = y[..., 2:7]
maps["percent"] = 100 * (y[..., 12] - b.mean(-1)) / b.mean(-1)
maps["percent_10_15"] = 100 * (y[..., 10:15].mean(-1) - b.mean(-1)) / b.mean(-1)
maps["zscore"] = (y[..., 12] - b.mean(-1)) / b.std(-1, ddof=1)
maps["peak"] = y.max(-1)
maps["time_to_peak"] = y.argmax(-1) * TR
maps["auc"] = np.trapezoid(y, dx=TR, axis=-1)
maps["auc_baseline"] = np.trapezoid(y - b.mean(-1)[..., None], dx=TR, axis=-1)
spectrum = 2 * np.abs(np.fft.rfft(signal.detrend(y, axis=-1), axis=-1)) / n
spectrum[..., -1] /= 2
f = np.fft.rfftfreq(n, TR)
maps["alff"] = spectrum[..., (f >= 0.05 - 1e-9) & (f <= 0.2 + 1e-9)].mean(-1)
maps["alff_all"] = spectrum[..., 1:].mean(-1)
seed = y[8, 10, 1]
ok = y.std(-1) > 0
corr = lambda s: np.array(
    [stats.pearsonr(v, s).statistic if v.std() > 0 else np.nan for v in y.reshape(-1, n)]
).reshape(y.shape[:3])
maps["correlation"] = corr(seed)
block = np.zeros(y.shape[:3], bool)
block[4:9, 5:12, 0:2] = True
maps["correlation_mask"] = corr(y[block].mean(0))
with np.errstate(divide="ignore"):
    maps["fisher"] = np.where(np.abs(maps["correlation"]) < 1 - 1e-12, np.arctanh(maps["correlation"]), np.nan)

ranks = np.apply_along_axis(stats.rankdata, -1, y)
for name, steps in (("reho_7", 1), ("reho_19", 2), ("reho_27", 3)):
    total = np.zeros_like(y)
    k = np.zeros(y.shape[:3])
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            for dz in (-1, 0, 1):
                if abs(dx) + abs(dy) + abs(dz) > steps:
                    continue
                for i in np.ndindex(y.shape[:3]):
                    j = (i[0] + dx, i[1] + dy, i[2] + dz)
                    if all(0 <= j[a] < y.shape[a] for a in range(3)) and ok[j]:
                        total[i] += ranks[j]
                        k[i] += 1
    with np.errstate(invalid="ignore", divide="ignore"):
        w = ((total**2).sum(-1) - n * total.mean(-1) ** 2) / (k**2 * (n**3 - n) / 12)
    w[~ok | (k < 2)] = np.nan
    maps[name] = w

out = {
    "made_by": f"scipy {scipy.__version__}, numpy {np.__version__}, nibabel {nibabel.__version__}",
    "shape": list(y.shape),
    "maps": {
        k: [None if not np.isfinite(v) else float(f"{v:.9g}") for v in m.ravel(order="F")[::7]]
        for k, m in maps.items()
    },
}
with open("src/test/resources/reference/map/time.json", "w") as file:
    json.dump(out, file)
    file.write("\n")
