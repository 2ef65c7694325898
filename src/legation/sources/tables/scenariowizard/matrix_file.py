"""``.scw``: a cross-impact matrix as ScenarioWizard keeps it, and the lines of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from legation.dossier.files.folder import write_file
from legation.dossier.problem import Problem, problem
from legation.dossier.tables.csv_sheet import UNPRINTABLE
from legation.errors import BadValue
from legation.methods.scenario.matrix import LARGEST, MOST_VARIANTS, CrossImpactMatrix
from legation.sources.reading import file_bytes, notice, stop_reading

__all__ = [
    "Aside",
    "is_line",
    "lines_of",
    "put",
    "read",
    "scaled",
    "whole",
    "write",
]


LIMIT = 16 * 1024**2
"""Bytes of a file."""
ENCODINGS = ("utf-8", "cp1252")
_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,18})\s*", re.ASCII)
_SCALED = re.compile(r"\s*([+-]?)([0-9]{1,18})(?:\.([0-9]{1,18}))?[Ee]\+?([0-9]{1,2})\s*", re.ASCII)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def lines_of(path: Path) -> list[str]:
    """Return the lines of a text file in UTF-8, UTF-16 with its mark, or, where it is neither, Windows-1252.

    Raises
    ------
    CannotRead
        Where the file is missing, too large or not text.
    """
    data = file_bytes(path, LIMIT)
    mark = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "")
    try:
        text = data.decode(mark or "utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252" if not mark else "utf-8", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = UNPRINTABLE.search(text)
    if found or "\ufffd" in text:
        at = found.start() if found else text.index("\ufffd")
        line = text[:at].count("\n") + 1
        stop_reading(path, [notice("no-plain-text", path.name, line, found=f"U+{ord(text[at]):04X}")])
    return text.split("\n")


def put(path: Path, lines: Iterable[str], encoding: str) -> None:
    """Write lines to a file, whole or not at all.

    Raises
    ------
    BadValue
        For an unknown encoding, and a character that it lacks.
    CannotWrite
        What stood there before is unchanged.
    """
    if encoding not in ENCODINGS:
        raise BadValue(f"encoding must be {' | '.join(ENCODINGS)} (got {encoding!r}); utf-8 holds every name")
    text = "".join(f"{line}\n" for line in lines)
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError as error:
        raise BadValue(f"encoding must be characters of {encoding} (got {text[error.start]!r}); write in utf-8, or rename it") from None
    if encoding != "utf-8" and not data.isascii() and _is_utf8(data):
        raise BadValue(f"encoding must be text that reads as {encoding} and as nothing else (got some that is UTF-8, too); write in utf-8")
    write_file(path, data)


def is_line(text: str) -> bool:
    """Whether a text is one line that is read back as it was written."""
    return not (UNPRINTABLE.search(text) or any(mark in text for mark in "\n\r\ufffd"))


def whole(text: str) -> int | None:
    """Return the whole number that a cell holds; None where it holds none.

    >>> whole(" -3 "), whole("1_0"), whole("0.5")
    (-3, None, None)
    """
    found = _WHOLE.fullmatch(text)
    return int(found[1]) if found else None


def scaled(text: str) -> int | None:
    """Return the whole number that a cell holds, also one written as a decimal times a power of ten; None where it holds none.

    >>> scaled("1.677722E+07"), scaled(" 12 "), scaled("1.25E+01"), scaled("1E+19")
    (16777220, 12, None, None)
    """
    found = _SCALED.fullmatch(text)
    if found is None:
        return whole(text)
    sign, units, fraction, power = found[1], found[2], (found[3] or "").rstrip("0"), int(found[4])
    digits = (units + fraction).lstrip("0")
    more = power - len(fraction)
    return int(f"{sign}{digits or 0}") * 10**more if more >= 0 and len(digits) + more <= 18 else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


MOST_COLUMNS = 2000
"""Variants in all."""
_VERSION = "$ ScenarioWizard 4.0"
_BETWEEN = 4
"""Blocks between the names and the matrix."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What a file holds beside its matrix, as it stands there: the first line, the four blocks before the matrix, the lines after it."""

    version: str
    between: tuple[tuple[str, ...], ...]
    after: tuple[str, ...]
    sizes: tuple[int, ...]


def read(path: str | Path) -> CrossImpactMatrix:
    """Return the matrix that a file of ScenarioWizard holds.

    Parameters
    ----------
    path : path
        ``.scw``; UTF-8 or Windows-1252, with any line ends.

    Raises
    ------
    CannotRead
        With every fault and its line: a variant without a name, a descriptor with one variant, names that stand twice, rows of unequal
        length, what is no whole number, a part that is missing.

    Notes
    -----
    The layout follows published files; see :mod:`legation.sources.tables.scenariowizard`. Constraints of the file are kept and not applied.
    """
    path = Path(path)
    lines = lines_of(path)
    problems: list[Problem] = []
    if not lines[0].startswith("$"):
        problems.append(notice("no-scenariowizard", path.name, 1, allowed=_VERSION, found=lines[0]))
        stop_reading(path, problems)
    title, first = ("", 1) if _begins(lines, 1) else (lines[1] if len(lines) > 1 else "", 2)
    ends = [at for at in range(first, len(lines)) if lines[at].strip() == "#"]
    if len(ends) < _BETWEEN + 1:
        problems.append(notice("blocks-missing", path.name, len(lines), allowed=f"# x {_BETWEEN + 2}", found=f"# x {len(ends)}"))
        stop_reading(path, problems)
    descriptors, variants = _names(lines, first, ends[0], path.name, problems)
    last = ends[_BETWEEN + 1] if len(ends) > _BETWEEN + 1 else len(lines)
    rows = _rows(lines, ends[_BETWEEN] + 1, last, sum(map(len, variants)), path.name, problems)
    stop_reading(path, problems)
    between = tuple(tuple(lines[a + 1 : b]) for a, b in pairwise(ends[: _BETWEEN + 1]))
    after = tuple(lines[last + 1 :])
    aside = Aside(lines[0], between, after[:-1] if after and not after[-1] else after, tuple(map(len, variants)))
    return CrossImpactMatrix(descriptors=descriptors, variants=variants, judgements=np.array(rows, np.int64), name=title, aside=aside)


