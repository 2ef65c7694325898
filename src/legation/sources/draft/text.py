"""Texts under negotiation, their versions and adopted texts as plain text, whatever wrote them.

Read are UTF-8, UTF-16 and UTF-32 with a byte-order mark, UTF-8 and UTF-16 without one, and Windows-1252. UTF-8 is tried before
Windows-1252, which can say nearly anything; whoever knows better names the encoding. Line ends stay as they are. What was read is written
back to the same bytes.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from legation.dossier.files.folder import write_file
from legation.dossier.models.draft import AdoptedList, DraftModel
from legation.dossier.problem import Problem
from legation.errors import CannotRead, CannotWrite, WrongUse
from legation.language import Message
from legation.methods.drafting import parse
from legation.sources.reading import file_bytes, notice

__all__ = [
    "LIMIT",
    "PlainText",
    "decoded",
    "encoded",
    "read",
    "text_faults",
    "text_of",
    "write",
]


LIMIT = 64 * 1024 * 1024
"""Bytes of a file of text."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text and how its file says it.

    Attributes
    ----------
    text : str
        Without the byte-order mark, with its line ends.
    encoding : str
        As Python names it: ``utf-8``, ``utf-16-le``, ``cp1252`` ...
    marked : bool
        Whether the file begins with a byte-order mark.
    """

    text: str
    encoding: str = "utf-8"
    marked: bool = False


def read(path: str | Path, encoding: str = "") -> PlainText:
    """Read a file of plain text.

    Parameters
    ----------
    path : path
    encoding : str
        Its encoding, where it is known; empty to have it found.

    Raises
    ------
    CannotRead
        For a file that is not there, over 64 MB, or no text.
    WrongUse
        For an encoding that does not exist.
    """
    path = Path(path)
    return decoded(str(path), file_bytes(path, LIMIT), encoding)


def decoded(name: str, data: bytes, encoding: str = "") -> PlainText:
    """Return the text of some bytes; errors are those of :func:`read`.

    Examples
    --------
    >>> decoded("a.txt", "[État]".encode("cp1252"))
    PlainText(text='[État]', encoding='cp1252', marked=False)
    """
    mark, marked = next(((mark, known) for mark, known in _MARKS if data.startswith(mark)), (b"", ""))
    named = _known(encoding)
    body = data
    tried: tuple[str, ...] = (named,) if named else _likely(data)
    if marked and (not named or named in {marked, marked[:-3]}):
        tried, body = (marked,), data[len(mark) :]
    for chosen in tried:
        try:
            return PlainText(body.decode(chosen), chosen, marked=len(body) < len(data))
        except UnicodeDecodeError:
            continue
    raise CannotRead(Message("sources.draft-not-text", path=name))


def write(path: str | Path, plain: PlainText) -> None:
    """Write a text in its encoding.

    Raises
    ------
    CannotWrite
        Where the encoding cannot say a character; nothing was changed.
    WrongUse
        For an encoding that does not exist.
    """
    write_file(Path(path), encoded(str(path), plain))


def encoded(name: str, plain: PlainText) -> bytes:
    """Return the bytes of a text; errors are those of :func:`write`."""
    encoding = _known(plain.encoding)
    mark = next((mark for mark, known in _MARKS if known == encoding), b"") if plain.marked else b""
    try:
        return mark + plain.text.encode(encoding)
    except UnicodeEncodeError as error:
        found = f"U+{ord(plain.text[error.start]):04X}"
        raise CannotWrite(Message("sources.draft-not-sayable", path=name, found=found, place=error.start, encoding=encoding)) from error


def _known(encoding: str) -> str:
    if not encoding:
        return ""
    try:
        found = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise WrongUse(Message("sources.draft-unknown-encoding", found=encoding)) from error
    if not found._is_text_encoding:
        raise WrongUse(Message("sources.draft-unknown-encoding", found=encoding))
    return found.name


def _likely(data: bytes) -> tuple[str, ...]:
    """Return the encodings to try, by where NUL stands: UTF-16 of Latin letters has one in each pair; Windows-1252 has none."""
    head = data[: _SAMPLE + _SAMPLE % 2]
    if b"\0" not in head:
        return ("utf-8", "cp1252") if b"\0" not in data else ("utf-8",)
    even, odd = head[::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if pairs and len(data) % 2 == 0 and max(even, odd) > 0.7 * pairs and min(even, odd) < 0.1 * pairs:
        return ("utf-16-be",) if even > odd else ("utf-16-le",)
    return ("utf-8",)


def text_of(files: Mapping[str, bytes], part: str) -> str | None:
    """Return the text of a part; None where it is not there, or is no text."""
    if part not in files:
        return None
    try:
        return decoded(part, files[part]).text
    except CannotRead:
        return None


def text_faults(found: DraftModel | AdoptedList, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what is wrong with the texts that a file names: missing, no text, a bracket without its other half."""
    for part in found.parts():
        text = text_of(files, part)
        if part not in files:
            yield notice("draft-text-missing", found.part, None, "part", allowed="drafts/*/*.txt", found=part)
        elif text is None:
            yield notice("draft-text-unreadable", part, None, None, allowed="UTF-8", found=part)
        elif isinstance(found, DraftModel):
            for stray in parse(text, found.bis).problems:
                line = text.count("\n", 0, stray.position) + 1
                column = str(stray.position - text.rfind("\n", 0, stray.position))
                yield notice("draft-stray-bracket", part, line, column, allowed="[ ]", found=text[stray.position])
