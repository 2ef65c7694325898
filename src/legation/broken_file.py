"""What is wrong with a file, in a reader's words: of what the interpreter and libraries raise, and of what no reader foresaw.

A reader answers a file that it cannot read by an error of ours. What a library says of it is English and its own:
:func:`what_is_wrong` says it in both languages, with the place where one is known. Whatever else comes out of a reader is a fault of
ours: :func:`foreseen` makes it a sentence with a reference, under which the log has the lines of code.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from legation.errors import CannotRead, LegationError
from legation.language import Message
from legation.private_folder import cache_folder
from legation.system_words import system_words

if TYPE_CHECKING:
    import logging

__all__ = ["UNFORESEEN", "damage", "foreseen", "logged", "refused", "text_at", "what_is_wrong"]

UNFORESEEN = "broken-file.unforeseen"
_LOG = "legation.reading"
_ARCHIVE = frozenset({"BadGzipFile", "BadZipFile", "EOFError", "LZMAError", "NotImplementedError", "ReadError", "zlib.error"})
_MARKUP = frozenset({"ExpatError", "ParseError", "ParserError", "XMLSyntaxError"})
_TOML = re.compile(r"\(at line (\d+), column (\d+)\)|\(at line (\d+)\)")
_ARROW_ROW = re.compile(r"Row #(\d+): Expected (\d+) columns, got (\d+)|Expected (\d+) columns, got (\d+)")
_SHOWN = 80
_WRITTEN: deque[str] = deque(maxlen=1000)
"""References that this process has written into the log."""


@functools.cache
def damage() -> tuple[type[Exception], ...]:
    """Return what the readers of archives and packed files raise at one that is damaged, cut, locked or packed in a way they do not know.

    Examples
    --------
    >>> import io, zipfile
    >>> try:
    ...     zipfile.ZipFile(io.BytesIO(b"PK"))
    ... except damage() as error:
    ...     print(what_is_wrong(error))
    the archive is damaged, cut, or none
    """
    import lzma
    import struct
    import tarfile
    import zipfile
    import zlib

    known = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error)
    return (*known, EOFError, LookupError, OSError, RuntimeError, ValueError)


def what_is_wrong(error: BaseException) -> Any:
    """Return what is wrong with a file, of what was raised when it was read.

    Examples
    --------
    >>> import json
    >>> try:
    ...     json.loads('{"a": }')
    ... except ValueError as error:
    ...     print(what_is_wrong(error))
    line 1, column 7: no JSON from there on
    """
    said = str(error)
    if isinstance(error, UnicodeError):
        before = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
        return Message("broken-file.encoding", line=before.count(b"\n") + 1)
    if isinstance(error, RecursionError):
        return Message("broken-file.deep")
    if isinstance(error, OSError) and error.strerror and error.errno is not None:
        return system_words(error)
    if isinstance(error, json.JSONDecodeError):
        return Message("broken-file.json", line=error.lineno, column=error.colno)
    line = _line_of_markup(error)
    if line:
        return Message("broken-file.markup", line=line)
    if found := _TOML.search(said):
        return Message("broken-file.toml", line=int(found[1] or found[3]))
    if found := _ARROW_ROW.search(said):
        allowed, cells = (found[2], found[3]) if found[1] else (found[4], found[5])
        return Message("broken-file.row" if found[1] else "broken-file.rows", row=found[1] or "", allowed=int(allowed), found=int(cells))
    return Message(f"broken-file.{_kind(error, said)}")


def _line_of_markup(error: BaseException) -> int:
    """Return the line of a fault of XML, of whichever of the three libraries; 0 where it is none."""
    if type(error).__name__ not in _MARKUP:
        return 0
    position = getattr(error, "position", None)
    return max(1, int(getattr(error, "lineno", None) or (position[0] if position else 1)))


def _kind(error: BaseException, said: str) -> str:
    if "encrypted" in said or "password" in said:
        return "locked"
    kind = type(error)
    if {kind.__name__, f"{kind.__module__}.{kind.__name__}"} & _ARCHIVE:
        return "archive"
    if isinstance(error, KeyError) and "archive" in said:
        return "lacks-part"
    if kind.__module__ == "_csv":
        return "table"
    return "digits" if "integer string conversion" in said or "digits" in said else "other"


@contextlib.contextmanager
def refused(file: object, sentence: str = "sources.cannot-read") -> Iterator[None]:
    """Within it, whatever a library raises at a damaged file becomes one sentence that says where it is damaged, as far as that is known.

    Raises
    ------
    CannotRead
        ``sentence`` of the catalogues, with ``path`` and ``why``.

    Examples
    --------
    >>> import io, zipfile
    >>> with refused("votes.xlsx"):
    ...     zipfile.ZipFile(io.BytesIO(b"no archive"))
    Traceback (most recent call last):
    ...
    legation.errors.CannotRead: votes.xlsx could not be read (the archive is damaged, cut, or none). Check the file, or ask for it again.
    """
    try:
        yield
    except (LegationError, MemoryError):
        raise
    except Exception as error:
        raise CannotRead(Message(sentence, path=str(file), why=what_is_wrong(error))) from error


def text_at(text: str, line: int | None) -> str:
    r"""Return what stands on a line, which a reader can look for; empty where there is none.

    >>> text_at("a = 1\n b = \n", 2)
    'b ='
    """
    lines = text.split("\n")
    return lines[line - 1].strip()[:_SHOWN] if line and line <= len(lines) else ""


@contextlib.contextmanager
def foreseen(file: object) -> Iterator[None]:
    """Within it, whatever a reader of ours raises that is no error of ours becomes one, with a reference to what the log says of it.

    Raises
    ------
    CannotRead
        Where a reader failed: the file, the reference and what to do.

    Examples
    --------
    >>> with foreseen("votes.csv"):
    ...     raise CannotRead("votes.csv is no table.")
    Traceback (most recent call last):
    ...
    legation.errors.CannotRead: votes.csv is no table.
    """
    try:
        yield
    except (LegationError, MemoryError):
        raise
    except OSError as error:
        if error.errno is None:
            raise _unforeseen(file, error) from error
        raise CannotRead(Message("sources.cannot-read", path=str(file), why=system_words(error))) from error
    except Exception as error:
        raise _unforeseen(file, error) from error


def _unforeseen(file: object, error: Exception) -> CannotRead:
    return CannotRead(Message(UNFORESEEN, path=str(file), **logged(error)))


def logged(error: BaseException, *about: str) -> dict[str, Any]:
    """Write an error with its lines of code into the log; return ``reference`` and ``log``, where more is said under it.

    Parameters
    ----------
    error : BaseException
    about : str
        What is looked at time and again: an error at the same line about the same has one reference, and a process writes it once.

    Examples
    --------
    >>> sorted(logged(ValueError("words of the interpreter")))
    ['log', 'reference']
    >>> logged(ValueError("once"), "votes.csv") == logged(ValueError("twice"), "votes.csv")
    True
    """
    import secrets

    reference = _reference(error, about) if about else secrets.token_hex(4)
    log, place = _log()
    if reference not in _WRITTEN:
        log.error("a file could not be read, reference %s", reference, exc_info=error)
        _WRITTEN.extend([reference] if about else ())
    for handler in log.handlers:
        handler.close()  # a file that is opened anew when there is more to say
    return {"reference": reference, "log": place}


def _reference(error: BaseException, about: Sequence[str]) -> str:
    import hashlib
    import traceback

    lines = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return hashlib.sha256("\0".join([*about, type(error).__qualname__, *lines]).encode("utf-8", "replace")).hexdigest()[:8]


def _log() -> tuple[logging.Logger, Any]:
    """Return the log, and where it is; where nobody set one up, as in a terminal, it is a file in the user's cache."""
    import logging

    log = logging.getLogger(_LOG)
    place = cache_folder() / "faults.log"
    if not log.hasHandlers():
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
            log.addHandler(logging.FileHandler(place, encoding="utf-8", delay=True))
        except OSError:
            log.addHandler(logging.NullHandler())
    if any(isinstance(one, logging.FileHandler) and one.baseFilename == str(place.absolute()) for one in log.handlers):
        return log, str(place)
    return log, Message("broken-file.log")
