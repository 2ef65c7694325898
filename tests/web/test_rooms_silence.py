"""Silence procedures: asked with a deadline in three time zones, broken with a reason, ended on time, once, and at once after an outage."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import time
from typing import Any

import pytest
from django.utils import timezone
from web.sites import ROOT, Server, prepared
from web.talks import Talks, opened

from legation import moment
from legation.language import say
from legation.web.pages.rooms.drafting.outcome import outcome_of
from legation.web.pages.rooms.drafting.saying import id_of
from legation.web.pages.rooms.drafting.text import TextOf
from legation.web.rooms import seats
from legation.web.rooms.clock import write_due
from legation.web.rooms.desk import DESK, Desk, Draft
from legation.web.stores.rooms.models import Room, RoomEntry

SEATED = pytest.mark.django_db


@pytest.fixture
def talks(site: Any) -> Talks:
    return opened(site, "FRA", "DEU", text="1. States shall report.\n\n2. Nothing here is new.\n\n3. The Chair [warmly] thanks all.")


def ask(talks: Talks, *units: str, **sent: str) -> Any:
    form = {"units": list(units), "level": "ad ref", "day": "2099-07-14", "time": "18:30", "zone": "America/New_York"} | sent
    return talks.chair.post(f"/rooms/{talks.room.pk}/seat/chair/silences/ask", form)


def called(talks: Talks, key: str) -> str:
    """Return the id of what the chair asked under a key."""
    return id_of(seats.chair_of(talks.room), key)


def silences(talks: Talks) -> list[Any]:
    return list(DESK.seen(talks.room.pk, seats.chair_of(talks.room))["silences"])


@SEATED
def test_a_deadline_stands_in_the_zone_of_the_room_in_that_of_the_chair_and_in_utc(talks: Talks) -> None:
    for sent, clocks in (
        ({"time": "18:30"}, ["15 July 2099, 00:30 (Paris time)", "14 July 2099, 18:30 (New York time)", "14 July 2099, 22:30 (UTC)"]),
        ({"time": ""}, ["15 July 2099, 05:59 (Paris time)", "14 July 2099, 23:59 (New York time)", "15 July 2099, 03:59 (UTC)"]),
        ({"time": "09:00", "zone": "UTC"}, ["14 July 2099, 11:00 (Paris time)", "14 July 2099, 09:00 (UTC)"]),
    ):
        before = re.findall(r'<li class="num">([^<]+)</li>', talks.desk("/silences"))
        assert ask(talks, "1", "2", **sent).status_code == 302
        assert re.findall(r'<li class="num">([^<]+)</li>', talks.desk("/silences")) == before + clocks
    page = talks.desk("/silences")
    assert "3 silence procedures run" in page and "Silence on paragraphs 1 and 2" in page


@SEATED
def test_a_time_that_comes_twice_is_asked_about_and_one_that_never_comes_refused(talks: Talks) -> None:
    gap = ask(talks, "1", day="2031-03-30", time="02:30", zone="Europe/Paris")
    assert gap.status_code == 422 and "does not exist" in gap.content.decode()
    twice = {"day": "2031-10-26", "time": "02:30", "zone": "Europe/Paris"}
    which = ask(talks, "1", **twice)
    page = which.content.decode()
    assert which.status_code == 422 and '<option value="1">2031-10-26 01:30 UTC</option>' in page
    assert re.search(r'value="1" checked', page)  # what was chosen stays chosen
    assert not silences(talks)
    assert ask(talks, "1", **twice, fold="1").status_code == 302
    assert talks.state.deadline == "2031-10-26T01:30:00.000Z"


@SEATED
def test_what_is_no_silence_is_said_and_changes_nothing(talks: Talks) -> None:
    wrong: list[tuple[tuple[str, ...], dict[str, str], int]] = [
        ((), {}, 422),
        (("nine",), {}, 409),
        (("1",), {"day": "2001-01-01"}, 422),
        (("1",), {"day": ""}, 422),
        (("1",), {"level": "whole"}, 422),
        (("1",), {"zone": "Nowhere/Else"}, 422),
    ]
    for units, sent, status in wrong:
        assert ask(talks, *units, **sent).status_code == status, sent
    assert not silences(talks)


@SEATED
def test_sent_twice_it_is_asked_once(talks: Talks) -> None:
    for _ in range(2):
        assert ask(talks, "1", key="a6").status_code == 302
    assert len(silences(talks)) == 1


@SEATED
def test_who_breaks_it_and_why_stands_on_the_chairs_page_and_who_has_not_received_it(talks: Talks) -> None:
    ask(talks, "1", "2", key="a")
    talks.says("FRA", "received", what=called(talks, "a"))
    talks.says("DEU", "broken", id=called(talks, "a"), units=["2"], reason="Capital has not answered")
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", talks.desk("/silences")))
    assert "Germany on paragraph 2 Capital has not answered" in page
    assert "1 of 2 have said that they received it" in page and "Not yet: Germany" in page
    assert "Capital has not answered" in str(DESK.seen(talks.room.pk, talks.seats["FRA"])["silences"])


@SEATED
def test_several_end_on_time_the_earliest_first_each_once_and_after_an_outage_at_once(talks: Talks) -> None:
    """The night on which clocks in Paris are set back; then the machine's own clock jumps back by an hour."""
    ask(talks, "1", key="a", day="2031-10-26", time="02:30", zone="Europe/Paris", fold="0")
    ask(talks, "2", key="b", day="2031-10-26", time="02:30", zone="Europe/Paris", fold="1")
    ask(talks, "3", key="c", day="2031-10-26", time="", zone="Europe/Paris")
    clock = [moment.parse("2031-10-26T00:30:00.000Z")]
    desk = Desk(lambda: moment.written(clock[0]))

    def due() -> int:
        return write_due(desk, lambda: clock[0])

    assert due() == 0  # an instant is met up to itself
    clock[0] += dt.timedelta(seconds=1)
    assert (due(), due()) == (1, 0)
    assert Room.objects.get(pk=talks.room.pk).deadline == "2031-10-26T01:30:00.000Z"
    clock[0] -= dt.timedelta(hours=1)
    assert due() == 0
    clock[0] = moment.parse("2031-10-27T09:00:00.000Z")  # nothing ran meanwhile
    desk = Desk(lambda: moment.written(clock[0]))
    assert (due(), due(), write_due(Desk(), lambda: clock[0])) == (2, 0, 0)
    told = RoomEntry.objects.filter(room=talks.room, kind="due").order_by("number")
    assert [one.key for one in told] == [f"due:{called(talks, key)}" for key in "abc"]
    assert Room.objects.get(pk=talks.room.pk).deadline == ""
    assert [bool(one["ended"]) for one in desk.seen(talks.room.pk, None)["silences"]] == [True] * 3
    levels = {one["id"]: one["level"] for one in desk.seen(talks.room.pk, None)["units"]}
    assert levels == {"1": "ad ref", "2": "ad ref", "3": "bracketed"}  # a bracket is open in the third
    text = TextOf(desk.seen(talks.room.pk, None))
    said = [[say(words, "en") for words in outcome_of(text, one, accepts=True)] for one in text.seen["silences"]]
    assert said[0] == ["Silence kept: paragraph 1 agreed ad referendum."]
    assert said[2] == ["Silence kept, but paragraph 3 stays as it is: a bracket or an objection stands."]


