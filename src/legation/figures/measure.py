"""How wide a text is in Inter, so that lines break and labels stand apart without a browser.

The widths are those of the font's own table of advances, in thousandths of the type size; accented letters are as wide as their base.
"""

from __future__ import annotations

import functools
import unicodedata

__all__ = ["shorten", "width", "wrap"]

_CHARACTERS = "".join(map(chr, range(32, 127))) + "\u00a0\u202f–—’‘“”«»·…•−×→°€œŒæÆ≥≤"
# fmt: off
_REGULAR = (
    281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620, 566, 619, 620, 288,
    302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744,
    690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612,
    612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662, 281, 182, 500, 1000, 261, 261, 440, 440, 583, 583, 288, 864, 562,
    662, 662, 954, 456, 667, 1000, 1005, 917, 994, 662, 662,
)
_SEMIBOLD = (
    252, 321, 523, 644, 650, 1004, 663, 326, 373, 373, 540, 673, 319, 465, 319, 379, 660, 423, 623, 636, 666, 612, 640, 576, 640, 640, 319,
    329, 673, 673, 673, 543, 999, 728, 659, 737, 722, 605, 588, 749, 746, 277, 580, 703, 565, 922, 759, 769, 645, 773, 652, 650, 660, 736,
    728, 1020, 720, 713, 652, 373, 379, 373, 481, 469, 351, 574, 624, 583, 624, 591, 389, 625, 612, 262, 262, 569, 262, 900, 612, 609, 624,
    624, 397, 549, 353, 612, 587, 839, 569, 588, 566, 455, 359, 455, 673, 252, 166, 500, 1000, 294, 294, 507, 501, 634, 634, 319, 956, 503,
    673, 673, 954, 458, 679, 992, 1014, 913, 1013, 673, 673,
)
# fmt: on
_WIDEST, _JOINED = 900, 620
"""Of a sign that the table lacks, and of a letter of Arabic or Hebrew, which is narrower."""
_ADVANCE = {False: dict(zip(_CHARACTERS, _REGULAR, strict=True)), True: dict(zip(_CHARACTERS, _SEMIBOLD, strict=True))}


@functools.lru_cache(maxsize=2**14)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is [px] at a type size [px]; a sign that Inter's table lacks counts as a wide one.

    >>> round(width("FRA", 10), 1), width("Égypte", 12) == width("Egypte", 12)
    (19.2, True)
    """
    return sum(_advance(sign, bold) for sign in text) * size / 1000


def wrap(text: str, limit: float, size: float, *, bold: bool = False, lines: int | None = None) -> list[str]:
    """Break a text into lines no wider than ``limit`` [px]; with ``lines``, no more than so many, the last one shortened.

    A word that is wider than a line is broken where it has a hyphen, a slash or an underscore, else where the line is full.

    >>> wrap("Groupe des États d’Europe orientale", 110, 12)
    ['Groupe des États', 'd’Europe orientale']
    """
    found: list[str] = []
    line = ""
    for word in text.split(" "):
        for piece in _pieces(word, limit, size, bold):
            joined = f"{line} {piece.text}" if line and piece.first else line + piece.text
            if line and width(joined, size, bold=bold) > limit:
                found.append(line)
                line = piece.text
            else:
                line = joined
    found.append(line)
    if lines is not None and len(found) > lines:
        rest = " ".join(found[lines - 1 :])
        found = [*found[: lines - 1], shorten(rest, limit, size, bold=bold)]
    return found


def shorten(text: str, limit: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or as much of it as fits in ``limit`` [px] with an ellipsis.

    >>> shorten("Organisation internationale", 88, 12)
    'Organisation…'
    """
    if width(text, size, bold=bold) <= limit:
        return text
    while text and width(text + "…", size, bold=bold) > limit:
        text = text[:-1].rstrip()
    return text + "…"


class _Piece:
    __slots__ = ("first", "text")

    def __init__(self, text: str, *, first: bool) -> None:
        self.text = text
        self.first = first


def _pieces(word: str, limit: float, size: float, bold: bool) -> list[_Piece]:  # noqa: FBT001 - passed on
    if width(word, size, bold=bold) <= limit:
        return [_Piece(word, first=True)]
    pieces, piece = [], ""
    for sign in word:
        if piece and width(piece + sign, size, bold=bold) > limit:
            pieces.append(piece)
            piece = ""
        piece += sign
        if sign in "-/_":
            pieces.append(piece)
            piece = ""
    pieces.append(piece)
    return [_Piece(text, first=i == 0) for i, text in enumerate(p for p in pieces if p)]


@functools.cache
def _advance(sign: str, bold: bool) -> int:  # noqa: FBT001 - a key of the table
    table = _ADVANCE[bold]
    if sign not in table:
        sign = unicodedata.normalize("NFKD", sign)[0]
    return table.get(sign, _JOINED if unicodedata.bidirectional(sign) in ("R", "AL") else _WIDEST)
