"""A text with its tracked changes and comments, apart from any file; and what XML can say of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legation.errors import CannotWrite
from legation.language import Message
from legation.methods.drafting import compare

__all__ = [
    "Owner",
    "Remark",
    "Tracked",
    "TrackedText",
    "check_sayable",
    "redline",
]


_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot say."""


def check_sayable(name: str, text: str, form: str) -> None:
    """Check a text that is to be written to a file of a form such as ``DOCX``.

    Raises
    ------
    CannotWrite
        For a character that XML does not allow, such as NUL; the sentence says which, and where.
    """
    unsayable = _UNSAYABLE.search(text)
    if unsayable:
        found = f"U+{ord(unsayable.group()):04X}"
        raise CannotWrite(Message("sources.draft-not-sayable", path=name, found=found, place=unsayable.start(), encoding=form))


@dataclass(frozen=True, slots=True)
class Tracked:
    """A change that nobody has accepted or refused yet.

    Attributes
    ----------
    kind : {"insert", "delete"}
    start, end : int
        Place in :attr:`TrackedText.text`, in code points.
    author : str
        As the file names them.
    date : str
        ``YYYY-MM-DDTHH:MM:SSZ`` or a day; empty where the file says none.
    """

    kind: str
    start: int
    end: int
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a passage."""

    start: int
    end: int
    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class TrackedText:
    """A text in which inserted and deleted words both stand.

    Attributes
    ----------
    text : str
        A line for each paragraph.
    changes : tuple of Tracked
        By place; none overlaps another.
    remarks : tuple of Remark
        By place.
    """

    text: str
    changes: tuple[Tracked, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def before(self) -> str:
        """The text if every change is refused."""
        return self._without("insert")

    @property
    def after(self) -> str:
        """The text if every change is accepted."""
        return self._without("delete")

    def _without(self, kind: str) -> str:
        out, at = [], 0
        for change in self.changes:
            if change.kind == kind:
                out.append(self.text[at : change.start])
                at = change.end
        return "".join([*out, self.text[at:]])


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose words stand from start up to end of a text, and since when."""

    start: int
    end: int
    author: str = ""
    date: str = ""


def redline(old: str, new: str, author: str, date: str = "", owners: Sequence[Owner] = ()) -> TrackedText:
    """Return the new version with what changed from the old one as tracked changes of one author.

    Parameters
    ----------
    owners : sequence of Owner
        Words of the new version that are somebody else's, by place, none over another: where they were inserted, their author did it.

    ``redline(old, new, author).after == new``; ``before`` equals the old version except for spaces and line ends between words that stayed.

    Examples
    --------
    >>> found = redline("States should report.", "States shall report at once.", "EU")
    >>> [(c.kind, found.text[c.start:c.end]) for c in found.changes]
    [('delete', ' should'), ('insert', ' shall'), ('insert', ' at once')]
    """
    pieces: list[str] = []
    changes: list[Tracked] = []
    ends = [one.end for one in owners]
    at_old = at_new = length = 0

    def add(text: str, kind: str = "", place: int = 0) -> None:
        nonlocal length
        if text and kind == "insert":
            for start, end, by, at in _owned(place, place + len(text), ends, owners, (author, date)):
                changes.append(Tracked(kind, length + start - place, length + end - place, by, at))
        elif text and kind:
            changes.append(Tracked(kind, length, length + len(text), author, date))
        pieces.append(text)
        length += len(text)

    for change in compare(old, new).changes:
        if change.old is not None and change.new is not None:
            was, now = old[at_old : change.old[0]], new[at_new : change.new[0]]
            add(now or was, "" if was and now else "insert" if now else "delete", at_new)
            add(new[slice(*change.new)])
            at_old, at_new = change.old[1], change.new[1]
        elif change.old is not None:
            add(old[at_old : change.old[1]], "delete")
            at_old = change.old[1]
        elif change.new is not None:
            add(new[at_new : change.new[1]], "insert", at_new)
            at_new = change.new[1]
    add(new[at_new:])
    return TrackedText("".join(pieces), tuple(changes))


def _owned(
    start: int, end: int, ends: Sequence[int], owners: Sequence[Owner], other: tuple[str, str]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield the stretches from start up to end, each with its author and date."""
    at = start
    for one in owners[bisect_right(ends, start) :]:
        if one.start >= end:
            break
        if one.start > at:
            yield at, one.start, *other
        low, high = max(at, one.start), min(end, one.end)
        if low < high:
            yield low, high, one.author, one.date or other[1]
            at = high
    if at < end:
        yield at, end, *other
