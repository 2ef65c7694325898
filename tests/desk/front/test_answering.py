"""Answering, changing, withdrawing by a link or a code: the same page for everybody, and nothing of what is stored."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from legation.consular import contact
from legation.consular.codes import code_of
from legation.web.front import limits
from legation.web.front.appending import Appender
from legation.web.front.catalogue import texts
from legation.web.front.store import digest

from .conftest import Desk

LIVE, EXPIRED, UNKNOWN = "a" * 22, "b" * 22, "c" * 22
ANSWER = {"status": "safe", "covers": "all", "words": "", "position": ""}
PAGES = {
    "a": ANSWER,
    "q": ANSWER,
    "l": {"go": "change", "phone": "+961 71 123 456"},
    "code": ANSWER | {"code": "XYQKP8"},
}


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """A desk that knows one live and one expired link."""
    desk.give(EXPIRED, expires=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    desk.give(LIVE)
    return desk


def nonce(number: int) -> str:
    return f"{number:032x}"


def plainly(response: Any) -> tuple[int, bytes, dict[str, str]]:
    """Return what a stranger compares: without the number of the form, that of the request, and the token of the own address."""
    body = re.sub(rb'name="nonce" value="[0-9a-f]{32}"', b"", response.content)
    body = re.sub(rb"/[aql]/[abc]{22}", b"", body)
    return (
        response.status_code,
        body,
        {name: value for name, value in response.headers.items() if name not in ("X-Request-Id", "Content-Length")},
    )


@pytest.mark.parametrize("page", ["a", "q", "l"])
def test_a_live_an_expired_and_an_unknown_link_show_and_answer_the_same(linked: Desk, client: Client, page: str) -> None:
    addresses = [f"/en/{page}/{token}" for token in (LIVE, EXPIRED, UNKNOWN)]
    shown = [plainly(client.get(address)) for address in addresses]
    answered = [plainly(client.post(address, PAGES[page])) for address in addresses]
    wrong = [plainly(client.post(address, {"status": "dead"})) for address in addresses]
    often = [[plainly(client.post(address, PAGES[page])) for _ in range(limits.PER_TOKEN)][-1] for address in addresses]

    for answers, status in ((shown, 200), (answered, 200), (wrong, 200), (often, 429)):
        assert answers[0] == answers[1] == answers[2]
        assert answers[0][0] == status


def test_a_live_an_expired_and_an_unknown_link_go_the_same_way(linked: Desk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock would tell little on a busy machine: what takes time is what is called, and how often, and it is the same for all three."""
    monkeypatch.setattr(limits, "PER_TOKEN", 10_000)
    monkeypatch.setattr(limits, "UNKNOWN", 5)  # the last of those that are not live are over the limit: dropped, by the same way
    written: list[str] = []
    wrapped = Appender.append

    def append(self: Appender, one: Any) -> bool:
        written.append(type(one).__name__)
        return wrapped(self, one)

    monkeypatch.setattr(Appender, "append", append)
    ways: list[Counter[tuple[str, str]]] = []
    for token in (LIVE, EXPIRED, UNKNOWN) * 4:
        way: Counter[tuple[str, str]] = Counter()

        def called(frame: Any, event: str, _: object, way: Counter[tuple[str, str]] = way) -> None:
            if event == "call" and "/legation/" in frame.f_code.co_filename:
                way[frame.f_code.co_filename, frame.f_code.co_qualname] += 1

        sys.setprofile(called)
        try:
            client.post(f"/en/a/{token}", ANSWER)
        finally:
            sys.setprofile(None)
        ways.append(way)

    assert sum(ways[-1].values()) > 20
    assert written == ["Submission"] * 8 + ["str"] + ["Submission", "str", "str"], "names of a limit: those over it"
    for live, expired, unknown in zip(ways[3::3], ways[4::3], ways[5::3], strict=True):
        assert live == expired == unknown, [(live - unknown) + (expired - live), unknown - live]


def test_what_a_link_sends_is_sealed_with_its_token_so_that_no_copy_of_the_front_speaks_for_anybody(linked: Desk, client: Client) -> None:
    client.post(f"/ar/a/{LIVE}", ANSWER | {"status": "injured", "covers": "some", "words": "نور\r\nساق", "position": "33.9, 35.5"})
    client.post(f"/fr/a/{UNKNOWN}", ANSWER)

    (one, content), (other, _) = linked.fetch()
    assert one.token == digest(LIVE) == digest(content["token"])
    assert content | {"at": "", "token": ""} == {
        "form": 1,
        "language": "ar",
        "at": "",
        "status": "injured",
        "covers": "some",
        "words": "نور\nساق",
        "position": "33.9, 35.5",
        "token": "",
    }
    assert other.token == digest(UNKNOWN)


