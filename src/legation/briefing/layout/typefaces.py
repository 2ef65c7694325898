"""The documents' own letters: Source Serif 4 for text, Inter for tables and figures, as a page and a PDF take them."""

from __future__ import annotations

import base64
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

__all__ = ["FOLDER", "Face", "are_there", "faces", "for_typst", "outline", "style_sheet", "uncovered"]

FOLDER = Path(__file__).parents[1] / "fonts"
_NAME = re.compile(r"(inter|source-serif-4)-(latin|latin-ext)-(400|600)-(normal|italic)")
_FAMILY = {"inter": "Inter", "source-serif-4": "Source Serif 4"}
_UNCOVERED = re.compile("[\u0530-\u1cff\u2e80-\ufdff\ufe30-\ufefe\U00010000-\U0010ffff]")
_RANGE = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0",
}


@dataclass(frozen=True, slots=True)
class Face:
    """One file of letters: its family, the part of Unicode it covers, weight and slope."""

    path: Path
    family: str
    subset: str
    weight: int
    style: str


def faces(folder: Path | None = None) -> tuple[Face, ...]:
    """Return the faces that the package carries for pages; none where the folder is not there."""
    files = []
    for path in sorted((folder or FOLDER).glob("*.woff2")):
        if named := _NAME.fullmatch(path.stem):
            family, subset, weight, style = named.groups()
            files.append(Face(path, _FAMILY[family], subset, int(weight), style))
    return tuple(files)


def are_there() -> bool:
    """Whether the package carries its letters: for pages and for papers, of every family."""
    families = _FAMILY.values()
    return {face.family for face in faces()} == set(families) and all(outline(family, 400, "normal") for family in families)


@functools.cache
def style_sheet() -> str:
    """Return the ``@font-face`` rules of a page that carries its letters with it: base64, no request."""
    rules = []
    for face in faces():
        data = base64.b64encode(face.path.read_bytes()).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"{face.family}";font-style:{face.style};font-weight:{face.weight};font-display:swap;'
            f'src:url(data:font/woff2;base64,{data}) format("woff2");unicode-range:{_RANGE[face.subset]}}}'
        )
    return "\n".join(rules)


def outline(family: str, weight: int, style: str) -> Path | None:
    """Return the file of a whole face, as a word processor and typst read it; None where the package does not carry it.

    >>> outline("Comic Sans", 400, "normal") is None
    True
    """
    files = sorted(FOLDER.glob(f"{family.replace(' ', '')}_{weight}*.ttf"))
    return next((path for path in files if path.stem.endswith("_Italic") == (style == "italic")), None)


def uncovered(text: str) -> bool:
    """Tell whether a text has letters of a script that neither our faces nor typst's own cover, so that the machine's are needed.

    >>> uncovered("Türkiye, Россия, Ελλάδα"), uncovered("日本")
    (False, True)
    """
    return bool(_UNCOVERED.search(text))


@functools.cache
def for_typst(*, system: bool = False) -> typst.Fonts:
    """Return the letters that typst sets pages with: ours, its own where ours are missing; the machine's only when asked.

    Without the machine's fonts the same document gives the same pages on every machine.
    """
    import typst

    return typst.Fonts(include_system_fonts=system, font_paths=[str(FOLDER)] if FOLDER.is_dir() else [])
