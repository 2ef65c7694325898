"""What is said of the fora: where to take it, by when, with whom, what to find out, and where others would take it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from legation.language import Message
from legation.methods.dominance import Beaten
from legation.questions.answer import Finding, Named, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.strategy.fora.compare import Choice, Forum, SetAside
from legation.questions.strategy.fora.comparison import Comparison
from legation.questions.strategy.fora.elsewhere import Elsewhere
from legation.questions.strategy.fora.tables import must_words
from legation.questions.strategy.fora.words import NAMED, column_word, day_of, forum_name, named_fora, right_word, stoppers_of, what_of

__all__ = ["findings"]

AREA = "where-should-we-take-it"
_FEW = 3
"""Fora or unknowns that a sentence names where the table has them all."""


def findings(case: Case, found: Comparison) -> Iterator[Finding]:
    """Yield the sentences, the first one what heads the answer."""
    fora, choice = found.fora, found.choice
    free = [one for one in fora if not one.failed and not one.beaten_by]
    if free:
        yield _first(fora, free)
        yield from _of_first(case, choice, free[0])
    if not fora:
        yield from _of_aside(found.aside)
    beaten = [one for one in fora if one.beaten_by]
    if beaten:
        yield _of("beaten", Message(f"{AREA}.beaten", count=len(beaten), fora=named_fora(beaten)), beaten)
    if found.musts:
        yield _of_musts(fora, found.musts)
    for number, bond in enumerate(found.bonds[:NAMED], 1):
        form = "bound" if bond.until is None else "bound-until"
        message = Message(f"{AREA}.{form}", by=bond.by, kind=Message(f"{AREA}.bond.{bond.kind}"), until=bond.until)
        yield Finding(id=f"bound-{number}", message=message, evidence=bond.evidence, confidence="moderate")
    yield from _of_unknowns(fora, found.unknowns)
    for one in found.others:
        yield from _of_other(case, one)
    if found.conflicts:
        first = found.conflicts[0]
        pair = tuple(map(forum_name, first.fora))
        grounds = tuple(Message(f"{AREA}.ground.{ground}") for ground in first.grounds)
        pairs = len(found.conflicts)
        message = Message(f"{AREA}.conflict", count=pairs, one=pair[0], other=pair[1], grounds=grounds, common=len(first.common))
        yield Finding(id="conflict", message=message, evidence=first.evidence, confidence="low")
    if fora:
        yield from _of_aside(found.aside)
    loose = [one for one in fora if one.verified == "no"]
    if loose:
        message = Message(f"{AREA}.unverified", count=len(loose), of=len(fora), fora=named_fora(loose))
        yield Finding(id="unverified", message=message, confidence="high")


def _of(name: str, message: Message, fora: Sequence[Forum]) -> Finding:
    return Finding(id=name, message=message, evidence=joined_evidence(one.evidence for one in fora), confidence="moderate")


def _first(fora: Sequence[Forum], free: Sequence[Forum]) -> Finding:
    """Return what heads the answer: which fora are left, where some are beaten or fail, and which comes first."""
    head = free[0]
    form = "first" if len(free) < len(fora) else "first-none" if len(fora) > 1 else "first-only"
    values = {"of": len(fora), "forum": forum_name(head), "right": right_word(head)}
    if form == "first":
        values |= {"count": len(free), "fora": named_fora(free, _FEW)}
    if head.decision.when is None:
        return _of("first", Message(f"{AREA}.{form}-undated", **values, decided=day_of(head)), [head])
    return _of("first", Message(f"{AREA}.{form}", **values, what=what_of(head), date=head.decision.when), [head])


def _of_first(case: Case, choice: Choice, forum: Forum) -> Iterator[Finding]:
    """Yield who is with us in the first forum, who alone stops it, until when it can be put there, and on which condition."""
    name = forum_name(forum)
    support = forum.support
    if support.near or support.against:
        values = {"near": len(support.near), "against": len(support.against), "unknown": len(support.unknown), "of": support.of}
        form = "supported" if support.level is None else f"supported-{support.level}"
        message = Message(f"{AREA}.{form}", forum=name, **values)
        if support.through:
            message = Message(f"{AREA}.by-group-said", said=message, count=len(support.through))
        yield Finding(id="support", message=message, evidence=support.evidence, confidence="low")
    if forum.ruling.stoppers is not None:
        form = "stopped" if forum.ruling.stoppers else "not-stopped"
        message = Message(f"{AREA}.{form}", forum=name, actors=stoppers_of(case, forum), count=len(forum.ruling.stoppers))
        yield Finding(id="stops", message=message, evidence=forum.ruling.evidence, confidence="moderate")
    if forum.decision.gate is not None:
        message = Message(f"{AREA}.gate", forum=name, date=forum.decision.gate, decided=day_of(forum))
        yield _of("gate", message, [forum])
    if choice.us and forum.right.best:
        conditions = tuple(dict.fromkeys(row.condition for row in forum.right.giving_rows if row.condition))[:2]
        form = "right-if" if conditions else "right-plain"
        message = Message(f"{AREA}.{form}", us=case.named(choice.us), forum=name, right=right_word(forum), conditions=conditions)
        sources = joined_evidence(row.evidence for row in forum.right.giving_rows)
        yield Finding(id="right", message=message, evidence=sources or forum.row.evidence, confidence="moderate")


def _of_musts(fora: Sequence[Forum], musts: Sequence[str]) -> Finding:
    failed, unsure = [one for one in fora if one.failed], [one for one in fora if one.unsure and not one.failed]
    met = [one for one in fora if not one.failed and not one.unsure]
    values = {"count": len(met), "of": len(fora), "fora": named_fora(met), "failed": len(failed), "unsure": len(unsure)}
    form = "musts" if met else "musts-none"
    return _of("musts", Message(f"{AREA}.{form}", **values, musts=tuple(map(must_words, musts))), fora)


def _of_unknowns(fora: Sequence[Forum], unknowns: Sequence[Beaten]) -> Iterator[Finding]:
    """Yield what to find out first: of the fora at the head of the list what alone changes it, else what does with other unknowns."""
    places = {one.row.id: place for place, one in enumerate(fora)}
    order = sorted(unknowns, key=lambda one: (not one.alone, places[one.of], one.column))
    chosen = tuple(dict.fromkeys((one.of, one.column) for one in order))
    if not chosen:
        return
    by_id = {one.row.id: one for one in fora}
    shown: dict[int, list[Forum]] = {}
    for of, at in chosen[:_FEW]:
        shown.setdefault(at, []).append(by_id[of])
    named = tuple(Message(f"{AREA}.not-known", what=column_word(at), fora=named_fora(those)) for at, those in shown.items())
    message = Message(f"{AREA}.find-out", count=len(chosen), unknowns=named)
    sources = joined_evidence(one.evidence for those in shown.values() for one in those)
    yield Finding(id="unknowns", message=message, evidence=sources, confidence="high")


def _of_aside(aside: Sequence[SetAside]) -> Iterator[Finding]:
    if aside:
        names = first_of([Named(one.row.id, one.row.forum or one.row.id) for one in aside], NAMED)
        sources = joined_evidence(one.row.evidence for one in aside)
        yield Finding(id="aside", message=Message(f"{AREA}.aside", count=len(aside), fora=names), evidence=sources, confidence="moderate")


def _of_other(case: Case, one: Elsewhere) -> Iterator[Finding]:
    if one.first is None:
        return
    form = "elsewhere-same" if one.same else "elsewhere"
    values = {"right": right_word(one.first), "decided": day_of(one.first)}
    message = Message(f"{AREA}.{form}", actor=case.named(one.actor), forum=forum_name(one.first), **values)
    sources = joined_evidence((one.position.evidence if one.position else (), one.first.evidence))
    yield Finding(id=f"elsewhere-{one.actor}", message=message, evidence=sources, confidence="low")
