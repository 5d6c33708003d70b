# SPDX-License-Identifier: Apache-2.0
"""A series of 300 DICOM slices of 512 x 512: pydicom and the engine, in turns on the same files.

    python3 peers/series.py --java /path/to/java --rounds 5

The slices are a real CT slice (test-images/dicom/CT_small.dcm), repeated to 512 x 512 and shifted
from slice to slice. pydicom reads them as its tutorial does: read every file, sort by position, stack
the pixel arrays, apply slope and intercept on demand. The first round of both is cold.
"""

import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

import numpy as np
import pydicom
from pydicom.uid import generate_uid

HERE = pathlib.Path(__file__).resolve().parent
SLICES = 300


def make(folder):
    slice_ = pydicom.dcmread(HERE.parent.parent / "test-images" / "dicom" / "CT_small.dcm")
    pixels = np.tile(slice_.pixel_array, (4, 4))
    x, y, z = map(float, slice_.ImagePositionPatient)
    slice_.Rows, slice_.Columns = pixels.shape
    for k in range(SLICES):
        slice_.SOPInstanceUID = generate_uid()
        slice_.file_meta.MediaStorageSOPInstanceUID = slice_.SOPInstanceUID
        slice_.ImagePositionPatient = [x, y, z + 5 * k]
        slice_.PixelData = np.roll(pixels, k, axis=1).tobytes()
        # 7919 and 300 have no common divisor: every name once, in another order than the places.
        slice_.save_as(f"{folder}/{k * 7919 % SLICES:03d}.dcm")


def with_pydicom(folder):
    start = time.perf_counter()
    slices = [pydicom.dcmread(p) for p in pathlib.Path(folder).iterdir()]
    slices.sort(key=lambda s: float(s.ImagePositionPatient[2]))
    volume = np.stack([s.pixel_array for s in slices])
    ms = 1e3 * (time.perf_counter() - start)
    middle = volume[SLICES // 2, 256, 256] * slices[0].RescaleSlope + slices[0].RescaleIntercept
    return ms, float(middle)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--java", default="java")
    arguments.add_argument("--rounds", type=int, default=7)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make(folder)
        engine = subprocess.Popen(
            [options.java, "-Xmx2g", "-cp", str(HERE.parent / "target" / "benchmarks.jar"),
             "org.heatscope.benchmarks.ReadSeries", folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            bufsize=1)
        times = []
        for _ in range(options.rounds):
            peer, expected = with_pydicom(folder)
            engine.stdin.write("\n")
            engine.stdin.flush()
            ours, found = map(float, engine.stdout.readline().split())
            assert found == expected, (found, expected)
            times.append((peer, ours))
        engine.stdin.close()
        engine.wait()
    print("| 300 slices of 512 x 512 | pydicom ms | heatscope ms | ratio |")
    print("|---|---|---|---|")
    print(f"| first round | {times[0][0]:.0f} | {times[0][1]:.0f} | {times[0][0] / times[0][1]:.1f} |")
    rest = times[1:]
    peer, ours = (statistics.median(t) for t in zip(*rest))
    ratio = statistics.median(p / o for p, o in rest)
    print(f"| median of {len(rest)} more | {peer:.0f} | {ours:.0f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
