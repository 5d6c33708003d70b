# SPDX-License-Identifier: Apache-2.0
"""Makes arrays.zip: one array in every packing, by zarr-python and numcodecs.

Element (i, j, k) of each is ((i * 7919 + j * 313 + k * k * 17) % 1000) / 4 - 60, rounded towards
zero in types of whole numbers, plus 60 in unsigned ones. Run in this folder with zarr 3 and NumPy.
"""
import os
import shutil
import tempfile
import zipfile

import numcodecs
import numpy as np
import zarr
from zarr.codecs import (BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, ShardingCodec,
                         TransposeCodec, ZstdCodec)

SHAPE = (5, 14, 12)
ODD = (3, 13, 11)  # 429 elements: not a multiple of 8
EVEN = (2, 8, 12)

i, j, k = np.indices(SHAPE)
VALUES = ((i * 7919 + j * 313 + k * k * 17) % 1000) / 4 - 60


def values(dtype):
    d = np.dtype(dtype)
    if d.kind == "b":
        return VALUES > 0
    return (VALUES + (60 if d.kind == "u" else 0)).astype(d)


def v2(root, name, dtype, chunks, compressor, **more):
    a = zarr.create_array(os.path.join(root, name), shape=SHAPE, chunks=chunks, dtype=dtype, zarr_format=2,
                          compressors=compressor, filters=None, **more)
    a[:] = values(dtype)


def v3(root, name, dtype, chunks, **more):
    a = zarr.create_array(os.path.join(root, name), shape=SHAPE, chunks=chunks, dtype=dtype, zarr_format=3,
                          filters=more.pop("filters", None) or [], **more)
    a[:] = values(dtype)


def make(root):
    for cname in "blosclz", "lz4", "lz4hc", "zlib", "zstd":
        for shuffle in 0, 1, 2:
            blosc = numcodecs.Blosc(cname=cname, clevel=5, shuffle=shuffle, blocksize=256 * 4)
            v2(root, f"v2_blosc_{cname}_{shuffle}", "<f4", ODD if shuffle == 1 else EVEN, blosc)
    v2(root, "v2_blosc_odd_bits", "<i2", ODD, numcodecs.Blosc(cname="lz4", shuffle=2))
    v2(root, "v2_blosc_float64", "<f8", ODD, numcodecs.Blosc(cname="zstd", shuffle=1))
    v2(root, "v2_raw", "<u2", ODD, None)
    v2(root, "v2_raw_big", ">i4", EVEN, None)
    v2(root, "v2_gzip", "|u1", ODD, numcodecs.GZip())
    v2(root, "v2_zlib", "<u4", ODD, numcodecs.Zlib())
    v2(root, "v2_zstd", "<i8", ODD, numcodecs.Zstd())
    v2(root, "v2_lz4", "<f2", ODD, numcodecs.LZ4())
    v2(root, "v2_fortran", "<i2", ODD, numcodecs.Zstd(), order="F")
    v2(root, "v2_slash", "|b1", EVEN, None,
       chunk_key_encoding=zarr.core.chunk_key_encodings.V2ChunkKeyEncoding(separator="/"))
    v3(root, "v3_raw", "float32", ODD, compressors=None)
    v3(root, "v3_big", "int16", ODD, compressors=None, serializer=BytesCodec(endian="big"))
    v3(root, "v3_gzip", "uint16", ODD, compressors=[GzipCodec(level=5)])
    v3(root, "v3_zstd", "float64", ODD, compressors=[ZstdCodec(level=3, checksum=True)])
    v3(root, "v3_blosc", "int32", EVEN, compressors=[BloscCodec(cname="zstd", shuffle="bitshuffle")])
    v3(root, "v3_crc32c", "float16", ODD, compressors=[ZstdCodec(), Crc32cCodec()])
    v3(root, "v3_transpose", "int16", ODD, filters=[TransposeCodec(order=(2, 0, 1))], compressors=[ZstdCodec()])
    v3(root, "v3_two_transposes", "int16", ODD,
       filters=[TransposeCodec(order=(2, 0, 1)), TransposeCodec(order=(1, 0, 2))], compressors=None)
    v3(root, "v3_shards", "uint8", (2, 7, 4), shards=(4, 14, 8), compressors=[ZstdCodec()])
    v3(root, "v3_shards_start", "float32", (2, 7, 4), compressors=None,
       shards={"shape": (4, 14, 8), "index_location": "start"})
    v3(root, "v3_bool", "bool", EVEN, compressors=[GzipCodec()],
       chunk_key_encoding={"name": "v2", "separator": "."})
    holes = zarr.create_array(os.path.join(root, "v3_holes"), shape=SHAPE, chunks=EVEN, dtype="float32",
                              fill_value=float("nan"), zarr_format=3)
    holes[2:4] = values("float32")[2:4]
    holes = zarr.create_array(os.path.join(root, "v2_holes"), shape=SHAPE, chunks=EVEN, dtype="<i8",
                              fill_value=2**53 + 1, zarr_format=2, filters=None)
    holes[2:4] = values("<i8")[2:4]
    v3(root, "v3_sharded_holes", "float32", (1, 14, 12), shards=(5, 14, 12), compressors=None, fill_value=-5)
    holes = zarr.open_array(os.path.join(root, "v3_sharded_holes"))
    holes[:2] = -5
    holes[4:] = -5


if __name__ == "__main__":
    print("zarr", zarr.__version__, "numcodecs", numcodecs.__version__, "NumPy", np.__version__)
    folder = tempfile.mkdtemp()
    make(folder)
    with zipfile.ZipFile("arrays.zip", "w", zipfile.ZIP_DEFLATED) as z:
        for base, folders, files in sorted(os.walk(folder)):
            for f in sorted(files):
                path = os.path.join(base, f)
                entry = zipfile.ZipInfo(os.path.relpath(path, folder))
                entry.compress_type = zipfile.ZIP_DEFLATED
                with open(path, "rb") as content:
                    z.writestr(entry, content.read())
    shutil.rmtree(folder)
