"""Signposts: evidence that speaks for or against that a variant is coming about, and how the scenarios stand by it. No number is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Evidence
from legation.language import Message, Spoken
from legation.questions.answer import AnswerTable, Named
from legation.questions.case import Case
from legation.questions.columns import DATE, EVIDENCE, Columns
from legation.questions.futures.asked import Futures, Seen

__all__ = ["Sign", "ceilings", "signs", "signs_table", "standing_of"]

column = Columns("futures.col.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Evidence that was known, and what it says of a variant.

    Attributes
    ----------
    at, k : int
        The descriptor and its variant, counting from 0.
    evidence : Evidence
    against : bool
        Whether it speaks against the variant.
    note : Spoken
    """

    at: int
    k: int
    evidence: Evidence
    against: bool
    note: Spoken


def signs(case: Case, seen: Seen) -> tuple[Sign, ...]:
    """Return the signposts of a model whose evidence was known, in the order of the model."""
    known = {row.id: row for row in case.dossier.evidence}
    return tuple(
        Sign(at=at, k=k, evidence=known[post.evidence], against=post.says == "against", note=post.note)
        for at, descriptor in enumerate(seen.model.descriptors)
        for k, variant in enumerate(descriptor.variants)
        for post in variant.signposts
    )


def standing_of(scenario: Sequence[int], known: Sequence[Sign]) -> tuple[tuple[Sign, ...], tuple[Sign, ...]]:
    """Return the signposts for, and those against, the variants of a scenario."""
    own = [sign for sign in known if scenario[sign.at] == sign.k]
    return tuple(sign for sign in own if not sign.against), tuple(sign for sign in own if sign.against)


def ceilings(held: Futures) -> tuple[tuple[float, float], ...] | None:
    """Return within what bounds the likelihood of each scenario lies by those that the author gives variants; None where none are given.

    Whatever hangs together how: no scenario is likelier than its least likely variant, nor less likely than 1 less what its variants lack
    to 1 (the bounds of Fréchet).
    """
    given = [[variant.likelihood for variant in descriptor.variants] for descriptor in held.seen.model.descriptors]
    if all(one is None for listed in given for one in listed):
        return None
    bounds = []
    for row in held.rows.tolist():
        chances = [chance for listed, k in zip(given, row, strict=True) if (chance := listed[k]) is not None]
        whole = len(chances) == len(given)
        bounds.append((max(0.0, 1 - sum(1 - chance for chance in chances)) if whole else 0.0, min(chances, default=1.0)))
    return tuple(bounds)


def signs_table(held: Futures, known: Sequence[Sign]) -> AnswerTable:
    """Return every signpost with the scenarios that it bears on."""
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (
            held.seen.descriptor(sign.at),
            held.seen.variant(sign.at, sign.k),
            Message("futures.says.against") if sign.against else Message("futures.says.for"),
            sign.evidence.date or sign.evidence.known_on,
            Named(sign.evidence.id, sign.evidence.title),
            sign.note,
            ", ".join(held.holding(sign.at, sign.k)),
            (sign.evidence.id,),
        )
        for sign in known
    )
    columns = (
        *column.text("descriptor", "variant", "says"),
        DATE,
        *column.text(title="signpost", note="note", scenarios="scenarios"),
        EVIDENCE,
    )
    return AnswerTable(id="signposts", title=Message("futures.signposts"), columns=columns, rows=rows)
