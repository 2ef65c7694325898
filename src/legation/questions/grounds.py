"""What a number or a judgement rests on: evidence, or what somebody assumes."""

from __future__ import annotations

from collections.abc import Iterable

from legation.language import Message
from legation.questions.case import Case

__all__ = ["GROUNDS", "grounds", "joined_evidence"]

GROUNDS = {"evidenced": Message("grounds.evidenced"), "assumed": Message("grounds.assumed")}
"""How each is said."""


def grounds(case: Case, evidence: Iterable[str]) -> str:
    """Return ``evidenced`` or ``assumed``.

    Assumed is what has no evidence that may be seen, or no other than an analyst's own judgement (kind ``own_judgement``).
    """
    named = set(evidence)
    kinds = {row.kind for row in case.dossier.evidence if row.id in named}
    return "evidenced" if kinds - {"own_judgement"} else "assumed"


def joined_evidence(rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the ids of several rows, each once, in their order."""
    return tuple(dict.fromkeys(item for row in rows for item in row))
