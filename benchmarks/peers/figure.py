#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""W10, a figure as a whole process: gzipped 256x256x192 int16 scan and 64x64x36 float map in, PNG of 12
axial slices with a colour bar out. Each round starts every program once; wall time and peak memory
are medians over the rounds.

    python3 peers/figure.py --rounds 7

Needs numpy, scipy, nibabel and matplotlib; nilearn joins in where it is installed. The engine is run
by its launcher, ../heatscope.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER = HERE.parent.parent / "heatscope"
THRESHOLD, TOP, SLICES = 2.3, 8.0, 12


def make_inputs(folder):
    """A head-like ball of smooth texture in a shell, noisy so that it zips about two to one."""
    import nibabel
    import numpy as np
    from scipy.ndimage import gaussian_filter

    random = np.random.default_rng(4)
    size = (256, 256, 192)
    axes = [np.linspace(-1, 1, n, dtype=np.float32) for n in size]
    radius = np.sqrt(sum((a / s) ** 2 for a, s in zip(np.meshgrid(*axes, indexing="ij"), (0.65, 0.8, 0.75))))
    texture = gaussian_filter(random.standard_normal(size, dtype=np.float32), 4)
    scan = np.where(radius < 1, 600 + 2500 * texture - 200 * radius, 0)
    scan += np.where((radius > 1.04) & (radius < 1.1), 900, 0) + random.normal(0, 12, size)
    affine = np.diag([0.8, 0.8, 0.9, 1])
    affine[:3, 3] = -102, -102, -86
    nibabel.save(nibabel.Nifti1Image(np.clip(scan, 0, 4000).astype(np.int16), affine), folder / "scan.nii.gz")
    heat = gaussian_filter(random.standard_normal((64, 64, 36), dtype=np.float32), 2)
    coarse = np.diag([3.2, 3.2, 4.8, 1])
    coarse[:3, 3] = -101, -101, -84
    nibabel.save(nibabel.Nifti1Image(heat / heat.std() * np.float32(2.2), coarse), folder / "map.nii.gz")


def with_matplotlib(folder):
    """Only the slices that are shown are resampled."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import nibabel
    import numpy as np
    from scipy.ndimage import map_coordinates

    scan, heat = nibabel.load(folder / "scan.nii.gz"), nibabel.load(folder / "map.nii.gz")
    grey, values = np.asanyarray(scan.dataobj), np.asanyarray(heat.dataobj)
    to_map = np.linalg.inv(heat.affine) @ scan.affine
    low, high = np.percentile(grey, [2, 98])
    figure, panels = plt.subplots(2, SLICES // 2, figsize=(15, 5.4), dpi=100, facecolor="black")
    for panel, k in zip(panels.flat, np.linspace(20, 170, SLICES).astype(int)):
        i, j = np.meshgrid(*(np.arange(n) for n in grey.shape[:2]), indexing="ij")
        at = to_map[:3, :3] @ np.stack([i.ravel(), j.ravel(), np.full(i.size, k)]) + to_map[:3, 3:]
        shown = map_coordinates(values, at, order=1).reshape(i.shape)
        panel.imshow(grey[:, :, k].T, cmap="gray", vmin=low, vmax=high, origin="lower")
        drawn = panel.imshow(np.ma.masked_inside(shown, -THRESHOLD, THRESHOLD).T, cmap="RdBu_r",
                             vmin=-TOP, vmax=TOP, origin="lower")
        panel.set_title(f"z = {scan.affine[2, 2] * k + scan.affine[2, 3]:.0f}", color="white")
        panel.axis("off")
    figure.colorbar(drawn, ax=panels)
    figure.savefig(folder / "matplotlib.png")


def with_nilearn(folder):
    import warnings

    warnings.simplefilter("ignore")
    import matplotlib

    matplotlib.use("Agg")
    from nilearn import plotting

    display = plotting.plot_stat_map(
        str(folder / "map.nii.gz"), bg_img=str(folder / "scan.nii.gz"), threshold=THRESHOLD, vmax=TOP,
        display_mode="z", cut_coords=SLICES)
    display.savefig(folder / "nilearn.png", dpi=100)


def run(command):
    """Wall seconds and peak MiB of a process (of its largest child, for the launcher)."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(errors.decode()[-400:])
    return time.perf_counter() - start, used.ru_maxrss / 1024


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--one", choices=["inputs", "matplotlib", "nilearn"])
    arguments.add_argument("--folder", type=pathlib.Path)
    options = arguments.parse_args()
    if options.one:
        steps = {"inputs": make_inputs, "matplotlib": with_matplotlib, "nilearn": with_nilearn}
        steps[options.one](options.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # In a process of its own: a child's peak memory begins with what its parent holds.
        run([sys.executable, __file__, "--one", "inputs", "--folder", name])
        engine = [str(LAUNCHER), "overlay", str(folder / "scan.nii.gz"), "--map", str(folder / "map.nii.gz"),
                  "--threshold", str(THRESHOLD), "--range", f"{-TOP},{TOP}", "--slices", f"z:{SLICES}",
                  "--colormap", "RdBu_r", "--width", "1500", "-o", str(folder / "heatscope.png")]
        programs = {"heatscope": engine}
        for peer in ("matplotlib", "nilearn"):
            programs[peer] = [sys.executable, __file__, "--one", peer, "--folder", str(folder)]
        for name, command in list(programs.items()):
            try:
                run(command)
            except RuntimeError as reason:
                print(f"{name} left out: {str(reason).strip().splitlines()[-1]}")
                del programs[name]
        rounds = [{name: run(command) for name, command in programs.items()} for _ in range(options.rounds)]
    print(f"| W10 | ms (median of {options.rounds}) | fastest | as times of heatscope | peak MiB |")
    print("|---|---|---|---|---|")
    for name in programs:
        walls = [r[name][0] for r in rounds]
        ratio = statistics.median(r[name][0] / r["heatscope"][0] for r in rounds)
        peak = statistics.median(r[name][1] for r in rounds)
        print(f"| {name} | {1e3 * statistics.median(walls):.0f} | {1e3 * min(walls):.0f} | {ratio:.2f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