def test_a_discreet_wave_asks_for_no_position_takes_none_and_names_nobody(linked: Desk, client: Client) -> None:
    linked.say(names={"en": "Consulate of Ruritania in Beirut"}, telephone="+961 1 234 567", drill=True)
    page = client.get(f"/en/q/{LIVE}").content.decode()
    posts = [client.post(f"/en/q/{LIVE}", ANSWER | {"position": "Hamra"}), client.post(f"/en/q/{LIVE}", {})]
    posts += [client.post(f"/en/q/{LIVE}", ANSWER) for _ in range(limits.PER_TOKEN)]

    posts += [client.put(f"/en/q/{LIVE}"), client.post(f"/en/q/{LIVE}", {"words": "x" * 70_000}), client.get(f"/de/q/{LIVE}")]
    assert [one.status_code for one in posts[-4:]] == [429, 405, 413, 404]
    for text in (page, *(one.content.decode() for one in posts)):
        for word in ("onsul", "Ruritania", "Beirut", "+961", "position", "ationalit", "embassy", "Start page"):
            assert word not in text, word
    assert linked.fetch()[0][1]["position"] == ""
    assert "Ruritania" in client.get(f"/en/a/{LIVE}").content.decode()


def test_a_change_seals_only_what_was_filled_in(linked: Desk, client: Client) -> None:
    client.post(f"/fr/l/{LIVE}", {"go": "change", "leaves": "2099-01-02", "country": "Chypre", "phone": "99 123456", "words": " "})

    ((one, content),) = linked.fetch()
    assert one.kind == "change"
    assert content["changed"] == {"country": "CYP", "leaves": "2099-01-02", "phone": "+35799123456"}


def test_a_withdrawal_is_confirmed(linked: Desk, client: Client) -> None:
    unconfirmed = client.post(f"/en/l/{LIVE}", {"go": "withdraw"}).content.decode()
    assert texts("en").say("error.confirm") in unconfirmed
    client.post(f"/en/l/{LIVE}", {"go": "withdraw", "confirm": "yes"})

    assert [(one.kind, content["token"]) for one, content in linked.fetch()] == [("withdrawal", LIVE)]


def test_a_code_is_sealed_as_the_desk_has_it_and_a_wrong_one_is_told_by_its_form_alone(desk: Desk, client: Client) -> None:
    pages = [client.post("/en/code", ANSWER | {"code": code, "nonce": nonce(n)}).content for n, code in enumerate(["xyq-kp8", "ooooo o"])]
    bad = client.post("/en/code", ANSWER | {"code": "7k"}).content.decode()

    assert pages[0] == pages[1]
    assert texts("en").say("error.code") in bad
    assert [content["code"] for _, content in desk.fetch()] == ["XYQKP8", "000000"]


