"""What a question needs, told before it is asked: for each need where it is added, what it is called, and whether a dossier has it.

A question declares its needs: tables, parts, observations, and conditions (:mod:`legation.questions.base.conditions`). Where one of them
is missing, asking is refused; where none is, asking answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES
from legation.dossier.parts.registry import kinds
from legation.language import Message, catalogue
from legation.questions.base.ask import option_values
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.observations.lake import has
from legation.questions.question import Question
from legation.sources.observations.tables import observation_table

__all__ = ["Need", "declared_needs", "first_missing", "is_there", "missing_of", "needs_of", "place_title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need of a question, in a dossier at a day.

    Attributes
    ----------
    id : str
        The place itself, or the id of a condition: ``votes``, ``rule``.
    place : str
        Where it is added: a table, a kind of part, ``mandate``, ``lake:requests``; several that may stand for each other are parted by
        ``|``. Empty where only an option gives it.
    title : Message
        What it is called: *a vote ahead*.
    is_there : bool
    is_later : bool
        Whether it is missing only because it was known later than the day.
    option : str
        The option by which who asks can give it.
    """

    id: str
    place: str
    title: Message
    is_there: bool
    is_later: bool = False
    option: str = ""


def needs_of(case: Case, question: Question, options: Mapping[str, Any] | None = None) -> tuple[Need, ...]:
    r"""Return every need of a question, and whether a case has it.

    A condition speaks for its place: where a question needs a rule, that it needs bodies is not said as well.

    Parameters
    ----------
    case : Case
    question : Question
    options : mapping, optional
        What who asks has given, ``as_of`` included; without it the defaults.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> from legation.questions.base.registry import find
    >>> case = Case(dossier=decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name\na,A\n"}), today=dt.date(2026, 1, 1))
    >>> [(need.place, str(need.title), need.is_there) for need in needs_of(case, find("do-we-have-the-votes"))]
    [('actors', 'an actor', True), ('rollcalls', 'a vote ahead', False)]
    """
    own = case.at(case.as_of)
    view, values = option_values(question, case, options or {})
    return tuple(_need(own, view, one, values) for one in declared_needs(question))


def declared_needs(question: Question) -> tuple[Condition, ...]:
    """Return every need that a question declares, each as a condition; one speaks for its place.

    Examples
    --------
    >>> from legation.questions.base.registry import find
    >>> [str(need.title) for need in declared_needs(find("who-has-power"))]
    ['an actor', 'a vote ahead', 'the voting rule of the body']
    """
    declared = (*question.needs, *question.also_needs)
    places = {one.place for one in declared if isinstance(one, Condition) and one.place}
    found = [one if isinstance(one, Condition) else _not_empty(one) for one in declared if isinstance(one, Condition) or one not in places]
    return tuple({one.id: one for one in found}.values())


def _not_empty(place: str) -> Condition:
    """Return that a place is not empty, as a condition."""
    return Condition(id=place, place=place, title=place_title(place), check=lambda case, _: is_there(case, place))


def _need(own: Case, view: Case, condition: Condition, values: Mapping[str, Any]) -> Need:
    there = condition.holds(view, values)
    return Need(
        id=condition.id,
        place=condition.place,
        title=condition.title,
        is_there=there,
        is_later=not there and view.as_of < own.as_of and condition.holds(own, values),
        option=condition.option,
    )


def missing_of(case: Case, question: Question, options: Mapping[str, Any] | None = None) -> tuple[Need, ...]:
    """Return the needs of a question that a case has not, as :func:`first_missing` chooses them."""
    return first_missing(needs_of(case, question, options))


def first_missing(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return of some needs those that are missing, at most one for each place: the first is to be added first.

    What must be chosen is said once everything else is there.
    """
    missing = [need for need in needs if not need.is_there]
    first: dict[str, Need] = {}
    for need in missing:
        if need.place:
            first.setdefault(need.place, need)
    return tuple(first.values()) or tuple(missing)


def is_there(case: Case, place: str) -> bool:
    """Whether a case holds a need of a question: rows of a table, a part of a kind, the mandate, a table of the lake, or one of several."""
    return any(_holds(case, one) for one in place.split("|"))


def place_title(place: str) -> Message:
    """Return what is needed, in words: rows of a table, a part, observations; several that may stand for each other.

    >>> str(place_title("votes")), str(place_title("lake:requests")), str(place_title("mandate"))
    ('votes', 'observations: visits to a site', 'our mandate')
    """
    titles = [_titled(one) for one in place.split("|")]
    joined = titles[0]
    for other in titles[1:]:
        joined = Message("need.either", first=joined, second=other)
    return joined


def _titled(place: str) -> Message:
    if place.startswith("lake:"):
        name = place.removeprefix("lake:")
        defined = observation_table(name)
        return Message("need.lake", what=defined.called if defined is not None else name)
    if f"part.{place}" in catalogue("need", "en"):
        return Message(f"need.part.{place}")
    if place in TABLES:
        return Message(f"table.{place}")
    return next((kind.title for kind in kinds() if kind.id == place), Message("need.unknown", place=place))


def _holds(case: Case, place: str) -> bool:
    if place.startswith("lake:"):
        return has(case, place.removeprefix("lake:"))
    if place == "mandate":
        return case.dossier.mandate is not None
    if place in TABLES:
        return len(getattr(case.dossier, place)) > 0
    return any(kind.of(case.dossier.files) for kind in kinds() if kind.id == place) or (place == "bodies" and bool(case.dossier.bodies))
