# SPDX-License-Identifier: Apache-2.0
"""Prints what Pillow and NumPy read from PNG and JPEG files: palettes as RGB, or as grey if r = g = b.

    python raster_facts.py ../../../../../test-images/raster/*
"""
import sys

import numpy
import PIL
from PIL import Image

print("Pillow", PIL.__version__, "NumPy", numpy.__version__)
for name in sys.argv[1:]:
    image = Image.open(name)
    mode = image.mode
    a = numpy.asarray(image.convert("RGB") if mode == "P" else image)
    if a.ndim == 3 and mode == "P" and (a[..., :1] == a).all():
        a = a[..., 0]
    a = a[..., None] if a.ndim == 2 else a
    height, width, channels = a.shape
    at = [(x, y, c) for x, y in ((0, 0), (width // 2, height // 3), (width - 1, height - 1))
          for c in range(channels)]
    print(name, mode, a.dtype, (width, height, channels), a.min(), a.max(), repr(a.mean(dtype=float)))
    print("   ", [(p, int(a[p[1], p[0], p[2]])) for p in at])
