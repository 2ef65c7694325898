"""A room before its moderators: one statement at a time, what is near it beside it, and a reason for each that is left out."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from legation.language import Message
from legation.rooms import Refused, seen_by
from legation.rooms.deliberation.hints import hints
from legation.rooms.deliberation.judgements import judgements
from legation.rooms.deliberation.near import near
from legation.rooms.deliberation.rules import REASONS
from legation.rooms.deliberation.waiting import waiting as waits_from
from legation.rooms.state import as_seen
from legation.web.pages.rooms.answers import why_not
from legation.web.pages.rooms.of_dossier import deliberation_of
from legation.web.pages.rooms.words import readable
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.reports import may_leave
from legation.web.site.csv_file import defused
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page, show
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomEntry

__all__ = ["ModerationQueue", "moderators_view", "reason_said", "waiting_since"]

QUEUE = "pages/room_queue.html"
BESIDE = ("a", "b", "c")
"""Keys of the statements that stand beside."""
LAST = 5
"""Decisions that are shown again, so that one can be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideStatement:
    """A statement that says nearly the same."""

    key: str
    id: str
    text: str
    state: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedStatement:
    """A statement that a moderator decides on, or has decided on."""

    id: str
    text: str | Message
    source: Message
    judged: int
    verdict: Message | None = None
    reason: Message | str = ""
    hints: tuple[Message, ...] = ()
    reports: tuple[Message | str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ModerationQueue(Page):
    """What waits in a room, the one that waits longest first.

    Attributes
    ----------
    first : JudgedStatement or None
    beside : list of BesideStatement
    left_out : list of (str, str, Message)
        Key, reason, and how it is called.
    last : list of JudgedStatement
        Decided last, the newest first.
    typed : (str, str)
        A statement, and the reason that was sent for it and not taken.
    """

    room: str
    address: str
    question: str
    count: int
    since: str
    first: JudgedStatement | None
    beside: list[BesideStatement]
    left_out: list[tuple[str, str, Message]]
    last: list[JudgedStatement]
    error: Any = None
    typed: tuple[str, str] = ("", "")


@page("dossiers/<slug:slug>/rooms/<slug:room>/queue", name="rooms.queue", template=QUEUE, action="hold-rooms")
def queue(request: PageRequest, room: str) -> ModerationQueue:
    """Return what waits for a moderator."""
    return _queue(deliberation_of(request, room)[0], request)


@action("dossiers/<slug:slug>/rooms/<slug:room>/judge", name="rooms.judge", action="hold-rooms")
def judge(request: PageRequest, room: str) -> str | HttpResponse:
    """Let a statement in, or not, with a reason; whoever judges sits down as a moderator."""
    (found, _), form = deliberation_of(request, room), request.form
    statement, verdict = form.get("statement", ""), form.get("verdict", "")
    if verdict == "later":
        draft = Draft(kind="read", data={"statement": statement})
    else:
        data: dict[str, Any] = {"statement": statement, "verdict": "out", "reason": verdict.partition(":")[2]}
        if verdict == "in" or verdict.startswith("copy:"):
            data = {"statement": statement, "verdict": verdict.partition(":")[0]}
            data |= {"of": verdict.partition(":")[2]} if ":" in verdict else {}
        elif verdict in ("out", "out:other"):
            data["reason"] = as_seen(form.get("reason", "")).strip()
        after = form.get("after", "")
        data |= {"after": int(after)} if after.isascii() and after.isdecimal() and len(after) < 10 else {}
        draft = Draft(kind="judged", data=data)
    written = DESK.write(found.pk, _moderator(request, found), [draft])[0]
    if written.refused is not None and not (draft.kind == "read" and written.refused.code == "twice"):
        typed = (statement, str(draft.data.get("reason", "")) if draft.data.get("reason") not in REASONS else "")
        return show(request, _queue(found, request, error=_said(found, statement, written.refused), typed=typed), QUEUE, status=409)
    return request.href("rooms.queue", room=found.pk)


@file("dossiers/<slug:slug>/rooms/<slug:room>/log.csv", name="rooms.log", action="hold-rooms")
def moderation_log(request: PageRequest, room: str) -> HttpResponse:
    """Return each decision and its reason, without authors, and without words where nothing leaves the room."""
    found, state = deliberation_of(request, room)
    leaves = may_leave(state)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("number", "day", "statement", "text", "source", "verdict", "reason", "of"))
    for one in judgements(log.entries_after(found.pk)):
        row = (str(one.number), one.day, one.statement, one.text if leaves else "", one.source, one.verdict, one.reason, one.of)
        table.writerow([defused(cell) for cell in row])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moderation-{found.pk}.csv"'
    return response


def moderators_view(room: Room) -> dict[str, Any]:
    """Return a room as its moderators know it."""
    with DESK.reading(room.pk) as live:
        state: Any = live.state
        if state is None:
            raise Http404
        moderator = next((one.id for one in state.seats.values() if one.role == "moderator" and not one.removed), None)
        return readable(seen_by(state, moderator))


