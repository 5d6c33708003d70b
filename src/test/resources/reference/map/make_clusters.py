# SPDX-License-Identifier: Apache-2.0
"""Thresholds, clusters and TFCE of test-images/nifti/zstat1.nii.gz by nilearn: clusters.json.

Run from the project's root. Made with nilearn 0.14.1, scipy 1.17.1, numpy 2.4.6, nibabel 5.4.2.
"""
import json
import warnings

import nibabel
import nilearn
import numpy
import scipy
from nilearn.glm import fdr_threshold, threshold_stats_img
from nilearn.image import threshold_img
from nilearn.mass_univariate._utils import calculate_tfce
from nilearn.reporting import get_clusters_table
from scipy import ndimage, stats

warnings.simplefilter("ignore")
file = nibabel.load("test-images/nifti/zstat1.nii.gz")
data = file.get_fdata().squeeze()
original = image = nibabel.Nifti1Image(data.astype("float32"), file.affine)
tested = data[data != 0]
result = {
    "made_by": f"nilearn {nilearn.__version__}, scipy {scipy.__version__}, numpy {numpy.__version__},"
    f" nibabel {nibabel.__version__}"
}

result["thresholds"] = {
    "tests": int(tested.size),
    "fpr_two_sided_0.001": float(threshold_stats_img(None, alpha=0.001, height_control="fpr")[1]),
    "fpr_one_sided_0.001": float(
        threshold_stats_img(None, alpha=0.001, height_control="fpr", two_sided=False)[1]
    ),
    "fdr_two_sided_0.05": float(fdr_threshold(numpy.abs(tested), 0.025)),
    "fdr_one_sided_0.05": float(fdr_threshold(tested, 0.05)),
    "bonferroni_two_sided_0.05": float(stats.norm.isf(0.025 / tested.size)),
    "bonferroni_t_20_two_sided_0.05": float(stats.t.isf(0.025 / tested.size, 20)),
}


def table(threshold, **options):
    frame = get_clusters_table(image, threshold, **options)
    return [
        [str(r[0]), *[float(v) for v in r[1:5]], "" if r[5] == "" else int(r[5])]
        for r in frame.itertuples(index=False)
    ]


result["tables"] = {
    "3_two_sided": table(3.0, two_sided=True),
    "4_one_sided": table(4.0),
    "2.5_two_sided_20": table(2.5, two_sided=True, cluster_threshold=20),
}
image = nibabel.Nifti1Image((numpy.round(data)).astype("float32"), image.affine)
result["tables"]["rounded_3_two_sided"] = table(3.0, two_sided=True)
image = nibabel.Nifti1Image((numpy.abs(data) > 4).astype("float32"), image.affine)
result["tables"]["binary"] = table(0.5)

cut = threshold_img(original, 3.0, cluster_threshold=50)
cut = cut.get_fdata()
result["cut_3_50"] = {"voxels": int((cut != 0).sum()), "sum": float(cut.sum())}

result["components"] = {
    str(n): int(ndimage.label(data > 2.5, ndimage.generate_binary_structure(3, c))[1])
    for n, c in ((6, 1), (18, 2), (26, 3))
}

# nilearn leaves out the factor dh.
arr = data[..., None]
result["tfce"] = {}
for connectivity, name in ((1, "6"), (3, "26")):
    structure = ndimage.generate_binary_structure(3, connectivity)
    dh = float(numpy.abs(data).max() / 100)
    t = calculate_tfce(arr, structure, two_sided_test=True)[..., 0] * dh
    index = numpy.argwhere(numpy.abs(data) > 0.5)[:: 1500]
    result["tfce"][name] = {
        "sum": float(t.sum()),
        "max": float(t.max()),
        "min": float(t.min()),
        "voxels": [[*map(int, i), float(t[tuple(i)])] for i in index],
    }

with open("src/test/resources/reference/map/clusters.json", "w") as out:
    json.dump(result, out, indent=1)
    out.write("\n")
