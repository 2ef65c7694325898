"""The statements with which a room begins: lines that its host types, those of an export of Polis, and its votes where that is asked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from legation.errors import CannotRead
from legation.language import Message
from legation.rooms.deliberation.rules import CAST, MOST_IMPORTED
from legation.rooms.deliberation.state import LONGEST
from legation.rooms.state import as_seen
from legation.sources.polis.conversation import Conversation
from legation.sources.polis.reader import files_in, read_parts, read_statements
from legation.web.site.page import PageRequest

__all__ = ["FILE", "MOST", "VOTES", "PersonOfExport", "Seeds", "seeds_of"]

FILE, VOTES = "polis", "polis-votes"
"""The fields of the file, and of whether its votes come along."""
MOST = 500
"""Statements with which a room begins at most."""
VOTES_LARGEST = 8 * 1024 * 1024
"""Bytes of each file of an export whose votes come along: what a thousand people say of five hundred statements is less."""
_CAST = {value: name for name, value in CAST.items()}
LARGEST = 64 * 1024 * 1024
"""Bytes of an export: votes lie beside its statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOfExport:
    """A person of an export: the number there, and the ids of statements, ``seed-1`` for the first, by what was said of them."""

    number: str
    cast: Mapping[str, list[str]]


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
    people : tuple of PersonOfExport
        Whose votes come along, in an order drawn by chance.
    """

    texts: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    typed: Message | None = None
    file: Any = None
    people: tuple[PersonOfExport, ...] = ()


def seeds_of(request: PageRequest, typed: str) -> Seeds:
    """Return the statements of a form: its lines first, then those of its file that are not among them."""
    lines = [line for one in typed.splitlines() if (line := " ".join(as_seen(one).split()))]
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            return Seeds(typed=Message("page-room-result.long-line", number=number, found=len(line), allowed=LONGEST))
    sent, with_votes = request.http.FILES.get(FILE), request.form.get(VOTES) == "yes"
    if sent is None:
        return Seeds(file=Message("page-room-result.polis-no-votes")) if with_votes else _counted(lines, ())
    name = str(sent.name)[:80]
    if (sent.size or 0) > LARGEST:
        return Seeds(file=Message("sources.too-large", path=name, megabytes=LARGEST // 1024**2))
    try:
        data = sent.read()
        comments = read_statements(data, name)
        conversation = _conversation(data, name) if with_votes else None
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
    begun = _counted([*lines, *fitting], tuple(notes))
    if conversation is None or begun.typed is not None:
        return begun
    return _with_votes(begun, conversation)


def _conversation(data: bytes, name: str) -> Conversation:
    if data[:2] != b"PK":
        raise CannotRead(Message("page-room-result.polis-no-votes"))
    files = files_in(data, name, VOTES_LARGEST)
    if not {"votes.csv", "participants-votes.csv"} & set(files):
        raise CannotRead(Message("page-room-result.polis-no-votes"))
    return read_parts(files, name)


def _with_votes(begun: Seeds, conversation: Conversation) -> Seeds:
    """Return what a room begins with, with the votes of the people of an export on the statements that come along."""
    place = {text: f"seed-{at}" for at, text in enumerate(begun.texts, start=1)}
    bodies = {one.id: " ".join(as_seen(one.body).split()) for one in conversation.comments if one.moderated != -1}
    names = [place.get(bodies.get(statement, ""), "") for statement in conversation.statements]
    people = []
    for person, row in zip(conversation.participants, conversation.votes, strict=True):
        said: dict[str, int] = {}
        for name, value in zip(names, row.tolist(), strict=True):
            if name and value in _CAST:
                said.setdefault(name, value)
        if said:
            cast = {field: [name for name, value in said.items() if value == one] for one, field in _CAST.items()}
            people.append(PersonOfExport(number=str(person.id), cast={field: names for field, names in cast.items() if names}))
    if len(people) > MOST_IMPORTED:
        return Seeds(file=Message("page-room-result.polis-people", found=len(people), allowed=MOST_IMPORTED))
    if not people:
        return Seeds(file=Message("page-room-result.polis-no-votes"))
    secrets.SystemRandom().shuffle(people)
    note = Message("page-room-result.polis-brought", count=len(people))
    return replace(begun, people=tuple(people), notes=(*begun.notes, note))


def _counted(texts: list[str], notes: tuple[Message, ...]) -> Seeds:
    once = tuple(dict.fromkeys(texts))
    if len(once) > MOST:
        return Seeds(typed=Message("page-room-result.many-seeds", found=len(once), allowed=MOST))
    return Seeds(texts=once, notes=notes)
