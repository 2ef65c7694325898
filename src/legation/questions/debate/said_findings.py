"""What the counts say, as sentences: how much is held, who is heard, who speaks for whom, and how the matter is put."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from legation.language import Message
from legation.methods.share import share_interval
from legation.methods.text.frames import FrameShare, Skill
from legation.questions.answer import Finding
from legation.questions.debate.said_asked import AREA, Asked, tongue
from legation.questions.debate.said_behalf import NOBODY, Behalf
from legation.questions.debate.said_voice import Heard, Share

__all__ = ["behalf_findings", "frame_findings", "held_finding", "voice_findings"]

_SHOWN = 3
_PAIRS = 5
_FEW_OWN = 5
"""Texts of its own from which on an actor is named for giving the matter much room."""


def held_finding(of: Asked) -> Finding:
    """Say how many texts are held, of whom, where and in which languages."""
    kept, rows = of.kept, range(len(of.kept))
    counts = Counter(kept.languages)
    ranked = sorted(counts, key=lambda lang: (not lang, -counts[lang], lang))
    values = {
        **of.span,
        "count": len(kept),
        "actors": len({actor for actor in kept.actors if actor}),
        "outlets": len({outlet for outlet in kept.outlets if outlet}),
        "languages": tuple(Message(f"{AREA}.in-language", language=tongue(lang), count=counts[lang]) for lang in ranked[:4]),
        "basis": of.basis(rows),
    }
    folded = len(of.said) - len(kept)
    contrary = Message(f"{AREA}.folded", count=folded) if folded else None
    if of.topic:
        total = max(round(float(of.volume.texts.sum())), len(kept))
        low, high = share_interval(len(kept), total)
        message = Message(f"{AREA}.held-on", topic=of.topic, total=total, share=len(kept) / total, low=low, high=high, **values)
    else:
        message = Message(f"{AREA}.held", **values)
    return Finding(id="held", message=message, evidence=of.evidence(rows), confidence="high", contrary=contrary)


def voice_findings(of: Asked) -> Iterator[Finding]:
    """Say who is heard most, who gave the matter the greatest part of its own words, and who is heard more or less than before."""
    heard = [one for one in of.voices.heard if one.voice[0] == one.voice[0]]
    if not heard:
        return
    first = heard[0]
    shown = tuple(_voiced(of, one, one.voice) for one in heard[:_SHOWN])
    rows = [at for at, actor in enumerate(of.kept.actors) if actor in {one.actor for one in heard[:_SHOWN]}]
    values = {"matter": of.matter, "actors": shown, "count": len(of.voices.heard), "outlets": of.voices.outlets}
    if of.voices.even:
        message = Message(f"{AREA}.voice-even", level=of.voices.level, highest=first.voice[0], **values)
        every = range(len(of.kept))
        yield Finding(id="voice", message=message, evidence=of.evidence(every), confidence="low")
    elif of.voices.by_outlets:
        contrary = Message(f"{AREA}.few-outlets", count=of.voices.outlets) if of.voices.few else None
        yield Finding(
            id="voice", message=Message(f"{AREA}.voice", **values), evidence=of.evidence(rows), confidence="low", contrary=contrary
        )
    else:
        yield Finding(id="voice", message=Message(f"{AREA}.voice-one", **values), evidence=of.evidence(rows), confidence="low")
    if of.topic:
        yield from _own(of)
    if of.now:
        yield from _moved(of, heard)


def _own(of: Asked) -> Iterator[Finding]:
    spoke = [one for one in of.voices.heard if one.own >= _FEW_OWN and one.spoken]
    spoke.sort(key=lambda one: (-one.of_own[1], one.actor))
    if spoke:
        shown = tuple(
            Message(f"{AREA}.own-of", actor=of.named(one.actor), count=one.spoken, of=one.own, low=one.of_own[1], high=one.of_own[2])
            for one in spoke[:_SHOWN]
        )
        rows = [at for at, actor in enumerate(of.kept.actors) if actor in {one.actor for one in spoke[:_SHOWN]}]
        message = Message(f"{AREA}.own", topic=of.topic, actors=shown)
        yield Finding(id="own", message=message, evidence=of.evidence(rows), confidence="moderate")


def _moved(of: Asked, heard: list[Heard]) -> Iterator[Finding]:
    more = [one for one in heard if one.now[1] > one.before[2]]
    less = [one for one in heard if one.now[2] < one.before[1]]
    values = {"split": of.split}
    for found, name in ((more, "more"), (less, "less")):
        if found:
            shown = tuple(
                Message(f"{AREA}.heard-move", actor=of.named(one.actor), before=one.before[0], now=one.now[0]) for one in found[:_SHOWN]
            )
            rows = [at for at, actor in enumerate(of.kept.actors) if actor in {one.actor for one in found[:_SHOWN]}]
            message = (
                Message(f"{AREA}.heard-more", actors=shown, **values)
                if name == "more"
                else Message(f"{AREA}.heard-less", actors=shown, **values)
            )
            yield Finding(id=f"heard-{name}", message=message, evidence=of.evidence(rows), confidence="low")


def _voiced(of: Asked, one: Heard, ends: Share) -> Message:
    return Message(f"{AREA}.voice-of", actor=of.named(one.actor), share=ends[0], low=ends[1], high=ends[2])


def behalf_findings(of: Asked) -> Iterator[Finding]:
    """Say who speaks for whom, and who joins whose statement."""
    told = [one for one in of.behalf if one.principal not in NOBODY]
    speaks, joins = [one for one in told if not one.joins], [one for one in told if one.joins]
    contrary = Message(f"{AREA}.wording-only")
    if speaks:
        message = Message(f"{AREA}.speaks-for", count=len(speaks), pairs=_pairs(of, speaks))
        yield Finding(id="speaks-for", message=message, evidence=_evidence(of, speaks), confidence="low", contrary=contrary)
    if joins:
        message = Message(f"{AREA}.joins", count=len(joins), pairs=_pairs(of, joins))
        yield Finding(id="joins", message=message, evidence=_evidence(of, joins), confidence="low", contrary=contrary)


def _pairs(of: Asked, pairs: list[Behalf]) -> tuple[Message, ...]:
    return tuple(
        Message(f"{AREA}.pair", speaker=of.named(one.speaker), principal=of.named(one.principal), count=len(one.texts))
        for one in pairs[:_PAIRS]
    )


def _evidence(of: Asked, pairs: list[Behalf]) -> tuple[str, ...]:
    return of.evidence(row for one in pairs[:_PAIRS] for row in one.texts)


def frame_findings(of: Asked) -> Iterator[Finding]:
    """Say how much of what is read puts the matter in each frame, and how well that is read."""
    if of.framed is None:
        return
    for given, share, skill in zip(of.framed.given, of.framed.shares, of.framed.skill, strict=True):
        doubt = share.doubtful / share.texts if share.texts else 0.0
        values = {"frame": given.name, "count": share.texts, "texts": of.framed.texts, "doubt": doubt, **_skill(skill)}
        message = _framed(share, values)
        evidence = tuple(item for item in given.evidence if item in {row.id for row in of.case.dossier.evidence})
        yield Finding(
            id=f"frame-{given.id}",
            message=message,
            evidence=evidence or of.evidence(range(len(of.kept))),
            confidence="low",
            contrary=Message(f"{AREA}.frame-made-up") if of.framed.model.illustration else None,
        )


def _framed(share: FrameShare, values: Mapping[str, object]) -> Message:
    if share.share is None:
        return Message(f"{AREA}.frame-blurred", **values)
    return Message(f"{AREA}.frame", share=share.share, low=share.low, high=share.high, **values)


def _skill(skill: Skill) -> dict[str, float | int]:
    return {"precision": skill.precision, "recall": skill.recall, "examples": skill.examples, "others": skill.others}
