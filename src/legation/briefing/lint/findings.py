"""What the lint of a draft finds: where, which rule, what was found, what is allowed, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from legation.language import Lang, Message, say

__all__ = ["RULES", "Finding", "Weight", "blocking", "plain"]

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
