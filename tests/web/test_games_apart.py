"""Other scores, floors and briefs, the same moves: every byte that a seat receives is the same until the host reveals, in a real session always."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.played import BRIEFS, FLOORS, PACKAGE, SCORES, SIDES, Played, played

from legation.language import LANGUAGES
from legation.web.rooms.audience import AUDIENCE, Listener
from legation.web.rooms.place import seat_mark
from legation.web.rooms.routes import SEAT_ROUTES

pytestmark = pytest.mark.django_db
DRAWN = ("set-cookie", "content-length", "x-request-id")
"""Headers that are otherwise each time: the seat and a token are drawn by chance."""
PLACES = ("", "?show=offer", "?show=talk", "?show=own")
OTHERS = {
    side: [[(7 * (at + 3) * (place + 2)) % 41 for place, _ in enumerate(row)] for at, row in enumerate(SCORES[side])] for side in SIDES
}
OTHER_BRIEFS = {side: {"en": f"OTHER brief for {side}", "fr": f"AUTRES instructions pour {side}"} for side in SIDES}
POINTS = {side: [[50, 20, 0], [10, 0], [40, 5, 0]] for side in SIDES}
OTHER_POINTS = {side: [[0, 50, 0], [30, 0], [0, 20, 0]] for side in SIDES}
"""With these nothing is better for all than the last offer: the one bit is another."""


def _received(site: Any, committing: Any, changed: tuple[str, ...], *, real: bool = False) -> tuple[Played, dict[str, str]]:
    """Play the same moves with the secrets of some sides changed; return all that each seat received, ids drawn by chance replaced."""
    mixed = {
        "scores": {side: (OTHERS if side in changed else SCORES)[side] for side in SIDES},
        "floors": {side: FLOORS[side] + 5 * (side in changed) for side in SIDES},
        "briefs": {side: (OTHER_BRIEFS if side in changed else BRIEFS)[side] for side in SIDES},
    }
    made = played(site, real=real, **({} if real else mixed))
    whole: dict[str, list[str]] = {who: [] for who in (*SIDES, "observer", "wall")}
    listeners = []
    for who, heard in whole.items():
        listeners.append(
            Listener(made.room.pk, made.seats[who], lambda kind, number, text, heard=heard: heard.append(f"{kind} {number} {text}"))
        )
        AUDIENCE.join(listeners[-1])
    with committing(execute=True):
        for side in SIDES if real else ():
            points = (OTHER_POINTS if side in changed else POINTS)[side]
            made.writes(side, "scored", points=points, floor=30 + (side in changed))
        first = made.writes("users", "offered", package=[0, 1, 1], reason="Soon.")
        made.writes("state", "rejected", offer=first, reason="Too soon.")
        made.writes("firm", "offered", package=[2, 0, 2], to=["state"], reason="Between us.")
        made.writes("state", "spoke", text="Aside.", to=["firm"])
        last = made.writes("state", "offered", package=[1, 0, 1])
        made.writes("firm", "accepted", offer=last)
    for who, heard in whole.items():
        if who in SIDES:
            heard += [made.post(who, "offered", do="count", **PACKAGE).content.decode()]
            heard += [made.post(who, "accepted", offer="77777").content.decode()]
        for route in SEAT_ROUTES.values():
            if route.method == "GET" and route.kind in ("", "negotiation") and "<" not in route.path.removeprefix("rooms/<slug:room>/"):
                where = route.path.removeprefix("rooms/<slug:room>/seat/")
                for at, query in enumerate(PLACES if not where else ("",)):
                    answer = made.client(who, LANGUAGES[at % 2]).get(made.at(where + query))
                    headers = {name: text for name, text in answer.items() if name.lower() not in DRAWN}
                    heard += [f"{where}{query} {answer.status_code} {headers}", answer.content.decode()]
    for listener in listeners:
        AUDIENCE.leave(listener)
    return made, {who: _plain(made, "\n".join(heard)) for who, heard in whole.items()}


def _plain(made: Played, text: str) -> str:
    text = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", text)
    for who, seat in made.seats.items():
        text = text.replace(seat_mark(made.room.pk, seat), f"MARK-{who}").replace(seat, f"SEAT-{who}")
    return re.sub(r"nonce-[\w+/=-]+", "nonce", text.replace(made.room.pk, "ROOM"))


def test_what_a_seat_receives_tells_nothing_of_the_points_floors_and_briefs_of_others(
    site: Any, django_capture_on_commit_callbacks: Any
) -> None:
    committing = django_capture_on_commit_callbacks
    made, base = _received(site, committing, ())
    assert all(len(text) > 10_000 for text in base.values())
    assert "gain" in base["wall"] and "Between us." in base["state"] and "Between us." not in base["users"]
    for side in SIDES:
        assert str(BRIEFS[side]["en"]) in base[side]
        others = tuple(one for one in SIDES if one != side)
        assert _received(site, committing, others)[1][side] == base[side], side
    _, everything = _received(site, committing, SIDES)
    for who in ("observer", "wall"):
        assert everything[who] == base[who], who
    for side in SIDES:
        assert everything[side] != base[side]

    made.writes("host", "phase", phase="closed")
    made.writes("host", "revealed")
    assert all(BRIEFS[side]["en"] in made.page("wall") for side in SIDES)


def test_in_a_real_session_one_bit_is_all_that_a_seat_learns_of_the_points_of_others(
    site: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def without_the_bit(text: str) -> str:
        text = re.sub(r'"better": ?(true|false|null)', '"better":', text)
        return re.sub(r'<p class="(near|good)">[^<]*(every party|toutes les parties)[^<]*</p>', "", text)

    committing = django_capture_on_commit_callbacks
    made, base = _received(site, committing, (), real=True)
    for side in SIDES:
        others = tuple(one for one in SIDES if one != side)
        changed = _received(site, committing, others, real=True)[1][side]
        assert changed != base[side]  # the bit is another one
        assert without_the_bit(changed) == without_the_bit(base[side]), side
    for who in ("observer", "wall"):
        assert _received(site, committing, SIDES, real=True)[1][who] == base[who]
    made.writes("host", "phase", phase="closed")
    assert "What each side wanted" not in made.page("state")
