# SPDX-License-Identifier: Apache-2.0
"""yardstick.c as a peer: compiled where there is a C compiler, compared once with the first peer."""
import ctypes
import os
import pathlib
import shutil
import subprocess

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
NAME = "C yardstick"
THREADS = 2
COPIED = 128 << 20

# Waiting threads would otherwise spin into the turn of whoever comes next.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def compiled():
    """The library, or None and a line that says why."""
    compiler = os.environ.get("CC") or shutil.which("gcc") or shutil.which("cc")
    source, target = HERE / "yardstick.c", HERE.parent / "target" / "yardstick.so"
    command = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC"]
    try:
        if not compiler:
            raise OSError("no C compiler")
        target.parent.mkdir(exist_ok=True)
        if subprocess.run([compiler, *command, source, "-o", target, "-lm"]).returncode:
            raise OSError(f"{compiler} did not compile yardstick.c")
        library = ctypes.CDLL(str(target))
    except OSError as reason:
        print(f"{NAME} and share of ceiling left out: {reason}\n")
        return None
    library.threads(THREADS)
    return library


LIBRARY = compiled()


def aligned(shape, dtype=np.float32):
    """An array that begins at a cache line."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    raw = np.zeros(size + 64, np.uint8)
    begin = -raw.ctypes.data % 64
    return raw[begin:begin + size].view(dtype).reshape(shape)


def function(name, *arguments):
    """A call of the library: arrays as pointers, int as int, float as float, np.int64 as size_t."""
    kinds = {int: ctypes.c_int, float: ctypes.c_float, np.int64: ctypes.c_size_t}
    converted = []
    for a in arguments:
        if isinstance(a, np.ndarray):
            assert a.flags.c_contiguous
            converted.append(ctypes.c_void_p(a.ctypes.data))
        else:
            converted.append(kinds[type(a)](a))
    # The arrays stay alive as long as the call.
    return lambda keep=arguments: getattr(LIBRARY, name)(*converted)


def join(peers, result, within, *calls):
    """Adds the calls as a peer, unless there is no compiler. The result (an array or some) is compared
    with that of the first peer: ValueError where any value differs by more than within."""
    if not LIBRARY:
        return

    def run():
        for call in calls:
            call()
        return result

    found, expected = run(), next(iter(peers.values()))()
    if isinstance(found, np.ndarray):
        found, expected = [found], [expected]
    for f, e in zip(found, expected):
        # Plane by plane: the differences of a whole volume would need as much memory again.
        for row, right in zip(f, e):
            worst = np.max(np.abs(np.asarray(row, np.float64) - right))
            if not worst <= within:
                raise ValueError(f"{NAME} differs by {worst} from {next(iter(peers))}")
    peers[NAME] = run


def copy():
    """Copies an array larger than the caches past them; None where there is no compiler."""
    source, target = aligned(COPIED // 4), aligned(COPIED // 4)
    source[:] = 1  # Memory that was never written is one page of zeros.
    return function("copy", target, source, np.int64(source.size)) if LIBRARY else None


def overlay(peers, scan, heat, colors, window, low, high, threshold, alpha):
    out = aligned(scan.shape, np.uint32)
    packed = np.rint(colors * (4 * alpha)).astype(np.uint32) @ np.array([1, 1 << 10, 1 << 20], np.uint32)
    gain = 255 / (window[1] - window[0])
    join(peers, out.view(np.uint8).reshape(scan.shape + (4,)), 3, function(
        "overlay", out, scan, 8 * scan.itemsize, heat, np.int64(scan.size), packed,
        window[0], gain, low, high, threshold, alpha))


def resample(peers, m, matrix, offset, shape):
    out = aligned(shape)
    t = np.column_stack([matrix[::-1, ::-1], offset[::-1]]).astype(np.float32)
    join(peers, out, 1e-3, function("resample", out, *shape[::-1], m, *m.shape[::-1], t))


def weights(sigma):
    w = np.exp(-0.5 * (np.arange(int(4 * sigma + 0.5) + 1) / sigma) ** 2)
    return (w / (2 * w.sum() - w[0])).astype(np.float32)


def blur(peers, v, sigma):
    out, between, w = aligned(v.shape), aligned(v.shape), weights(sigma)
    join(peers, out, 1e-5, function("blur", out, v, between, *v.shape[::-1], w, len(w) - 1))


def box_statistics(peers, v):
    mean, deviation = aligned(v.shape), aligned(v.shape)
    join(peers, [mean, deviation], 0.01, function("box_statistics", mean, deviation, v, *v.shape[::-1]))


def percentiles(peers, v, percent):
    ranks = np.array([int(p / 100 * (v.size - 1)) for p in percent])
    found = np.empty(len(ranks), np.float32)
    join(peers, found, 1e-3, function("select_two", v, np.int64(v.size), ranks, found))


def histogram(peers, v, low, high):
    counts = np.empty(256, np.int64)
    # Values at the edge of a bin: sums in float against sums in double.
    join(peers, [counts], 1e-5 * v.size, function("histogram", v, np.int64(v.size), low, high, counts))


def channel_sum(peers, a, w):
    images, channels, places = a.shape
    assert places == 49
    out = aligned((images, places))
    join(peers, out, 1e-3, function("channel_sum", out, a, w, images, channels))


def temporal_statistics(peers, d):
    out = aligned((3, d.shape[1]))
    join(peers, list(out), 1e-2, function(
        "temporal_statistics", *out, d, np.int64(d.shape[1]), len(d)))


def density(peers, x, y, size, sigma):
    counts, between, out, w = aligned((size, size)), aligned((size, size)), aligned((size, size)), weights(sigma)
    # An image is a volume of one row a slice: blurred along x and z.
    join(peers, out, 1e-4,
         function("count_points", counts, size, size, x, y, np.int64(x.size)),
         function("blur", out, counts, between, size, 1, size, w, len(w) - 1))
