"""The pages of a PDF measured: how far each is filled, how much of it is white, the smallest text on it.

python -m briefing.page_measures PAPER.pdf...    # from tests/: a line for each file
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pypdf import PdfReader

__all__ = ["PageMeasure", "half_empty", "measured"]

_DPI = 50
_MARGIN = 16.5
"""Millimetres at the head and at the foot of a page where its marking, date and number stand."""
_WHITE = 245
"""Of 255, from which a point counts as white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeasure:
    """One page.

    Attributes
    ----------
    filled : float
        The share of the height between the margins, down to the last ink on it.
    white : float
        The share of the whole page without ink.
    smallest : float
        The smallest size of its text [pt]; of letters within figures too; infinite on a page without text.
    """

    number: int
    filled: float
    white: float
    smallest: float


def measured(path: Path, pdftoppm: str = "pdftoppm") -> tuple[PageMeasure, ...]:
    """Return the pages of a PDF as a program that is not ours draws them."""
    sizes = [_smallest(page) for page in PdfReader(path).pages]
    pictures = _pictures(path, pdftoppm)
    return tuple(
        PageMeasure(number=number, filled=_filled(picture), white=float((picture >= _WHITE).mean()), smallest=size)
        for number, (picture, size) in enumerate(zip(pictures, sizes, strict=True), 1)
    )


def half_empty(pages: Sequence[PageMeasure]) -> list[int]:
    """Return the numbers of the pages but the last that are filled less than half."""
    return [page.number for page in pages[:-1] if page.filled < 0.5]


def _pictures(path: Path, pdftoppm: str) -> Iterator[npt.NDArray[np.uint8]]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([pdftoppm, "-r", str(_DPI), "-gray", str(path), f"{folder}/page"], check=True, timeout=300)
        for file in sorted(Path(folder).glob("page-*.pgm")):
            head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data := file.read_bytes())
            assert head, file
            yield np.frombuffer(data, np.uint8, offset=head.end()).reshape(int(head[2]), int(head[1]))


def _filled(picture: npt.NDArray[np.uint8]) -> float:
    edge = round(_MARGIN / 25.4 * _DPI)
    inked = np.flatnonzero((picture[edge:-edge] < _WHITE).any(axis=1))
    return float((inked[-1] + 1) / (len(picture) - 2 * edge)) if len(inked) else 0.0


def _smallest(page: Any) -> float:
    sizes = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            up = (tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
            sizes.append(size * float(np.hypot(*up)))

    page.extract_text(visitor_text=visit)
    return round(min(sizes, default=float("inf")), 2)


def main(paths: Sequence[str]) -> None:
    """Print a line for each file: pages, filled and white of each [%], the pages under half, the smallest text."""
    sys.stdout.write(f"{chr(32):44} pages  smallest  under half  filled % (white %)\n")
    for path in map(Path, paths):
        pages = measured(path)
        shown = " ".join(f"{100 * page.filled:.0f}({100 * page.white:.0f})" for page in pages)
        sys.stdout.write(
            f"{path.stem:44} {len(pages):5}  {min(p.smallest for p in pages):5.1f} pt  {half_empty(pages) or '-'!s:10}  {shown}\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
