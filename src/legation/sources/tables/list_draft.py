"""What a list of countries or organisations came to: the lines that are settled, and those that someone decides."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from legation.dossier.problem import Problem
from legation.errors import WrongUse
from legation.language import Lang, Message
from legation.sources.doubt import NEW, SKIP, Doubt, check_answer
from legation.sources.names.countries import Country, countries
from legation.sources.names.spelling import fold
from legation.sources.reading import Origin, notice

if TYPE_CHECKING:
    from legation.dossier.dossier import Dossier

__all__ = ["Draft", "ListEntry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """A line of the list and what it was taken for: a country, or else an actor of that name, at home in ``home``."""

    line: int
    text: str
    country: Country | None = None
    home: Country | None = None
    kind: str = "other"
    group: str = ""
    position: str = ""
    is_another: bool = False
    """Whether someone said that it is another actor than the one of its name on an earlier line."""

    @property
    def key(self) -> str:
        """What two lines on one actor have in common."""
        return self.country.iso3 if self.country else f" {fold(self.text)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a list came to.

    Attributes
    ----------
    entries : tuple of Entry
        The lines that are settled.
    doubtful : tuple of Doubt
        The lines that are to be decided by :meth:`resolve`.
    unplaced : tuple of Problem
        Lines that are no names, and those that name an actor a second time.
    origin : Origin
    position_heading : str
        How the list calls the column of positions; empty where there is none.
    lang : {"en", "fr"} or None
    """

    entries: tuple[ListEntry, ...]
    doubtful: tuple[Doubt, ...] = ()
    unplaced: tuple[Problem, ...] = ()
    origin: Origin = field(default_factory=Origin)
    position_heading: str = ""
    lang: Lang | None = None
    pending: Mapping[int, ListEntry] = field(default_factory=dict, repr=False)
    decided: tuple[tuple[Doubt, str], ...] = ()
    """What was in doubt and was decided, with the answer."""

    def resolve(self, answers: Mapping[int, str]) -> Draft:
        """Return the draft with doubts decided.

        Parameters
        ----------
        answers : mapping of int to str
            For a line number: the alpha-3 code of the country that is meant, ``new`` for an actor of that name, ``skip`` for none.

        Raises
        ------
        WrongUse
            Where a line is not in doubt, or a code is none.
        """
        entries, decided = list(self.entries), list(self.decided)
        for line, answer in answers.items():
            if line not in self.pending:
                raise WrongUse(Message("sources.not-in-doubt", line=line, doubtful=[str(d.line) for d in self.doubtful] or ["—"]))
            doubt = next(d for d in self.doubtful if d.line == line)
            said = check_answer(doubt, answer)
            decided.append((doubt, said))
            if said == SKIP:
                continue
            known = None if said == NEW else countries()[said]
            entries.append(dataclasses.replace(self.pending[line], country=known, is_another=doubt.why == "same-name"))
        entries.sort(key=lambda entry: entry.line)
        left = {line: entry for line, entry in self.pending.items() if line not in answers}
        still = tuple(d for d in self.doubtful if d.line not in answers)
        return dataclasses.replace(self, doubtful=still, pending=left, decided=tuple(decided)).with_entries(entries)

    def with_entries(self, entries: Sequence[ListEntry]) -> Draft:
        """Return the draft with these entries, each actor once; a name that another country's actor has too becomes a doubt."""
        first: dict[str, ListEntry] = {}
        single, twice, same_names, pending = [], list[Problem](), list[Doubt](), dict(self.pending)
        for entry in entries:
            earlier = None if entry.is_another else first.setdefault(entry.key, entry)
            if earlier in (None, entry):
                single.append(entry)
            elif not entry.country and entry.home != earlier.home:
                pending[entry.line] = entry
                same_names.append(Doubt(entry.line, entry.text, why="same-name", first=earlier.line, home=entry.home))
            else:
                twice.append(notice("listed-twice", self.origin.title, entry.line, found=entry.text, first=earlier.line))
        doubtful = tuple(sorted((*self.doubtful, *same_names), key=lambda d: d.line))
        return dataclasses.replace(self, entries=tuple(single), doubtful=doubtful, unplaced=(*self.unplaced, *twice), pending=pending)

    def dossier(self, id: str, title: str = "") -> Dossier:  # noqa: A002 - the field's own word
        """Return a dossier of the list: actors, the list's groups, the regional groups of the United Nations, positions where it has any.

        Raises
        ------
        WrongUse
            Where lines are still in doubt, nothing is left, or the id is none.
        """
        if self.doubtful:
            raise WrongUse(
                Message("sources.still-doubtful", count=len(self.doubtful), line=self.doubtful[0].line, text=self.doubtful[0].text[:80])
            )
        if not self.entries:
            raise WrongUse(Message("sources.nothing-left"))
        if not re.fullmatch(r"[\w.-]{1,120}", id):
            raise WrongUse(Message("sources.bad-dossier-id", found=id))
        from legation.sources.tables.actors import first_dossier

        return first_dossier(self, id, title)
