"""The text of a file of another program, line by line: its encoding, its line ends, and one error with all faults."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from legation.dossier.folder import write_file
from legation.dossier.sheet import UNPRINTABLE
from legation.errors import BadValue
from legation.sources.reading import file_bytes, notice, stop_reading

__all__ = ["is_line", "lines_of", "put", "scaled", "whole"]

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
