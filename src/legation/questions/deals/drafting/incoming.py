"""A file that comes into a room: its paragraphs, what its tracked changes propose, what its comments say; each with author and day.

Nothing of it is taken as said in the room: a proposal is somebody's once a delegation sends it, a comment stays a note.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legation.methods.drafting import parse
from legation.questions.deals.drafting.paragraphs import cut_version, key_of
from legation.rooms.drafting import Brought, Opened, Paragraph, Proposed, State, anchor, fold, joined, print_of, rebase
from legation.sources.draft.tracked_changes import Tracked, TrackedText
from legation.sources.draft.versions import bracketed, tracked_from

__all__ = ["Incoming", "Note", "Stray", "Suggested", "incoming", "of_tracked", "proposed_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A tracked change as a proposal on a paragraph.

    Attributes
    ----------
    unit, label : str
        Id and number of the paragraph in the file.
    operation : {"insert", "delete", "replace", "bis"}
        ``bis``: a paragraph that comes after it.
    start, end : int
        Its words, counted as the room counts them.
    seen : str
        Print of the words as the file has them.
    old, text : str
        The words that go, and those that come.
    new_label : str
        With ``bis``, the number of the new paragraph.
    author, date : str
        As the file names them; empty where it says neither.
    """

    unit: str
    label: str
    operation: str
    start: int = 0
    end: int = 0
    seen: str = ""
    old: str = ""
    text: str = ""
    new_label: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A comment on words of a paragraph; ``label`` is empty where it stands outside all of them."""

    label: str
    words: str
    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Stray:
    """A bracket without its other half: line and column in the text of the file."""

    line: int
    column: int
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a file brings.

    Attributes
    ----------
    paragraphs : tuple of Paragraph
        The text with its tracked changes in brackets: what came with its author, where that goes by a code, what went as *delete*.
    before : tuple of Paragraph
        The text as it is while no change is accepted.
    proposals : tuple of Suggested
        The changes, in the order of the text.
    notes : tuple of Note
    stray : tuple of Stray
        Brackets without their other half, which no room takes.
    """

    paragraphs: tuple[Paragraph, ...]
    before: tuple[Paragraph, ...]
    proposals: tuple[Suggested, ...]
    notes: tuple[Note, ...]
    stray: tuple[Stray, ...]


def incoming(name: str, data: bytes, bis: str = "alternative") -> Incoming:
    """Return what the bytes of a file bring: Word, Akoma Ntoso or plain text, by what they hold.

    Raises
    ------
    CannotRead
        For a file that is too large or damaged, unpacks to too much, draws in other files, or nests its brackets too deep.

    Examples
    --------
    >>> found = incoming("a.txt", b"5. States [shall (EU)] report.")
    >>> [(one.label, one.text) for one in found.paragraphs], found.proposals
    ([('5', 'States [shall (EU)] report.')], ())
    """
    return of_tracked(tracked_from(name, data), bis)


def of_tracked(given: TrackedText, bis: str = "alternative") -> Incoming:
    """Return what a text with its tracked changes and comments brings."""
    tracked = _plain(given)
    words = bracketed(tracked)
    stray = tuple(
        Stray(words.count("\n", 0, one.position) + 1, one.position - words.rfind("\n", 0, one.position), words[one.position])
        for one in parse(words, bis).problems
    )
    return Incoming(
        paragraphs=cut_version(words, bis).paragraphs,
        before=cut_version(tracked.before, bis).paragraphs,
        proposals=tuple(_suggested(tracked, bis)),
        notes=tuple(_notes(tracked, bis)),
        stray=stray,
    )


_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]")


