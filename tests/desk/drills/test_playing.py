"""The clock of a drill: messages that the recorder noted are answered as the truth says, sealed to the house, once."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from desk_people import a_crisis

from legation.consular.codes import code_of
from legation.keys import open_sealed
from legation.web.consular.drills.declared import close_drill, start_drill, the_drill
from legation.web.consular.drills.playing import play
from legation.web.consular.drills.plays import Plays
from legation.web.consular.drills.recorded import note
from legation.web.consular.drills.truth import truth
from legation.web.consular.house import house_folder
from legation.web.consular.records.models import Event, Household, Message, Wave
from legation.web.consular.vault import vault
from legation.web.front.store import digest, open_front

from .conftest import NOW

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def front():
    """What lies in the front of the house, opened; it is emptied before."""
    with open_front(house_folder() / "front") as connection:
        connection.execute("DELETE FROM submission")

    def opened() -> list[tuple[str, dict[str, str], bytes]]:
        rows = open_front(house_folder() / "front").execute("SELECT kind, key_version, sealed, token FROM submission ORDER BY number")
        return [(kind, json.loads(open_sealed(vault().keyring, kind, version, sealed)), token) for kind, version, sealed, token in rows]

    return opened


def a_wave(number: int = 1) -> dict[str, tuple[str, str]]:
    """Hand a wave to every household as the sender of the desk does; return link and code of each."""
    crisis = Wave.objects.first().crisis if number > 1 else a_crisis()
    wave = Wave.objects.create(crisis=crisis, number=number, text="wave")
    given = {}
    for place, household in enumerate(Household.objects.order_by("pk")):
        token, code = f"{number}{place:021}", code_of(1_000 * number + place)
        given[household.pk] = token, code
        contact = vault().open(household, "contact")
        for channel, addresses in (("email", contact["emails"]), ("sms", contact["phones"])):
            for address in addresses:
                message = Message(wave=wave, household=household, channel=channel, lang="en", state="handed-over", code=code)
                message.key = message.pk
                message.address = vault().seal(message, "address", {"to": address, "token": token})
                message.save()
                text = f"Are you safe? https://front.example.org/en/a/{token} or by message with your code {code} and one word: INJURED."
                note(house_folder(), channel, message.pk, address, "Please", text, NOW)
    return given


def test_nobody_answers_before_the_drill_is_started_nor_after_it_is_closed(starts, front):
    a_wave()
    assert play(LATER) == 0
    starts()
    close_drill(NOW)
    assert play(LATER) == 0
    assert front() == []


def test_each_answers_in_its_time_as_the_truth_says(starts, front):
    given = a_wave()
    starts()
    play(NOW)
    assert front() == []

    play(NOW + dt.timedelta(minutes=30))
    early = front()
    assert play(NOW + dt.timedelta(minutes=30)) == 0
    play(LATER)

    first = [(household, answer) for household, about in truth().households.items() for answer in about.answers if answer.wave == 1]
    reached = [(one, answer) for one, answer in first if Message.objects.filter(household=one, state="handed-over").exists()]
    by_link = sorted((digest(given[one][0]), answer.status) for one, answer in reached if answer.by == "link")
    sent = front()
    by_message = [(one, answer) for one, answer in reached if answer.by == "sms"]
    assert 0 < len(early) < len(sent) == len(reached) - len(by_message)
    assert sorted((token, content["status"]) for kind, content, token in sent if kind == "reply") == by_link
    assert all(
        content["code"] in {code for _, code in given.values()} and "token" not in content for kind, content, _ in sent if kind == "code"
    )
    assert Plays(house_folder()).counts() == (len(reached), len(reached))


def test_a_text_message_from_the_own_number_is_trusted_and_counts_once(starts, front):
    a_wave()
    starts()
    play(LATER)
    written = {one for one, about in truth().households.items() if any(answer.by == "sms" and answer.wave == 1 for answer in about.answers)}
    texted = {one for one in written if Message.objects.filter(household=one, channel="sms", state="handed-over").exists()}
    reached = {one for one in written if Message.objects.filter(household=one, state="handed-over").exists()}
    events = {event.people[0]: event for event in Event.objects.filter(channel="sms")}
    by_household = {truth().people[person]["household"]: event for person, event in events.items()}

    assert texted
    assert by_household.keys() == reached
    assert {one for one, event in by_household.items() if event.trusted} >= texted
    assert Event.objects.filter(channel="sms").count() == len(reached)


def test_a_second_wave_is_answered_by_those_who_answer_only_it(starts, front):
    a_wave()
    starts()
    play(LATER)
    before = len(front())
    a_wave(2)
    play(LATER)

    second = [one for one, about in truth().households.items() for answer in about.answers if answer.wave == 2]
    assert 0 < len(front()) - before <= len(second)


def test_an_address_that_fails_is_reported_and_answers_nothing(starts, front):
    a_wave()
    starts()
    play(NOW)

    found = truth()
    for message in Message.objects.select_related("household"):
        state = "failed" if message.channel in found.households[message.household_id].failing else "handed-over"
        assert message.state == state


def test_a_faster_clock_answers_sooner(starts, front):
    a_wave()
    starts(60)
    play(NOW + dt.timedelta(minutes=10))
    answers = len(front())

    assert answers >= sum(answer.minutes < 100 and answer.wave == 1 for one in truth().households.values() for answer in one.answers) / 2


def test_a_drill_is_started_once_and_closed_once(drill):
    from legation.errors import NotAvailable

    with pytest.raises(NotAvailable):
        close_drill(NOW)
    start_drill(NOW, 10)
    with pytest.raises(NotAvailable):
        start_drill(NOW, 10)
    close_drill(LATER)
    with pytest.raises(NotAvailable):
        close_drill(LATER)
    assert (the_drill().started, the_drill().closed, the_drill().late) == (NOW, LATER, dt.timedelta(minutes=6))
