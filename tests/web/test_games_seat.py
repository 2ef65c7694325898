"""A seat of a negotiation: what it shows, what it takes, what it answers to what it does not take."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from web.played import BRIEFS, FLOORS, PACKAGE, SIDES, Played, played, text_of

from legation.web.rooms.desk import DESK

pytestmark = pytest.mark.django_db
SCRIPT = "<script>document.title = 'taken'</script><b>bold</b>"


def _offers(made: Played) -> list[dict[str, Any]]:
    return list(DESK.seen(made.room.pk, made.seats["state"])["offers"])


def test_a_package_is_composed_sent_answered_and_becomes_the_deal(site: Any) -> None:
    made = played(site)
    counted = made.post("users", "offered", do="count", **PACKAGE).content.decode()
    assert "85 points" in text_of(counted) and "52 above your floor" in text_of(counted)
    assert not _offers(made)

    sent = made.post("users", "offered", reason="Thirty days protect people.", **PACKAGE)
    assert sent.status_code == 302
    (offer,) = _offers(made)
    number = offer["number"]
    assert sent["Location"].endswith(f"done=offered#o{number}")
    shown = text_of(made.page("state"))
    assert f"Offer {number} · Users’ group" in shown and "Thirty days protect people." in shown
    assert "30 points" in shown and "11 below your floor" in shown and "Accept Reject" in shown

    made.post("state", "rejected", offer=number, reason="Too fast.")
    shown = made.page("state", f"?show=offer&from={number}")
    assert shown.count("checked") == 3
    made.post("state", "offered", **PACKAGE | {"o0": "1"})
    last = _offers(made)[-1]["number"]
    shown = text_of(made.page("users"))
    assert shown.index(f"Offer {last}") < shown.index(f"Offer {number}")
    assert "60 days −20 for you instead of 30 days" in shown
    assert "Rejected by The State. Too fast." in shown
    made.post("users", "accepted", offer=last)
    assert "No answer yet from The firm." in text_of(made.page("users"))
    made.post("firm", "accepted", offer=last)
    for who in (*SIDES, "observer", "wall"):
        assert f"Deal: offer {last}" in text_of(made.page(who))
    assert "Offer to all" not in made.page("state", "?show=offer")


def test_a_side_room_is_for_those_whom_it_names(site: Any) -> None:
    made = played(site)
    made.post("state", "offered", to=["firm"], reason="SECRET-aside", **PACKAGE)
    made.post("state", "spoke", to=["firm"], text="SECRET-words")
    made.post("firm", "spoke", text="To all of you.")
    for who in SIDES[:2]:
        assert "SECRET-aside" in made.page(who) and "SECRET-words" in made.page(who, "?show=talk")
    assert "Aside, only to The firm" in text_of(made.page("firm"))
    for who in ("users", "observer", "wall"):
        page = made.page(who) + made.page(who, "?show=talk")
        assert "SECRET" not in page
    assert "To all of you." in made.page("users", "?show=talk")


def test_own_brief_points_and_floor_are_one_tap_away_and_nobody_elses(site: Any) -> None:
    made = played(site)
    for lang in ("en", "fr"):
        for side in SIDES:
            page = made.page(side, "?show=own", lang)
            assert BRIEFS[side][lang].partition(":")[0] in page
            for other in SIDES:
                assert (f"{FLOORS[other]} point" in text_of(page)) == (other == side)
                assert other == side or BRIEFS[other][lang] not in page
        assert "?show=own" in made.page("state", "", lang)
        for who in ("observer", "wall"):
            assert "CANAR" not in made.page(who, "?show=own", lang)


def test_votes_say_how_many_are_missing(site: Any) -> None:
    made = played(site, rule={"share": "2/3", "strict": False, "veto": [], "weights": {}})
    made.post("users", "offered", **PACKAGE)
    number = _offers(made)[-1]["number"]
    page = text_of(made.page("state"))
    assert "In favour 1, against 0, abstaining 0." in page and "1 more vote in favour is needed." in page
    assert "In favour Abstain Against" in page
    made.post("state", "voted", offer=number, value="no")
    assert "You voted against it." in text_of(made.page("state"))
    made.post("firm", "voted", offer=number, value="yes")
    assert f"Deal: offer {number}" in text_of(made.page("wall"))


def test_whose_turn_it_is_is_said_and_out_of_turn_nothing_is_taken(site: Any) -> None:
    made = played(site, protocol="turns")
    assert "It is your turn." in made.page("state")
    assert "The State makes the next offer." in made.page("firm") and "?show=offer" not in made.page("firm")
    early = made.post("firm", "offered", **PACKAGE)
    assert early.status_code == 409 and "It is not your turn." in early.content.decode()
    ways = re.findall(r'class="places".*?</nav>', early.content.decode())[0]
    for place in ("table", "talk", "own"):  # what is refused is shown where it was sent: nothing can be read there
        assert f'href="/rooms/{made.room.pk}/seat/?show={place}"' in ways
    made.post("state", "offered", **PACKAGE)
    assert "It is your turn." in made.page("firm")


def test_what_cannot_be_taken_is_said_in_words_with_what_to_do(site: Any) -> None:
    made = played(site)
    unfinished = made.post("state", "offered", o0="1", o1="1")
    assert unfinished.status_code == 422 and "One issue has no option yet." in unfinished.content.decode()
    assert unfinished.content.decode().count(" checked") == 2
    strange = made.post("state", "offered", **PACKAGE | {"o0": "7"})
    assert strange.status_code == 422
    assert made.post("state", "offered", to=["nobody"], **PACKAGE).status_code == 409
    long = made.post("state", "offered", reason="x" * 2_001, **PACKAGE)
    assert long.status_code == 409 and "2,000 characters at most" in text_of(long.content.decode()) and "x" * 2_001 in long.content.decode()
    assert made.post("state", "spoke", text="  ").status_code == 422
    assert made.post("state", "nothing").status_code == 409
    assert made.post("observer", "offered", **PACKAGE).status_code == 409
    assert made.post("wall", "offered", **PACKAGE).status_code == 403
    assert not _offers(made)

    made.post("state", "offered", to=["firm"], **PACKAGE)
    number = _offers(made)[-1]["number"]
    assert made.post("users", "accepted", offer=number).status_code == 409  # not made to them
    assert made.post("state", "accepted", offer=number).status_code == 409  # their own
    made.post("firm", "rejected", offer=number)
    twice = made.post("firm", "accepted", offer=number)
    assert twice.status_code == 409 and "Your side has answered this offer already." in twice.content.decode()
    assert made.post("firm", "accepted", offer="99999").status_code == 409
    assert made.post("firm", "released", offer=number).status_code == 409  # of a rehearsal nothing is released

    made.writes("host", "phase", phase="paused")
    paused = made.post("state", "offered", **PACKAGE)
    assert paused.status_code == 409 and "The negotiation is paused." in paused.content.decode()
    assert "Read your brief meanwhile." in made.page("state") and "Read your brief meanwhile." not in made.page("state", "?show=own")
    made.writes("host", "phase", phase="closed")
    closed = made.post("state", "offered", **PACKAGE)
    assert closed.status_code == 409 and "no offer and no answer is received any more" in closed.content.decode()
    assert len(_offers(made)) == 1


def test_a_script_in_what_somebody_writes_is_shown_astext_of(site: Any) -> None:
    made = played(site)
    made.post("state", "offered", reason=SCRIPT, **PACKAGE)
    number = _offers(made)[-1]["number"]
    made.post("firm", "rejected", offer=number, reason=SCRIPT)
    made.post("state", "spoke", text=SCRIPT)
    for who in ("wall", "users", "firm"):
        page = made.page(who) + ("" if who == "wall" else made.page(who, "?show=talk"))
        assert page.count("&lt;b&gt;bold") == (2 if who == "wall" else 3) and "<b>bold" not in page


def test_what_a_browser_sends_as_json_is_held_to_the_same(site: Any) -> None:
    made = played(site)

    def codes(*said: tuple[str, dict[str, Any]]) -> list[str]:
        drafts = [{"kind": kind, "data": data, "key": f"{at:x}-77"} for at, (kind, data) in enumerate(said)]
        answer = made.client("state").post(made.at("entries"), json.dumps({"drafts": drafts}), content_type="application/json")
        return [one.get("code", "taken") for one in answer.json()["written"]]

    package = [0, 1, 1]
    said = [
        ("offered", {"package": package, "reasons": [{"issue": 0, "why": "unchanged", "side": ""}]}),
        ("scored", {"points": [[1, 2, 3], [1, 2], [1, 2, 3]]}),
        ("revealed", {}),
        ("phase", {"phase": "closed"}),
        ("offered", {"package": [0, 1]}),
        ("offered", {"package": package, "side": "firm"}),
    ]
    assert "taken" not in codes(*said)
    assert codes(("offered", {"package": package})) == ["taken"]


def test_everything_lies_open_once_the_host_has_revealed_it(site: Any) -> None:
    made = played(site)
    made.post("users", "offered", **PACKAGE)
    number = _offers(made)[-1]["number"]
    for side in SIDES[:2]:
        made.post(side, "accepted", offer=number)
    made.writes("host", "phase", phase="closed")
    assert "What each side wanted" not in made.page("state")
    made.writes("host", "revealed")
    for who in (*SIDES, "observer", "wall"):
        page = text_of(made.page(who))
        assert "What each side wanted" in page
        assert all(f"Floor: {FLOORS[side]} points" in page for side in SIDES)
        assert all(BRIEFS[side]["en"] in page for side in SIDES)
    page = text_of(made.page("users"))
    # its own stands beside its brief, on the deal and on the offer that became it
    assert page.count("52 above its floor") == 0 and page.count("your floor") == 3 and page.count("its floor") == len(SIDES) - 1


def test_a_seat_that_is_given_up_is_gone(site: Any) -> None:
    made = played(site)
    made.post("state", "spoke", text="SECRET-regret")
    gone = made.post("state", "erased")
    assert gone.status_code == 200 and made.client("state").get(made.at()).status_code != 200
    assert "SECRET-regret" not in made.page("firm", "?show=talk")
