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
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import Wording, choice, column, text, wording
from legation.dossier.kind import Word
from legation.dossier.models.assessment_checks import checked
from legation.dossier.models.assessment_numbers import RATIO_WORDS
from legation.dossier.models.assessment_records import (
    CONFIDENCES,
    NAMES,
    SCALES,
    Analyst,
    Assumption,
    Hypothesis,
    Observed,
    Past,
    Placed,
    Search,
    Sponsor,
    Tested,
    Weighed,
)
from legation.dossier.parts.form import ModelHead, rows
from legation.dossier.parts.kind import ModelKind

__all__ = [
    "ASSESSMENT",
    "RATIO_WORDS",
    "Analyst",
    "Assessment",
    "Assumption",
    "Hypothesis",
    "Observed",
    "Past",
    "Placed",
    "Search",
    "Sponsor",
    "Tested",
    "Weighed",
]


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
    items: tuple[Weighed, ...] = rows("item", Weighed)
    observed: tuple[Observed, ...] = rows("observed", Observed)
    sponsors: tuple[Sponsor, ...] = rows("sponsor", Sponsor)
    tests: tuple[Tested, ...] = rows("responsibility", Tested)
    placed: tuple[Placed, ...] = rows("spectrum", Placed)
    assumptions: tuple[Assumption, ...] = rows("assumption", Assumption)
    searches: tuple[Search, ...] = rows("search", Search)
    past: tuple[Past, ...] = rows("judgement", Past)


ASSESSMENT = ModelKind(id="assessment", pattern="incidents/{path}.assessment.toml", head=Assessment, section="assessment", checked=checked)
