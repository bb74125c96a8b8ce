"""Drawings as pixels: PNG made of SVG by resvg, with the typeface that lies beside this file.

Letters that the typeface lacks, such as Cyrillic ones, are taken from what the machine has.
"""

from __future__ import annotations

from pathlib import Path

import resvg_py

FAMILY = "Public Sans"
_FONTS = [str(path) for path in sorted(Path(__file__).parent.glob("public-sans-*.ttf"))]
_ZOOM = 2  # pixels for each unit: sharp on the screens and in the documents of today


def draw_png(svg: str) -> bytes:
    """The drawing twice as large as it says."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=_ZOOM,
            font_files=_FONTS,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            skip_system_fonts=_has_all_letters(svg),
        )
    )


def _has_all_letters(svg: str) -> bool:
    """Whether the typeface has all letters, so that those of the machine, which may be thousands, are not read."""
    return all(each < "\u0180" or "\u2010" <= each <= "\u2026" for each in svg)
