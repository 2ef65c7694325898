"""``incidents/NAME.assessment.toml``: how a desk weighs who may have done it.

One ``[assessment]`` says whose assessment it is, of what, and how good its basis is. Then, each row with its evidence, its marking and the
date from which it was known:

- ``[[hypothesis]]``: hypotheses that exclude each other and leave nothing out: one is an actor that nobody listed, one or more say that the
  marks of another were planted;
- ``[[analyst]]``: who judged, with a prior for each hypothesis, as numbers or ranges, and the reason;
- ``[[item]]``: one claim, its evidence, how probable it is under each hypothesis, what it costs to fake, whether it may be shown;
- ``[[observed]]``: techniques and software that a report saw, to be matched with a file of knowledge that the desk names;
- ``[[sponsor]]``, ``[[responsibility]]``, ``[[spectrum]]``: who may stand behind, and the tests of state responsibility as people answered
  them: three questions that are never merged;
- ``[[assumption]]``, ``[[search]]``: what the items rest on, and what one could look for next;
- ``[[judgement]]``: what was believed on an earlier day, and how that came out.

Grades and origin of an item are those of its first evidence where the file gives no others. Names of natural persons do not belong here: a
person goes by role.

What an assessment must keep so that it says one thing: priors that add up, an unlisted actor, a false flag, reasons for answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import Wording, choice, column, text, wording
from legation.dossier.kind import Word
from legation.dossier.models.assessment_numbers import RATIO_WORDS
from legation.dossier.models.assessment_records import (
    CONFIDENCES,
    NAMES,
    SCALES,
    Analyst,
    Assumption,
    EvidenceItem,
    Hypothesis,
    Observed,
    PastAssessment,
    Placed,
    Search,
    Sponsor,
    Tested,
)
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem
from legation.methods.attribution import SPECTRUM, TESTS

__all__ = [
    "ASSESSMENT",
    "RATIO_WORDS",
    "Analyst",
    "Assessment",
    "Assumption",
    "EvidenceItem",
    "Hypothesis",
    "Observed",
    "PastAssessment",
    "Placed",
    "Search",
    "Sponsor",
    "Tested",
    "checked",
]


_FLOOR = 0.10
"""Least prior of an actor that nobody listed."""
_SUM = 1e-6
_UNKNOWN = "unknown-in-response"
Places = Mapping[str, Sequence[str]]


def checked(model: Assessment, part: str, places: Places, *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together in a file whose rows have the right form."""
    check = Check(part)
    if head:
        for name, value in (("knowledge", model.knowledge), ("sponsors_file", model.sponsors_file)):
            if value and not value.startswith("files/"):
                yield check.fault("toml-value", f"assessment.{name}", "files/NAME.json", value)
    yield from _hypotheses(check, model, places)
    yield from _analysts(check, model, places)
    yield from _states(check, model, places)
    yield from _past(check, model, places)


def _hypotheses(check: Check, model: Assessment, places: Places) -> Iterator[Problem]:
    """Check that an unlisted actor stands there once, a false flag at all, and that each names what it is of."""
    every = [one.id for one in model.hypotheses]
    named = [one.id for one in model.hypotheses if one.kind not in ("unlisted", "false-flag")]
    for at, one in zip(places["hypotheses"], model.hypotheses, strict=True):
        if one.kind == "false-flag" and (not one.of or one.of in every):
            yield from check.name(f"{at}.of", one.of, named or every, _UNKNOWN)
        if one.kind == "state" and not one.of:
            yield check.fault("toml-value", f"{at}.of", "actors.csv: id", "")
    kinds = [one.kind for one in model.hypotheses]
    if kinds.count("unlisted") != 1:
        yield check.fault("no-unlisted", "hypothesis", "1", kinds.count("unlisted"))
    if "false-flag" not in kinds:
        yield check.fault("no-false-flag", "hypothesis", "1..", 0)


def _analysts(check: Check, model: Assessment, places: Places) -> Iterator[Problem]:
    """Check that each prior adds up to 1, over all hypotheses, and leaves room for an actor that nobody listed."""
    every = [one.id for one in model.hypotheses]
    unlisted = [one.id for one in model.hypotheses if one.kind == "unlisted"]
    for at, one in zip(places["analysts"], model.analysts, strict=True):
        lacking = [name for name in every if name not in one.priors]
        total = math.fsum(value for _, value, _ in one.priors.values())
        if lacking or abs(total - 1) > _SUM:
            found = ", ".join(lacking) if lacking else f"{total:g}"
            yield check.fault("priors-sum", f"{at}.priors", " | ".join(every), found)
        for name in unlisted:
            value = one.priors.get(name, (_FLOOR, _FLOOR, _FLOOR))[1]
            if value < _FLOOR:
                yield check.fault("unlisted-floor", f"{at}.priors.{name}", f"{_FLOOR:g}..", f"{value:g}")


