"""A real session: a party finds its points by taps, sees what offers are worth to it and whether better is there for all, and deletes them."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from web.played import PACKAGE, SIDES, Played, played, text_of

from legation.web.pages.rooms.negotiation.cards import CHOSEN_FROM, Ranking
from legation.web.rooms.desk import DESK
from legation.web.stores.rooms.models import RoomContent

pytestmark = pytest.mark.django_db
WORTH = {"state": (60, 10, 30), "firm": (15, 25, 60), "users": (55, 20, 25)}


def _so_far(page: str) -> str:
    found = re.search(r'name="so_far" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def ranked(made: Played, who: str, worth: tuple[int, ...], floor: str = "") -> list[str]:
    """Tap until points are found, as somebody does to whom the first option is best and issues are worth so much; return the pages."""
    client = made.client(who)
    pages = [client.get(made.at("ranking")).content.decode()]
    while "ranking/save" not in pages[-1]:
        page = pages[-1]
        cards = re.findall(r'name="do" value="(first|second)">(.*?)</button>', page)
        if cards:
            totals = {which: _worth(words, worth) for which, words in cards}
            said = {"do": max(totals, key=lambda which: totals[which])}
        else:
            said = {"option": re.findall(r'name="option" value="(\d+)"', page)[0]}
        answer = client.post(made.at("ranking/tap"), said | {"so_far": _so_far(page)})
        assert answer.status_code == 200
        pages.append(answer.content.decode())
    saved = client.post(made.at("ranking/save"), {"so_far": _so_far(pages[-1]), "floor": floor})
    assert saved.status_code == 302, saved.content
    return pages


def _worth(words: str, worth: tuple[int, ...]) -> float:
    options = [("30 days", "60 days", "90 days"), ("None", "Fixed"), ("At once", "After the fix", "Never")]
    return sum(
        points * (1 - names.index(name) / (len(names) - 1))
        for points, names in zip(worth, options, strict=True)
        for name in names
        if f">{name}<" in words
    )


def test_points_come_from_taps_and_say_how_sure_they_are(site: Any) -> None:
    made = played(site, real=True, host_side="firm")
    assert "First, what matters to you" in made.page("state")
    pages = ranked(made, "state", WORTH["state"], floor="40")
    assert "Issue 1 of 3" in pages[0] and "Which of these two would you rather have?" in "".join(pages)
    assert len(pages) < 20
    assert "fit your answers" in pages[-1]
    for page in (pages[0], pages[-1], made.page("state", "?show=own")):
        told = text_of(page)
        assert "held for you by The desk" in told and "deleted 30 days after" in told and "Our IT service" in told
        assert "it is The firm" in told and "nothing is revealed" in told and "Backups that were made before" in told
    mine = DESK.seen(made.room.pk, made.seats["state"])["mine"]
    best = [max(row) for row in mine["points"]]
    assert sum(best) == 100 and mine["floor"] == 40
    assert all(abs(one - true) <= 8 for one, true in zip(best, WORTH["state"], strict=True)), best
    assert "Your floor: 40 points" in text_of(made.page("state", "?show=own"))
    made.post("users", "offered", **PACKAGE)
    assert "above your floor" in made.page("state") and not re.search(r"[0-9]+ points?", made.page("firm"))


@pytest.mark.each_database("what was said is erased where the database holds it")
def test_points_are_deleted_with_all_that_was_said_of_them_and_found_anew(site: Any) -> None:
    made = played(site, real=True)
    ranked(made, "state", WORTH["state"])
    ranked(made, "state", (10, 70, 20), floor="11")
    rows = RoomContent.objects.filter(entry__room=made.room, entry__kind="scored")
    assert rows.count() == 2
    gone = made.post("state", "erased", what="points")
    assert gone.status_code == 302 and "Your points are deleted." in made.page("state", "?show=own&done=erased")
    assert not rows.exists()
    assert DESK.seen(made.room.pk, made.seats["state"])["mine"]["points"] is None
    ranked(made, "state", WORTH["state"])
    assert DESK.seen(made.room.pk, made.seats["state"])["mine"]["points"]
    made.post("firm", "erased", what="points")  # there are none: nothing happens, and nobody else's go
    assert DESK.seen(made.room.pk, made.seats["state"])["mine"]["points"]


def test_whether_better_is_there_for_all_is_one_bit_and_packages_are_released_by_all(site: Any) -> None:
    made = played(site, real=True)
    for side in SIDES:
        ranked(made, side, WORTH[side])
    assert "better for every party" not in made.page("state")
    made.post("state", "offered", o0="2", o1="1", o2="2")  # the last option is the worst for each
    number = DESK.seen(made.room.pk, made.seats["state"])["offers"][-1]["number"]
    for side in SIDES:
        assert "Some other package is better for every party." in made.page(side)
    for who in ("observer", "wall"):
        page = text_of(made.page(who))
        assert "better for every party" not in page and "Only the parties know this package" in page and "90 days" not in page
    for side in SIDES:
        assert "90 days" not in made.page("wall")
        made.post(side, "released", offer=number)
    assert "90 days" in made.page("wall")
    again = made.post("state", "released", offer=number)
    assert again.status_code == 409 and "Your side has released this package already." in again.content.decode()
    made.post("state", "offered", o0="0", o1="0", o2="0")
    assert "No other package is better for every party." in made.page("users")


def test_taps_that_are_none_change_nothing_and_points_come_from_taps_alone(site: Any) -> None:
    made = played(site, real=True)
    client = made.client("state")
    for so_far in ("", "9|1,1,1;;;|zz", "3|0,1;0;0,1|999a,-1b", "<script>", "3|0,1;0;0,1|" + "0a," * 900):
        for said in ({"option": "77"}, {"do": "first"}, {"do": "enough"}, {"do": "back"}, {}):
            assert client.post(made.at("ranking/tap"), {"so_far": so_far, **said}).status_code == 200
    assert client.post(made.at("ranking/save"), {"so_far": "1|0,1|"}).status_code == 422
    pages = ranked(made, "firm", WORTH["firm"])
    wrong = made.client("firm").post(made.at("ranking/save"), {"so_far": _so_far(pages[-1]), "floor": "1000"})
    assert wrong.status_code == 422 and "A floor is a whole number from 0 to 100." in wrong.content.decode()
    made.writes("host", "phase", phase="closed")
    assert client.get(made.at("ranking")).status_code == 302
    assert client.post(made.at("ranking/save"), {"so_far": _so_far(pages[-1])}).status_code == 302
    assert made.client("observer").get(made.at("ranking")).status_code == 302


def test_in_a_rehearsal_nobody_ranks(site: Any) -> None:
    made = played(site)
    assert made.client("state").get(made.at("ranking")).status_code == 302
    assert "Find my points" not in made.page("state", "?show=own")


def test_a_tap_on_many_issues_is_answered_soon() -> None:
    ranking = Ranking((5,) * 30, tuple((0, 1, 2, 3) for _ in range(30)), (), 30)
    assert len(ranking.pairs) < 2 * CHOSEN_FROM
    assert {issue for pair in ranking.pairs for issue in pair.issues} == set(range(30))
