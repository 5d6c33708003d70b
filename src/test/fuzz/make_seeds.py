# SPDX-License-Identifier: Apache-2.0
"""Makes the small inputs that fuzzing begins with; those of Zarr are cut from arrays.zip.

Needs numpy, nibabel, pydicom, pillow, tifffile. Run from the root of the repository.
"""
import bz2
import gzip
import io
import json
import os
import shutil
import zipfile
import zlib

import nibabel
import numpy as np
import pydicom
import tifffile
from PIL import Image
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGBaseline8Bit

CORPUS = "src/test/fuzz/corpus"
REFERENCE = "src/test/resources/reference"


def path(folder, name):
    os.makedirs(f"{CORPUS}/{folder}", exist_ok=True)
    return f"{CORPUS}/{folder}/{name}"


def zarr():
    z = zipfile.ZipFile(f"{REFERENCE}/zarr/arrays.zip")
    skipped = {"v2_slash", "v3_bool"}
    blosc = {"v2_blosc_lz4_1", "v2_blosc_zstd_2", "v2_blosc_blosclz_1", "v2_blosc_zlib_0", "v2_blosc_odd_bits"}
    for name in sorted({n.split("/")[0] for n in z.namelist()} - skipped):
        if name.startswith("v2_blosc") and name not in blosc:
            continue
        header, chunk = ("zarr.json", "c/0/0/0") if name.startswith("v3") else (".zarray", "0.0.0")
        text = json.dumps(json.loads(z.read(f"{name}/{header}")), separators=(",", ":")).encode()
        data = z.read(f"{name}/{chunk}") if f"{name}/{chunk}" in z.namelist() else b""
        open(path("OME-Zarr", name), "wb").write(text + b"\0" + data)
    axis = {"type": "space", "unit": "micrometer", "orientation": {"type": "anatomical", "value": "left-to-right"}}
    ome = {"multiscales": [{"name": "n", "axes": [dict(axis, name=n) for n in "zyx"], "datasets": [
        {"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [1, 2, 3]},
                                                    {"type": "translation", "translation": [1, 2, 3]}]}]}],
        "omero": {"channels": [{"window": {"start": 0, "end": 9}}]}}
    open(path("OME-Zarr", "group"), "wb").write(json.dumps(ome, separators=(",", ":")).encode() + b"\0\1\2\3\4")


def nifti(a):
    for kind, cls in ("1", nibabel.Nifti1Image), ("2", nibabel.Nifti2Image):
        image = cls(a, np.diag([1, 2, 3, 1]))
        image.header.set_xyzt_units("mm", "sec")
        open(path("NIfTI", "version" + kind), "wb").write(image.to_bytes())
    rgb = np.zeros((2, 3, 2), dtype=[("R", "u1"), ("G", "u1"), ("B", "u1")])
    open(path("NIfTI", "rgb"), "wb").write(nibabel.Nifti1Image(rgb, np.eye(4)).to_bytes())
    open(path("NIfTI", "zipped"), "wb").write(gzip.compress(nibabel.Nifti1Image(a, None).to_bytes(), mtime=0))


def dicom(a):
    jpeg = io.BytesIO()
    Image.fromarray(a.astype("u1")).save(jpeg, "jpeg")
    for name, syntax in (("explicit", ExplicitVRLittleEndian), ("implicit", ImplicitVRLittleEndian),
                         ("big", ExplicitVRBigEndian), ("jpeg", JPEGBaseline8Bit)):
        d = pydicom.Dataset()
        d.file_meta = FileMetaDataset()
        d.file_meta.TransferSyntaxUID = syntax
        d.file_meta.MediaStorageSOPClassUID = d.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
        d.file_meta.MediaStorageSOPInstanceUID = d.SOPInstanceUID = "1.2.3"
        d.Modality, d.SeriesInstanceUID, d.PhotometricInterpretation = "CT", "1.2", "MONOCHROME2"
        d.Rows, d.Columns = a.shape
        d.SamplesPerPixel, d.PixelRepresentation = 1, 0
        d.BitsAllocated = d.BitsStored = 8 if name == "jpeg" else 16
        d.HighBit = d.BitsStored - 1
        d.ImagePositionPatient, d.ImageOrientationPatient = [1, 2, 3], [1, 0, 0, 0, 1, 0]
        d.PixelSpacing, d.RescaleSlope, d.RescaleIntercept = [1, 2], 2, -5
        d.WindowCenter, d.WindowWidth = 40, 80
        data = encapsulate([jpeg.getvalue()]) if name == "jpeg" else a.astype(">u2" if name == "big" else "<u2").tobytes()
        d.add_new(0x7FE00010, "OB" if name == "jpeg" else "OW", data)
        d["PixelData"].is_undefined_length = name == "jpeg"
        d.is_little_endian, d.is_implicit_VR = name != "big", name == "implicit"
        d.save_as(path("DICOM", name), write_like_original=False)


