"""The chair's desk: who holds what, what is closed, agreed and linked, versions compared, a text brought, and what is said aside."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from web.halls import host_writes
from web.talks import Talks, opened

from legation.sources.draft import word
from legation.sources.draft.tracked_changes import redline
from legation.web.rooms.desk import DESK

pytestmark = pytest.mark.django_db
TEXT = "1. States shall report [at once (FRA)].\n\n2. Nothing here is new.\n\n3. The Chair thanks all."
HIDDEN = "CANARY-OF-THE-CHAIR"


@pytest.fixture
def talks(site: Any) -> Talks:
    return opened(site, "FRA", "DEU", "EST", text=TEXT)


def bracket_of(talks: Talks, unit: str = "1") -> str:
    return next(name for name, one in talks.state.draft.held.items() if one.unit == unit)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_headline_says_how_open_the_text_is_and_who_holds_it(talks: Talks) -> None:
    name = bracket_of(talks)
    talks.says("DEU", "stood", target=name, stance="oppose", public=False)
    page = text_of(talks.desk())
    assert "1 bracket in 1 of 3 paragraphs: 15% of the words" in page
    assert "Germany opposes 1 bracket: 2 words nobody else objects to 1 of them" in page
    assert "For: FRA · Against: DEU" in page
    assert "None" not in page and "null" not in page
    for one in ("FRA", "EST"):  # a stance to the chair is the chair's and its own delegation's
        seen = talks.delegations[one].get(f"/rooms/{talks.room.pk}/seat/").content.decode()
        assert "Against: Germany" not in seen
        assert "DEU oppose" not in seen


def test_what_stands_against_a_closing_is_named_and_nothing_changes(talks: Talks) -> None:
    name = bracket_of(talks)
    talks.says("DEU", "stood", target=name, stance="oppose", public=True)
    refused = talks.decides(kind="closed", bracket=name, mode="accepted")
    assert refused.status_code == 409
    assert "Germany opposes: obtain another position, or replace the words." in text_of(refused.content.decode())
    talks.says("FRA", "stood", target=name, stance="support", public=True)
    refused = talks.decides(kind="closed", bracket=name, mode="withdrawn")
    assert "Wants to keep these words: France." in text_of(refused.content.decode())
    refused = talks.decides(kind="closed", bracket=name, mode="replaced", text=" ")
    assert refused.status_code == 422 and "Write the new words." in text_of(refused.content.decode())
    assert name in talks.state.draft.held
    talks.says("DEU", "stood", target=name, stance="can_live_with", public=True)
    assert talks.decides(kind="closed", bracket=name, mode="accepted", back="u-1").status_code == 302
    assert "".join(talks.row("1")["words"]) == "States shall report at once."
    assert "No bracket is open in 3 paragraphs" in talks.desk()


@pytest.mark.parametrize(("sees", "named"), [("on", True), (None, False)])
def test_who_objects_to_a_whole_paragraph_is_named_where_it_holds_back_a_package(site: Any, sees: str | None, named: bool) -> None:
    talks = opened(site, "FRA", "DEU", "EST", text=TEXT, chair_sees=sees)
    talks.says("EST", "stood", target="3", stance="oppose", public=False)
    assert talks.decides(kind="linked", id="deal", targets=["2", "3"]).status_code == 302
    assert ("Against the whole paragraph: EST" in text_of(talks.desk())) is named
    for unit in ("deal", "2"):  # what holds one back holds back all
        refused = talks.decides(kind="agreed", unit=unit, level="adopted")
        assert refused.status_code == 409
        assert ("Estonia opposes" in text_of(refused.content.decode())) is named
    assert not [one for one in talks.state.draft.units if one.level == "adopted"]


@pytest.mark.parametrize(
    ("mode", "text", "words"),
    [
        ("withdrawn", "", "States shall report."),
        ("merged", "without delay", "States shall report without delay."),
        ("replaced", "in due time", "States shall report in due time."),
    ],
)
def test_a_bracket_is_closed_in_each_way(talks: Talks, mode: str, text: str, words: str) -> None:
    name = bracket_of(talks)
    talks.says("FRA", "stood", target=name, stance="can_live_with", public=True)
    assert talks.decides(kind="closed", bracket=name, mode=mode, text=text).status_code == 302
    assert "".join(talks.row("1")["words"]) == words


def test_levels_rise_pending_a_delegation_and_are_opened_again_with_a_reason(talks: Talks) -> None:
    assert talks.decides(kind="agreed", unit="2", level="ad ref", pending=["DEU"]).status_code == 302
    assert (talks.row("2")["level"], list(talks.row("2")["pending"])) == ("ad ref", ["DEU"])
    assert "Has yet to confirm: Germany" in text_of(talks.desk())
    talks.says("DEU", "confirmed", unit="2")
    assert (
        talks.decides(kind="agreed", unit="2", level="committee", awaited=" germany, fra").status_code == 302
    )  # as is typed where they are many
    assert sorted(talks.row("2")["pending"]) == ["DEU", "FRA"]
    assert talks.decides(kind="reopened", unit="2", reason="New instructions").status_code == 302
    assert talks.row("2")["level"] == "proposed"
    refused = talks.decides(kind="agreed", unit="1", level="ad ref")
    assert refused.status_code == 409 and "First lift brackets 1 [1]." in text_of(refused.content.decode())
    talks.says("DEU", "stood", target="2", stance="oppose", public=True)
    refused = talks.decides(kind="agreed", unit="2", level="ad ref")
    assert "Germany opposes: obtain another position" in text_of(refused.content.decode())
    talks.says("DEU", "stood", target="2", stance="can_live_with", public=True)
    talks.says("EST", "referred", unit="3")
    refused = talks.decides(kind="agreed", unit="3", level="adopted")
    assert "Waits for confirmation by Estonia." in text_of(refused.content.decode())
    assert talks.row("1")["level"] == "bracketed"


def test_each_bracket_offers_the_ways_in_which_it_can_be_closed(talks: Talks) -> None:
    assert "The paragraph is moved" not in talks.desk()
    talks.says("DEU", "proposed", id="moves", operation="move", unit="3", target="", seen="")
    talks.says("DEU", "proposed", id="other", operation="replace", unit="2", start=0, end=1, text="Something", seen="")
    part = {unit: text_of(talks.desk().split(f'id="u-{unit}"')[1].split("</section>")[0]) for unit in ("1", "2", "3")}
    assert "They stay" in part["1"] and "alternatives" not in part["1"]
    assert "They stay; the other alternatives go" in part["2"]
    assert "Make this change Do not make it" in part["3"] and "They stay" not in part["3"]


def test_a_package_is_made_rises_together_and_is_dissolved(talks: Talks) -> None:
    assert talks.decides(kind="linked", id="Reporting", targets=["1", "2"]).status_code == 302
    assert "Together: 1, 2" in text_of(talks.desk())
    assert talks.decides(kind="agreed", unit="2", level="ad ref").status_code == 409  # half of it does not rise
    name = bracket_of(talks)
    assert talks.decides(kind="closed", bracket=name, mode="accepted").status_code == 302
    assert talks.decides(kind="agreed", unit="Reporting", level="ad ref").status_code == 302
    assert [talks.row(unit)["level"] for unit in ("1", "2", "3")] == ["ad ref", "ad ref", "proposed"]
    assert talks.decides(kind="linked", id="Reporting").status_code == 302
    assert "Reporting" not in talks.desk()


def test_where_wordings_meet_the_least_opposition_is_described(talks: Talks) -> None:
    for one, words in (("DEU", "within a day"), ("EST", "within a week")):
        row = talks.row("1")
        start = next(n for n, word in enumerate(row["words"]) if word.strip() == "at")
        talks.says(one, "proposed", id=f"p-{one}", operation="replace", unit="1", start=start, end=start + 2, text=words)
    for one, target in (("DEU", bracket_of(talks)), ("EST", bracket_of(talks)), ("FRA", "p-DEU"), ("EST", "p-DEU")):
        talks.says(one, "stood", target=target, stance="oppose", public=True)
    talks.says("FRA", "stood", target="p-EST", stance="oppose", public=True)
    page = text_of(talks.desk())
    zone = page[page.index("Landing zones") :]
    assert "within a week" in zone and "1 for, 1 against" in zone
    assert "Would have to move: France" in zone


def test_a_text_is_brought_with_whose_words_stand_in_each_paragraph(talks: Talks) -> None:
    talks.says("EST", "proposed", id="e1", operation="insert", unit="2", start=4, end=4, text="save what was agreed last year in Geneva")
    at = f"/rooms/{talks.room.pk}/seat/chair/bring"
    new = "1. States shall report.\n\n2. Nothing here is new save what was agreed last year in Geneva.\n\n4. A new paragraph."
    look = talks.chair.post(at, {"kind": "chair", "text": new})
    page = look.content.decode()
    assert look.status_code == 200 and "Look at 3 paragraphs" in page
    assert re.findall(r'name="(source-\d)"[^>]*value="([^"]*)"', page) == [("source-0", ""), ("source-1", "EST"), ("source-2", "")]
    assert len(talks.state.draft.versions) == 1  # nothing is brought by looking
    sent = {"kind": "chair", "text": new, "do": "bring", "number": "9", "source-1": "EST, FRA", "source-2": "Chair"}
    assert talks.chair.post(at, sent).status_code == 302
    assert [list(talks.row(unit)["sources"]) for unit in ("1", "2", "4")] == [[], ["EST", "FRA"], ["Chair"]]
    assert [kind for kind, _, _ in talks.state.draft.versions] == ["zero", "chair"]


def test_a_text_is_brought_from_a_large_file_and_what_cannot_be_read_changes_nothing(talks: Talks) -> None:
    at = f"/rooms/{talks.room.pk}/seat/chair/bring"
    long = "\n".join(f"{n}. States shall report on the matter of the year {n} at once and in full." for n in range(1, 601))
    look = talks.chair.post(at, {"kind": "rolling", "text": "", "file": SimpleUploadedFile("long.txt", long.encode())})
    assert look.status_code == 200 and "Look at 600 paragraphs" in look.content.decode()
    broken = talks.chair.post(at, {"kind": "rolling", "text": "", "file": SimpleUploadedFile("x.docx", b"PK\x03\x04nothing")})
    assert broken.status_code == 422 and "no Word file" in broken.content.decode()
    assert talks.chair.post(at, {"kind": "nonsense", "text": "1. A text."}).status_code == 422
    assert len(talks.state.draft.versions) == 1


def test_any_two_versions_are_compared(talks: Talks) -> None:
    talks.says("chair", "brought", kind="chair", paragraphs=[{"id": "1", "label": "1", "text": "States should report.", "sources": []}])
    page = talks.desk("/versions?from=1&to=2")
    assert "<del> shall</del><ins> should</ins>" in page
    assert "3 paragraphs of 3 differ" in text_of(page)
    assert "Both are the same" in talks.desk("/versions?from=2&to=now")
    for query in ("?from=9&to=1", "?from=now&to=<script>"):
        assert talks.chair.get(f"/rooms/{talks.room.pk}/seat/chair/versions{query}").status_code == 422


def test_many_differences_are_shown_part_by_part_and_the_page_says_which(talks: Talks) -> None:
    for verb in ("shall", "should"):
        rows = [{"id": f"{n}", "label": f"{n}", "text": f"States{n} {verb} report{n} on matter{n}.", "sources": []} for n in range(1, 701)]
        talks.says("chair", "brought", kind="rolling", paragraphs=rows)
    seen: list[str] = []
    query = "?from=2&to=3"
    for part in range(14):
        page = talks.desk(f"/versions{query}")
        assert "700 paragraphs of 700 differ" in text_of(page)
        assert f"Differences {50 * part + 1} to {50 * part + 50} of 700." in text_of(page)
        seen += re.findall(r"<span>States(\d+)", page)
        following = re.search(r'href="(\?[^"]+)">The next ones', page)
        assert (following is not None) == (part < 13) and ("The ones before" in page) == (part > 0)
        query = following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"{n}" for n in range(1, 701)]
    assert "Differences 651 to 700" in text_of(talks.desk("/versions?from=2&to=3&at=99999"))
    assert "Differences 1 to 50" in text_of(talks.desk("/versions?from=2&to=3&at=x"))


def test_brackets_and_share_of_words_of_each_version(talks: Talks) -> None:
    talks.says(
        "chair", "brought", kind="rolling", paragraphs=[{"id": "1", "label": "1", "text": "States [shall] [should] report.", "sources": []}]
    )
    page = text_of(talks.desk())
    table = page[page.index("Whether the text comes together") :]
    assert "1 · zero draft 1 15% 2 · rolling text 2 50% now 2 50%" in table


def test_a_caucus_is_there_for_those_named_alone_and_goes_without_trace(talks: Talks) -> None:
    at = f"/rooms/{talks.room.pk}/seat/chair/caucus/write"
    assert talks.chair.post(at, {"kind": "shown", "title": "Idea"}).status_code == 422
    assert talks.chair.post(at, {"kind": "shown", "to": ["FRA"], "title": "Idea", "text": HIDDEN, "key": "3f"}).status_code == 302
    assert HIDDEN in talks.desk("/caucus") and "You show it to France" in text_of(talks.desk("/caucus"))
    sees = {one: HIDDEN in client.get(f"/rooms/{talks.room.pk}/seat/").content.decode() for one, client in talks.delegations.items()}
    assert sees == {"FRA": True, "DEU": False, "EST": False}
    (name,) = talks.state.shown
    assert talks.chair.post(at, {"kind": "withdrawn", "id": name}).status_code == 302
    assert HIDDEN not in talks.desk("/caucus") + talks.delegations["FRA"].get(f"/rooms/{talks.room.pk}/seat/").content.decode()
    assert HIDDEN not in str([DESK.seen(talks.room.pk, seat) for seat in talks.seats.values()])


def test_what_was_confided_is_read_by_the_chair_and_released_by_its_party_alone(talks: Talks) -> None:
    talks.says("DEU", "confided", id="c1", text=HIDDEN)
    assert "1 confidence" in talks.desk() and HIDDEN not in talks.desk()  # not where somebody looks over a shoulder
    page = talks.desk("/caucus")
    assert HIDDEN in page and "Germany" in page
    assert HIDDEN not in str([DESK.seen(talks.room.pk, talks.seats[one]) for one in ("FRA", "EST")])
    talks.says("DEU", "released", id="c1")
    assert "Released" in talks.desk("/caucus")


def test_who_has_said_received_is_named_and_who_has_not(talks: Talks) -> None:
    talks.says("FRA", "received", what="1")
    page = text_of(talks.desk())
    assert "1 of 3 have said that they received it" in page and "Not yet: Germany, Estonia" in page.replace(
        "Estonia, Germany", "Germany, Estonia"
    )


def test_an_offer_of_an_observer_is_listed_and_is_no_bracket(talks: Talks, site: Any) -> None:
    talks.host.post(f"/dossiers/small/rooms/{talks.room.pk}/organisations/seat", {"organisation": "icann", "group": ""})
    seat = next(one.id for one in talks.state.seats.values() if one.organisation == "icann")
    talks.seats["icann"] = seat
    host_writes(talks.room, "moved", seat=seat, role="observer")
    talks.says("icann", "proposed", id="o1", operation="insert", unit="2", start=0, end=0, text="in good faith", offered=True)
    page = text_of(talks.desk())
    assert "Offers of observers" in page and "in good faith" in page
    assert len(talks.state.draft.held) == 1


def test_where_nobody_is_named_the_desk_names_nobody(site: Any) -> None:
    talks = opened(site, inside="anonymous", leaves="chatham", text=TEXT)
    code = talks.room.doors.exclude(role__startswith="seat:").get().code
    for _ in range(2):
        assert Client().post(f"/join/{code}/sit").status_code == 302
    talks.seats = dict(zip("ab", [one.id for one in talks.state.seats.values() if one.role == "delegate"], strict=False))
    name = bracket_of(talks)
    talks.says("a", "stood", target=name, stance="oppose", public=True)
    talks.says("b", "proposed", id="p1", operation="replace", unit="1", start=3, end=5, text="in due time")
    talks.says("a", "received", what="1")
    talks.says("a", "confided", id="c1", text="A word in confidence")
    pages = "".join(talks.desk(page) for page in ("", "/silences", "/caucus", "/text", "/versions"))
    assert not [seat for seat in talks.state.seats if seat in pages]
    assert "A word in confidence" in pages and "a seat without a name" not in pages
    refused = talks.decides(kind="closed", bracket=name, mode="accepted").content.decode()
    assert not [seat for seat in talks.state.seats if seat in refused]


def test_whatever_is_sent_to_the_desk_is_answered_and_what_is_no_decision_changes_nothing(talks: Talks) -> None:
    root, number = f"/rooms/{talks.room.pk}/seat/chair", talks.state.number
    junk = ("", " ", "\x00", "\u202e", "<script>alert(1)</script>", "x" * 4_000, "١٢", "🙂", "[" * 400)
    for at, one in enumerate(junk):
        kind = ("closed", "agreed", "reopened", "linked", "phase", "published", "stood", "opened", one)[at % 9]
        form = dict.fromkeys(("bracket", "mode", "text", "unit", "level", "reason", "id", "phase", "pending", "targets", "awaited"), one)
        assert talks.chair.post(f"{root}/write", form | {"kind": kind, "back": one}).status_code in (302, 400, 409), (kind, one)
        ask = dict.fromkeys(("units", "level", "day", "time", "zone", "fold", "key"), one)
        assert talks.chair.post(f"{root}/silences/ask", ask).status_code in (400, 422), one
        show = dict.fromkeys(("to", "title", "text", "targets", "key", "id"), one)
        assert talks.chair.post(f"{root}/caucus/write", show | {"kind": ("shown", "withdrawn")[at % 2]}).status_code in (
            302,
            400,
            409,
            422,
        ), one
        bring = dict.fromkeys(("text", "number", "source-0"), one)
        assert talks.chair.post(f"{root}/bring", bring | {"kind": "chair"}).status_code in (200, 400, 422), one
        for page in ("", "/versions"):
            assert talks.chair.get(f"{root}{page}", {"from": one, "to": one, "all": one}).status_code in (200, 400, 422), one
    assert talks.state.number == number
    assert "<script>alert" not in talks.desk()


def test_the_desk_is_nobody_elses(talks: Talks) -> None:
    root = f"/rooms/{talks.room.pk}/seat/chair"
    for browser, status in ((talks.delegations["FRA"], 403), (talks.host, 302), (Client(), 302)):
        for page in ("", "/text", "/versions", "/silences", "/caucus"):
            assert browser.get(f"{root}{page}").status_code == status
        for form in ("/write", "/bring", "/silences/ask", "/caucus/write"):
            assert browser.post(f"{root}{form}", {"kind": "agreed", "unit": "2", "level": "adopted"}).status_code == status
    assert talks.row("2")["level"] == "proposed"


def test_in_french_the_desk_says_no_english(site: Any) -> None:
    talks = opened(site, "FRA", "DEU", text=TEXT, lang="fr")
    talks.says("DEU", "stood", target=bracket_of(talks), stance="oppose", public=True)
    page = text_of(talks.desk())
    assert "1 crochet dans 1 des 3 paragraphes" in page
    assert "Allemagne" in page or "DEU" in page


def test_what_a_chair_brings_back_is_what_all_see(site: Any) -> None:
    talks = opened(site, "FRA", "DEU", "EST", text=TEXT)
    talks.says("DEU", "stood", target=bracket_of(talks), stance="oppose", public=False)
    page = talks.desk("/text")
    brought = re.search(r"<textarea id=\"text\"[^>]*>([^<]*)<", page)
    assert brought is not None and "[at once (FRA)]" in brought[1] and "DEU" not in brought[1]
    talks.chair.post(f"/rooms/{talks.room.pk}/seat/chair/bring", {"kind": "rolling", "text": brought[1], "do": "bring", "number": "9"})
    assert "DEU" not in str(DESK.seen(talks.room.pk, talks.seats["EST"])["brackets"])
    talks.says("DEU", "stood", target=bracket_of(talks), stance="oppose", public=False)
    assert "DEU" not in talks.desk("/versions?from=1&to=now")


def test_where_nobody_sees_who_wants_what_a_chair_brings_back_no_name(site: Any) -> None:
    talks = opened(site, "FRA", "DEU", "EST", text=TEXT, attributed=None)
    talks.says("EST", "proposed", id="e1", operation="insert", unit="2", start=4, end=4, text="save what was agreed last year in Geneva")
    page = talks.desk("/text")
    brought = re.search(r"<textarea id=\"text\"[^>]*>([^<]*)<", page)
    assert brought is not None and not [one for one in talks.seats if one in brought[1]]
    assert "save what was agreed" in brought[1]
    tracked = redline(
        "2. Nothing here is new.", "2. Nothing here is new save what was agreed last year in Geneva.", "A. Person", "2026-03-01"
    )
    file = SimpleUploadedFile("capital.docx", word.encoded("a", tracked))
    look = talks.chair.post(f"/rooms/{talks.room.pk}/seat/chair/bring", {"kind": "rolling", "file": file}).content.decode()
    assert re.findall(r'name="(source-\d)"[^>]*value="([^"]*)"', look) == [("source-0", "")]
    assert "nobody is entered beside a paragraph" in look
