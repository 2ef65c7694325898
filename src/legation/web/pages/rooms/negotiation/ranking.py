"""The points of a party in a real session: the order of its options, a few pairs of cards, tap by tap, until it says that they stand."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation.language import Message
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.negotiation.cards import MOST, Pair, Ranking
from legation.web.pages.rooms.negotiation.own import points_by_issue, points_notice
from legation.web.pages.rooms.negotiation.saying import ALLOWED, Sent
from legation.web.pages.rooms.negotiation.seat import SeatView, page_of, seat_of
from legation.web.pages.rooms.sent import draft_sent
from legation.web.rooms.desk import DESK
from legation.web.rooms.routes import later, seat_route

__all__ = ["ranking", "save", "tap"]

KIND = "negotiation"


@seat_route("ranking", name="room-ranking", kind=KIND)
def ranking(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Ask for the first tap."""
    seat = seat_of(request, room, here)
    return _step(seat, Ranking(seat.table.sizes)) if _may_rank(seat) else _to_seat(room)


@seat_route("ranking/tap", name="room-ranking-tap", action="write", method="POST", kind=KIND)
def tap(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take a tap, of which nothing is written down, and ask for the next one, or show the points that follow."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    seat, sent = seat_of(request, room, here), Sent.of(request.POST)
    if not _may_rank(seat):
        return _to_seat(room)
    found, do = Ranking.read(seat.table.sizes, sent.values.get("so_far", "")), sent.values.get("do", "")
    if do == "back":
        found = found.back()
    elif do == "equal":
        found = found.rest_equal()
    elif do in ("first", "second"):
        found = found.answered(do == "first")
    elif do != "enough":
        found = found.tapped(sent.number("option"))
    return _step(seat, found, is_enough=do == "enough")


@seat_route("ranking/save", name="room-ranking-save", action="write", method="POST", kind=KIND)
def save(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Let points stand: a later ranking replaces them."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    seat, sent = seat_of(request, room, here), Sent.of(request.POST)
    if not _may_rank(seat):
        return _to_seat(room)
    found = Ranking.read(seat.table.sizes, sent.values.get("so_far", ""))
    if not found.is_enough:
        return _step(seat, found, status=422)
    text, floor = sent.text("floor"), sent.number("floor")
    if text and not 0 <= floor <= 100:
        return _step(seat, found, is_enough=True, refused=Message("page-game-seat.floor-wrong"), status=422)
    data: dict[str, Any] = {"points": [list(row) for row in found.points]} | ({"floor": floor} if text else {})
    written = DESK.write(room, here, [draft_sent(room, "scored", data, secrets.token_hex(8), ALLOWED)])[0]
    if written.refused is not None:
        refused = why_not(written.refused, "party", seat.seen["phase"], "scored")
        return _step(seat, found, is_enough=True, refused=refused, status=409)
    return HttpResponseRedirect(f"{reverse('room-seat', args=[room])}?show=own&done=scored")


def _may_rank(seat: SeatView) -> bool:
    return seat.table.is_real and bool(seat.side) and seat.seen["phase"] != "closed"


def _to_seat(room: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('room-seat', args=[room])}?show=own")


def _step(seat: SeatView, found: Ranking, *, is_enough: bool = False, refused: Message | None = None, status: int = 200) -> HttpResponse:
    """Show what is to be tapped next; once nothing is, the points, with how sure they are."""
    table, pair = seat.table, None if is_enough and found.is_enough else found.next_pair
    values: dict[str, Any] = {
        "place": "ranking",
        "so_far": found.written(),
        "taps": len(found.answers) + sum(map(len, found.orders)),
        "refused": refused,
        "notice": points_notice(seat.room, seat.settings, table, seat.lang),
    }
    if found.issue is not None:
        issue, order = table.issues[found.issue], found.order
        values |= {
            "step": "order",
            "issue": issue.name,
            "at": found.issue + 1,
            "count": len(table.issues),
            "left": [(number, name) for number, name in enumerate(issue.options) if number not in order],
            "ordered": [issue.options[number] for number in order],
        }
    elif pair is not None:
        values |= {"step": "pair", "at": len(found.answers) + 1, "count": MOST, "is_enough": found.is_enough, **_cards(seat, pair)}
    else:
        values |= {
            "step": "points",
            "points": points_by_issue(table, found.points),
            "sure": sorted(((table.issues[one.issue].name, one) for one in found.sureness), key=lambda row: -row[1].points),
            "contradicting": found.contradicting,
            "quo": sum(row[one] for row, one in zip(found.points, table.status_quo, strict=True)) if table.status_quo else None,
            "floor": seat.mine.get("floor"),
        }
    return page_of(seat, "rooms/game_ranking.html", values, status)


def _cards(seat: SeatView, pair: Pair) -> dict[str, Any]:
    """Return two cards as they are shown: the issues on which they differ, and what is the same in both."""
    issues = seat.table.issues
    differ = [
        [(issues[issue].name, issues[issue].options[package[issue]]) for issue in pair.issues] for package in (pair.first, pair.second)
    ]
    same = [(one.name, one.options[pair.first[issue]]) for issue, one in enumerate(issues) if issue not in pair.issues]
    return {"cards": [("first", differ[0]), ("second", differ[1])], "same": same}