def write(matrix: CrossImpactMatrix, path: str | Path, *, encoding: str = "utf-8") -> None:
    """Write a matrix as a file of ScenarioWizard, with what the file that it was read from held beside it.

    Parameters
    ----------
    matrix : CrossImpactMatrix
    path : path
    encoding : {"utf-8", "cp1252"}
        The second is what Windows programs of that time expect where names have accents.

    Raises
    ------
    BadValue
        For a name that a line of the format cannot hold, and a character that the encoding lacks.
    CannotWrite
        What stood there before is unchanged.
    """
    names = [matrix.name, *matrix.descriptors, *(name for names in matrix.variants for name in names)]
    for name in names:
        if not is_line(name):
            raise BadValue(f"name must be one line of text (got {name!r}); rename it before it is written as .scw")
    aside = matrix.aside if isinstance(matrix.aside, Aside) and matrix.aside.sizes == matrix.sizes else _plain(matrix)
    lines = [aside.version, matrix.name]
    for descriptor, variants in zip(matrix.descriptors, matrix.variants, strict=True):
        lines += [f"&{descriptor}", *(f" -{name}" for name in variants)]
    lines.append("#")
    for block in aside.between:
        lines += [*block, "#"]
    lines += [",".join(f"{value:2d} " for value in row) for row in matrix.array.tolist()]
    put(Path(path), [*lines, "#", *aside.after], encoding)


def _plain(matrix: CrossImpactMatrix) -> Aside:
    """Return what a file without texts, constraints, colours and comments holds."""
    texts = [line for size in matrix.sizes for line in ("&", *[" "] * size)]
    n = len(matrix.sizes)
    comments = ["# 0-0", '""', *["# ", '""'] * n, *["#  -> ", '""'] * n**2, "#", "#"]
    between = (tuple(texts), (), ("FFFFFF",) * matrix.offsets[-1], ())
    return Aside(_VERSION, between, tuple(comments), matrix.sizes)


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a descriptor with a variant begins at a line."""
    return len(lines) > at + 1 and lines[at].startswith("&") and lines[at + 1].lstrip().startswith("-")


def _names(lines: Sequence[str], first: int, last: int, part: str, problems: list[Problem]) -> tuple[list[str], list[list[str]]]:
    descriptors: list[tuple[int, str]] = []
    variants: list[list[tuple[int, str]]] = []
    for at in range(first, last):
        line = lines[at]
        if line.startswith("&"):
            descriptors.append((at, line[1:]))
            variants.append([])
        elif line.lstrip().startswith("-") and variants:
            variants[-1].append((at, line.lstrip()[1:]))
        elif line.strip():
            problems.append(notice("no-name-line", part, at + 1, allowed="&... | -...", found=line))
    if not descriptors:
        problems.append(notice("model-size", part, last + 1, allowed="&...", found="#"))
    _once(descriptors, part, problems)
    for (at, name), names in zip(descriptors, variants, strict=True):
        if not 2 <= len(names) <= MOST_VARIANTS:
            problems.append(notice("few-variants", part, at + 1, allowed=f"2..{MOST_VARIANTS}", found=f"{name}: {len(names)}"))
        _once(names, part, problems)
    if sum(map(len, variants)) > MOST_COLUMNS:
        problems.append(notice("model-size", part, last + 1, allowed=f"2..{MOST_COLUMNS}", found=sum(map(len, variants))))
    return [name for _, name in descriptors], [[name for _, name in names] for names in variants]


def _once(named: Sequence[tuple[int, str]], part: str, problems: list[Problem]) -> None:
    first: dict[str, int] = {}
    for at, name in named:
        if not name.strip():
            problems.append(notice("nameless", part, at + 1))
        elif name in first:
            problems.append(notice("twice-in-model", part, at + 1, found=name, first=first[name]))
        first.setdefault(name, at + 1)


def _rows(lines: Sequence[str], first: int, last: int, wide: int, part: str, problems: list[Problem]) -> list[list[int]]:
    rows: list[list[int]] = []
    if wide > MOST_COLUMNS:
        return rows
    count = 0
    for at in range(first, last):
        if not lines[at].strip():
            continue
        count += 1
        cells = lines[at].split(",")
        if len(cells) == wide + 1 and not cells[-1].strip():
            cells.pop()
        if len(cells) != wide:
            problems.append(notice("uneven-matrix", part, at + 1, allowed=str(wide), found=len(cells)))
            continue
        values = [whole(cell) for cell in cells]
        row = [value if value is not None and abs(value) <= LARGEST else None for value in values]
        for number, (value, cell) in enumerate(zip(row, cells, strict=True), start=1):
            if value is None:
                problems.append(problem("not-a-whole-number", part, at + 1, str(number), allowed=f"{-LARGEST}..{LARGEST}", found=cell))
        rows.append([value or 0 for value in row])
    if count != wide:
        problems.append(notice("uneven-matrix", part, last + 1, allowed=str(wide), found=count))
    return rows
