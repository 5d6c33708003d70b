# SPDX-License-Identifier: Apache-2.0
"""Prints every 94th pixel of a JPEG as Pillow decodes it: x, y, red, green, blue.

    python retina_grid.py ../../../../../test-images/raster/retina.jpg > retina_grid.csv
"""
import sys

import numpy
import PIL
from PIL import Image

a = numpy.asarray(Image.open(sys.argv[1]))
print("# x,y,red,green,blue of retina.jpg by Pillow", PIL.__version__)
for y in range(0, a.shape[0], 94):
    for x in range(0, a.shape[1], 94):
        print(x, y, *a[y, x], sep=",")
