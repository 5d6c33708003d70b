#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scans larger than the heap as whole processes: a blur (FWHM 3 mm) and the pixels of an overlay of
512 x 512 x 512 and 512 x 512 x 2048 int16 (0.25 and 1 GiB), with a heap of 256 MB; the blur by nibabel
and scipy next to it. Wall time and peak memory are medians over the rounds.

    python3 peers/large.py --rounds 3

Needs numpy, scipy and nibabel, and 6 GB of room in the folder for temporary files.
"""
import argparse
import os
import pathlib
import statistics
import sys
import tempfile

from figure import LAUNCHER, run

HEAP = "256m"
SPACING, FWHM = 0.5, 3.0


def make_inputs(folder):
    import nibabel
    import numpy as np

    random = np.random.default_rng(1)
    affine = np.diag([SPACING, SPACING, SPACING, 1])
    planes = random.integers(-200, 400, (512, 512, 8), dtype=np.int16)
    for nz in (512, 2048):
        scan = np.empty((512, 512, nz), np.int16, order="F")
        for z in range(0, nz, 8):
            scan[..., z:z + 8] = planes + np.int16(z % 97)
        nibabel.save(nibabel.Nifti1Image(scan, affine), folder / f"{nz}.nii")
    heat = random.standard_normal((64, 64, 64), dtype=np.float32)
    nibabel.save(nibabel.Nifti1Image(heat, np.diag([4, 4, 4, 1])), folder / "map.nii")


def with_scipy(folder, nz):
    import nibabel
    import numpy as np
    from scipy.ndimage import gaussian_filter

    scan = nibabel.load(folder / f"{nz}.nii")
    sigma = FWHM / np.sqrt(8 * np.log(2)) / SPACING
    smooth = gaussian_filter(np.asanyarray(scan.dataobj), sigma, output=np.float32)
    nibabel.save(nibabel.Nifti1Image(smooth, scan.affine), folder / "scipy.nii")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--one", choices=["inputs", "512", "2048"])
    arguments.add_argument("--folder", type=pathlib.Path)
    options = arguments.parse_args()
    if options.one == "inputs":
        make_inputs(options.folder)
        return
    if options.one:
        with_scipy(options.folder, int(options.one))
        return
    os.environ["HEATSCOPE_JAVA_OPTS"] = f"-Xmx{HEAP}"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run([sys.executable, __file__, "--one", "inputs", "--folder", name])
        programs = {}
        for nz in (512, 2048):
            scan = str(folder / f"{nz}.nii")
            blur = ["map", "smooth", scan, "--fwhm", str(FWHM), "-o", str(folder / "blur.nii")]
            stack = ["overlay", scan, "--map", str(folder / "map.nii"), "--window=0,600", "--threshold", "2",
                     "--layout", "stack", "-o", str(folder / "stack.npy")]
            programs[f"blur, {nz} planes"] = [str(LAUNCHER), *blur]
            programs[f"overlay's pixels, {nz} planes"] = [str(LAUNCHER), *stack]
            programs[f"blur by scipy, {nz} planes"] = [
                sys.executable, __file__, "--one", str(nz), "--folder", name]
        run([str(LAUNCHER), "info", str(folder / "map.nii")])
        rounds = [{name: run(command) for name, command in programs.items()} for _ in range(options.rounds)]
    print(f"| a heap of {HEAP} | seconds (median of {options.rounds}) | peak MiB |")
    print("|---|---|---|")
    for name in programs:
        walls, peaks = zip(*(r[name] for r in rounds))
        print(f"| {name} | {statistics.median(walls):.1f} | {statistics.median(peaks):.0f} |")


if __name__ == "__main__":
    main()
