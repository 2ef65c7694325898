"""The statements with which a room begins: lines that its host types, and those of an export of Polis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.errors import CannotRead
from legation.language import Message
from legation.rooms.deliberation.state import LONGEST
from legation.rooms.state import as_seen
from legation.sources.polis.reader import read_statements
from legation.web.site.page import PageRequest

__all__ = ["FILE", "MOST", "Seeds", "seeds_of"]

FILE = "polis"
"""The field of the file."""
MOST = 500
"""Statements with which a room begins at most."""
LARGEST = 64 * 1024 * 1024
"""Bytes of an export: votes lie beside its statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """Statements to begin with.

    Attributes
    ----------
    texts : tuple of str
    notes : tuple of Message
        What of a file was left out, and why.
    typed, file : Message or None
        What is wrong with the lines, and with the file: no room is opened then.
    """

    texts: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    typed: Message | None = None
    file: Any = None


def seeds_of(request: PageRequest, typed: str) -> Seeds:
    """Return the statements of a form: its lines first, then those of its file that are not among them."""
    lines = [line for one in typed.splitlines() if (line := " ".join(as_seen(one).split()))]
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            return Seeds(typed=Message("page-room-result.long-line", number=number, found=len(line), allowed=LONGEST))
    sent = request.http.FILES.get(FILE)
    if sent is None:
        return _counted(lines, ())
    name = str(sent.name)[:80]
    if (sent.size or 0) > LARGEST:
        return Seeds(file=Message("sources.too-large", path=name, megabytes=LARGEST // 1024**2))
    try:
        comments = read_statements(sent.read(), name)
    except CannotRead as error:
        return Seeds(file=error.message)
    out = sum(one.moderated == -1 for one in comments)
    bodies = [" ".join(as_seen(one.body).split()) for one in comments if one.moderated != -1]
    fitting = [body for body in bodies if 0 < len(body) <= LONGEST]
    notes = []
    if out:
        notes.append(Message("page-room-result.polis-out", count=out))
    if len(fitting) < len(bodies):
        notes.append(Message("page-room-result.polis-long", count=len(bodies) - len(fitting), allowed=LONGEST))
    return _counted([*lines, *fitting], tuple(notes))


def _counted(texts: list[str], notes: tuple[Message, ...]) -> Seeds:
    once = tuple(dict.fromkeys(texts))
    if len(once) > MOST:
        return Seeds(typed=Message("page-room-result.many-seeds", found=len(once), allowed=MOST))
    return Seeds(texts=once, notes=notes)
