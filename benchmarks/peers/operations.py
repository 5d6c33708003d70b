#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The operations beside the overlay: what Python users run today, in turns with the engine.

    python3 peers/operations.py W4_2 --java /path/to/java --engines simd:2,scalar:2 --rounds 7

W3 resample 64x64x36 to 256x256x192, linear; W4_2, W4_5 Gaussian blur of 256x256x192, sigma 2 and 5
voxels; W5 mean and standard deviation in 7x7x7 boxes; W6 2nd and 98th percentile of 78.6 million
floats; W6_HISTOGRAM 256 bins of the same; W7 channel sum of 64 activation maps of 2048x7x7; W8 mean,
deviation and tSNR of 64x64x36x300 int16; W9 density of a million points on 2048x2048, sigma 8.

Needs numpy and scipy; OpenCV (cv2) and numba join in where they are installed.
"""
import argparse

import numpy as np
from scipy import ndimage

import turns
import yardstick

THREADS = 2


def w3():
    random = np.random.default_rng(3)
    m = random.standard_normal((36, 64, 64), dtype=np.float32) * 4
    shape, angle = (192, 256, 256), np.deg2rad(7)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0.05],
                     [0, -0.05, 1]])
    scale = np.diag([64 / 256, 64 / 256, 36 / 192])
    matrix = (scale @ turn)[::-1, ::-1]
    offset = (np.array(m.shape) - 1) / 2 - matrix @ ((np.array(shape) - 1) / 2)
    out = np.empty(shape, np.float32)
    peers = {"scipy": lambda: ndimage.affine_transform(m, matrix, offset, output_shape=shape,
                                                       order=1, output=out, mode="nearest")}
    numba = optional("numba")
    if numba:
        numba.set_num_threads(THREADS)

        @numba.njit(parallel=True, fastmath=True)
        def loop(m, a, t, out):
            for z in numba.prange(out.shape[0]):
                for y in range(out.shape[1]):
                    for x in range(out.shape[2]):
                        p = a[0, 0] * z + a[0, 1] * y + a[0, 2] * x + t[0]
                        q = a[1, 0] * z + a[1, 1] * y + a[1, 2] * x + t[1]
                        r = a[2, 0] * z + a[2, 1] * y + a[2, 2] * x + t[2]
                        p = min(max(p, 0.0), m.shape[0] - 1.001)
                        q = min(max(q, 0.0), m.shape[1] - 1.001)
                        r = min(max(r, 0.0), m.shape[2] - 1.001)
                        i, j, k = int(p), int(q), int(r)
                        f, g, h = p - i, q - j, r - k
                        near = ((m[i, j, k] * (1 - h) + m[i, j, k + 1] * h) * (1 - g)
                                + (m[i, j + 1, k] * (1 - h) + m[i, j + 1, k + 1] * h) * g)
                        far = ((m[i + 1, j, k] * (1 - h) + m[i + 1, j, k + 1] * h) * (1 - g)
                               + (m[i + 1, j + 1, k] * (1 - h) + m[i + 1, j + 1, k + 1] * h) * g)
                        out[z, y, x] = near * (1 - f) + far * f

        a, t = matrix.astype(np.float32), offset.astype(np.float32)
        peers["numba"] = lambda: loop(m, a, t, out)
    yardstick.resample(peers, m, matrix, offset, shape)
    return peers


def volume():
    return np.random.default_rng(4).standard_normal((192, 256, 256), dtype=np.float32)


def strips(source, target, run):
    """Runs on the volume as rows of nx * ny columns, in strips as wide as OpenCV allows."""
    flat, to = source.reshape(len(source), -1), target.reshape(len(source), -1)
    for c in range(0, flat.shape[1], 8192):
        to[:, c:c + 8192] = run(flat[:, c:c + 8192])


def w4(sigma):
    v = volume()
    out = np.empty_like(v)
    peers = {"scipy": lambda: ndimage.gaussian_filter(v, sigma, output=out)}
    cv2 = optional("cv2")
    if cv2:
        cv2.setNumThreads(THREADS)
        r = int(4 * sigma + 0.5)
        k = np.exp(-0.5 * (np.arange(-r, r + 1) / sigma) ** 2)
        k, one = (k / k.sum()).astype(np.float32), np.ones(1, np.float32)
        between = np.empty_like(v)

        def run():
            for z in range(len(v)):
                cv2.sepFilter2D(v[z], cv2.CV_32F, k, k, dst=between[z],
                                borderType=cv2.BORDER_REFLECT)
            strips(between, out, lambda s: cv2.sepFilter2D(
                s, cv2.CV_32F, one, k, borderType=cv2.BORDER_REFLECT))

        peers["OpenCV"] = run
    yardstick.blur(peers, v, sigma)
    return peers


def w5():
    v = volume() * 10 + 100

    def scipy():
        m = ndimage.uniform_filter(v, 7)
        return m, np.sqrt(np.maximum(ndimage.uniform_filter(v * v, 7) - m * m, 0))

    peers = {"scipy": scipy}
    cv2 = optional("cv2")
    if cv2:
        cv2.setNumThreads(THREADS)
        a, b, m, q = (np.empty_like(v) for _ in range(4))

        def run():
            reflect = cv2.BORDER_REFLECT
            for z in range(len(v)):
                cv2.boxFilter(v[z], cv2.CV_32F, (7, 7), dst=a[z], borderType=reflect)
                cv2.sqrBoxFilter(v[z], cv2.CV_32F, (7, 7), dst=b[z], borderType=reflect)
            strips(a, m, lambda s: cv2.boxFilter(s, cv2.CV_32F, (1, 7), borderType=reflect))
            strips(b, q, lambda s: cv2.boxFilter(s, cv2.CV_32F, (1, 7), borderType=reflect))
            return m, np.sqrt(np.maximum(q - m * m, 0))

        peers["OpenCV"] = run
    yardstick.box_statistics(peers, v)
    return peers


def many():
    random, n = np.random.default_rng(6), 512 * 512 * 300
    v = np.empty(n, np.float32)
    for i in range(0, n, 1 << 22):
        v[i:i + (1 << 22)] = random.standard_normal(min(1 << 22, n - i), dtype=np.float32)
    return v * 100 + 50


def w6():
    v = many()
    peers = {"numpy": lambda: np.percentile(v, [2, 98])}
    yardstick.percentiles(peers, v, [2, 98])
    return peers


def w6_histogram():
    v = many()
    low, high = float(v.min()), float(v.max())
    peers = {"numpy": lambda: np.histogram(v, 256, (low, high))}
    cv2 = optional("cv2")
    if cv2:
        cv2.setNumThreads(THREADS)
        image = v.reshape(-1, 512)
        peers["OpenCV"] = lambda: cv2.calcHist([image], [0], None, [256], [low, high])
    yardstick.histogram(peers, v, low, high)
    return peers


def w7():
    random = np.random.default_rng(7)
    a = random.standard_normal((64, 2048, 49), dtype=np.float32)
    w = random.standard_normal((64, 2048), dtype=np.float32)
    peers = {"numpy, product and sum": lambda: (w[:, :, None] * a).sum(axis=1),
             "numpy matmul": lambda: np.matmul(w[:, None, :], a)}
    torch = optional("torch")
    if torch:
        torch.set_num_threads(THREADS)
        ta, tw = torch.from_numpy(a), torch.from_numpy(w)
        peers["torch"] = lambda: torch.einsum("nc,ncp->np", tw, ta)
    yardstick.channel_sum(peers, a, w)
    return peers


def w8():
    random, n = np.random.default_rng(8), 64 * 64 * 36
    d = (random.integers(0, 2000, (300, n)) // 20 + 800).astype(np.int16)

    def everything():
        f = d.astype(np.float64)
        m, s = f.mean(0), f.std(0, ddof=1)
        return m, s, m / s

    def streaming():
        total, squares = np.zeros(n, np.int64), np.zeros(n, np.int64)
        for frame in d:
            f = frame.astype(np.int32)
            total += f
            squares += f * f
        m = total / len(d)
        s = np.sqrt((squares - total * m) / (len(d) - 1))
        return m, s, m / s

    peers = {"numpy": everything, "numpy, frame by frame": streaming}
    yardstick.temporal_statistics(peers, d)
    return peers


def w9():
    random, n, size, sigma = np.random.default_rng(9), 1000000, 2048, 8
    x, y = (np.clip(random.normal(size / 2, size / d, n), 0, size - 1.001) for d in (7, 6))

    def counts():
        at = y.astype(np.int32) * size + x.astype(np.int32)
        return np.bincount(at, minlength=size * size).astype(np.float32).reshape(size, size)

    peers = {"numpy bincount+scipy": lambda: ndimage.gaussian_filter(counts(), sigma)}
    cv2 = optional("cv2")
    if cv2:
        cv2.setNumThreads(THREADS)
        peers["numpy bincount+OpenCV"] = lambda: cv2.GaussianBlur(
            counts(), (65, 65), sigma, borderType=cv2.BORDER_REFLECT)
    yardstick.density(peers, x, y, size, sigma)
    return peers


def optional(name):
    try:
        return __import__(name)
    except ImportError as missing:
        print(f"{name} left out: {missing}")
        return None


WORKLOADS = {"W3": w3, "W4_2": lambda: w4(2), "W4_5": lambda: w4(5), "W5": w5, "W6": w6,
             "W6_HISTOGRAM": w6_histogram, "W7": w7, "W8": w8, "W9": w9}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("workload", choices=WORKLOADS)
    arguments.add_argument("--java", default="java")
    arguments.add_argument("--engines", default="simd:2,scalar:2,opencl:2")
    arguments.add_argument("--rounds", type=int, default=7)
    options = arguments.parse_args()
    peers = WORKLOADS[options.workload]()
    for call in peers.values():
        call()
    started = turns.engines(options.java, options.workload, options.engines)
    turns.take(options.workload, peers, started, options.rounds)


if __name__ == "__main__":
    main()
