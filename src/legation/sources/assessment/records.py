"""What an assessment file holds: hypotheses, analysts and their priors, items of evidence, who stands behind, tests, past judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from legation.dossier.column import Wording
from legation.dossier.when import When

__all__ = [
    "Analyst",
    "Assumption",
    "Hypothesis",
    "Observed",
    "Past",
    "Placed",
    "Search",
    "Sponsor",
    "Tested",
    "Triple",
    "Weighed",
]

_NONE = Wording()
Triple = tuple[float, float, float]
"""Low, value, high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
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

    id: str
    kind: str
    name: Wording = _NONE
    of: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyst:
    """Who judged, and with what prior: hypothesis -> low, value and high, the values adding up to 1."""

    id: str
    name: Wording = _NONE
    priors: Mapping[str, Triple] = field(default_factory=dict)
    reason: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
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

    id: str
    claim: Wording = _NONE
    evidence: tuple[str, ...] = ()
    ratio: Mapping[str, Triple] = field(default_factory=dict)
    reliability: str = ""
    credibility: int | None = None
    origin: str = ""
    cluster: str = ""
    costly: bool = False
    faked_by: Wording = _NONE
    absent: bool = False
    visible: bool = False
    collection: str = "open"
    reveals: Wording = _NONE
    release: str = ""
    note: Wording = _NONE
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What one report saw, by the ids of the knowledge; ``visible``: techniques that its logging would have shown."""

    report: str
    evidence: tuple[str, ...] = ()
    reliability: str = ""
    credibility: int | None = None
    techniques: tuple[str, ...] = ()
    software: tuple[str, ...] = ()
    costly: tuple[str, ...] = ()
    visible: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor:
    """How probable it is that a state stands behind a hypothesis, if that is true: a suspicion with a reason."""

    hypothesis: str
    state: str
    share: Triple
    reason: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One test of state responsibility as a person answered it, with the reason; ``by`` where it is not the holder of the file."""

    state: str
    test: str
    answer: str = "open"
    reason: Wording = _NONE
    by: str = ""
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a person places a state on the spectrum of responsibility."""

    state: str
    place: str
    reason: Wording = _NONE
    by: str = ""
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """What is taken for granted, and the items that say nothing without it."""

    id: str
    text: Wording = _NONE
    items: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What one could look for: the chance of a find under each hypothesis, what it costs, who would do it."""

    id: str
    look: Wording = _NONE
    found: Mapping[str, float] = field(default_factory=dict)
    usual: float = 0.5
    cost: Wording = _NONE
    owner: str = ""
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A judgement of an earlier day; ``truth`` is what it resolved to, and ``resolved_on`` when."""

    id: str
    made_on: When | None = None
    text: Wording = _NONE
    probability: Mapping[str, float] = field(default_factory=dict)
    truth: str = ""
    resolved_on: When | None = None
    evidence: tuple[str, ...] = ()