def _plain(tracked: TrackedText) -> TrackedText:
    """Return a text with a space for each sign that nobody sees and that no room takes; every place stays."""
    return dataclasses.replace(tracked, text=_UNSEEN.sub(" ", tracked.text))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A paragraph of the text before its changes, as the file has it."""

    key: str
    label: str
    start: int
    text: str


def _stretches(before: str, bis: str) -> tuple[_Stretch, ...]:
    """Return the paragraphs of a text with their places; those without a number line by line."""
    draft = parse(before, bis)
    units = [(unit.label, unit.start, unit.end) for unit in draft.units]
    if not units:
        units, at = [], 0
        for line in before.split("\n"):
            if line.strip():
                units.append((str(len(units) + 1), at, at + len(line)))
            at += len(line) + 1
    used: dict[str, int] = {}
    made = []
    for label, start, end in units:
        key = key_of(label)
        used[key] = used.get(key, 0) + 1
        made.append(_Stretch(key if used[key] == 1 else f"{key}#{used[key]}", label, start, before[start:end]))
    return tuple(made)


def _suggested(tracked: TrackedText, bis: str) -> Iterator[Suggested]:
    before = tracked.before
    found = _stretches(before, bis)
    starts = [one.start for one in found]
    words: dict[str, tuple[str, ...]] = {}
    for at, old, new, by in _changes(tracked) if found else ():
        for stretch, low, high, text in _parted(found, starts, before, at, at + len(old), new):
            if stretch.key not in words:
                words[stretch.key] = _read(stretch.text, stretch.label, bis)[0]
            changed = f"{stretch.text[:low]}{text}{stretch.text[high:]}"
            yield from _of_paragraph(stretch, words[stretch.key], changed, by, bis)


def _parted(
    found: Sequence[_Stretch], starts: Sequence[int], before: str, start: int, end: int, new: str
) -> Iterator[tuple[_Stretch, int, int, str]]:
    """Yield a change paragraph by paragraph: which, what of it goes from where to where, and what comes there.

    Whole lines that come between two paragraphs come after the first of them.
    """
    n = max(bisect_right(starts, start) - 1, 0)
    if start == end and new.strip() and "\n" in new and (start == 0 or before[start - 1] == "\n"):
        n = max(bisect_right(starts, start - 1) - 1, 0)
        yield found[n], len(found[n].text), len(found[n].text), "\n" + new.strip("\n")
        return
    while n < len(found) and (found[n].start < end or new):
        stretch = found[n]
        low, high = (min(max(place - stretch.start, 0), len(stretch.text)) for place in (start, end))
        if low < high or new:
            yield stretch, low, high, new
        n, new = n + 1, ""


def _changes(tracked: TrackedText) -> Iterator[tuple[int, str, str, Tracked]]:
    """Yield place in the text before, what goes, what comes, and by whom; what one author puts where it took out is one change."""
    came = n = 0
    while n < len(tracked.changes):
        one = tracked.changes[n]
        at, pieces = one.start - came, {"delete": "", "insert": ""}
        pieces[one.kind] = tracked.text[one.start : one.end]
        following = tracked.changes[n + 1] if n + 1 < len(tracked.changes) else None
        if following is not None and (following.start, following.author) == (one.end, one.author) and following.kind != one.kind:
            pieces[following.kind] = tracked.text[following.start : following.end]
            n += 1
        n += 1
        came += len(pieces["insert"])
        yield at, pieces["delete"], pieces["insert"], one


def _read(text: str, label: str, bis: str) -> tuple[tuple[str, ...], tuple[Paragraph, ...]]:
    """Return the words of a paragraph as a room counts them, and the paragraphs that follow it in the same stretch."""
    first, *rest = cut_version(text, bis).paragraphs or (Paragraph(id="0", label=label, text=""),)
    state = fold([Opened(at="2000-01-01", bis=bis), Brought(at="2000-01-01", kind="rolling", paragraphs=(first,))])
    return (state.units[0].words if state.units else ()), tuple(rest)


def _of_paragraph(stretch: _Stretch, words: tuple[str, ...], changed: str, by: Tracked, bis: str) -> Iterator[Suggested]:
    """Yield what a change does to a paragraph: to its words, and which paragraphs come after it."""
    now, more = _read(changed, stretch.label, bis)
    start = _shared(words, now)
    back = _shared(words[start:][::-1], now[start:][::-1])
    end, last = len(words) - back, len(now) - back
    whole = Suggested(unit=stretch.key, label=stretch.label, operation="bis", seen=print_of(words), author=by.author, date=by.date)
    if start < end or start < last:
        operation = "insert" if start == end else "delete" if start == last else "replace"
        yield dataclasses.replace(
            whole,
            operation=operation,
            start=start,
            end=end,
            seen=anchor(words, operation, start, end),
            old=joined(words[start:end]),
            text=joined(now[start:last]),
        )
    for one in more:
        yield dataclasses.replace(whole, text=one.text, new_label=one.label)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two paragraphs share at their beginning; the space before a word does not count."""
    n = 0
    while n < min(len(one), len(other)) and one[n].strip() == other[n].strip():
        n += 1
    return n


def _notes(tracked: TrackedText, bis: str) -> Iterator[Note]:
    units = parse(tracked.text, bis).units
    starts = [unit.start for unit in units]
    for one in tracked.remarks:
        n = bisect_right(starts, one.start) - 1
        label = units[n].label if n >= 0 and one.start < units[n].end else ""
        yield Note(
            label=label,
            words=" ".join(tracked.text[one.start : one.end].split()),
            text=_UNSEEN.sub(" ", one.text).strip(),
            author=one.author,
            date=one.date,
        )


def proposed_in(state: State, those: Sequence[Suggested], at: str, by: str) -> Iterator[tuple[Suggested, Proposed | None]]:
    """Yield each change with the proposal that it would be in a room now; None where its words do not stand there, or at several places.

    Nothing is proposed by it: whoever reads decides what to send. Ids are ``w1``, ``w2`` ... and are to be replaced.
    """
    units = {key_of(unit.label): unit for unit in state.units}
    for number, one in enumerate(those, 1):
        unit = units.get(one.unit)
        if unit is None:
            yield one, None
            continue
        event = Proposed(
            at=at,
            by=by,
            id=f"w{number}",
            operation=one.operation,
            unit=unit.id,
            start=one.start,
            end=one.end,
            seen=one.seen,
            text=one.text,
            label=one.new_label,
        )
        yield one, rebase(state, event).event