def waiting_since(room: Room, seen: dict[str, Any]) -> tuple[int, str]:
    """Return how many statements a moderator has to look at, and since when the first waits: the hour in the room's zone, or the day."""
    waiting = _waiting(seen)
    if not waiting:
        return 0, ""
    with DESK.reading(room.pk) as live:
        state: Any = live.state
        return len(waiting), _since(room, state, min(_waits_from(state, one) for one in waiting))


def _waits_from(state: Any, one: dict[str, Any]) -> int:
    """Return the number of the entry from which on a statement waits, or waited until a moment ago."""
    return int(waits_from(state).get(one["id"], state.statements[one["id"]].number))


def _since(room: Room, state: Any, number: int) -> str:
    """Return when an entry was written: to the minute, or the day where somebody's safety is at stake."""
    at = RoomEntry.objects.filter(room=room, number=number).values_list("at", flat=True).first() or ""
    return at[:10] if state.settings["safety"] else at[:16].replace("T", " ")


def reason_said(reason: str) -> Message | str:
    """Return a reason as a reader understands it: one of those that pages offer in their language, another as it was written."""
    return Message(f"page-rooms.reason.{reason.replace(' ', '-')}") if reason in REASONS else reason


def _waiting(seen: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the statements that wait, those put off last, then those in the room that somebody reported; none that is withdrawn."""
    reported = {flag["statement"] for flag in seen.get("flags", ())}
    there = [one for one in seen["statements"] if not one.get("gone")]
    waiting = sorted((one for one in there if one["verdict"] is None), key=lambda one: bool(one.get("read")))
    return waiting + [one for one in there if one["verdict"] == "in" and one["id"] in reported]


def _queue(room: Room, request: PageRequest, *, error: Any = None, typed: tuple[str, str] = ("", "")) -> ModerationQueue:
    seen = moderators_view(room)
    waiting = _waiting(seen)
    first = waiting[0] if waiting else None
    others = {one["id"]: one for one in seen["statements"] if one["verdict"] in ("in", None) and not one.get("gone") and one is not first}
    alike = near(first["text"], {name: one["text"] for name, one in others.items()}, most=len(BESIDE)) if first else []
    beside = [
        BesideStatement(key=key, id=name, text=others[name]["text"], state=_state(others[name]))
        for key, name in zip(BESIDE, alike, strict=False)
    ]
    offered = [one for one in REASONS if one not in ("copy", "other")]
    decided = sorted((one for one in seen["statements"] if one.get("judged")), key=lambda one: -one["judged"])
    count = len(waiting)
    with DESK.reading(room.pk) as live:
        state: Any = live.state
        since = _since(room, state, _waits_from(state, first)) if first else ""
    return ModerationQueue(
        title=Message("page-rooms.queue-title", count=count) if count else Message("page-rooms.moderation"),
        room=room.pk,
        address=request.href("rooms.one", room=room.pk),
        question=str(state.settings.get("question", "")),
        count=count,
        since=since,
        first=_shown(first, seen) if first else None,
        beside=beside,
        left_out=[(str(key), one, Message(f"page-rooms.reason.{one.replace(' ', '-')}")) for key, one in enumerate(offered, start=2)],
        last=[_shown(one, seen) for one in decided if first is None or one["id"] != first["id"]][:LAST],
        error=error,
        typed=typed,
    )


def _shown(one: dict[str, Any], seen: dict[str, Any]) -> JudgedStatement:
    receipt = one.get("reason") or ""
    return JudgedStatement(
        id=one["id"],
        text=one["text"],
        source=Message(f"page-rooms.source.{one['source']}"),
        judged=one.get("judged", 0),
        verdict=_state(one) if one["verdict"] else None,
        reason=reason_said(receipt),
        hints=tuple(Message(f"page-rooms.hint.{hint.replace(' ', '-')}") for hint in hints(one["text"]))
        if not one["verdict"] and not one.get("gone")
        else (),
        reports=tuple(reason_said(flag["reason"]) for flag in seen.get("flags", ()) if flag["statement"] == one["id"]),
    )


def _state(one: dict[str, Any]) -> Message:
    return Message(f"page-rooms.verdict.{one['verdict'] or 'waits'}")


def _said(room: Room, statement: str, refused: Refused) -> Any:
    """Return why a decision was not taken: where another moderator was quicker, what that one decided."""
    with DESK.reading(room.pk) as live:
        state: Any = live.state
        found = state.statements.get(statement)
        verdict = found.verdict if found is not None else None
    if refused.code == "conflict" and verdict:
        return Message("page-rooms.judged-meanwhile", verdict=Message(f"page-rooms.verdict.{verdict}"))
    return why_not(refused, "host")


def _moderator(request: PageRequest, room: Room) -> str:
    """Return the seat in which an account moderates; it sits down in one where it has none."""
    seat = seats.seat_by_account(room, request.account, "moderator")
    if seat is None:
        taken = seats.sit(room, role="moderator", account=request.account, anonymous=False)
        seat = taken[0] if taken is not None else seats.seat_by_account(room, request.account, "moderator")
    return str(seat)