@SEATED
def test_what_comes_after_the_deadline_is_late_before_the_clock_has_written_it(talks: Talks) -> None:
    ask(talks, "1", key="a", day="2031-10-26", time="02:30", zone="Europe/Paris", fold="0")
    late = Desk(lambda: "2031-10-26T00:30:00.001Z")
    (written,) = late.write(
        talks.room.pk, talks.seats["DEU"], [Draft(kind="broken", data={"id": called(talks, "a"), "units": [], "reason": "Too late"})]
    )
    assert written.refused is not None and written.refused.code == "late"
    met = Desk(lambda: "2031-10-26T00:30:00.000Z")
    (written,) = met.write(
        talks.room.pk, talks.seats["DEU"], [Draft(kind="broken", data={"id": called(talks, "a"), "units": [], "reason": "In time"})]
    )
    assert written.refused is None


@SEATED
def test_where_silence_accepts_nothing_it_is_noted(site: Any) -> None:
    talks = opened(site, "FRA", silence_accepts=None)
    ask(talks, "1", key="a", day="2031-10-26", time="", zone="UTC")
    assert write_due(Desk(lambda: "2031-10-27T00:00:01.000Z"), lambda: moment.parse("2031-10-27T00:00:01.000Z")) == 1
    DESK.forget(talks.room.pk)
    assert talks.row("1")["level"] == "proposed"
    assert "it accepts nothing by itself" in talks.desk("/silences")


_ROOM = """
import datetime as dt, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django
django.setup()
from legation import moment
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room
if sys.argv[1] == "open":
    host = Account.objects.filter(is_administrator=True)[0]
    room = seats.open_room(Dossier.objects.get(slug="small"), host, "drafting", {"silence_accepts": True}, title={}, notice={})
    now = dt.datetime.now(dt.UTC)
    chair = seats.seat_chair(room, now + dt.timedelta(days=1))
    text = [{"id": "1", "label": "1", "text": "States shall report.", "sources": []}]
    asked = {"id": "s", "units": ["1"], "level": "ad ref", "deadline": moment.written(now + dt.timedelta(seconds=float(sys.argv[2]))), "zone": "UTC"}
    written = DESK.write(room.pk, chair, [Draft(kind="brought", data={"kind": "zero", "paragraphs": text}), Draft(kind="asked", data=asked)])
    assert not [one.refused for one in written if one.refused]
else:
    room = Room.objects.get()
    print([list(room.entries.filter(kind="due").values_list("key", flat=True)), DESK.seen(room.pk, None)["units"][0]["level"]])
"""


@pytest.mark.slow
def test_a_silence_ends_at_once_when_a_server_that_was_killed_is_there_again(tmp_path: Any) -> None:
    with prepared(tmp_path, postgresql=False) as environment:

        def run(*words: str) -> str:
            done = subprocess.run(
                [sys.executable, "-c", _ROOM, *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
            )
            return done.stdout.strip()

        with Server(environment) as server:
            run("open", "0.5")
            server.kill()
            server.process.wait(30)
        time.sleep(0.5)
        before = run("read")
        with Server(environment):
            until = time.monotonic() + 15
            while "due:s" not in run("read") and time.monotonic() < until:
                time.sleep(0.2)
        after = run("read")

    assert before.startswith("[[]") or "due:s" in before
    assert after == "[['due:s'], 'ad ref']"


@SEATED
@pytest.mark.parametrize("inside", ["organisation", "anonymous"])
def test_a_silence_runs_ten_minutes_at_least_by_the_clock_on_the_wall(site: Any, inside: str) -> None:
    talks = opened(site, inside=inside, leaves="organisation" if inside == "organisation" else "chatham")
    for minutes, status in ((-1, 422), (1, 422), (9, 422), (12, 302)):
        at = timezone.now() + dt.timedelta(minutes=minutes)
        answer = ask(talks, "2", day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}", zone="UTC")
        assert answer.status_code == status, minutes
        assert status == 302 or "Give at least 10 minutes from now" in answer.content.decode()
    assert len(silences(talks)) == 1
    assert "at least 10 minutes from now" in talks.desk("/silences")