def _states(check: Check, model: Assessment, places: Places) -> Iterator[Problem]:
    """Check sponsors and the tests of responsibility: names, reasons, and shares that leave room."""
    total: dict[str, float] = {}
    for one in model.sponsors:
        total[one.hypothesis] = total.get(one.hypothesis, 0.0) + one.share[1]
    for name, value in total.items():
        if value > 1 + _SUM:
            yield check.fault("sponsors-sum", f"sponsor.{name}", "0..1", f"{value:g}")
    for at, test in zip(places["tests"], model.tests, strict=True):
        yield from check.name(f"{at}.test", test.test, tuple(TESTS), _UNKNOWN)
        if test.answer in ("met", "not-met") and not test.reason:
            yield check.fault("test-without-reason", f"{at}.reason", "", test.answer)
    for at, placed in zip(places["placed"], model.placed, strict=True):
        yield from check.name(f"{at}.place", placed.place, SPECTRUM, _UNKNOWN)
    yield from check.twice(places["tests"], [f"{one.state} {one.test} {one.by} {one.known_on or ''}" for one in model.tests])


def _past(check: Check, model: Assessment, places: Places) -> Iterator[Problem]:
    """Check judgements that were made: their sums, and what they resolved to."""
    for at, past in zip(places["past"], model.past, strict=True):
        total = math.fsum(past.probability.values())
        if abs(total - 1) > _SUM:
            yield check.fault("judgement-sum", f"{at}.probability", "1", f"{total:g}")
        if past.truth:
            yield from check.name(f"{at}.truth", past.truth, tuple(past.probability), _UNKNOWN)
        if bool(past.truth) != (past.resolved_on is not None):
            yield check.fault("toml-value", at, "truth, resolved_on", "truth" if past.truth else "resolved_on")


@dataclass(frozen=True, slots=True)
class _Incident(Word):
    """The id of an incident in a register, which goes where that is hidden, or words."""

    def without(self, value: Any, gone: Any, row: Any = None) -> Any:
        return Word.without(self, value, gone, row) if value.startswith("incident--") else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(ModelHead):
    """What a desk wrote down about who may have done it.

    Attributes
    ----------
    holder : Wording
        Whose assessment it is: an id of ``actors.csv``, or words. Every number is told as theirs.
    incident : str
        An id of an incident in a register, or words.
    scale : str
        Of probability words: ``icd203``, ``ipcc`` or ``phia``.
    confidence, basis : str, Wording
        In the basis: ``low``, ``moderate`` or ``high``, and why. It never changes a probability.
    knowledge, release, sponsors_file : str
        Part with what is known of groups, the release to be read from it, and a part with suspected sponsors.
    exclude : tuple of str
        Reports on the incident itself, whose support is taken out of the knowledge.
    """

    ENDING: ClassVar[str] = ".assessment.toml"
    question: Wording = wording()
    holder: Wording = wording(needed=True)
    incident: str = column(_Incident(("objects",), leans=False), "")
    scale: str = choice(*SCALES, default="icd203")
    confidence: str = choice(*CONFIDENCES)
    basis: Wording = wording()
    knowledge: str = text()
    release: str = text()
    sponsors_file: str = text()
    exclude: tuple[str, ...] = column(NAMES, ())
    hypotheses: tuple[Hypothesis, ...] = rows("hypothesis", Hypothesis, most=40)
    analysts: tuple[Analyst, ...] = rows("analyst", Analyst, least=1, most=20)
    items: tuple[EvidenceItem, ...] = rows("item", EvidenceItem)
    observed: tuple[Observed, ...] = rows("observed", Observed)
    sponsors: tuple[Sponsor, ...] = rows("sponsor", Sponsor)
    tests: tuple[Tested, ...] = rows("responsibility", Tested)
    placed: tuple[Placed, ...] = rows("spectrum", Placed)
    assumptions: tuple[Assumption, ...] = rows("assumption", Assumption)
    searches: tuple[Search, ...] = rows("search", Search)
    past: tuple[PastAssessment, ...] = rows("judgement", PastAssessment)


ASSESSMENT = ModelKind(id="assessment", pattern="incidents/{path}.assessment.toml", head=Assessment, section="assessment", checked=checked)
