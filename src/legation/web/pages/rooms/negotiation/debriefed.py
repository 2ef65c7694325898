"""A game that is over, as its debrief shows it: the picture as bars or points, the sentences by what they are about, the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from legation.briefing.papers.game_debrief import PARTS, NextStep, game_debrief
from legation.language import LANGUAGES, Lang, Message, catalogue
from legation.questions.answer import Answer
from legation.questions.games.pictures import placed_offers
from legation.questions.games.record import GameRecord, record_of
from legation.questions.games.what_did_the_game_show import debriefed
from legation.web.rooms import reports
from legation.web.site.cache import Cache
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomNextStep

__all__ = ["FORMATS", "DrawnOffer", "GameDebrief", "Part", "debrief_of", "paper_of", "steps_of"]

FORMATS = {"docx": "Word", "pdf": "PDF"}
_DEBRIEFS: Cache[Any] = Cache(64)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnOffer:
    """An offer of the picture: its place, who made it, how far it lay from the frontier; between two sides its point in the plane."""

    place: int
    party: Any
    hundredths: int
    width: int
    is_deal: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Sentences on one thing."""

    title: Message
    sentences: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GameDebrief:
    """What a game showed.

    Attributes
    ----------
    record : GameRecord
    made : Answer
    lead : Message
        What was left on the table.
    after : list of Message
        The deal, and what it brought.
    offers : list of DrawnOffer
    plane : str
        Between two sides the frontier as the points of a line; empty among more.
    picture, alt : Message or None
        The finding of the picture, and the picture in words; None where nobody made an offer.
    parts : list of Part
    notes : list of Message
    """

    record: GameRecord
    made: Answer
    lead: Message
    after: list[Message]
    offers: list[DrawnOffer]
    plane: str
    picture: Any
    alt: Any
    parts: list[Part]
    notes: list[Message]


def debrief_of(room: Room) -> GameDebrief:
    """Return the debrief of a rehearsal whose secrets lie open; 404 of any other room."""
    if room.kind != "negotiation":
        raise Http404
    room.refresh_from_db(fields=["number", "hash"])
    found: GameDebrief | None = _DEBRIEFS.get((room.pk, room.number, room.hash), lambda: _made(room))
    if found is None:
        raise Http404
    return found


def _made(room: Room) -> GameDebrief | None:
    record = record_of(log.entries_after(room.pk))
    if not record.is_rehearsal or not record.is_revealed:
        return None
    made = debriefed(record)
    said = {one.id: one.message for one in made.findings}
    placed = placed_offers(record)
    most = max([one.distance for one in placed.offers], default=0.0) or 1.0
    offers = [
        DrawnOffer(
            place=one.place,
            party=record.side(one.party),
            hundredths=round(100 * one.distance),
            width=round(1000 * one.distance / most),
            is_deal=one.is_deal,
            x=round(10 * one.x),
            y=1000 - round(10 * one.y),
        )
        for one in placed.offers
    ]
    figure = made.figures[0] if made.figures else None
    short = _short(said["left"]) if "left" in said else None
    return GameDebrief(
        record=record,
        made=made,
        lead=short or said.get("left") or said["deal"],
        after=[said[name] for name in (("left",) if short else ()) + ("deal", "created") if name in said and "left" in said],
        offers=offers,
        plane=" ".join(f"{round(10 * x)},{1000 - round(10 * y)}" for x, y in placed.edge),
        picture=figure.title if figure else None,
        alt=figure.alt if figure else None,
        parts=[
            Part(title=Message(f"page-debrief.paper.{name}"), sentences=sentences)
            for name, begins in PARTS
            if (sentences := [_happening(one.message) for one in made.findings if one.id.startswith(begins)])
        ],
        notes=[*made.caveats, *made.missing],
    )


def _short(message: Message) -> Message | None:
    """Return the short sentence that stands for one at the head of an answer; None where it has none."""
    area, _, key = message.id.partition(".")
    return Message(f"{area}.in-short.{key}", **message.values) if f"in-short.{key}" in catalogue(area, "en") else None


def _happening(message: Message) -> Any:
    """Return what the file of the game itself tells without the words that say so, which stand above it; any other sentence as it is."""
    text = message.values.get("told")
    if text is None:
        return message
    return Message("page-debrief.paper.on", **message.values) if message.values.get("date") else text


def steps_of(room: Room, record: GameRecord) -> list[tuple[RoomNextStep, Any]]:
    """Return what players do next, each with the side of whoever wrote it, in the order of sides."""
    rows = RoomNextStep.objects.filter(seat__room=room).select_related("seat")
    sides = {row.pk: record.seats.get(row.seat.seat, len(record.sides)) for row in rows}
    named = [*record.sides, Message("page-debrief.no-side")]
    return [(row, named[sides[row.pk]]) for row in sorted(rows, key=lambda row: (sides[row.pk], row.pk))]


def paper_of(room: Room, name: str) -> tuple[bytes, str, str, Lang]:
    """Return the debrief as a file, ``fr-pdf``: its bytes, their kind, its name and its language; 404 where there is none."""
    wanted, _, ending = name.partition("-")
    lang = next((one for one in LANGUAGES if one == wanted), None)
    if lang is None or ending not in FORMATS:
        raise Http404
    found = debrief_of(room)
    steps = [_next(row, side) for row, side in steps_of(room, found.record)]
    kind, render = reports.FORMATS[ending]
    record = found.record
    document = game_debrief(found.made, name=room.pk, title=room.called, date=record.day, is_rehearsal=True, steps=steps, lang=lang)
    return render(document), kind, f"debrief-{room.pk}-{lang}.{ending}", lang


def _next(row: RoomNextStep, side: Any) -> NextStep:
    return NextStep(what=row.what, owner=row.owner, by=row.by, side=side)