@pytest.mark.parametrize(
    ("page", "post", "key"),
    [
        ("a", {}, "choose"),
        ("a", ANSWER | {"status": "dead"}, "choose"),
        ("a", ANSWER | {"words": "a\u202eb"}, "direction"),
        ("a", ANSWER | {"words": "a\x00b"}, "control"),
        ("l", {"go": "change"}, "nothing"),
        ("l", {"go": "change", "arrives": "2099-02-02", "leaves": "2099-02-01"}, "order"),
        ("l", {"go": "change", "phone": "12"}, "phone"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(linked: Desk, client: Client, page: str, post: dict[str, str], key: str) -> None:
    assert texts("en").say(f"error.{key}") in client.post(f"/en/{page}/{LIVE}", post).content.decode()
    assert linked.fetch() == []


def test_a_replayed_answer_counts_once(linked: Desk, client: Client) -> None:
    pages = {client.post(f"/en/a/{LIVE}", ANSWER | {"nonce": nonce(1)}).content for _ in range(3)}

    assert len(pages) == 1
    assert len(linked.fetch()) == 1


def test_a_flood_of_unknown_links_takes_nothing_from_live_ones(linked: Desk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNKNOWN", 3)
    flood = [plainly(client.post(f"/en/a/{n:022d}", ANSWER)) for n in range(10)]
    flood += [plainly(client.post("/en/code", ANSWER | {"code": code_of(n)})) for n in range(3)]
    answer = plainly(client.post(f"/en/a/{LIVE}", ANSWER))

    assert all(one == answer for one in flood)
    assert [one.token == digest(LIVE) for one, _ in linked.fetch()] == [False, False, False, True]
    from legation.web.front.bundles import read_outward, write_outward

    came = read_outward(write_outward(linked.folder), house=linked.house, carry_key=linked.carry_key)
    assert came.dropped == {"unknown": 10}


def test_a_flood_of_registrations_is_stopped_with_a_sentence_and_by_number_in_silence(
    desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from .test_registering import sent

    monkeypatch.setattr(limits, "PER_CONTACT", 2)
    monkeypatch.setattr(limits, "REGISTRATIONS", 5)
    by_number = [plainly(sent(client, "en", nonce=nonce(n), email="")) for n in range(4)]
    others = [sent(client, "en", nonce=nonce(9 + n), phone=f"+9617112345{n}", email="") for n in range(2)]

    assert all(one == by_number[0] for one in by_number)
    assert [one.status_code for one in others] == [200, 503]
    assert texts("en").say("stop.busy") in others[1].content.decode()
    assert len(desk.fetch()) == 3


def test_many_behind_one_address_are_all_taken(linked: Desk, client: Client) -> None:
    for number in range(60):
        linked.tokens.append(linked.tokens[-1].__class__(digest(f"{number:022d}"), "wave", linked.tokens[-1].expires))
    linked.say()

    assert {client.post(f"/en/a/{number:022d}", ANSWER, REMOTE_ADDR="10.0.0.1").status_code for number in range(60)} == {200}
    assert len(linked.fetch()) == 60


def test_an_hour_later_a_link_is_taken_again() -> None:
    now = [0.0]
    counts = limits.Limits(clock=lambda: now[0])

    first = [counts.passes("token", "x", most=1) for _ in range(2)]
    now[0] = limits.HOUR
    assert [*first, counts.passes("token", "x", most=1)] == [True, False, True]


def test_a_flood_of_made_up_links_frees_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.web.limits.MOST_KEYS", 3)
    counts = limits.Limits(clock=lambda: 0.0)
    counts.passes("contact", "+33612345678", most=1)
    for number in range(10):
        counts.passes("token", str(number), most=1)

    assert not counts.passes("contact", "+33612345678", most=1)


def test_whoever_asks_where_somebody_is_learns_nothing(linked: Desk, client: Client) -> None:
    """A violent partner who knows name, number and address registers her again, tries codes and links: each page is that of a stranger."""
    from .test_registering import sent

    sent(client, "en", nonce=nonce(1))
    hers = plainly(sent(client, "en", nonce=nonce(2)))
    other = plainly(sent(client, "en", nonce=nonce(3), phone="+96170000000", email="else@example.org", **{"given-0": "Else"}))
    link = client.get(f"/en/l/{LIVE}").content.decode()

    assert hers == other
    for word in ("Zo", "Canari", "961", "example.org", "Beirut", "found", "exist", "already", "registered since"):
        assert word not in hers[1].decode().replace("Start page", ""), word
        assert word not in link, word


def test_nothing_typed_and_no_token_reaches_the_log(linked: Desk, client: Client, capfd: pytest.CaptureFixture[str], caplog: Any) -> None:
    from .test_registering import sent

    sent(client, "en")
    client.post(f"/en/a/{LIVE}", ANSWER | {"words": "CANARY-WORDS"})
    logged = capfd.readouterr().err + caplog.text

    for word in (LIVE, "CANARY", "Canari", "961", "example.org", "insuline"):
        assert word not in logged


@pytest.mark.parametrize("typed", ["+961 71 123 456", "00961 71123456", "٠٠٩٦١ ٧١ ١٢٣ ٤٥٦", "71 123 456"])
def test_a_number_that_the_front_takes_is_one_that_the_desk_takes(linked: Desk, client: Client, typed: str) -> None:
    client.post(f"/en/l/{LIVE}", {"go": "change", "country": "Lebanon", "phone": typed, "email": "Zoe@Example.ORG"})

    changed = linked.fetch()[0][1]["changed"]
    assert (contact.phone(changed["phone"]), contact.email(changed["email"])) == ("+96171123456", "zoe@example.org")
