# SPDX-License-Identifier: Apache-2.0
"""Small arrays and what NumPy, SciPy, OpenCV and scikit-learn make of them.

Run in this folder; writes the .npy files beside it. Neither the build nor a test runs it.
"""

import cv2
import numpy as np
import scipy
import sklearn
from scipy.ndimage import zoom
from sklearn.decomposition import KernelPCA

rng = np.random.default_rng(20261121)


def save(name, array):
    np.save(name + ".npy", np.ascontiguousarray(array, dtype="<f4"))


# Activations after a ReLU and gradients of the size that trained networks have.
a = np.maximum(rng.normal(size=(2, 6, 4, 5)), 0).astype(np.float32)
g = (0.02 * rng.normal(size=a.shape)).astype(np.float32)
save("activations", a)
save("gradients", g)
A, G = a.reshape(2, 6, -1).astype(float), g.reshape(2, 6, -1).astype(float)


def total(weights):
    return np.einsum("nc,ncp->np", weights, A).reshape(2, 4, 5)


save("gradcam", total(G.mean(-1)))
s = A.sum(-1, keepdims=True)
alpha = np.where(G != 0, G**2 / (2 * G**2 + s * G**3 + 1e-6), 0)
save("gradcampp", total((np.maximum(G, 0) * alpha).sum(-1)))
alpha = np.where(G != 0, G**2 / (2 * G**2 + (A * G**3).sum(-1, keepdims=True)), 0)
save("gradcampp-monai", total((np.maximum(G, 0) * alpha).sum(-1)))
save("xgradcam", total((G * A).sum(-1) / (A.sum(-1) + 1e-7)))
save("hirescam", (G * A).sum(1).reshape(2, 4, 5))
save("elementwise", np.maximum(G * A, 0).sum(1).reshape(2, 4, 5))
save("layercam", (np.maximum(G, 0) * A).sum(1).reshape(2, 4, 5))
above = A > A.mean(-1, keepdims=True) + 2 * A.std(-1, keepdims=True)
save("fem", (A.mean(-1, keepdims=True) * above).sum(1).reshape(2, 4, 5))
save("fem-share", total(above.mean(-1)))


def component(m, extreme=False):
    """The first principal component of channels x positions, with the documented sign."""
    x = (m - m.mean(-1, keepdims=True)).T
    u, sigma, _ = np.linalg.svd(x, full_matrices=False)
    p = sigma[0] * u[:, 0]
    way = p[np.abs(p).argmax()] if extreme else p @ x.mean(1)
    return p * np.sign(way)


def components(m, **how):
    return np.stack([component(i, **how) for i in m]).reshape(2, 4, 5)


save("eigencam", components(A))
save("eigengradcam", components(G * A))
save("segeigencam", components(np.abs(G) * A, extreme=True))
save("gradcam-eigen-smooth", components(G.mean(-1)[..., None] * A))
for name, kernel in (("kpcacam", "sigmoid"), ("kpcacam-rbf", "rbf")):
    maps = []
    for i in A:
        x = (i - i.mean(-1, keepdims=True)).T
        p = KernelPCA(n_components=1, kernel=kernel).fit_transform(x)[:, 0]
        maps.append(p * np.sign(p @ x.mean(1)))
    save(name, np.stack(maps).reshape(2, 4, 5))

# Resizing, up and down.
small = rng.normal(size=(4, 5)).astype(np.float32)
save("small", small[None])
save("small-linear", cv2.resize(small, (13, 9))[None])
save("small-linear-down", cv2.resize(small, (3, 2))[None])
volume = rng.normal(size=(3, 4, 2)).astype(np.float32)
save("volume", volume[None])
save("volume-spline-corners", zoom(volume, (8 / 3, 7 / 4, 5 / 2), order=3)[None])
save("volume-linear-corners", zoom(volume, (8 / 3, 7 / 4, 5 / 2), order=1)[None])

print("numpy", np.__version__, "scipy", scipy.__version__, "opencv", cv2.__version__, "scikit-learn", sklearn.__version__)
