#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The overlay workloads W1 and W2: what Python users run today, in turns with the engine.

Each round calls every peer and every engine process once, so a busy neighbour slows all alike;
printed are medians over the rounds and how many times longer a peer takes than the engine.

    python3 peers/overlay.py W1 --java /path/to/java --engines simd:2,simd:1 --rounds 9

Needs numpy and matplotlib; OpenCV (cv2) and numba join in where they are installed. The engine
comes from target/benchmarks.jar (made by ./run).
"""
import argparse

import numpy as np
from matplotlib import colormaps, colors

import turns
import yardstick

LOW, HIGH, THRESHOLD, ALPHA = 2.0, 8.0, 2.0, 0.6
WORKLOADS = {
    # planes, rows, columns, scan type, lowest, highest + 1, window low, window high
    "W1": (1, 4096, 4096, np.uint8, 0, 256, 0.0, 255.0),
    "W2": (300, 512, 512, np.int16, -1024, 1500, -160.0, 240.0),
}


def images(workload):
    planes, rows, columns, kind, lowest, end, *_ = WORKLOADS[workload]
    random = np.random.default_rng(7)
    scan = np.empty((planes, rows, columns), kind)
    heat = np.empty((planes, rows, columns), np.float32)
    for k in range(planes):
        scan[k] = random.integers(lowest, end, (rows, columns), dtype=kind)
        heat[k] = random.standard_normal((rows, columns), dtype=np.float32) * 4
    return scan, heat


def table():
    """256 rows of red, green, blue."""
    return (colormaps["hot"](np.arange(256))[:, :3] * 255).round().astype(np.uint8)


def matplotlib_chain(scan, heat, window):
    """Normalise, look up RGBA, blend: all in floats, a plane at a time."""
    scale, cmap = colors.Normalize(LOW, HIGH, clip=True), colormaps["hot"]
    out = np.empty(scan.shape + (4,), np.uint8)

    def run():
        for k in range(len(scan)):
            grey = np.clip((scan[k] - window[0]) / (window[1] - window[0]), 0, 1)
            color = cmap(scale(heat[k]))
            weight = np.where(np.abs(heat[k]) > THRESHOLD, ALPHA, 0)
            for c in range(3):
                mixed = grey + weight * (color[..., c] - grey)
                out[k, ..., c] = mixed * 255 + 0.5
            out[k, ..., 3] = 255
        return out

    return run


def opencv_chain(scan, heat, window):
    """convertScaleAbs, applyColorMap, addWeighted, copyTo: 8 bits throughout."""
    import cv2

    cv2.setNumThreads(2)
    palette = np.ascontiguousarray(table()[:, ::-1]).reshape(256, 1, 3)
    slope = 255 / (HIGH - LOW)
    gain = 255 / (window[1] - window[0])
    out = np.empty(scan.shape + (4,), np.uint8)

    def run():
        for k in range(len(scan)):
            plane = heat[k]
            index = cv2.convertScaleAbs(cv2.max(plane, LOW), alpha=slope, beta=-LOW * slope)
            grey = scan[k]
            if grey.dtype != np.uint8:
                floor = cv2.max(grey, window[0])
                grey = cv2.convertScaleAbs(floor, alpha=gain, beta=-window[0] * gain)
            under = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
            mixed = cv2.addWeighted(under, 1 - ALPHA, cv2.applyColorMap(index, palette), ALPHA, 0)
            faint = cv2.inRange(plane, -THRESHOLD, THRESHOLD)
            cv2.copyTo(under, faint, mixed)
            cv2.cvtColor(mixed, cv2.COLOR_BGR2RGBA, dst=out[k])
        return out

    return run


def numba_loop(scan, heat, window):
    """One loop compiled for this machine, on two threads: what an expert writes by hand."""
    import numba

    numba.set_num_threads(2)
    rows = scan.shape[0] * scan.shape[1]
    scan, heat = scan.reshape(rows, -1), heat.reshape(rows, -1)
    out = np.empty(scan.shape, np.uint32)
    colors256 = table().astype(np.float32) * np.float32(ALPHA) + np.float32(0.5)
    f = np.float32
    numbers = (f(LOW), f(256 / (HIGH - LOW)), f(THRESHOLD), f(1 - ALPHA))
    low, gain = f(window[0]), f(255 / (window[1] - window[0]))

    @numba.njit(parallel=True, fastmath=True)
    def loop(scan, heat, colors256, out, numbers, low, gain):
        first, scale, threshold, rest = numbers
        for y in numba.prange(scan.shape[0]):
            for x in range(scan.shape[1]):
                grey = min(max((np.float32(scan[y, x]) - low) * gain, np.float32(0)), np.float32(255))
                v = heat[y, x]
                if abs(v) > threshold:
                    k = np.int32(min(max((v - first) * scale, np.float32(0)), np.float32(255)))
                    grey *= rest
                    r = np.uint32(grey + colors256[k, 0])
                    g = np.uint32(grey + colors256[k, 1])
                    b = np.uint32(grey + colors256[k, 2])
                else:
                    r = g = b = np.uint32(grey + np.float32(0.5))
                out[y, x] = r | g << np.uint32(8) | b << np.uint32(16) | np.uint32(0xFF000000)

    return lambda: loop(scan, heat, colors256, out, numbers, low, gain)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("workload", choices=WORKLOADS)
    arguments.add_argument("--java", default="java")
    arguments.add_argument("--engines", default="simd:2,simd:1,scalar:2")
    arguments.add_argument("--rounds", type=int, default=9)
    options = arguments.parse_args()
    scan, heat = images(options.workload)
    window = WORKLOADS[options.workload][6:]
    peers = {}
    for name, make in (("numpy+matplotlib", matplotlib_chain), ("OpenCV", opencv_chain),
                       ("numba", numba_loop)):
        try:
            peers[name] = make(scan, heat, window)
            peers[name]()
        except ImportError as missing:
            print(f"{name} left out: {missing}")
    yardstick.overlay(peers, scan, heat, table(), window, LOW, HIGH, THRESHOLD, ALPHA)
    started = turns.engines(options.java, options.workload, options.engines)
    turns.take(options.workload, peers, started, options.rounds)


if __name__ == "__main__":
    main()
