# SPDX-License-Identifier: Apache-2.0
"""Prints what the tests expect: the pixels that went into the files (Pillow 13), or that ffmpeg 5.1.9
decodes. Called by make.sh with the folder of color.png and gray.png."""
import subprocess
import sys

import numpy as np
from PIL import Image


def facts(name, a):
    """a has the axes channel, time, y, x."""
    at = [(0, 0, 0, 0), tuple(n // 2 for n in a.shape), tuple(n - 1 for n in a.shape)]
    values = [(int(a[i]), dict(x=i[3], y=i[2], t=i[1], c=i[0])) for i in at]
    print(name, "x y t c", a.shape[::-1], a.min(), a.max(), repr(float(a.mean())), values)


def picture(file, mode):
    a = np.asarray(Image.open(file).convert(mode)).astype(int)
    return (a[None] if a.ndim == 2 else np.moveaxis(a, -1, 0))[:, None]


color = picture(sys.argv[1] + "/color.png", "RGB")
gray = picture(sys.argv[1] + "/gray.png", "L")
facts("color", color)
facts("gray", gray)
facts("gray as RGB", np.repeat(gray, 3, 0))
facts("gray upside down", gray[:, :, ::-1])
facts("palette.gif", picture("../images/palette.gif", "RGB"))
for name, a in ("color.avi", color), ("gray.avi", np.repeat(gray, 3, 0)):
    facts(name, np.concatenate([a[..., k : k + a.shape[3] - 4] for k in range(3)], 1))
raw = subprocess.run(
    "ffmpeg -v error -i ../images/jpeg.avi -f rawvideo -pix_fmt rgb24 -".split(), stdout=subprocess.PIPE, check=True
).stdout
facts("jpeg.avi", np.frombuffer(raw, np.uint8).reshape(-1, 24, 40, 3).transpose(3, 0, 1, 2).astype(int))
