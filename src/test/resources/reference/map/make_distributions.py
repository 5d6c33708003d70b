# SPDX-License-Identifier: Apache-2.0
"""Tails of the normal and Student's distribution: distributions.json. Run from the project's root.

Made with scipy 1.17.1.
"""
import json

import scipy
from scipy.stats import norm, t

normal = [[z, float(norm.sf(z))] for z in (0.01, 0.5, 1.0, 1.96, 3.09, 5.0, 8.0, 12.0, 20.0, 35.0)]
student = [
    [df, x, float(t.sf(x, df)), float(norm.isf(t.sf(x, df)))]
    for df in (1.0, 2.5, 5.0, 19.0, 98.7, 1000.0)
    for x in (0.01, 0.7, 2.0, 5.0, 11.0, 30.0)
]
with open("src/test/resources/reference/map/distributions.json", "w") as out:
    json.dump({"made_by": f"scipy {scipy.__version__}", "normal": normal, "student": student}, out, indent=1)
    out.write("\n")
