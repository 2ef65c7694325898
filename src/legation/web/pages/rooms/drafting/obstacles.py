"""What keeps a text open, as its chair sees it: who holds which bracket, who stands alone, where wordings meet the least opposition.

All of it is what a chair may know, and nothing else: a stance that the chair is not told of is counted nowhere here.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.language import Message
from legation.questions.deals.drafting.paragraphs import cut_version
from legation.rooms.drafting import Blocking, Brought, Opened, State, fold, joined, landing
from legation.rooms.drafting.obstacles import share
from legation.rooms.drafting.state import CHAIR
from legation.web.pages.rooms.drafting.text import NamesView, TextOf

__all__ = [
    "Convergence",
    "Holder",
    "LandingZone",
    "Pair",
    "Receipt",
    "convergence",
    "holders",
    "landing_zones",
    "pairs",
    "receipts",
]

SHOWN = 5
"""Names, and lines of a list, before the rest is counted."""
_DAY = "2000-01-01"
"""Of a version that is looked at by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who keeps words in brackets: how many brackets, how many words, and in how many nobody else objects."""

    name: str
    brackets: int
    words: int
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two who object to the same brackets."""

    first: str
    second: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingZone:
    """Where the wordings of a place meet the least opposition: a description of what was said, and no proposal.

    Attributes
    ----------
    label, unit : str
        The paragraph.
    best : tuple of str
        The wordings that meet the least opposition, then the most support.
    others : int
        The other wordings of the place.
    against, wanting : int
        Who opposes the first of them, and who wants it.
    must_move : NamesView
        Who opposes it.
    silent : int
        Delegations that said nothing of any of them.
    """

    label: str
    unit: str
    best: tuple[str, ...]
    others: int
    against: int
    wanting: int
    must_move: NamesView
    silent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence:
    """How open a version was: brackets, and words in brackets by all words; a compilation raises the first before it falls."""

    number: int
    kind: Message
    day: Any
    brackets: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who has said that they have received something, and who has not."""

    what: Message
    received: NamesView
    waits: NamesView
    count: int
    of: int


def holders(text: TextOf, found: Blocking) -> list[Holder]:
    """Return who objects to open brackets, whoever keeps most words in them first."""
    counts = Counter(actor for against in found.objectors.values() for actor in against)
    alone = Counter(found.lone.values())
    those = [
        Holder(name=text.name(actor), brackets=count, words=found.bracketed.get(actor, 0), alone=alone[actor])
        for actor, count in counts.items()
    ]
    return sorted(those, key=lambda one: (-one.words, -one.alone, one.name))


def pairs(text: TextOf, found: Blocking) -> list[Pair]:
    """Return who objects to the same brackets, two and more of them; the most first."""
    return [Pair(first=text.name(a), second=text.name(b), count=count) for a, b, count in found.pairs if count > 1]


def landing_zones(text: TextOf, state: State, delegations: Sequence[str], *, is_named: bool) -> list[LandingZone]:
    """Return for each place with several wordings where it meets the least opposition, then the most support."""
    return [
        LandingZone(
            label=text.label(one.unit),
            unit=one.unit,
            best=tuple(joined(state.words(state.held[name])) for name in one.best),
            others=len(one.brackets) - len(one.best),
            against=one.against[0],
            wanting=one.for_[0],
            must_move=_row(text, one.must_move[one.best[0]] if is_named else ()),
            silent=one.silent,
        )
        for one in landing(state, tuple(delegations), CHAIR)
    ]


def convergence(versions: Iterable[tuple[str, Any, str]], bis: str) -> list[Convergence]:
    """Return how open each version was as it came; versions are given by kind, day and text."""
    found = []
    for number, (kind, day, words) in enumerate(versions, 1):
        brackets, part = _openness(words, bis)
        found.append(Convergence(number=number, kind=Message(f"drafting.kind.{kind}"), day=day, brackets=brackets, share=part))
    return found


@functools.lru_cache(maxsize=256)
def _openness(words: str, bis: str) -> tuple[int, float | None]:
    """Return how many brackets a version has, and the share of its words in them; None without words. Of the same text it is the same."""
    version = Brought(at=_DAY, kind="rolling", paragraphs=cut_version(words, bis).paragraphs)
    state = fold([Opened(at=_DAY, bis=bis), version])
    part = share(state)
    return len(state.held), None if math.isnan(part) else part


def receipts(text: TextOf, delegations: Sequence[str], items: Sequence[tuple[str, Message]]) -> list[Receipt]:
    """Return of some things who has said that they have received them: what is not said is not known."""
    said: Any = text.seen.get("received") or {}
    found = []
    for item, what in items:
        there = list(said.get(item, ())) if isinstance(said, Mapping) else []
        lacks = [one for one in delegations if one not in there]
        found.append(Receipt(what=what, received=_row(text, there), waits=_row(text, lacks), count=len(there), of=len(delegations)))
    return found


def _row(text: TextOf, actors: Sequence[str]) -> NamesView:
    """Return actors as a row, by their names."""
    named = [text.name(one) for one in actors]
    shown = SHOWN if len(named) > SHOWN + 1 else SHOWN + 1  # one more is no longer than to say that there is
    return NamesView(", ".join(named[:shown]), max(0, len(named) - shown), ", ".join(named))
