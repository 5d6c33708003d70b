# SPDX-License-Identifier: Apache-2.0
"""Prints what tifffile reads from TIFF files.

    python tiff_facts.py ../../../../../test-images/tiff/*
"""
import sys

import numpy
import tifffile

print("tifffile", tifffile.__version__, "NumPy", numpy.__version__)
for name in sys.argv[1:]:
    a = tifffile.imread(name)
    print(name, a.dtype, a.shape, repr(a.min()), repr(a.max()), repr(a.mean(dtype=float)))
    rng = numpy.random.default_rng(1)
    for _ in range(3):
        p = tuple(int(rng.integers(n)) for n in a.shape)
        print("   ", p, repr(a[p]))
