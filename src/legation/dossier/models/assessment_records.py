"""The rows of an assessment: hypotheses, analysts, items, sponsors, answers, assumptions, searches, earlier judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import Wording, choice, column, day, refs, text, wording
from legation.dossier.kind import Choice, Day, Flag, Number, Reference, Target, Text, Word
from legation.dossier.kind.composite import Listed
from legation.dossier.models.assessment_numbers import CHANCE, PRIOR, SHARE, ByHypothesis, Outcomes, Ratio, Triple
from legation.dossier.parts.form import ModelRow
from legation.dossier.when import When
from legation.methods.attribution import RELIABILITY
from legation.methods.attribution.responsibility import ANSWERS

__all__ = [
    "COLLECTIONS",
    "CONFIDENCES",
    "KINDS",
    "SCALES",
    "Analyst",
    "Assumption",
    "EvidenceItem",
    "Hypothesis",
    "Observed",
    "PastAssessment",
    "Placed",
    "Search",
    "Sponsor",
    "Tested",
]

KINDS = ("group", "state", "criminal", "hacktivist", "insider", "accident", "unlisted", "false-flag")
COLLECTIONS = ("open", "technical", "partner", "human", "signals")
SCALES = ("icd203", "ipcc", "phia")
CONFIDENCES = ("low", "moderate", "high")
NAMES = Listed(Text())


@dataclass(frozen=True, slots=True)
class _Named(Reference):
    """Rows of the same part."""

    unknown: ClassVar[str] = "unknown-in-response"


@dataclass(frozen=True, slots=True)
class _Of(_Named):
    """Of a false flag the hypothesis whose marks were planted; of a state its id in ``actors.csv``."""

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        to = {"false-flag": ".hypothesis", "state": "actors"}.get(row.kind if row is not None else "")
        return (((to,), value),) if to and value else ()

    def without(self, value: Any, gone: Any, row: Any = None) -> Any:
        return "" if any(map(gone, self.targets(value, row))) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis(ModelRow):
    """Who may have done it; the hypotheses of a file exclude each other and leave nothing out.

    Attributes
    ----------
    kind : str
        ``group``, ``state``, ``criminal``, ``hacktivist``, ``insider``, ``accident``, ``unlisted`` or ``false-flag``.
    of : str
        Of a false flag, the hypothesis whose marks were planted; of a state, its id.
    group : str
        Id of the group in the knowledge, where it has one.
    """

    id: str = column(Text())
    kind: str = column(Choice(KINDS))
    name: Wording = wording(needed=True)
    of: str = column(_Of(), "")
    group: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyst(ModelRow):
    """Who judged, and with what prior: hypothesis -> low, value and high, the values adding up to 1."""

    id: str = column(Text())
    name: Wording = wording()
    priors: Mapping[str, Triple] = column(ByHypothesis(of=PRIOR), {}, needed=True)
    reason: Wording = wording(needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem(ModelRow):
    """One item of evidence, and how probable it is under each hypothesis.

    Attributes
    ----------
    ratio : mapping of str to (float, float, float)
        Hypothesis -> low, value and high of the likelihood ratio, on one common scale; one left out counts 1, or, of a false flag, what
        follows from whether the item is costly to fake.
    reliability, credibility, origin : str, int or None, str
        Where they differ from those of the first item of ``evidence``.
    cluster : str
        Report, vendor or tool with which it counts; empty for its origin.
    costly : bool
        Whether an impostor could hardly fake it.
    faked_by : Wording
        Who could, and at what cost.
    absent, visible : bool
        Whether it is that something was not seen; and whether the logging of the time would have shown it. Absence counts only then.
    collection : str
        ``open``, ``technical``, ``partner``, ``human`` or ``signals``.
    reveals : Wording
        What showing it tells of a source or method.
    release : str
        Who agreed that it is shown.
    """

    id: str = column(Text())
    claim: Wording = wording(needed=True)
    evidence: tuple[str, ...] = refs("evidence", needed=True)
    ratio: Mapping[str, Triple] = column(ByHypothesis(of=Ratio()), {})
    reliability: str = choice(*RELIABILITY)
    credibility: int | None = column(Number(1, 6, whole=True), None)
    origin: str = text()
    cluster: str = text()
    costly: bool = column(Flag(), default=False)
    faked_by: Wording = wording()
    absent: bool = column(Flag(), default=False)
    visible: bool = column(Flag(), default=False)
    collection: str = choice(*COLLECTIONS, default="open")
    reveals: Wording = wording()
    release: str = text()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(ModelRow):
    """What one report saw, by the ids of the knowledge; ``visible``: techniques that its logging would have shown."""

    report: str = column(Text())
    evidence: tuple[str, ...] = refs("evidence", needed=True)
    reliability: str = choice(*RELIABILITY)
    credibility: int | None = column(Number(1, 6, whole=True), None)
    techniques: tuple[str, ...] = column(NAMES, ())
    software: tuple[str, ...] = column(NAMES, ())
    costly: tuple[str, ...] = column(NAMES, ())
    visible: tuple[str, ...] = column(NAMES, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor(ModelRow):
    """How probable it is that a state stands behind a hypothesis, if that is true: a suspicion with a reason."""

    hypothesis: str = column(_Named((".hypothesis",)))
    state: str = column(Word(("actors",)))
    share: Triple = column(SHARE)
    reason: Wording = wording(needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested(ModelRow):
    """One test of state responsibility as a person answered it, with the reason; ``by`` where it is not the holder of the file."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("state", "test", "by")
    state: str = column(Word(("actors",)))
    test: str = column(Text())
    answer: str = choice(*ANSWERS, default="open")
    reason: Wording = wording()
    by: str = column(Word(("actors",)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(ModelRow):
    """Where a person places a state on the spectrum of responsibility."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("state", "by")
    state: str = column(Word(("actors",)))
    place: str = column(Text())
    reason: Wording = wording(needed=True)
    by: str = column(Word(("actors",)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption(ModelRow):
    """What is taken for granted, and the items that say nothing without it."""

    id: str = column(Text())
    text: Wording = wording(needed=True)
    items: tuple[str, ...] = column(_Named((".item",), many=True), (), needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(ModelRow):
    """What one could look for: the chance of a find under each hypothesis, what it costs, who would do it."""

    id: str = column(Text())
    look: Wording = wording(needed=True)
    found: Mapping[str, float] = column(ByHypothesis(of=CHANCE), {}, needed=True)
    usual: float = column(CHANCE, 0.5)
    cost: Wording = wording()
    owner: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAssessment(ModelRow):
    """A judgement of an earlier day; ``truth`` is what it resolved to, and ``resolved_on`` when."""

    LATER: ClassVar[dict[str, tuple[str, ...]]] = {"resolved_on": ("truth", "resolved_on")}
    id: str = column(Text())
    made_on: When | None = column(Day(), None, needed=True)
    text: Wording = wording(needed=True)
    probability: Mapping[str, float] = column(Outcomes(of=CHANCE), {}, needed=True)
    truth: str = column(Text(), "")
    resolved_on: When | None = day()
