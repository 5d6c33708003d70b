#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures glyphs with fontTools: make_reference.py FOLDER_OF_ROBOTO_TTF > glyphs.csv

Advance, enclosed area (AreaPen: exact for quadratics) and bounds, in 1/2048 of the text size, y up.
"""
import sys
from pathlib import Path

import fontTools
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

# None whose contours overlap (as the cedilla does): AreaPen would count the common area twice.
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "ÄÉåñößłŽαμσΔ−–×·°±µ²≤≥∞…“”√⁻⁵"

print("# Written by make_reference.py with fontTools", fontTools.version, "from Roboto 2.138")
print("weight,code,advance,area,xmin,ymin,xmax,ymax")
for weight in ["Regular", "Bold"]:
    font = TTFont(Path(sys.argv[1]) / f"Roboto-{weight}.ttf")
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    for c in CHARACTERS:
        glyph = glyphs[names[ord(c)]]
        area, bounds = AreaPen(glyphs), BoundsPen(glyphs)
        glyph.draw(area)
        glyph.draw(bounds)
        box = ",".join(f"{v:g}" for v in bounds.bounds or (0, 0, 0, 0))
        print(f"{weight.upper()},{ord(c):x},{glyph.width},{abs(area.value):.1f},{box}")
