#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes ../images from the repository's test images, with Debian 12's libics 1.6.6, ImageMagick 6.9.11,
# ffmpeg 5.1.9 and ImageJ 1.54p (IJ names its jar); PYTHON has nibabel.
#   IJ=ij.jar PYTHON=python3 ./make.sh
set -euo pipefail
cd "$(dirname "$0")"
tests=../../../../../../test-images
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p ../images

gcc -o "$work/make_ics" make_ics.c -lics
"$PYTHON" - "$tests/nifti" "$work" <<'PY'
import sys

import nibabel
import numpy as np

anatomical = np.asarray(nibabel.load(sys.argv[1] + "/anatomical.nii").dataobj)[:, :, 8:14]
functional = np.asarray(nibabel.load(sys.argv[1] + "/functional.nii").dataobj)[:, :, :, :4]
open(sys.argv[2] + "/anatomical", "wb").write(anatomical.astype("<i2").tobytes(order="F"))
open(sys.argv[2] + "/functional", "wb").write(functional.astype("<f4").tobytes(order="F"))
PY
ics() { "$work/make_ics" "../images/$1" "${@:3}" <"$work/$2"; }
ics stack.ics anatomical w2 i16 none um x 33 0.25 y 41 0.25 z 6 1.5
ics packed.ics anatomical w2 i16 gzip um x 33 0.25 y 41 0.25 z 6 1.5
ics bare.ics anatomical w2 i16 none none x 33 1 y 41 1 z 6 1
ics pair.ics anatomical w1 i16 none mm x 33 2 y 41 2 z 6 3
ics series.ics functional w2 f32 none mm x 17 4 y 21 4 z 3 8 t 4 2.5
ics channels.ics functional w2 f32 none nm x 17 400 y 21 400 ch 3 1 z 4 900

convert "$tests/raster/retina.jpg" -crop 36x24+600+500 +repage -strip "PNG24:$work/color.png"
convert "$tests/raster/microaneurysms.png" -crop 41x30+10+20 +repage -strip "$work/gray.png"
convert "$work/color.png" ../images/color.pict
convert "$work/gray.png" ../images/gray.pict
convert "$work/color.png" -colors 64 ../images/palette.gif
convert "$work/color.png" -type TrueColor BMP3:../images/color.bmp
convert "$work/color.png" -colors 64 -compress RLE BMP3:../images/packed.bmp
convert "$work/gray.png" ../images/gray.pgm
convert "$work/color.png" ../images/color.ppm
convert "$work/gray.png" ../images/gray.fits
convert "$work/color.png" ../images/color.pcx
convert "$work/color.png" -colors 64 ../images/palette.mng
convert "$work/color.png" ../images/color.jp2
ffmpeg -v error -y -f lavfi -i testsrc=size=40x24:rate=5:duration=1 -c:v mjpeg -q:v 2 -bitexact ../images/jpeg.avi
ffmpeg -v error -y -f lavfi -i testsrc=size=40x24:rate=5:duration=1 -c:v rawvideo -pix_fmt rgb24 -bitexact ../images/raw.mov
ffmpeg -v error -y -f lavfi -i testsrc=size=40x24:rate=5:duration=1 -bitexact ../images/film.gif
java -Djava.awt.headless=true -cp "$IJ" Avi.java "$work/color.png" ../images/color.avi
java -Djava.awt.headless=true -cp "$IJ" Avi.java "$work/gray.png" ../images/gray.avi
"$PYTHON" facts.py "$work"
