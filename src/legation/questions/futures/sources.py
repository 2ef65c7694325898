"""On what a scenario model rests, what a reader must know before relying on it, and what would be worth adding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from legation.dossier.models.scenario import Judgement
from legation.language import Message
from legation.methods.scenario.uncertain import SIGMA
from legation.questions.answer import Finding
from legation.questions.futures.asked import Futures, series
from legation.questions.futures.doubts import Basins, Doubts
from legation.questions.futures.signs import Sign
from legation.questions.part_inputs import part_caveats

__all__ = ["caveats", "missing", "sourced"]

_NAMED = 3


def sourced(held: Futures) -> Iterator[Finding]:
    """Yield how many judgements name a source, and which do not: those rest on nothing but their author."""
    judgements = held.seen.model.judgements
    bare = [one for one in judgements if not one.evidence]
    if len(bare) < len(judgements):
        message = Message("futures.sourced", count=len(judgements) - len(bare), of=len(judgements))
        yield Finding(id="sources", message=message, evidence=held.seen.evidence, confidence="high")
    if bare:
        what = series(_told(held, one) for one in bare[:_NAMED])
        message = Message("futures.bare", count=len(bare), of=len(judgements), what=what)
        yield Finding(id="bare", message=message, confidence="high")


def _told(held: Futures, one: Judgement) -> Message:
    """Return which variants, or descriptors, a judgement is of."""
    source, target = one.effects[0].source, one.effects[0].target
    (i, a), (j, b) = held.seen.model.at(source), held.seen.model.at(target)
    if one.block:
        return Message("futures.on", source=held.seen.descriptor(i), target=held.seen.descriptor(j))
    return Message("futures.on", source=held.seen.taking(i, a), target=held.seen.taking(j, b))


def caveats(held: Futures, doubt: Doubts | None, led: Basins | None) -> Iterator[Message]:
    """Return what the model is, what was left out, and what was assumed."""
    return part_caveats("futures", held.seen, _assumed(held, doubt, led), model=held.seen.called)


def _assumed(held: Futures, doubt: Doubts | None, led: Basins | None) -> Iterator[Message]:
    yield Message("futures.no-likelihood")
    if led is not None and held.seen.model.rules:
        yield Message("futures.rules-apart", count=len(held.seen.model.rules))
    if led is not None and not led.exact:
        yield Message("futures.starts-drawn", count=led.starts)
    if doubt is not None and doubt.drawn is not None:
        yield Message("futures.sigma", values=series(Message("answer.value", value=wide) for wide in SIGMA.values()))
    if doubt is not None and doubt.large:
        yield Message("futures.large")


def missing(held: Futures, known: Sequence[Sign]) -> Iterator[Message]:
    """Yield what the model does not hold and could."""
    model = held.seen.model
    if not known:
        yield Message("futures.no-signposts")
    if model.confidence() is None and model.intervals() is None and not model.experts():
        yield Message("futures.all-sure")
