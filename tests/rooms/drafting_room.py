"""Drafting rooms as tests write them: a host, a chair, delegations of two seats, a group, an observer, and a text."""

from __future__ import annotations

from typing import Any

import pytest
from rooms.room_made import Log

from legation.rooms import Refused, seen_by
from legation.rooms.drafting import Drafting

TEXTS = ("States report incidents at once.", "They cooperate in good faith.", "All act.")


def drafting(*texts: str, **settings: Any) -> Log:
    """Return a room with a host ``h``, a chair ``c``, seats ``fra``, ``fra2``, ``rus``, ``irn``, ``eu`` (of DEU, for the EU), an observer ``o``."""
    log = Log("drafting")
    log.add("h", "opened", **({"seed": 1, "inside": "organisation", "leaves": "attributed", "silence_accepts": True} | settings))
    seats = {"fra": "FRA", "fra2": "FRA", "rus": "RUS", "irn": "IRN", "eu": "DEU", "c": "CHE", "o": "NGO"}
    for seat, organisation in seats.items():
        of = {} if settings.get("inside") == "anonymous" else {"organisation": organisation}  # where nobody is named no organisation sits
        role = {"c": "chair", "o": "observer"}.get(seat, "delegate")
        log.add("h", "seated", seat=seat, role=role, **of, **({"group": "EU"} if seat == "eu" else {}))
    log.add("h", "seated", seat="wall", role="projector")
    paragraphs = [{"id": f"{n}", "label": f"{n}", "text": text} for n, text in enumerate(texts or TEXTS, 1)]
    log.add("c", "brought", kind="zero", paragraphs=paragraphs)
    return log


def state_of(log: Log) -> Drafting:
    assert isinstance(log.state, Drafting)
    return log.state


def propose(log: Log, by: str, name: str, text: str = "", operation: str = "insert", unit: str = "1", **data: Any) -> None:
    place = {"start": 1, "end": 1} if operation == "insert" else {"start": 1, "end": 2}
    log.add(by, "proposed", id=name, operation=operation, unit=unit, text=text, **(place | data))


def row(log: Log, seat: str | None, name: str, rows: str = "brackets") -> dict[str, Any]:
    return next(one for one in seen_by(state_of(log), seat)[rows] if one["id"] == name)


def refused(log: Log, code: str, by: str, kind: str, /, **data: Any) -> None:
    """An entry is refused with a code, and changes nothing."""
    before = everything(log)
    with pytest.raises(Refused) as raised:
        log.add(by, kind, **data)
    assert raised.value.code == code, raised.value
    assert everything(log) == before


def everything(log: Log) -> Any:
    """All that a room holds and shows."""
    state = state_of(log)
    desk = state.desk
    return (
        desk.state(),
        [list(desk.brackets), list(desk.units), desk.awaited, desk.marks, desk.closed_in, [one.ended for one in desk.reservations]],
        [dict(table) for table in (state.offers, state.shown, state.confided, state.received, state.joins, state.reported, state.raised)],
        (state.number, state.at, state.phase, state.deadline, state.hash, sorted(state.keys)),
        {seat: seen_by(state, seat) for seat in (None, *(one.id for one in state.seats.values() if not one.removed))},
    )
