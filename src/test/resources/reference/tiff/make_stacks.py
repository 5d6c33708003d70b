# SPDX-License-Identifier: Apache-2.0
"""Makes the files here with tifffile (and imagecodecs): hyperstacks with ImageJ's description and OME-XML,
integers of 64 bits, floats with a predictor.

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

wide = (numpy.arange(2 * 21 * 37, dtype="i8").reshape(2, 21, 37) - 700) * 12345678901234
tifffile.imwrite("int64_tiles.tif", wide, tile=(16, 16), compression="zlib", metadata=None)
tifffile.imwrite("int64_strips.tif", wide.astype(">i8"), byteorder=">", rowsperstrip=5, metadata=None)
planes = numpy.arange(3 * 5 * 7, dtype="u8").reshape(3, 5, 7) + numpy.uint64(2**63)
tifffile.imwrite("uint64_planes.tif", planes, photometric="rgb", planarconfig="separate", compression="zlib",
                 metadata=None)
tifffile.imwrite("uint64_pixels.tif", numpy.moveaxis(planes, 0, 2).copy(), photometric="rgb", metadata=None)
floats = (numpy.arange(21 * 37, dtype="f4").reshape(21, 37) - 300) / 7
tifffile.imwrite("float32_predictor3.tif", floats, compression="zlib", predictor=True, metadata=None)
