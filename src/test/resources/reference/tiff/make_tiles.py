# SPDX-License-Identifier: Apache-2.0
"""Pages of strips and tiles in the common compressions, by tifffile 2026.3.3 (with imagecodecs).

The sample at column x, row y of channel c is (3 x + 5 y + 50 c) modulo 251; in the files of 16 bits and
of floats it is 100 times that. Run: python make_tiles.py
"""
import numpy as np
import tifffile

WIDTH, HEIGHT = 70, 50


def samples(channels, dtype):
    y, x, c = np.mgrid[:HEIGHT, :WIDTH, :channels]
    a = (3 * x + 5 * y + 50 * c) % 251
    return (a if dtype == "u1" else 100 * a).astype(dtype)


def write(name, channels, dtype, **how):
    a = samples(channels, dtype)
    if how.get("planarconfig") == "separate":
        a = np.moveaxis(a, 2, 0)
    kind = "rgb" if channels == 3 else "minisblack"
    tifffile.imwrite(name, a if channels == 3 else a[..., 0], photometric=kind, metadata=None, software=False, **how)


write("tiles_deflate.tif", 3, "u1", tile=(16, 32), compression="zlib", predictor=True)
write("tiles_planar_lzw_big.tif", 3, ">u2", tile=(16, 32), compression="lzw", planarconfig="separate", bigtiff=True,
      byteorder=">")
write("tiles_float.tif", 1, "f4", tile=(32, 16), compression="zlib", predictor=True)
write("tiles_plain.tif", 1, "u2", tile=(16, 16))
write("strips_packbits.tif", 1, "u1", rowsperstrip=7, compression="packbits")
write("strip_plain_big.tif", 3, ">f4", bigtiff=True, byteorder=">")
write("strips_planar_plain.tif", 3, "u2", planarconfig="separate", rowsperstrip=11)
write("tiles_wide.tif", 1, "i8", tile=(16, 32), compression="zlib")
