# SPDX-License-Identifier: Apache-2.0
"""Makes test-images/numpy with NumPy and prints the values that the tests expect.

Run from the root of the repository: python src/test/resources/reference/numpy/make_arrays.py
"""
import numpy as np

rng = np.random.default_rng(7)
series = rng.integers(-30000, 30000, (3, 4, 5, 6)).astype("<i2")
fortran = np.asfortranarray(rng.normal(size=(4, 5, 6)).astype(">f4"))
for name, a in ("series_int16", series), ("fortran_float32_big_endian", fortran):
    np.save(f"test-images/numpy/{name}.npy", a)
    at = tuple(n - 2 for n in a.shape)
    print(name, np.__version__, a.min(), a.max(), a.mean(dtype="f8"), at[::-1], repr(a[at]))
