# SPDX-License-Identifier: Apache-2.0
"""Registrations and where they take points: *.tfm, *.mat, points.json. Run from the project's root.

Made with SimpleITK and nitransforms; points.json names their versions. Points and results are mm in
RAS+, from the fixed image to the moving one.
"""
import json

import nibabel
import nitransforms
import numpy as np
import SimpleITK as sitk
from nitransforms.linear import Affine

FOLDER = "src/test/resources/reference/transforms/"
points = [[0, 0, 0], [10, -20, 30], [-55.5, 12.25, 41]]
cases = {}


def lps(p):
    return [-p[0], -p[1], p[2]]


def itk(name, transform):
    sitk.WriteTransform(transform, FOLDER + name)
    cases[name] = [lps(transform.TransformPoint(lps([float(c) for c in p]))) for p in points]


affine = sitk.AffineTransform(3)
affine.SetMatrix([1.1, 0.1, 0, -0.05, 0.9, 0.2, 0.02, -0.1, 1.05])
affine.SetTranslation([5, -7, 3.5])
affine.SetCenter([10, 20, -30])
itk("affine.tfm", affine)
euler = sitk.Euler3DTransform((4, -3, 2), 0.1, -0.2, 0.3, (1, 2, 3))
itk("euler.tfm", euler)
zyx = sitk.Euler3DTransform(euler)
zyx.SetComputeZYX(True)
itk("euler-zyx.tfm", zyx)
itk("versor.tfm", sitk.VersorRigid3DTransform((0.1, -0.2, 0.3, 0.86**0.5), (1, 2, 3), (4, -3, 2)))
itk("translation.tfm", sitk.TranslationTransform(3, (1.5, -2.5, 3.5)))
itk("composite.tfm", sitk.CompositeTransform([euler, affine]))

# FSL: a fixed image with positive determinant, a moving one with negative, unequal voxels.
fixed_affine = np.array([[2.0, 0, 0, -30], [0, 2.5, 0, -40], [0, 0, 3, -20], [0, 0, 0, 1]])
moving_affine = np.array([[-1.5, 0, 0, 44], [0, 1.5, 0, -50], [0, 0, 4, -33], [0, 0, 0, 1]])
fixed = nibabel.Nifti1Image(np.zeros((31, 33, 15), "uint8"), fixed_affine)
moving = nibabel.Nifti1Image(np.zeros((61, 65, 17), "uint8"), moving_affine)
c, s = np.cos(0.2), np.sin(0.2)
world = np.array([[c, -s, 0, 3], [s, c, 0, -4], [0, 0, 1.02, 5], [0, 0, 0, 1]])  # fixed to moving
x = Affine(world, reference=fixed)
x.to_filename(FOLDER + "fsl.mat", fmt="fsl", moving=moving)
cases["fsl.mat"] = x.map(np.array(points, float)).tolist()
np.savetxt(FOLDER + "plain.txt", np.linalg.inv(world))
cases["plain.txt"] = cases["fsl.mat"]

with open(FOLDER + "points.json", "w") as out:
    json.dump(
        {
            "made_by": f"SimpleITK {sitk.__version__}, nitransforms {nitransforms.__version__}",
            "points": points,
            "moved": cases,
        },
        out,
        indent=1,
    )
    out.write("\n")
