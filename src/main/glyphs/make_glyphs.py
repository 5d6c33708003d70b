#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the outlines that Heatscope draws text with: make_glyphs.py FOLDER_OF_ROBOTO_TTF > glyphs.txt

Needs fontTools. Only whoever changes the set of characters runs it; the build does not.
"""
import sys
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

WEIGHTS = ["Regular", "Bold"]
CODES = sorted(
    set(range(0x20, 0x7F))
    | set(range(0xA0, 0x180))
    | {ord(c) for c in "αβγδεζηθικλμνξοπρςστυφχψωΔΣΦΩ"}
    | {ord(c) for c in "−–—×·°±µ²³≤≥≈≠∞∂∫∑√‰…‘’“”„•"}
    | {ord(c) for c in "⁰¹⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉"}
    | {0x2009, 0x202F}  # the narrow spaces
)
MINUS, ARROW = 0x2212, 0x2192
LONGER = 500


class RelativePen(BasePen):
    """An outline as m, l and q, each with whole numbers relative to the point before it.

    Contours close by themselves. Points of scaled components and the points that TrueType leaves
    out (half way between two controls) are rounded to the font's grid.
    """

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.outline = ""
        self.at = (0, 0)

    def _add(self, command, *points):
        points = [(round(x), round(y)) for x, y in points]
        if command != "m" and points[-1] == self.at:
            return
        numbers = [str(p[i] - self.at[i]) for p in points for i in (0, 1)]
        self.outline += command + " ".join(numbers)
        self.at = points[-1]

    def _moveTo(self, p):
        self._add("m", p)

    def _lineTo(self, p):
        self._add("l", p)

    def _qCurveToOne(self, control, p):
        self._add("q", control, p)


def arrow(minus):
    """Roboto 2 has no arrow: a longer minus sign with a head of the same stroke, drawn for Heatscope."""
    x0, y0, x1, y1 = minus.xMin, minus.yMin, minus.xMax + LONGER, minus.yMax
    stroke, middle, reach = y1 - y0, (y0 + y1) / 2, 400
    slant = stroke * 0.5**0.5
    neck = x1 - 2 * slant - stroke / 2
    top = [(x0, y1), (neck, y1), (x1 - reach - slant, middle + reach - slant), (x1 - reach, middle + reach)]
    bottom = [(x, 2 * middle - y) for x, y in reversed(top)]
    pen = RelativePen(None)
    points = top + [(x1, middle)] + bottom
    pen.moveTo(points[0])
    for p in points[1:]:
        pen.lineTo(p)
    pen.closePath()
    return pen.outline


def glyph_lines(font):
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    lines = {}
    for code in CODES:
        pen = RelativePen(glyphs)
        glyphs[names[code]].draw(pen)
        lines[code] = f"{code:x} {glyphs[names[code]].width} {pen.outline}"
    lines[ARROW] = f"{ARROW:x} {glyphs[names[MINUS]].width + LONGER} {arrow(font['glyf'][names[MINUS]])}"
    return [lines[code].rstrip() for code in sorted(lines)]


def main(folder):
    fonts = [TTFont(Path(folder) / f"Roboto-{weight}.ttf") for weight in WEIGHTS]
    head = fonts[0]
    print("# Roboto,", head["name"].getDebugName(5))
    print("#", head["name"].getDebugName(0), "License: Apache-2.0, www.apache.org/licenses/LICENSE-2.0")
    print("# Changed: a choice of glyphs, in this notation; the arrow U+2192 was drawn for Heatscope")
    print("# Written by make_glyphs.py. A line a glyph: code point, advance, outline (y up)")
    for weight, font in zip(WEIGHTS, fonts):
        print("weight", weight, "units", font["head"].unitsPerEm, "cap", font["OS/2"].sCapHeight)
        print(*glyph_lines(font), sep="\n")


main(sys.argv[1])
