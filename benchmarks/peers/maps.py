#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Maps as whole processes, files in and a file out: 100 subjects of 91 x 109 x 91 floats (t, and a
linear model with age), a series of 64 x 64 x 36 x 300 int16 (tSNR, ALFF), TFCE and a table of
clusters. Each round starts every program once; wall time, processor time and peak memory are medians
over the rounds.

    python3 peers/maps.py --rounds 3

Needs numpy, scipy, nibabel and nilearn. The engine is run by its launcher, ../heatscope, with a heap
of 900 MB.
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
SUBJECTS = 100


def make_inputs(folder):
    import nibabel
    import numpy as np
    from scipy.ndimage import gaussian_filter

    random = np.random.default_rng(0)
    affine = np.diag([-2, 2, 2, 1.0])
    affine[:3, 3] = 90, -126, -72
    place = np.indices((91, 109, 91)) - np.array([45, 54, 45])[:, None, None, None]
    mask = ((place / np.array([36, 45, 36])[:, None, None, None]) ** 2).sum(0) < 1
    nibabel.save(nibabel.Nifti1Image(mask.astype("u1"), affine), folder / "mask.nii")
    for i in range(SUBJECTS):
        image = (random.standard_normal(mask.shape, dtype=np.float32) + 0.2) * mask
        nibabel.save(nibabel.Nifti1Image(image, affine), folder / f"s{i:03d}.nii")
    z = gaussian_filter(random.standard_normal(mask.shape), 2)
    nibabel.save(nibabel.Nifti1Image((z / z.std() * mask * 1.5).astype("f4"), affine), folder / "z.nii")
    series = (1000 + 20 * random.standard_normal((64, 64, 36, 300), dtype=np.float32)).astype("i2")
    run = nibabel.Nifti1Image(series, np.diag([3, 3, 3.5, 1]))
    run.header.set_xyzt_units("mm", "sec")
    run.header["pixdim"][4] = 2.0
    nibabel.save(run, folder / "run.nii")
    rows = "".join(f"{20 + i * 7 % 50}\n" for i in range(SUBJECTS))
    (folder / "design.csv").write_text("age\n" + rows)


def subjects(folder):
    return [str(folder / f"s{i:03d}.nii") for i in range(SUBJECTS)]


def save(values, folder):
    import numpy as np

    np.save(folder / "peer.npy", np.asarray(values, np.float32))


def numpy_t(folder):
    import nibabel
    import numpy as np
    from scipy import stats

    all_images = np.stack([np.asarray(nibabel.load(p).dataobj) for p in subjects(folder)])
    with np.errstate(invalid="ignore", divide="ignore"):
        save(stats.ttest_1samp(all_images, 0, axis=0).statistic, folder)


def nilearn_model(folder, columns):
    import pandas
    from nilearn.glm.second_level import SecondLevelModel

    design = pandas.read_csv(folder / "design.csv")
    design["intercept"] = 1
    model = SecondLevelModel(mask_img=str(folder / "mask.nii"))
    model.fit(subjects(folder), design_matrix=design[columns])
    save(model.compute_contrast(columns[0], output_type="stat").get_fdata(), folder)


def nilearn_t(folder):
    nilearn_model(folder, ["intercept"])


def nilearn_glm(folder):
    nilearn_model(folder, ["age", "intercept"])


def numpy_tsnr(folder):
    import nibabel
    import numpy as np
    from scipy.signal import detrend

    y = nibabel.load(folder / "run.nii").get_fdata(dtype=np.float32)
    save(y.mean(-1) / detrend(y, axis=-1).std(-1, ddof=1), folder)


def numpy_alff(folder):
    import nibabel
    import numpy as np
    from scipy.signal import detrend

    y = nibabel.load(folder / "run.nii").get_fdata(dtype=np.float32)
    f = np.fft.rfftfreq(300, 2.0)
    amplitude = 2 * np.abs(np.fft.rfft(detrend(y, axis=-1), axis=-1)) / 300
    save(amplitude[..., (f >= 0.01) & (f <= 0.08)].mean(-1), folder)


def nilearn_tfce(folder):
    import nibabel
    from nilearn.mass_univariate._utils import calculate_tfce
    from scipy.ndimage import generate_binary_structure

    z = nibabel.load(folder / "z.nii").get_fdata()[..., None]
    save(calculate_tfce(z, generate_binary_structure(3, 1)), folder)


def nilearn_clusters(folder):
    from nilearn.reporting import get_clusters_table

    get_clusters_table(str(folder / "z.nii"), 3.0, two_sided=True).to_csv(folder / "peer.csv")


def jobs(folder):
    """Name, the engine's arguments, the peers."""
    group, mask = subjects(folder), ["--mask", str(folder / "mask.nii")]
    out = ["-o", str(folder / "engine.npy")]
    run, z = str(folder / "run.nii"), str(folder / "z.nii")
    design = ["--design", str(folder / "design.csv"), "--contrast", "age"]
    return {
        "t, 100 subjects": (["t", *group, *mask, *out], [numpy_t, nilearn_t]),
        "linear model, 100 subjects": (["glm", *group, *mask, *design, *out], [nilearn_glm]),
        "tSNR, 300 frames": (["tsnr", run, *out], [numpy_tsnr]),
        "ALFF, 300 frames": (["alff", run, *out], [numpy_alff]),
        "TFCE": (["tfce", z, *out], [nilearn_tfce]),
        "clusters": (
            ["threshold", z, "--value", "3", "-o", str(folder / "engine.csv")], [nilearn_clusters]),
    }


def measure(command, env=None):
    """Wall seconds, processor seconds and peak MiB of a process."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command[:6])} ...")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer")
    parser.add_argument("--folder", type=pathlib.Path)
    options = parser.parse_args()
    if options.peer:
        globals()[options.peer](options.folder)
        return
    env = dict(os.environ, HEATSCOPE_JAVA_OPTS="-Xmx900m")
    subprocess.run([LAUNCHER, "--version"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # In a process of its own: what this one holds would count as a child's peak.
        subprocess.run(
            [sys.executable, __file__, "--peer", "make_inputs", "--folder", str(folder)], check=True)
        print("| job | program | s | processor s | peak MiB |\n|---|---|---|---|---|")
        for job, (arguments, peers) in jobs(folder).items():
            programs = {"heatscope": [str(LAUNCHER), "map", *arguments]}
            for p in peers:
                programs[p.__name__] = [
                    sys.executable, __file__, "--peer", p.__name__, "--folder", str(folder)]
            taken = {p: [] for p in programs}
            for _ in range(options.rounds):
                for p, command in programs.items():
                    taken[p].append(measure(command, env))
            for p, rows in taken.items():
                wall, cpu, peak = (statistics.median(c) for c in zip(*rows))
                print(f"| {job} | {p} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |", flush=True)


main()
