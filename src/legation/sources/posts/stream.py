"""The objects of a large JSON file one after the other, in little memory: a list, the list under a name, or one object on each line."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from typing import IO, Any

__all__ = ["OBJECT_LIMIT", "Cut", "objects"]

OBJECT_LIMIT = 4 * 1024**2
"""Characters of one object; no post has as many."""
_CHUNK = 1024**2
_HEAD = 16 * 1024**2
"""Characters before the list begins."""
_SPACE = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


class Cut(Exception):
    """The file ends, or is damaged, before what it tells does."""


def objects(file: IO[bytes], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    r"""Yield each object of a file.

    Parameters
    ----------
    file : binary stream
        UTF-8. A list of objects; an object that holds one under one of ``names``; or an object on each line. An object that holds no such
        list is the only one.
    names : sequence of str

    Raises
    ------
    Cut
        After the last whole object, where the file is cut off or damaged there.

    Examples
    --------
    >>> import io
    >>> [list(objects(io.BytesIO(text), ["posts"])) for text in (b'[{"a": 1}]', b'{"n": 1, "posts": [{"a": 1}]}', b'{"a": 1}\n{"a": 2}')]
    [[{'a': 1}], [{'a': 1}], [{'a': 1}, {'a': 2}]]
    """
    text = _Text(file)
    text.more()
    text.skip()
    if not text.left():
        return
    if text.buffer[text.at] == "[":
        text.at += 1
        yield from _list(text)
        return
    first_line = _first_line(text)
    if first_line is not None and not any(isinstance(first_line.get(name), list) for name in names):
        yield from _values(text, "")
        return
    listed = re.compile(r'(?<!\\)"(?:' + "|".join(map(re.escape, names)) + r')"\s*:\s*\[')
    found = listed.search(text.buffer, text.at)
    while found is None and len(text.buffer) < _HEAD and text.more():
        found = listed.search(text.buffer, text.at)
    if found is None:
        yield from _values(text, "")
        return
    text.at = found.end()
    yield from _list(text)


def _first_line(text: _Text) -> dict[str, Any] | None:
    """Return the object that the first line holds whole; None where it goes on."""
    end = text.buffer.find("\n", text.at)
    line = text.buffer[text.at :] if end < 0 else text.buffer[text.at : end]
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _list(text: _Text) -> Iterator[dict[str, Any]]:
    yield from _values(text, "]")


def _values(text: _Text, end: str) -> Iterator[dict[str, Any]]:
    """Yield objects up to the sign that ends them; other values between them are no posts and are left out."""
    while True:
        text.skip()
        if not text.left():
            if end:
                raise Cut
            return
        if end and text.buffer[text.at] == end:
            return
        value = _value(text)
        if isinstance(value, dict):
            yield value


def _value(text: _Text) -> Any:
    while True:
        try:
            value, at = _DECODER.raw_decode(text.buffer, text.at)
        except (ValueError, RecursionError) as error:
            if len(text.buffer) - text.at > OBJECT_LIMIT or isinstance(error, RecursionError) or not text.more():
                raise Cut from error
            continue
        if at == len(text.buffer) and not isinstance(value, (dict, list, str)) and text.more():
            continue  # a number at the end of what was read may go on
        text.at = at
        return value


class _Text:
    """What was read of a file and not yet used."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.buffer, self.at = "", 0

    def more(self) -> bool:
        """Read on, and return whether there was more; damage is told as an end."""
        try:
            data = self._file.read(_CHUNK)
        except EOFError as error:
            if not self.left():
                raise Cut from error
            return False
        if not data:
            return False
        self.buffer = self.buffer[self.at :] + self._decoder.decode(data)
        self.at = 0
        return True

    def left(self) -> bool:
        return self.at < len(self.buffer)

    def skip(self) -> None:
        """Pass over blanks and commas."""
        while True:
            found = _SPACE.match(self.buffer, self.at)
            self.at = found.end() if found else self.at
            if self.left() or not self.more():
                return
