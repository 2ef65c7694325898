"""What a person has to decide before the rest of a list is read: one form for every source, for a page and for a terminal alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from legation.dossier.tables.countries import Country, countries
from legation.errors import WrongUse
from legation.language import Message
from legation.sources.names.spelling import fold

__all__ = ["DAY_FIRST", "MONTH_FIRST", "NEW", "SKIP", "Doubt", "Why", "check_answer", "read_answers", "why_of"]

Why = Literal["name", "claim", "same-name", "date"]
NEW, SKIP, DAY_FIRST, MONTH_FIRST = "new", "skip", "day-first", "month-first"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that someone has to decide.

    Attributes
    ----------
    line : int
        As a spreadsheet or an editor counts.
    text : str
        What stands there.
    candidates : tuple of Country
        Whom it may mean, the likeliest first.
    why : {"name", "claim", "same-name", "date"}
        A name that is ambiguous, misspelt, gone or no country's; a name that stands for a contested claim; a name that an earlier line has
        too, at home in another country; a day that may be a month.
    first : int
        Of ``same-name``, the earlier line.
    home : Country or None
        Of ``same-name``, the country of this line.

    Examples
    --------
    >>> print(Doubt(2, "ATTAC", why="same-name", first=1).question)
    Line 2: “ATTAC” stands on line 1 too, with another country. Is it another actor?
    >>> [answer for answer, _ in Doubt(3, "03/04/2020", why="date").answers]
    ['day-first', 'month-first', 'skip']
    """

    line: int
    text: str
    candidates: tuple[Country, ...] = ()
    why: Why = "name"
    first: int = 0
    home: Country | None = None

    @property
    def question(self) -> Message:
        """What is asked; of a contested claim in words that take no side."""
        others = tuple(country.name for country in self.candidates) or "—"
        return Message(f"sources.doubt.{self.why}", line=self.line, text=self.text[:80], first=self.first, others=others)

    @property
    def answers(self) -> tuple[tuple[str, Any], ...]:
        """What may be answered, each with what it means."""
        if self.why == "date":
            days = {DAY_FIRST: _day(self.text, day_first=True), MONTH_FIRST: _day(self.text, day_first=False)}
            read = tuple((answer, Message(f"sources.answer.{answer}", day=day or "—")) for answer, day in days.items())
            return (*read, (SKIP, Message("sources.answer.no-day")))
        if self.why == "same-name":
            own = Message("sources.answer.another-at", country=self.home.name) if self.home else Message("sources.answer.another")
            return (NEW, own), (SKIP, Message("sources.answer.same", first=self.first))
        named = tuple((country.iso3, Message("sources.answer.entry", name=country.name, code=country.iso3)) for country in self.candidates)
        return (*named, (NEW, Message("sources.answer.as-written", text=self.text[:80])), (SKIP, Message("sources.answer.leave-out")))


def check_answer(doubt: Doubt, answer: str) -> str:
    """Return an answer in its own spelling.

    Raises
    ------
    WrongUse
        Where it is none: neither one of the doubt's own nor, for a name, the code of another country.

    Examples
    --------
    >>> check_answer(Doubt(3, "Congo"), "cod")
    'COD'
    """
    said = answer.strip()
    allowed = [own for own, _ in doubt.answers]
    if said.lower() in allowed:
        return said.lower()
    if doubt.why in ("name", "claim") and said.upper() in countries():
        return said.upper()
    if doubt.why in ("name", "claim"):
        raise WrongUse(Message("sources.bad-answer", line=doubt.line, found=said))
    raise WrongUse(Message("sources.bad-choice", line=doubt.line, found=said, allowed=" | ".join(allowed)))


def why_of(name: str, candidates: Iterable[Country]) -> Why:
    """Return why a name is in doubt: whether it stands for a contested claim.

    >>> why_of("RASD", [countries()["ESH"]]), why_of("Congo", [countries()["COD"]])
    ('claim', 'name')
    """
    return "claim" if any(fold(claim) == fold(name) for country in candidates for claim in country.claimed) else "name"


def read_answers(given: Iterable[str]) -> dict[int, str]:
    """Return answers by their lines.

    Raises
    ------
    WrongUse
        Where one is not ``LINE=ANSWER``.

    Examples
    --------
    >>> read_answers(["3=COD", "4=new"])
    {3: 'COD', 4: 'new'}
    """
    answers: dict[int, str] = {}
    for item in given:
        line, equals, answer = item.partition("=")
        if not equals or not line.strip().isdigit():
            raise WrongUse(Message("all-questions.bad-option", name="answer", found=item, allowed="LINE=ISO3 | LINE=new | LINE=skip"))
        answers[int(line)] = answer
    return answers


def _day(text: str, *, day_first: bool) -> dt.date | None:
    parts = [int(part) for part in text.replace(".", "/").split("/") if part.strip().isdigit()]
    if len(parts) != 3:
        return None
    day, month = parts[:2] if day_first else (parts[1], parts[0])
    try:
        return dt.date(parts[2], month, day)
    except ValueError:
        return None
