# SPDX-License-Identifier: Apache-2.0
"""Makes test-images/numpy and test-images/safetensors and prints the values that the tests expect.

Needs NumPy, ml_dtypes and safetensors. Run from the root of the repository:
python src/test/resources/reference/numpy/make_arrays.py
"""
import ml_dtypes
import numpy as np
import safetensors
import safetensors.numpy

rng = np.random.default_rng(7)


def show(name, a):
    at = tuple(n - 2 for n in a.shape)
    print(name, a.dtype, a.shape, repr(a.min()), repr(a.max()), repr(a.mean(dtype="f8")), at[::-1], repr(a[at]))


series = rng.integers(-30000, 30000, (3, 4, 5, 6)).astype("<i2")
fortran = np.asfortranarray(rng.normal(size=(4, 5, 6)).astype(">f4"))
print("NumPy", np.__version__, "safetensors", safetensors.__version__, "ml_dtypes", ml_dtypes.__version__)
for name, a in ("series_int16", series), ("fortran_float32_big_endian", fortran):
    np.save(f"test-images/numpy/{name}.npy", a)
    show(name, a)

deflated = rng.integers(0, 9, (3, 40, 50)).astype("<u2")
np.savez_compressed("test-images/numpy/deflated.npz", labels=deflated)
show("deflated.npz", deflated)

stored = {
    "activations": rng.normal(size=(2, 3, 4)).astype("<f2"),
    "gradients": np.asfortranarray(rng.normal(size=(2, 3, 4)).astype(">f8")),
    "spectrum": (rng.normal(size=(3, 4)) + 1j * rng.normal(size=(3, 4))).astype("<c8"),
    "mask": rng.integers(0, 2, (3, 4)).astype(bool),
}
np.savez("test-images/numpy/stored.npz", **stored)
for name, a in stored.items():
    show("stored.npz " + name, np.abs(a) if a.dtype.kind == "c" else a)

bfloat = rng.normal(size=(3, 20, 30)).astype(ml_dtypes.bfloat16)
safetensors.numpy.save_file({"features": bfloat}, "test-images/safetensors/bfloat16.safetensors")
show("bfloat16.safetensors", bfloat.astype("f4"))

types = "float64 float32 float16 int64 int32 int16 int8 uint64 uint32 uint16 uint8 bool".split()
tensors = {t: (rng.normal(size=(2, 3)) * 50 + (100 if t[0] == "u" else 0)).astype(t) for t in types}
safetensors.numpy.save_file(tensors, "test-images/safetensors/types.safetensors", {"made": "by NumPy"})
for name, a in tensors.items():
    print("types.safetensors", name, a.ravel().astype("f4").tolist())
