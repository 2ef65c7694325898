"""The text of a room as its pages show it: sections of paragraphs, each with its brackets and who wants their words in and out."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.rooms.drafting import LEVELS, print_of
from legation.web.rooms.seats import is_code

__all__ = ["BracketView", "Footnote", "NamesView", "Piece", "SectionView", "Shown", "TextOf", "UnitView"]

PARAGRAPHS, BYTES = 25, 90_000
"""Of a section at most: paragraphs, and what they weigh about on a page."""
NAMED = 4
"""Actors named in the text itself, of those who want words in, and of those who want them out."""
_UNIT, _BRACKET, _NAME = 700, 190, 6
"""Bytes about of a paragraph without its words, of a bracket without names, and how many names a bracket bears."""

Shown = Mapping[str, Any]
"""What :func:`legation.rooms.seen_by` returns."""


@dataclass(frozen=True, slots=True)
class NamesView:
    """Actors in a row: the first by name, how many more there are, and all of them."""

    first: str
    more: int
    all: str

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def count(self) -> int:
        """How many they are."""
        return self.more + len(self.first.split(", ")) if self.all else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BracketView:
    """An open bracket.

    Attributes
    ----------
    number : int
        By which it is spoken of, counted in its paragraph.
    mine : str
        What one's own delegation says of it.
    again : bool
        Whether that was said of other words than these.
    origin : str
        Whose wording it was that a delegation took over.
    is_own : bool
        Whether one's own delegation alone proposed it.
    is_named : bool
        Whether one's own delegation stands among those who want its words in or out, as all see them.
    condition : str
        The package, or the bracket, on which what one's own delegation says depends.
    """

    id: str
    unit: str
    number: int
    words: str
    verb: str
    place: str
    wanted: NamesView
    unwanted: NamesView
    by: NamesView
    mine: str = ""
    again: bool = False
    is_public: bool = True
    reason: str = ""
    origin: str = ""
    is_own: bool = False
    is_named: bool = False
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: words, or where a bracket opens or closes.

    Attributes
    ----------
    kind : {"words", "open", "close"}
    lead : str
        The space before a bracket that opens; of its words, the space that stands before it.
    words : tuple of str
    at : int
        Number of the first word in the paragraph.
    """

    kind: str
    bracket: BracketView | None = None
    lead: str = ""
    words: tuple[str, ...] = ()
    at: int = 0

    @property
    def text(self) -> str:
        """The words as they stand."""
        return "".join(self.words)

    @property
    def lengths(self) -> str:
        """The number of the first word, and how long each is as browsers count."""
        return " ".join([str(self.at), *(str(len(one.encode("utf-16-le", "surrogatepass")) // 2) for one in self.words)])

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """Each word with its number, counted from one."""
        return [(self.at + number, word) for number, word in enumerate(self.words, 1)]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A reservation on a paragraph."""

    number: int
    unit: str
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A paragraph.

    Attributes
    ----------
    pieces : tuple of Piece
    print : str
        Of its words as they are shown.
    version : str
        Of all that is shown of it: where it is another one, the paragraph has changed.
    pending : NamesView, optional
        Who has yet to confirm its level.
    waits_for_me : bool
        Whether one's own delegation has.
    quiet : str
        The silence procedure that it is under.
    against : NamesView, optional
        Who stands against the paragraph as a whole.
    """

    id: str
    label: str
    level: str
    words: tuple[str, ...]
    pieces: tuple[Piece, ...]
    brackets: tuple[BracketView, ...]
    print: str
    version: str
    pending: NamesView | None = None
    waits_for_me: bool = False
    mine: str = ""
    again: bool = False
    is_public: bool = True
    condition: str = ""
    quiet: str = ""
    footnotes: tuple[Footnote, ...] = ()
    package: str = ""
    against: NamesView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section in the list of them."""

    first: str
    label: str
    last: str
    brackets: int
    is_here: bool = False


@dataclass
class TextOf:
    """The text as a seat may know it, and what its pages show of it.

    Parameters
    ----------
    seen : mapping
        What :func:`legation.rooms.seen_by` returns.
    me : str
        The actor of whoever looks; empty for a projector.
    called : mapping of str to str
        What actors are called.
    """

    seen: Shown
    me: str = ""
    called: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.units: Sequence[Shown] = self.seen.get("units", ())
        self.places = {one["id"]: at for at, one in enumerate(self.units)}
        self.over: dict[str, list[Shown]] = {}
        for one in self.seen.get("brackets", ()):
            self.over.setdefault(one["unit"], []).append(one)
        self.mine: Mapping[str, str] = self.seen.get("mine", {})
        self.own: dict[str, Shown] = {one["id"]: one for one in self.seen.get("own", ())}
        named = [len(self.short(one["id"])) + 2 for one in self.seen.get("members", ())]
        self._bracket_weight = _BRACKET + (_NAME * sum(named) // len(named) if named else 0)
        self._notes: dict[str, list[Footnote]] = {}
        for number, one in enumerate(self.seen.get("reservations", ()), 1):
            note = Footnote(number, one["unit"], self.name(one.get("by")), one.get("text") or "")
            self._notes.setdefault(one["unit"], []).append(note)
        self._quiet = {unit: one["id"] for one in self.seen.get("silences", ()) if not one.get("ended") for unit in self._may_rise(one)}
        self._packages = {unit: one["id"] for one in self.seen.get("packages", ()) for unit in one.get("units", ())}

    def _may_rise(self, silence: Shown) -> Iterator[str]:
        """Yield the paragraphs that a silence may still raise: nobody has broken it on them, and they do not stand there already."""
        broken = {unit for one in silence.get("broken", ()) for unit in one.get("units") or silence["units"]}
        for unit in silence["units"]:
            row = self.row(unit)
            if row is not None and unit not in broken and LEVELS.index(row["level"]) < LEVELS.index(silence["level"]):
                yield unit

    def name(self, actor: str | None) -> str:
        """Return what an actor is called; nothing where it is named to nobody."""
        return self.called.get(actor, actor) if actor else ""

    def names(self, actors: Sequence[str]) -> NamesView:
        """Return actors as a row: in the text by their codes, as delegations write them, where they have one."""
        short = [self.short(one) for one in actors[:NAMED]]
        return NamesView(", ".join(short), max(0, len(actors) - NAMED), ", ".join(self.name(one) for one in actors))

    def short(self, actor: str) -> str:
        """Return what an actor is called in the text: its code, as delegations write it, where it has one."""
        return actor if is_code(actor) else self.name(actor)

    def row(self, unit: str) -> Shown | None:
        """Return a paragraph as the seat may know it."""
        return self.units[self.places[unit]] if unit in self.places else None

    def bracket(self, name: str) -> Shown | None:
        """Return an open bracket."""
        return next((one for one in self.seen.get("brackets", ()) if one["id"] == name), None)

    def unit_of(self, target: str) -> str:
        """Return the paragraph of a bracket, or that which is named; empty where it is neither."""
        if target in self.places:
            return target
        found = self.bracket(target)
        return str(found["unit"]) if found is not None else ""

    def label(self, target: str) -> str:
        """Return how a paragraph or a bracket is spoken of."""
        unit = self.row(self.unit_of(target))
        if unit is None:
            return target
        numbers = [one["id"] for one in _nested(self.over.get(unit["id"], ()))]
        return f"{unit['label']} [{numbers.index(target) + 1}]" if target in numbers else str(unit["label"])

    def ends(self, start: int) -> int:
        """Return up to which paragraph a section goes that begins at one."""
        weight = 0
        for at in range(start, min(start + PARAGRAPHS, len(self.units))):
            weight += self._weight(self.units[at])
            if weight > BYTES and at > start:
                return at
        return min(start + PARAGRAPHS, len(self.units))

    def begins(self, end: int) -> int:
        """Return from which paragraph a section goes that ends before one."""
        weight = 0
        for at in range(end - 1, max(-1, end - 1 - PARAGRAPHS), -1):
            weight += self._weight(self.units[at])
            if weight > BYTES and at < end - 1:
                return at + 1
        return max(0, end - PARAGRAPHS)

    def sections(self, here: int) -> list[SectionView]:
        """Return the sections of the whole text; ``here``: the paragraph at which the page begins."""
        found, start = [], 0
        while start < len(self.units):
            end = self.ends(start)
            rows = self.units[start:end]
            count = sum(len(self.over.get(one["id"], ())) for one in rows)
            found.append(
                SectionView(
                    first=rows[0]["id"], label=rows[0]["label"], last=rows[-1]["label"], brackets=count, is_here=start <= here < end
                )
            )
            start = end
        return found

    def shown(self, start: int, end: int) -> list[UnitView]:
        """Return the paragraphs of a stretch."""
        return [self.unit(one) for one in self.units[start:end]]

    def unit(self, row: Shown, brackets: Sequence[Shown] | None = None) -> UnitView:
        """Return a paragraph; with other brackets than those that stand, as it would be."""
        name, words = row["id"], tuple(row["words"])
        over = _nested(self.over.get(name, ()) if brackets is None else brackets)
        views = [self._bracket(one, number) for number, one in enumerate(over, 1)]
        own = self.own.get(name, {})
        notes = tuple(self._notes.get(name, ()))
        pending = list(row.get("pending") or ())
        against = list(row.get("opposing") or ())
        marks = [self._quiet.get(name), self._packages.get(name)]
        version = [row["label"], row["level"], words, pending, against, [dict(one) for one in over], notes, *marks]
        version += [[self.mine.get(one), dict(self.own.get(one) or {})] for one in (name, *(view.id for view in views))]
        return UnitView(
            id=name,
            label=row["label"],
            level=row["level"],
            words=words,
            pieces=tuple(_pieces(words, views, over)),
            brackets=tuple(views),
            print=print_of(words),
            version=hashlib.sha256(json.dumps(version, default=str).encode("utf-8", "surrogatepass")).hexdigest()[:10],
            pending=self.names(pending) if pending else None,
            waits_for_me=bool(self.me) and self.me in pending,
            mine=self.mine.get(name, ""),
            again=bool(own.get("again")),
            is_public=bool(own.get("public", True)),
            condition=str(own.get("conditional_on") or ""),
            quiet=self._quiet.get(name, ""),
            footnotes=notes,
            package=self._packages.get(name, ""),
            against=self.names(against) if against else None,
        )

    def _bracket(self, one: Shown, number: int) -> BracketView:
        own = self.own.get(one["id"], {})
        sides = {*(one.get("supporting") or ()), *(one.get("opposing") or ())}
        return BracketView(
            id=one["id"],
            unit=one["unit"],
            number=number,
            words=str(one["words"]).strip(),
            verb=one.get("verb") or "",
            place=self.label(one["place"]) if one.get("place") else "",
            wanted=self.names(one.get("supporting") or ()),
            unwanted=self.names(one.get("opposing") or ()),
            by=self.names(one.get("by") or ()),
            mine=self.mine.get(one["id"], ""),
            again=bool(own.get("again")),
            is_public=bool(own.get("public", True)),
            reason=one.get("reason") or "",
            origin=self.name(one.get("origin")),
            condition=str(own.get("conditional_on") or ""),
            is_named=bool(self.me) and self.me in sides and bool(own.get("public", True)),
            is_own=bool(self.me) and list(one.get("by") or ()) == [self.me] and not one["id"].endswith(".was"),
        )

    def _weight(self, row: Shown) -> int:
        words = row["words"]
        return _UNIT + sum(len(one) for one in words) + 2 * len(words) + self._bracket_weight * len(self.over.get(row["id"], ()))


def _nested(brackets: Sequence[Shown]) -> list[Shown]:
    """Return brackets in the order in which they open; of two that open together the wider first."""
    return sorted(brackets, key=lambda one: (one["start"], -one["end"]))


def _pieces(words: tuple[str, ...], views: Sequence[BracketView], over: Sequence[Shown]) -> Iterator[Piece]:
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, row in enumerate(over):
        begins.setdefault(row["start"], []).append(number)
        ends.setdefault(row["end"], []).insert(0, number)
    cuts = sorted({0, len(words), *begins, *ends})
    closed: list[int] = []
    for start, end in itertools.pairwise(cuts):
        run, lead = list(words[start:end]), ""
        opened = begins.get(start, [])
        if opened and run:
            lead = run[0][: len(run[0]) - len(run[0].lstrip())]
            run[0] = run[0].lstrip()
            joined = bool(closed) and any(over[opened[0]]["group"] == over[one]["group"] for one in closed)
            for position, one in enumerate(opened):
                yield Piece("open", views[one], lead if position == 0 and not joined else "")
        yield Piece("words", lead=lead, words=tuple(run), at=start)
        closed = ends.get(end, [])
        for one in closed:
            yield Piece("close", views[one])
