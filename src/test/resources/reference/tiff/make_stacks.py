# SPDX-License-Identifier: Apache-2.0
"""Makes the hyperstacks here with tifffile: ImageJ's description and OME-XML.

Sample (t, z, c, y, x) is 10000 t + 1000 z + 100 c + 10 y + x. Run in this folder.
"""
import numpy
import tifffile

t, z, c, y, x = numpy.indices((3, 4, 2, 3, 5))
stack = (10000 * t + 1000 * z + 100 * c + 10 * y + x).astype("u2")
print("tifffile", tifffile.__version__, "NumPy", numpy.__version__)
tifffile.imwrite("imagej.tif", stack, imagej=True, resolution=(1 / 0.25, 1 / 0.5),
                 metadata={"axes": "TZCYX", "spacing": 2.0, "unit": "um", "finterval": 0.75, "min": 7.0, "max": 900.0})
tifffile.imwrite("ome.tif", stack, ome=True, compression="zlib", predictor=True, tile=(16, 16),
                 metadata={"axes": "TZCYX", "Name": "cells", "PhysicalSizeX": 250.0, "PhysicalSizeXUnit": "nm",
                           "PhysicalSizeY": 0.5, "PhysicalSizeYUnit": "µm", "PhysicalSizeZ": 0.002,
                           "PhysicalSizeZUnit": "mm", "TimeIncrement": 750.0, "TimeIncrementUnit": "ms"})
with tifffile.TiffWriter("two_images.tif", ome=True, bigtiff=True) as tiff:
    tiff.write(stack[0, :, 0], metadata={"axes": "ZYX", "Name": "first"})
    tiff.write(stack[1, 0], metadata={"axes": "CYX", "Name": "second"})
