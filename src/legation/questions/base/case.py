"""What a question may look at and nothing else, and what a number or a judgement of it rests on: evidence, or an assumption."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from legation.dossier import Dossier, Info, RollCall
from legation.dossier.tables.rollcalls import Known, held_rollcalls
from legation.errors import WrongUse
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.base.rollcall_lookup import is_draft, rollcall_meant

if TYPE_CHECKING:
    from legation.lake import Lake
    from legation.questions.base.answer_store import AnswerStore

__all__ = [
    "GROUNDS",
    "Case",
    "grounds",
    "joined_evidence",
]


T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """A dossier that the reader is cleared for, and the day on which it is asked.

    Attributes
    ----------
    dossier : Dossier
        As it was known at ``as_of``.
    today : date
        The day of asking: the date of documents.
    as_of : date
        The day of knowing.
    later : Dossier
        The dossier with later rows, for the one thing that may look at them: the reveal of how a forecast came out.
    lake : Lake or None
        Observations, where there are any; see :mod:`legation.questions.observations.lake`.
    files : mapping of str to Dossier, optional
        Other dossiers beside it, where there are any: an earlier revision by its name.
    store : AnswerStore, optional
        Where the answers stay that are given on it; without one each is computed.
    """

    dossier: Dossier
    today: dt.date
    lake: Lake | None = None
    files: Mapping[str, Dossier] | None = None
    as_of: dt.date = field(default=None)  # type: ignore[assignment]  # set below, never None afterwards
    later: Dossier = field(default=None)  # type: ignore[assignment]  # the same
    store: AnswerStore | None = field(default=None, repr=False, compare=False)
    _seen: bool = field(default=False, repr=False, compare=False)
    _names: Mapping[str, Named] = field(init=False, repr=False, compare=False)
    _made: dict[Hashable, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.as_of is None:
            frozen = self.dossier.info.as_of
            object.__setattr__(self, "as_of", frozen.last if frozen else self.today)
        if self.later is None:
            object.__setattr__(self, "later", self.dossier)
        object.__setattr__(self, "_names", {a.id: Named(a.id, a.name or a.id, a.article_fr) for a in self.dossier.actors})

    @functools.cached_property
    def held(self) -> Mapping[str, Known]:
        """The roll calls that were held, by id, with what is known of each: ``votes`` or ``totals``."""
        return held_rollcalls(self.dossier, self.as_of)

    @property
    def info(self) -> Info:
        """What the matter is."""
        return self.dossier.info

    def at(self, date: dt.date) -> Case:
        """Return the case as it was known at a date; the case itself where it is that already, so that its hash is worked out once."""
        if self._seen and date == self.as_of:
            return self
        return self._with(dossier=self.later.as_of(date), as_of=date, later=self.later, _seen=True)

    def with_store(self, store: AnswerStore) -> Case:
        """Return the case with a store for its answers."""
        return self if store is self.store else self._with(store=store)

    def with_lake(self, lake: Lake | None) -> Case:
        """Return the case with observations beside it."""
        return self if lake is self.lake else dataclasses.replace(self, lake=lake)

    def _with(self, **changes: Any) -> Case:
        """Return the case with other fields; what was made of it stays made."""
        case = dataclasses.replace(self, **changes)
        object.__setattr__(case, "_made", self._made)
        return case

    def once(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """Return what is made of the case for a key: made when it is asked for first, the same thing afterwards, at any of its dates."""
        whole = (self.as_of, self._seen, *key)
        if whole not in self._made:
            self._made[whole] = make()
        made: T = self._made[whole]
        return made

    def named(self, actor: str) -> Named:
        """Return an actor as a reader knows it."""
        return self._names.get(actor) or Named(actor, actor)

    def actor_row(self, actor: str) -> tuple[str, str] | None:
        """Return the row of an actor as a mark of a figure names it; None for what is no actor of the dossier."""
        return ("actors", actor) if actor in self._names else None

    def names(self, actors: Any) -> tuple[Named, ...]:
        """Return actors as a reader knows them, in the order given."""
        return tuple(self.named(actor) for actor in actors)

    def rollcall(self, identifier: str) -> RollCall:
        """Return the roll call with an id, symbol or draft symbol; see :func:`legation.questions.base.rollcall_lookup.rollcall_meant`.

        Raises
        ------
        WrongUse
            Where there is none that was known at the date.
        """
        found = self.meant_rollcall(identifier)
        if found is None:
            raise WrongUse(self._unknown("rollcalls", identifier, [r.symbol if is_draft(r) else r.id for r in self.dossier.rollcalls]))
        return found

    def meant_rollcall(self, identifier: str) -> RollCall | None:
        """Return the roll call with an id, symbol or draft symbol; None where there is none that was known at the date."""
        return rollcall_meant(self.dossier.rollcalls, identifier, self.later.rollcalls)

    def reference(self, place: str, identifier: str) -> str:
        """Return the id that a person means by ``identifier`` among the rows of a table, or the names of groups and coalitions.

        An actor is also meant by its name in any spelling that a list of countries may have
        (:func:`legation.sources.names.countries.find`).

        Raises
        ------
        WrongUse
            Where none is meant, or the name is that of several actors.
        """
        if place == "rollcalls":
            return self.rollcall(identifier).id
        there = {
            "groups": [m.group for m in self.dossier.groups],
            "coalitions": [m.coalition for m in self.dossier.coalitions],
            "bodies": [b.id for b in self.dossier.bodies],
        }.get(place) or [row.id for row in self.dossier.rows(place)]
        by_fold = {name.casefold(): name for name in there}
        if identifier.casefold() in by_fold:
            return by_fold[identifier.casefold()]
        if place == "actors":
            return self._actor(identifier)
        raise WrongUse(self._unknown(place, identifier, there))

    def _actor(self, text: str) -> str:
        """Return the id of the actor whose name or, of a state, whose code a text is."""
        import difflib

        from legation.sources import find
        from legation.sources.names.spelling import Nearby, fold

        codes = {row.iso3: row.id for row in self.dossier.actors if row.iso3 and row.kind == "state"}
        if text.upper() in codes:
            return codes[text.upper()]
        meant = find(text)
        states = [codes[c.iso3] for c in meant.candidates if c.iso3 in codes]
        names: dict[str, list[str]] = {}
        for row in sorted(self.dossier.actors, key=lambda row: row.kind != "state"):
            for name in {fold(name) for name in (row.name.text, row.name.fr, row.name.en) if name}:
                names.setdefault(name, []).append(row.id)
        possible = states if meant.how != "close" else []
        found = possible if len(possible) > 1 else names.get(fold(text)) or possible
        if len(found) == 1:
            return found[0]
        if found:
            candidates = tuple(Message("sources.coded-actor", code=actor, name=self.named(actor)) for actor in found)
            raise WrongUse(Message("sources.ambiguous-actor", found=text, candidates=candidates))
        kinds = {row.id: row.kind for row in self.dossier.actors}
        near = [actor for name in Nearby(names).near(fold(text), least=0.7) for actor in names[name]]
        near += difflib.get_close_matches(text, kinds, 3, 0.65)
        close = sorted(dict.fromkeys((*states, *near)), key=lambda actor: kinds[actor] != "state")[:3]
        raise WrongUse(self._no_such("actors", text, close))

    def _unknown(self, place: str, identifier: str, there: list[str]) -> Message:
        import difflib

        close = difflib.get_close_matches(identifier, dict.fromkeys(there), 3, 0.4) or list(dict.fromkeys(there))[:3]
        return self._no_such(place, identifier, close)

    def _no_such(self, place: str, identifier: str, close: Sequence[str]) -> Message:
        """Return that nothing of that name is there, and the nearest names where there are any."""
        nearest = Message("all-questions.nearest", close=tuple(close)) if close else Message("all-questions.nearest-none")
        return Message(f"all-questions.unknown-{place}", found=identifier, nearest=nearest, as_of=self.as_of)


GROUNDS = {"evidenced": Message("grounds.evidenced"), "assumed": Message("grounds.assumed")}
"""How each is said."""


def grounds(case: Case, evidence: Iterable[str]) -> str:
    """Return ``evidenced`` or ``assumed``.

    Assumed is what has no evidence that may be seen, or no other than an analyst's own judgement (kind ``own_judgement``).
    """
    sources = case.dossier.rows_by("evidence")
    kinds = {row.kind for identity in evidence for row in sources.get(identity, ())}
    return "evidenced" if kinds - {"own_judgement"} else "assumed"


def joined_evidence(rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the ids of several rows, each once, in their order."""
    return tuple(dict.fromkeys(item for row in rows for item in row))
