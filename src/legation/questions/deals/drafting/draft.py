"""The draft that a question is about, as it was known: how open each version and paragraph is, and whose words stand in it."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import standing
from legation.dossier.models.draft import DRAFT, DraftModel
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.methods.drafting import Proposal, parse, proposals, survived
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.base.part_inputs import PartInputs, choose_part, part_caveats
from legation.questions.deals.drafting.log import Room, day_of, room_of
from legation.rooms.drafting import LEVELS, Event, Held, Stance, State, Unit, course, fold, joined, step, view
from legation.rooms.drafting.event import Brought, Opened
from legation.rooms.drafting.obstacles import is_word, share, words_in
from legation.sources.draft.text import text_of

__all__ = [
    "AGREED",
    "BRACKET",
    "DRAFT_VERSION",
    "DraftInputs",
    "DraftOpenness",
    "SurvivingWords",
    "UnitOpenness",
    "VersionOpenness",
    "WordOrigin",
    "caveats",
    "cut",
    "find_draft",
    "openness_of",
    "surviving_words",
]


LONGEST = 80
"""Characters of the words of a bracket that a sentence quotes."""


@dataclass(frozen=True, kw_only=True)
class DraftInputs(PartInputs[DraftModel]):
    """A draft as it was known.

    Attributes
    ----------
    room : Room
    case : Case
    lost : int
        Versions whose words are not there.
    """

    room: Room
    case: Case
    lost: int

    def named(self, written: str) -> Named:
        """Return an actor that the text names, as a reader knows it."""
        return self.case.named(self.room.actor(written))

    def names(self, written: tuple[str, ...]) -> tuple[Named, ...]:
        """Return several actors."""
        return tuple(self.named(one) for one in written)

    def label(self, unit: str) -> str:
        """Return the number that a paragraph bears now."""
        return next((one.label for one in self.room.state.units if one.id == unit), unit)

    def words(self, bracket: Held) -> str:
        """Return the words of an open bracket, cut where they are long."""
        return cut(joined(self.room.state.words(bracket)))

    def bracket(self, name: str) -> Named:
        """Return an open bracket as a reader knows it: its words and its paragraph."""
        found = self.room.state.held[name]
        return Named(name, Message("drafting.bracket", words=self.words(found), unit=self.label(found.unit)))

    def target(self, name: str) -> Named:
        """Return a bracket or a paragraph as a reader knows it."""
        return self.bracket(name) if name in self.room.state.held else Named(name, Message("drafting.unit", unit=self.label(name)))

    def behind(self, stance: Stance) -> tuple[str, ...]:
        """Return the evidence of a stance: its own, else that of the version whose text records it."""
        return self.seen(stance.evidence or self.room.version_on(stance.at).evidence)

    def now(self) -> tuple[str, ...]:
        """Return the evidence of the version that stands."""
        return self.seen(self.room.versions[-1].evidence)


def cut(words: str) -> str:
    """Return words as a sentence quotes them.

    >>> cut("at once"), len(cut("to report " * 40)) <= 80
    ('at once', True)
    """
    return words if len(words) <= LONGEST else textwrap.shorten(words, LONGEST, placeholder=" …") or f"{words[: LONGEST - 2]} …"


def find_draft(case: Case, name: str) -> DraftInputs:
    """Return the draft that was asked for, or the first by name; read once for a case.

    Raises
    ------
    NotAvailable
        Where none was known, or none of its versions.
    WrongUse
        Where there is none of the name.
    DossierError
        Where its file is faulty.
    """
    return case.once(("draft", name), lambda: _found_draft(case, name))


def _found_draft(case: Case, name: str) -> DraftInputs:
    part = choose_part(case, DRAFT, name, none="drafting.no-draft", unknown="drafting.unknown-draft")
    model = part.model
    texts = {part: text for part in model.parts() if (text := text_of(case.dossier.files, part)) is not None}
    texts = {part: text for part, text in texts.items() if text.strip()}
    lost = sum(one.part not in texts for one in model.versions)
    if not texts:
        raise NotAvailable(Message("drafting.no-version", title=part.title, as_of=case.as_of))
    room = room_of(model, texts, standing(case.dossier.groups), case.as_of.isoformat())
    return DraftInputs(**vars(part), room=room, case=case, lost=lost)


def caveats(inputs: DraftInputs) -> Iterator[Message]:
    """Return what the file is, and what was left out or did not fit."""
    return part_caveats("drafting", inputs, _left_out(inputs))


def _left_out(inputs: DraftInputs) -> Iterator[Message]:
    room = inputs.room
    if inputs.lost:
        yield Message("drafting.lost", count=inputs.lost)
    stray = room.cuts[-1].stray
    if stray:
        yield Message("drafting.stray", count=stray, date=room.versions[-1].date)
    yield from room.rejected[:5]
    if len(room.rejected) > 5:
        yield Message("drafting.unplaced-more", count=len(room.rejected) - 5)


AGREED = LEVELS[LEVELS.index("ad ref") :]
"""Levels from agreed ad referendum on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionOpenness:
    """A version: open brackets, shares [0 to 1; nan where there is nothing to share], depth."""

    day: dt.date
    kind: str
    open: int
    share: float
    depth: int
    agreed: float
    stable: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOpenness:
    """A paragraph: its words, its open brackets, and its words in brackets."""

    unit: Unit
    words: int
    brackets: int
    bracketed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOpenness:
    """Versions by date; paragraphs by bracketed words, the most first, of equal ones in the order of the text."""

    moments: tuple[VersionOpenness, ...]
    units: tuple[UnitOpenness, ...]


