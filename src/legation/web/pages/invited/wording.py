"""An answer in words, as the page that asks to confirm it, the receipt and the page of the text say it; and where one stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.dossier import Moment, Signature
from legation.language import LANGUAGES, Lang, Message
from legation.methods.signing.circulation import SIGNINGS, side_of
from legation.questions.coalitions.circulation.signatories import does_of, shown_moment
from legation.web.invited.invitation import Invited

__all__ = ["AnswerLine", "cells_of", "effects", "lines_of", "said_of", "stands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One thing that an answer says, below its heading."""

    heading: Message
    value: Any


def said_of(given: Invited, kind: str) -> Message:
    """Return what an answer does, in the words of the kind of circulation: *join*, *sign*, *align yourself*."""
    if kind != "sign":
        return Message(f"page-invited.do-{kind.replace('_', '-')}")
    side = side_of(given.kind)
    return Message(f"page-invited.do-{does_of(given.inputs, side)}")


def lines_of(given: Invited, cells: Mapping[str, str], text_hash: str, at: dt.datetime | None = None) -> list[AnswerLine]:
    """Return what an answer says, as one that is sent or is going to be sent: in whose name, what, of which words, and when."""
    return [AnswerLine(heading=Message(f"page-invited.line-{name}"), value=value) for name, value in _lines(given, cells, text_hash, at)]


def _lines(given: Invited, cells: Mapping[str, str], text_hash: str, at: dt.datetime | None) -> Iterator[tuple[str, Any]]:
    yield "actor", given.actor
    yield "answer", said_of(given, cells["answer"])
    for name in ("unit", "words"):
        if cells.get(name):
            yield name, cells[name]
    if cells.get("until"):
        yield "until", shown_moment(given.inputs, Moment(cells["until"]))
    for lang in ("fr", "en"):
        if cells.get(f"printed_as_{lang}"):
            yield f"name-{lang}", cells[f"printed_as_{lang}"]
    yield "text", given.title
    yield "version", cells["version"]
    yield "hash", text_hash
    if at is not None:
        yield "at", moment.shown(at, given.zone)


def effects(given: Invited, kind: str) -> list[Message]:
    """Return what comes of an answer, told before it is sent."""
    if kind in SIGNINGS:
        waits = Message("page-invited.effect-claim")
        return [waits, Message("page-invited.effect-until-then")] if given.place.counted else [waits]
    if kind == "object":
        return [Message("page-invited.effect-object", version=given.versions[-1].id)]
    if given.is_in:
        return [Message("page-invited.effect-ends")]
    return [Message("page-invited.effect-no-signature")]


def stands(given: Invited) -> Message:
    """Return where one that is invited stands, said to itself."""
    place = given.place
    if place.carried:
        return Message("page-invited.stands-carried", until=moment.shown(moment.parse(place.carried), given.zone))
    return Message(f"page-invited.stands-{place.state.replace('_', '-')}", version=place.version or "—")


def cells_of(row: Signature, lang: Lang) -> dict[str, str]:
    """Return what an answer of the dossier says, by column."""
    names = {f"printed_as_{one}": getattr(row.printed_as, one) or row.printed_as.text for one in LANGUAGES}
    words = row.words.in_language(lang) if row.words else ""
    return {"answer": row.answer, "version": row.version, "unit": row.unit, "words": words, "until": str(row.until or ""), **names}
