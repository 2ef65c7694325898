"""Signposts of a scenario model, on what the model rests, what a reader must know before relying on it, and what would be worth adding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Evidence
from legation.dossier.models.scenario import ScenarioJudgement
from legation.language import Message, Spoken
from legation.methods.scenario.uncertain import SIGMA
from legation.questions.answer import AnswerTable, Finding, Named
from legation.questions.base.case import Case
from legation.questions.base.columns import DATE, EVIDENCE, Columns
from legation.questions.base.part_inputs import part_caveats
from legation.questions.futures.inputs import Futures, Seen, series
from legation.questions.futures.sensitivity import Basins, JudgementSensitivity

__all__ = [
    "Sign",
    "caveats",
    "ceilings",
    "missing",
    "signposts_of",
    "signs",
    "signs_table",
    "sourced",
]


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


def signposts_of(scenario: Sequence[int], known: Sequence[Sign]) -> tuple[tuple[Sign, ...], tuple[Sign, ...]]:
    """Return the signposts for, and those against, the variants of a scenario."""
    own = [sign for sign in known if scenario[sign.at] == sign.k]
    return tuple(sign for sign in own if not sign.against), tuple(sign for sign in own if sign.against)


def ceilings(inputs: Futures) -> tuple[tuple[float, float], ...] | None:
    """Return within what bounds the likelihood of each scenario lies by those that the author gives variants; None where none are given.

    Whatever hangs together how: no scenario is likelier than its least likely variant, nor less likely than 1 less what its variants lack
    to 1 (the bounds of Fréchet).
    """
    given = [[variant.likelihood for variant in descriptor.variants] for descriptor in inputs.seen.model.descriptors]
    if all(one is None for listed in given for one in listed):
        return None
    bounds = []
    for row in inputs.rows.tolist():
        chances = [chance for listed, k in zip(given, row, strict=True) if (chance := listed[k]) is not None]
        whole = len(chances) == len(given)
        bounds.append((max(0.0, 1 - sum(1 - chance for chance in chances)) if whole else 0.0, min(chances, default=1.0)))
    return tuple(bounds)


def signs_table(inputs: Futures, known: Sequence[Sign]) -> AnswerTable:
    """Return every signpost with the scenarios that it bears on."""
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (
            inputs.seen.descriptor(sign.at),
            inputs.seen.variant(sign.at, sign.k),
            Message("futures.says.against") if sign.against else Message("futures.says.for"),
            sign.evidence.date or sign.evidence.known_on,
            Named(sign.evidence.id, sign.evidence.title),
            sign.note,
            ", ".join(inputs.holding(sign.at, sign.k)),
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


_NAMED = 3


def sourced(inputs: Futures) -> Iterator[Finding]:
    """Yield how many judgements name a source, and which do not: those rest on nothing but their author."""
    judgements = inputs.seen.model.judgements
    bare = [one for one in judgements if not one.evidence]
    if len(bare) < len(judgements):
        message = Message("futures.sourced", count=len(judgements) - len(bare), of=len(judgements))
        yield Finding(id="sources", message=message, evidence=inputs.seen.evidence, confidence="high")
    if bare:
        what = series(_sentence(inputs, one) for one in bare[:_NAMED])
        message = Message("futures.bare", count=len(bare), of=len(judgements), what=what)
        yield Finding(id="bare", message=message, confidence="high")


def _sentence(inputs: Futures, one: ScenarioJudgement) -> Message:
    """Return which variants, or descriptors, a judgement is of."""
    source, target = one.effects[0].source, one.effects[0].target
    (i, a), (j, b) = inputs.seen.model.at(source), inputs.seen.model.at(target)
    if one.block:
        return Message("futures.on", source=inputs.seen.descriptor(i), target=inputs.seen.descriptor(j))
    return Message("futures.on", source=inputs.seen.taking(i, a), target=inputs.seen.taking(j, b))


def caveats(inputs: Futures, doubt: JudgementSensitivity | None, led: Basins | None) -> Iterator[Message]:
    """Return what the model is, what was left out, and what was assumed."""
    return part_caveats("futures", inputs.seen, _assumed(inputs, doubt, led), model=inputs.seen.called)


def _assumed(inputs: Futures, doubt: JudgementSensitivity | None, led: Basins | None) -> Iterator[Message]:
    yield Message("futures.no-likelihood")
    if led is not None and inputs.seen.model.rules:
        yield Message("futures.rules-apart", count=len(inputs.seen.model.rules))
    if led is not None and not led.exact:
        yield Message("futures.starts-drawn", count=led.starts)
    if doubt is not None and doubt.drawn is not None:
        yield Message("futures.sigma", values=series(Message("answer.value", value=wide) for wide in SIGMA.values()))
    if doubt is not None and doubt.large:
        yield Message("futures.large")


def missing(inputs: Futures, known: Sequence[Sign]) -> Iterator[Message]:
    """Yield what the model does not hold and could."""
    model = inputs.seen.model
    if not known:
        yield Message("futures.no-signposts")
    if model.confidence() is None and model.intervals() is None and not model.experts():
        yield Message("futures.all-sure")
