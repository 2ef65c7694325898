"""What a draft is checked against, and what the lint finds: where, which rule, what is allowed, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from legation.dossier import MARKINGS, Dossier
from legation.errors import BadValue
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions.base.estimate_words import SCALE, Scale, scale_named
from legation.questions.incident.statement.failings import Failed, failings
from legation.sources.names.countries import find

__all__ = [
    "GATE",
    "RULES",
    "Exhibit",
    "Finding",
    "LintGround",
    "Weight",
    "blocking",
    "ground",
    "plain",
]


GATE = 0.8
"""The least probability at which a desk names a state in public, where it sets no other: the product's proposal, no law."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A row of evidence as the lint needs it: its marking, and its words, which a draft must not repeat where the marking is too high."""

    marking: str
    words: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class LintGround:
    """What a draft is held against.

    Attributes
    ----------
    release : str
        The marking under which the draft is to go out.
    evidence : mapping or None
        By id; None where nothing is known of it.
    assessments : mapping
        The desk's own probability, 0 to 1, by ISO 3166 alpha-3 code or the name of a group.
    gate : float
        The least of them at which the draft may name somebody in the desk's own voice.
    own : str
        Code of the state in whose name the draft speaks; "" for none.
    failings : tuple of Failed
        What the dossier holds of the failings of firms that were hit.
    """

    release: str = MARKINGS[0]
    evidence: Mapping[str, Exhibit] | None = None
    assessments: Mapping[str, float] = field(default_factory=dict)
    gate: float = GATE
    scale: Scale = field(default_factory=lambda: scale_named(SCALE))
    own: str = ""
    failings: tuple[Failed, ...] = ()

    def is_above(self, marking: str) -> bool:
        """Whether a marking forbids the release."""
        return MARKINGS.index(marking) > MARKINGS.index(self.release)


def ground(
    dossier: Dossier | None,
    evidence: Mapping[str, str] | None,
    release: str,
    assessments: Mapping[str, float] | None,
    gate: float,
    scale: str,
    own: str,
) -> LintGround:
    """Return what a draft is held against, every setting checked.

    Raises
    ------
    BadValue
        For a marking, probability, scale or country that is none.
    DossierError
        Where a statement of the dossier is faulty.
    """
    for marking in (release, *(evidence or {}).values()):
        if marking not in MARKINGS:
            raise BadValue(Message("lint.no-marking", found=str(marking)[:60], allowed=" | ".join(MARKINGS)))
    exhibits = {identity: Exhibit(marking) for identity, marking in (evidence or {}).items()}
    if dossier is not None:
        exhibits |= {row.id: _exhibit(row, dossier.info.marking) for row in dossier.evidence}
    known = exhibits if dossier is not None or evidence is not None else None
    judged = {_who(name): _probability(f"assessments.{name}", value) for name, value in (assessments or {}).items()}
    country = ""
    if own:
        own_country = find(own).country
        if own_country is None:
            raise BadValue(Message("lint.no-country", found=own[:60]))
        country = own_country.iso3
    failed = failings(dossier) if dossier is not None else ()
    return LintGround(release, known, judged, _probability("gate", gate), scale_named(scale), country, failed)


def _exhibit(row: Any, marking: str) -> Exhibit:
    words = (row.quote, *(getattr(row.title, lang) for lang in LANGUAGES))
    return Exhibit(row.marking or marking, tuple(text for text in words if text), row.url)


def _who(name: str) -> str:
    """Return the code of a state, or the name of a group as it is given."""
    match = find(name)
    return match.country.iso3 if match.country is not None and not match.doubtful else name


def _probability(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise BadValue(Message("lint.no-probability", name=name, found=str(value)[:60]))
    return float(value)


Weight = Literal["blocks", "warns", "hint"]

RULES: dict[str, Weight] = {
    "above-release": "blocks",
    "below-gate": "blocks",
    "certainty": "warns",
    "false-friend": "hint",
    "hidden-letters": "blocks",
    "holder-without-date": "blocks",
    "likelihood-and-confidence": "blocks",
    "marked-text": "blocks",
    "mixed-columns": "warns",
    "named-without-holder": "blocks",
    "no-assessment": "blocks",
    "off-its-band": "warns",
    "person": "hint",
    "reveals": "blocks",
    "two-meanings": "warns",
    "unknown-evidence": "blocks",
    "unsupported": "blocks",
    "vague-holder": "blocks",
    "whitewash": "blocks",
    "withheld-line": "blocks",
    "word-not-of-assessment": "warns",
}
"""Every rule, and what it does to a release: ``blocks`` it, ``warns``, or is a ``hint`` to whoever reads."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a draft that a rule holds against it.

    Attributes
    ----------
    rule : str
        Of :data:`RULES`.
    sentence : int
        From 1, in the order of the text.
    start, end : int
        Of what was found, in characters of the text.
    found : str
        The text between them, cut after 160 characters.
    values : tuple of (name, value)
        What the sentences about it name besides.
    """

    rule: str
    sentence: int
    start: int
    end: int
    found: str
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def weight(self) -> Weight:
        """What it does to a release."""
        return RULES[self.rule]

    @property
    def title(self) -> Message:
        """The rule, in words."""
        return Message(f"lint.rule.{self.rule}")

    @property
    def standing(self) -> Message:
        """What it does to a release, in words."""
        return Message(f"lint.weight.{self.weight}")

    @property
    def message(self) -> Message:
        """What was found."""
        return Message(f"lint.found.{self.rule}", found=self.found, **dict(self.values))

    @property
    def allowed(self) -> Message:
        """What is allowed."""
        return Message(f"lint.allowed.{self.rule}", **dict(self.values))

    @property
    def remedy(self) -> Message:
        """What to do."""
        return Message(f"lint.remedy.{self.rule}", **dict(self.values))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stand against a release."""
    return tuple(finding for finding in findings if finding.weight == "blocks")


def plain(finding: Finding, lang: Lang) -> dict[str, Any]:
    """Return a finding as it is written in JSON, for a reader of ``lang``."""
    return {
        "rule": finding.rule,
        "weight": finding.weight,
        "sentence": finding.sentence,
        "start": finding.start,
        "end": finding.end,
        "found": finding.found,
        "message": say(finding.message, lang),
        "allowed": say(finding.allowed, lang),
        "remedy": say(finding.remedy, lang),
    }
