"""``incidents/NAME.statement.toml``: what a desk would say in public about an incident, and what it rests on.

One ``[statement]`` says who speaks, to whom, in which tone, what is asked for and which way out is left. Then, each row with its evidence,
its marking and the date from which it was known:

- ``[[claim]]``: a paragraph in English and in French, the widest circle that may hear it (``public``, ``partners``, ``national``), what it
  rests on, and what telling it reveals. A claim that holds somebody responsible names who does so;
- ``[[failing]]``: a known failing of the firm, on which point, and what was mended since; ``[[notice]]``: whom it told, when, and when
  that was due; ``[[harm]]``: what happened to people, with a number and its range where there is one. They are printed with every
  statement; where there is none, that is printed;
- ``[[withdrawn]]``: an earlier attribution that was withdrawn or doubted; ``[[answer]]``: the desk's answer to a hostile question.

Each text is given in ``_en`` and ``_fr``: a version that is missing is shown as a gap. Names of natural persons do not belong here: a
person goes by role.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import Wording, choice, column, day, ref, refs, text, wording
from legation.dossier.kind import Id, Text, Word
from legation.dossier.kind.composite import Span
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, ModelRow, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem
from legation.dossier.when import When

__all__ = [
    "LISTS",
    "POINTS",
    "STATEMENT",
    "TIERS",
    "TONES",
    "Failing",
    "Harm",
    "Notified",
    "Prepared",
    "StatementClaim",
    "StatementModel",
    "Withdrawn",
    "linked",
]

Triple = tuple[float, float, float]
"""Low, value, high."""
TIERS = ("public", "partners", "national")
"""Who may hear a claim, from the widest circle to the narrowest."""
TONES = ("formal", "plain")
"""In which a statement is held."""
POINTS = ("unpatched/late disclosure", "human error", "supplier", "negligence")
"""The causes of the codebook of blame in which a firm itself can fail, the more specific first."""
_COLLECTIONS = ("open", "technical", "partner", "human", "signals")
_MOST = 1e11
"""People: more than ever lived at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementClaim(ModelRow):
    """One paragraph of the statement.

    Attributes
    ----------
    tier : {"public", "partners", "national"}
        The widest circle that may hear it, as the desk sets it; markings and sources may narrow it.
    objects : tuple of str
        Ids of objects in a register of incidents.
    rests_on : tuple of str
        Ids of other claims without which it does not stand.
    against : tuple of str
        Evidence that says otherwise.
    party, holder : str, Wording
        Whom it holds responsible, and who does so: ids of ``actors.csv``, or words.
    collection, reveals, release : str, Wording, str
        How it was obtained, what telling it reveals of a source or method, and who agreed that it is told.
    """

    id: str = column(Id())
    text: Wording = wording(needed=True)
    tier: str = choice(*TIERS, default="public")
    objects: tuple[str, ...] = refs("objects", cites=True)
    rests_on: tuple[str, ...] = refs(".claim")
    against: tuple[str, ...] = refs("evidence", leans=False)
    party: str = column(Word(("actors",)), "")
    holder: Wording = wording()
    collection: str = choice(*_COLLECTIONS, default="open")
    reveals: Wording = wording()
    release: str = column(Text(), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing(ModelRow):
    """A known failing of the firm that was hit, since when it stood, and what was mended.

    Attributes
    ----------
    cause : str
        The point that it is on, of :data:`POINTS`; where it is empty, its words tell.
    mended, mended_on : Wording, When or None
        What was mended since, and when; empty where that is not recorded.
    """

    id: str = column(Id())
    text: Wording = wording(needed=True)
    date: When | None = day()
    cause: str = choice(*POINTS)
    mended: Wording = wording()
    mended_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified(ModelRow):
    """Whom the firm told, on which day, and by which day it had to; one without ``made`` is not known to have been told."""

    id: str = column(Id())
    to: Wording = wording(needed=True)
    due: When | None = day()
    made: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm(ModelRow):
    """What happened to people; ``number`` is low, value and high of those concerned, None where nobody counted them."""

    id: str = column(Id())
    text: Wording = wording(needed=True)
    number: Triple | None = column(Span(0, _MOST), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(ModelRow):
    """An earlier attribution that was withdrawn, or doubted by the side that had made it."""

    id: str = column(Id())
    text: Wording = wording(needed=True)
    date: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared(ModelRow):
    """The desk's own answer to a hostile question, by the id of the question; heard as widely as its evidence and ``tier`` allow."""

    to: str = column(Text())
    text: Wording = wording(needed=True)
    tier: str = choice(*TIERS, default="public")


LISTS = ("claims", "failings", "notices", "harms", "withdrawn", "answers")
"""The fields that are lists of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementModel(ModelHead):
    """What a desk would say about an incident.

    Attributes
    ----------
    actor : str
        Who speaks: an id of ``actors.csv``. A claim of this holder is in our own voice.
    addressee : Wording
        To whom it is said.
    tone : {"formal", "plain"}
    firm : Wording
        Whose failings, notices and harm are printed.
    response, assessment : str
        The NAME of ``incidents/NAME.response.toml`` with the gates, and of ``incidents/NAME.assessment.toml`` with the judgement; the
        first by name where empty.
    ask, off_ramp : Wording
        What is asked for, and the way out that is left.
    """

    ENDING: ClassVar[str] = ".statement.toml"
    actor: str = ref("actors", leans=False)
    addressee: Wording = wording(needed=True)
    tone: str = choice(*TONES, default="formal")
    firm: Wording = wording()
    response: str = text()
    assessment: str = text()
    ask: Wording = wording()
    off_ramp: Wording = wording()
    claims: tuple[StatementClaim, ...] = rows("claim", StatementClaim)
    failings: tuple[Failing, ...] = rows("failing", Failing)
    notices: tuple[Notified, ...] = rows("notice", Notified)
    harms: tuple[Harm, ...] = rows("harm", Harm)
    withdrawn: tuple[Withdrawn, ...] = rows("withdrawn", Withdrawn)
    answers: tuple[Prepared, ...] = rows("answer", Prepared)


def linked(claims: tuple[StatementClaim, ...], there: Collection[str] | None = None) -> tuple[StatementClaim, ...]:
    """Return claims that point to no claim, and to no contrary evidence, that is not there."""
    left = {one.id for one in claims}
    return tuple(
        dataclasses.replace(
            one,
            rests_on=tuple(i for i in one.rests_on if i in left),
            against=tuple(i for i in one.against if there is None or i in there),
        )
        for one in claims
    )


def _checked(model: StatementModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together: texts that do not say their language, parties without a holder, claims that rest on themselves."""
    check = Check(part)
    if head:
        for name in ("title", "addressee", "firm", "ask", "off_ramp"):
            yield from _versions(check, f"statement.{name}", getattr(model, name))
    for fields in LISTS:
        for at, row in zip(places[fields], getattr(model, fields), strict=True):
            for name in ("text", "to", "reveals", "mended"):
                if isinstance(getattr(row, name, None), Wording):
                    yield from _versions(check, f"{at}.{name}", getattr(row, name))
    yield from check.twice(places["answers"], [one.to for one in model.answers])
    for at, claim in zip(places["claims"], model.claims, strict=True):
        if claim.party and not claim.holder:
            yield check.fault("party-without-holder", f"{at}.holder", "", claim.party)
    yield from _cycles(check, places["claims"], model.claims)
    for at, notice in zip(places["notices"], model.notices, strict=True):
        if notice.due is None and notice.made is None:
            yield check.fault("toml-value", at, "due | made", "")


def _versions(check: Check, place: str, said: Wording) -> Iterator[Problem]:
    """Check that a text says its language: the two are published together, and neither replaces the other."""
    if said.text:
        name = place.rpartition(".")[2]
        yield check.fault("language-not-said", place, f"{name}_en | {name}_fr", said.text[:60])


def _cycles(check: Check, places: Sequence[str], claims: Sequence[StatementClaim]) -> Iterator[Problem]:
    """Check that no claim rests on itself, by whatever way."""
    circular = _on_cycles({one.id: one.rests_on for one in claims})
    for at, claim in zip(places, claims, strict=True):
        if claim.id in circular:
            yield check.fault("rests-on-itself", f"{at}.rests_on", "", claim.id)


def _on_cycles(on: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the names from which a way leads back to them, by Tarjan's algorithm, without recursion: claims may be many."""
    found: set[str] = set()
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    reached: list[str] = []
    inside: set[str] = set()
    for start in on:
        ahead: list[tuple[str, Iterator[str]]] = [] if start in order else [(start, iter(on[start]))]
        while ahead:
            name, left = ahead[-1]
            if name not in order:
                order[name] = low[name] = len(order)
                reached.append(name)
                inside.add(name)
            after = next((one for one in left if one in on), None)
            if after is None:
                ahead.pop()
                if ahead:
                    low[ahead[-1][0]] = min(low[ahead[-1][0]], low[name])
                if low[name] == order[name]:
                    together = [reached.pop()]
                    while together[-1] != name:
                        together.append(reached.pop())
                    inside.difference_update(together)
                    found.update(together if len(together) > 1 or name in on[name] else ())
            elif after not in order:
                ahead.append((after, iter(on[after])))
            elif after in inside:
                low[name] = min(low[name], order[after])
    return found


STATEMENT = ModelKind(
    id="statement",
    pattern="incidents/{path}.statement.toml",
    head=StatementModel,
    section="statement",
    checked=_checked,
    each_language=True,
)