def openness_of(inputs: DraftInputs) -> DraftOpenness:
    """Return how open the versions and the paragraphs of a draft are; each version as it stood when it came, with that day's agreements."""
    room = inputs.room
    found = course(room.events)
    shares = _shares(room.events)
    row = {at[:10]: n for n, at in enumerate(found.at)}
    moments = []
    for version in room.versions:
        n = row[day_of(version.date)]
        moments.append(
            VersionOpenness(
                day=version.date.last,
                kind=version.kind,
                open=int(found.open[n]),
                share=shares[day_of(version.date)],
                depth=int(found.depth[n]),
                agreed=float(found.agreed[n]),
                stable=float(found.stable[n]),
            )
        )
    return DraftOpenness(moments=tuple(moments), units=_units(inputs))


def _shares(events: Sequence[Event]) -> dict[str, float]:
    """Return by day the share of words in brackets at its end."""
    state: State | None = None
    found: dict[str, float] = {}
    for at, event in enumerate(events):
        state = step(state, event)
        if at + 1 == len(events) or events[at + 1].at[:10] != event.at[:10]:
            found[event.at[:10]] = share(state)
    return found


def _units(inputs: DraftInputs) -> tuple[UnitOpenness, ...]:
    state = inputs.room.state
    brackets: dict[str, list[str]] = {}
    for bracket in state.held.values():
        brackets.setdefault(bracket.unit, []).append(bracket.id)
    rows = [
        UnitOpenness(
            unit=unit,
            words=sum(map(is_word, unit.words)),
            brackets=len(brackets.get(unit.id, ())),
            bracketed=words_in(state, brackets.get(unit.id, ())),
        )
        for unit in state.units
    ]
    return tuple(sorted(rows, key=lambda one: -one.bracketed))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOrigin:
    """Who proposed words in brackets: how many [words], and how many of them stand outside brackets now; nobody for the first version."""

    actors: tuple[str, ...]
    proposed: int
    survived: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivingWords:
    """Whose words stand.

    Attributes
    ----------
    origins : tuple of Origin
        The most kept first.
    first : int
        Words of the first version that stand.
    first_words : int
        Words of the first version outside brackets.
    new : int
        Words that stand in no version before them and in nobody's proposal.
    words : int
        Words that stand outside brackets now.
    """

    origins: tuple[WordOrigin, ...]
    first: int
    first_words: int
    new: int
    words: int


def surviving_words(inputs: DraftInputs) -> SurvivingWords:
    """Return whose words stand outside brackets in the last version."""
    room = inputs.room
    final = view(room.state, "clean")
    opened = next(event for event in room.events if isinstance(event, Opened))
    uploads = [event for event in room.events if isinstance(event, Brought)]
    offered = [Proposal((), view(fold([opened, uploads[0]]), "clean"))]
    for event in uploads:
        for paragraph in event.paragraphs:
            offered += [one for one in proposals(parse(paragraph.text, room.model.bis)) if one not in offered]
    found = survived(final, offered)
    by: dict[tuple[str, ...], tuple[int, int]] = {}
    for one, proposed, surviving in zip(offered[1:], found.proposed[1:], found.kept[1:], strict=True):
        had = by.get(one.actors, (0, 0))
        by[one.actors] = (had[0] + proposed, had[1] + surviving)
    origins = [WordOrigin(actors=actors, proposed=proposed, survived=surviving) for actors, (proposed, surviving) in by.items()]
    return SurvivingWords(
        origins=tuple(sorted(origins, key=lambda one: (-one.survived, -one.proposed, one.actors))),
        first=found.kept[0],
        first_words=found.proposed[0],
        new=found.new,
        words=found.words,
    )


def _has_version(case: Case, options: Mapping[str, Any]) -> object:
    return find_draft(case, options["draft"])


def _has_bracket(case: Case, options: Mapping[str, Any]) -> object:
    return find_draft(case, options["draft"]).room.state.held


DRAFT_VERSION = Condition(id="draft-version", place="draft", check=_has_version)
BRACKET = Condition(id="bracket", place="draft", check=_has_bracket)