def pictures(a):
    grey = Image.fromarray(a.astype("u1"))
    grey.save(path("PNG", "grey"), "png")
    grey.convert("RGB").save(path("PNG", "colour"), "png")
    grey.convert("P").save(path("PNG", "palette"), "png")
    Image.fromarray(a.astype("u2")).save(path("PNG", "sixteen"), "png")
    grey.save(path("JPEG", "grey"), "jpeg")
    grey.convert("RGB").save(path("JPEG", "colour"), "jpeg")
    grey.convert("RGB").save(path("JPEG", "progressive"), "jpeg", progressive=True)
    for name in "tiff_lzw", "packbits", "jpeg", "tiff_deflate":
        grey.save(path("TIFF", name), "tiff", compression=name)
    tifffile.imwrite(path("TIFF", "float_big"), a.astype(">f4"), byteorder=">", bigtiff=True)
    tifffile.imwrite(path("TIFF", "predicted"), a.astype("f4"), compression="zlib", predictor=True, tile=(16, 16))
    for name in "imagej.tif", "ome.tif":
        shutil.copy(f"{REFERENCE}/tiff/{name}", path("TIFF", name))


def grids(a):
    a = a.astype("<i2")
    text = "type: short\ndimension: 3\nsizes: 4 3 4\nspace: left-posterior-superior\n"
    text += "space directions: (1,0,0) (0,2,0) (0,0,3)\nspace origin: (1,2,3)\n"
    packings = {"raw": a.tobytes(), "gzip": gzip.compress(a.tobytes(), mtime=0), "bzip2": bz2.compress(a.tobytes()),
                "ascii": " ".join(map(str, a.ravel())).encode()}
    for name, data in packings.items():
        head = f"NRRD0004\n{text}encoding: {name}\nendian: little\n\n"
        open(path("NRRD", name), "wb").write(head.encode() + data)
    text = "ObjectType = Image\nNDims = 3\nDimSize = 4 3 4\nElementType = MET_SHORT\nElementSpacing = 1 2 3\n"
    text += "TransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 1 2 3\nBinaryData = True\nElementByteOrderMSB = False\n"
    for name, packed, data in ("plain", False, a.tobytes()), ("packed", True, zlib.compress(a.tobytes())):
        head = f"{text}CompressedData = {packed}\nElementDataFile = LOCAL\n"
        open(path("MetaImage", name), "wb").write(head.encode() + data)
    open(path("MGH", "plain"), "wb").write(nibabel.MGHImage(a.reshape(4, 3, 4), np.eye(4)).to_bytes())


def analyze(a):
    """A header and the samples behind it; the fuzzer parts them into a pair of files."""
    for name, order in ("little", "<"), ("big", ">"):
        header = nibabel.Spm99AnalyzeImage(a, np.diag([-2, 2, 2, 1])).header.as_byteswapped(order)
        header.set_data_dtype(order + "i2")
        open(path("Analyze", name), "wb").write(header.binaryblock + a.astype(order + "i2").tobytes(order="F"))


def arrays():
    for name in "fortran_float32_big_endian.npy", "series_int16.npy":
        shutil.copy(f"test-images/numpy/{name}", path("NumPy", name))
    for name in "deflated.npz", "stored.npz":
        shutil.copy(f"test-images/numpy/{name}", path("NumPynpz", name))
    for name in "bfloat16.safetensors", "types.safetensors":
        shutil.copy(f"test-images/safetensors/{name}", path("safetensors", name))
    one = io.BytesIO()
    np.savez(one, a=np.arange(6).reshape(2, 3))
    open(path("NumPynpz", "one"), "wb").write(one.getvalue())


if __name__ == "__main__":
    ramp = np.arange(96).reshape(8, 12)
    zarr()
    nifti(np.arange(48, dtype="i2").reshape(4, 3, 2, 2))
    dicom(ramp)
    pictures(ramp)
    grids(np.arange(48))
    analyze(np.arange(48, dtype="i2").reshape(4, 3, 2, 2))
    arrays()
