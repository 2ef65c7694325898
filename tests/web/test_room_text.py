"""The pages of a room in which a text is negotiated, without a script: reading, proposing, taking position, and what nobody else sees."""

from __future__ import annotations

import dataclasses
import html
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from web.halls import host_writes
from web.shown import replaced
from web.text_room import TextRoom, text_room

from legation.rooms.drafting import print_of
from legation.web.dossiers import store
from legation.web.pages.rooms.drafting.agreed import LOOKS_UP
from legation.web.rooms.browser import Browser
from legation.web.stores.rooms.models import Room, RoomSeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(site: Any) -> TextRoom:
    return text_room(site)


def plain(page: str) -> str:
    """Return the words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def propose(room: TextRoom, who: str, unit: str = "1", **form: Any) -> Any:
    """Send a proposal as the form of a paragraph does."""
    words = next(one["words"] for one in room.seen(None)["units"] if one["id"] == unit)
    return room.post(who, "proposed", unit=unit, **{"print": print_of(words), **form})


def test_the_text_is_the_page_with_brackets_and_who_wants_what(room: TextRoom) -> None:
    propose(room, "fra", operation="replace", first="2", last="2", text="should")
    propose(room, "rus", operation="delete", first="5", last="7", **{"as": "group"})
    page = plain(room.page("fra"))
    assert "States [shall1 – FRA oppose][should2 (FRA)] cooperate [in good faith3 – g77 delete]." in page
    assert "Normes de conduite" in room.page("rus", lang="fr")
    assert "Rompre" not in page


@pytest.mark.parametrize(
    ("form", "reads"),
    [
        ({"operation": "insert", "last": "3", "text": "fully"}, "States shall cooperate fully in good faith."),
        ({"operation": "insert", "last": "0", "text": "All"}, "All States shall cooperate in good faith."),
        ({"operation": "replace", "first": "2", "last": "2", "text": "should"}, "States shall should cooperate in good faith."),
        ({"operation": "delete", "first": "2", "last": "3"}, "States shall cooperate in good faith."),
        ({"operation": "split", "first": "4"}, "States shall cooperate in good faith."),
    ],
)
def test_a_proposal_is_seen_as_it_would_stand_before_it_is_sent(room: TextRoom, form: dict[str, str], reads: str) -> None:
    number = room.seen("fra")["number"]
    looked = propose(room, "fra", do="look", **form)
    assert looked.status_code == 200
    would = plain(looked.content.decode().split('id="would"')[1].split("</section>")[0])
    assert "FRA" in would and room.seen("fra")["number"] == number
    assert propose(room, "fra", do="send", **form).status_code == 302
    assert room.words("1") == reads
    assert len(room.seen("fra")["brackets"]) >= 3


@pytest.mark.parametrize("operation", ["alt", "bis", "move"])
def test_whole_paragraphs_are_proposed_too(room: TextRoom, operation: str) -> None:
    form = {"target": "3"} if operation == "move" else {"text": "States may cooperate."}
    assert propose(room, "fra", operation=operation, **form).status_code == 302
    labels = [one["label"] for one in room.seen("fra")["units"]]
    assert labels == (["1", "2", "3"] if operation == "move" else ["1", f"1{operation}", "2", "3"])


def test_what_cannot_be_is_said_before_it_is_sent(room: TextRoom) -> None:
    assert propose(room, "fra", operation="replace", do="look", first="2", last="2", text=" ").status_code == 422
    assert propose(room, "fra", operation="delete", do="look", first="40", last="41").status_code == 422
    assert propose(room, "fra", operation="fly", first="1", last="1").status_code == 409


def test_words_that_have_moved_are_shown_where_they_stand_and_sent_anew(room: TextRoom) -> None:
    before = room.words("1")
    propose(room, "rus", operation="insert", last="0", text="All member")
    stale = room.post("fra", "proposed", unit="1", operation="delete", first="4", last="6", print=print_of((before,)))
    assert stale.status_code == 409 and "now reads" in plain(stale.content.decode())
    moved = room.post("fra", "proposed", unit="1", operation="delete", first="4", last="6", was="in good faith")
    assert moved.status_code == 409
    page = moved.content.decode()
    assert "<mark>in good faith</mark>" in page
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.split('id="refused"')[1].split("</form>")[0]))
    assert (form["first"], form["last"]) == ("6", "8")
    form.pop("csrfmiddlewaretoken", None)
    form.pop("kind")
    assert room.post("fra", "proposed", **form).status_code == 302
    assert [one["words"] for one in room.seen("fra")["brackets"] if one["verb"] == "delete"] == ["in good faith"]


def test_positions_are_public_or_for_the_chair_and_for_oneself_or_the_group(room: TextRoom) -> None:
    bracket = room.seen("fra")["brackets"][0]["id"]
    assert room.post("fra", "stood", target=bracket, stance="support").status_code == 302
    assert room.post("rus", "stood", target=bracket, stance="oppose", chair="yes").status_code == 302
    assert room.post("bra", "stood", target=bracket, stance="flexible", **{"as": "group"}).status_code == 302
    shown = {who: plain(room.page(who, f"?on={bracket}")) for who in ("fra", "rus", "bra", "chair")}
    assert "RUS" not in shown["fra"] and "RUS" in shown["chair"]
    assert "you: Oppose (to the chair)" in shown["rus"]
    assert room.post("fra", "stood", target=bracket, stance="loud").status_code == 409
    assert room.post("fra", "stood", target="none", stance="support").status_code == 409
    assert room.post("ngo", "stood", target=bracket, stance="support").status_code == 409


def test_a_position_may_depend_on_a_package(room: TextRoom) -> None:
    room.write("chair", "linked", id="money", targets=["1", "2"])
    assert "money (1, 2)" in plain(room.page("fra", "?unit=1"))
    assert room.post("fra", "stood", target="1", stance="support", conditional_on="money").status_code == 302
    assert room.post("fra", "stood", target="3", stance="support", conditional_on="none").status_code == 409
    page = plain(room.page("fra"))
    assert "you: Support (with package money)" in page and "1 package" in page


def test_what_is_said_to_the_chair_alone_stays_so_where_it_is_said_again(room: TextRoom) -> None:
    room.write("chair", "linked", id="money", targets=["1", "2"])
    bracket = room.seen("fra")["brackets"][0]["id"]
    assert "data-alone" not in room.page("fra")
    answer = room.post("fra", "stood", target=bracket, stance="support", chair="yes", conditional_on="money")
    assert "The chair alone knows your position." in plain(
        room.client("fra").get(answer.url, headers={"accept-language": "en"}).content.decode()
    )
    page = room.page("fra")
    assert f'data-mine="support" data-alone data-condition="money" href="?on={quote(bracket)}"' in page
    assert '<option value="money"' in page.split('id="stand"')[1]
    said = room.post("fra", "stood", json=True, target=bracket, stance="support").json()["said"]
    assert said == "Your position is public."
    assert "data-alone" not in room.page("fra")


def test_while_the_room_pauses_a_silence_is_broken_and_nothing_else_is_sent(site: Any) -> None:
    room = text_room(site, silence_accepts=False)
    room.write("chair", "asked", id="s1", units=["1", "3"], deadline="2099-03-05", level="ad ref", zone="Europe/Paris")
    page = plain(room.page("fra"))
    assert "Silence procedure: silence is noted and accepts nothing" in page and "unless" not in page
    room.write("chair", "phase", phase="paused")
    page = plain(room.page("fra"))
    assert "Suspended: you can read, and break a silence" in page and "On these paragraphs" in page
    refused = room.post("fra", "stood", target="1", stance="support")
    assert refused.status_code == 409 and "send it again when it resumes" in refused.content.decode()
    assert "On these paragraphs" not in plain(room.page("ngo"))
    assert room.post("fra", "broken", id="s1", units=["3"], reason="No date was agreed.").status_code == 302


def test_a_silence_that_closing_cuts_short_is_not_called_kept(site: Any) -> None:
    room = text_room(site, silence_accepts=True)
    room.write("chair", "asked", id="s1", units=["1", "3"], deadline="2099-03-05", level="ad ref", zone="Europe/Paris")
    room.write("chair", "phase", phase="closed")
    desk = room.client("chair").get(reverse("room-chair-silences", args=[room.room.pk]), headers={"accept-language": "en"})
    for page in (room.page("fra"), desk.content.decode()):
        assert "Cut short by closing: nothing is accepted." in plain(page)
        assert "ilence kept" not in plain(page)
    assert "Interrompue par la clôture" in plain(room.page("fra", lang="fr"))


def test_a_reservation_is_lifted_by_whoever_made_it(room: TextRoom) -> None:
    assert "Lift our reservation" not in room.page("rus", "?unit=1")
    assert room.post("rus", "reserved", unit="1", text="We reserve our position.", **{"as": "group"}).status_code == 302
    assert "Lift our reservation" not in room.page("fra", "?unit=1")
    form = room.page("bra", "?unit=1").split('name="text" value=""')[1].split("</form>")[0]
    assert '<input type="hidden" name="as" value="group">' in form
    lifted = room.post("bra", "reserved", unit="1", text="", **{"as": "group"})
    assert "Your reservation is lifted." in plain(room.client("bra").get(lifted.url, headers={"accept-language": "en"}).content.decode())
    assert not room.seen(None)["reservations"]


def test_a_proposal_that_others_have_spoken_on_is_not_taken_back_and_it_is_said_what_can_be_done(room: TextRoom) -> None:
    propose(room, "fra", operation="insert", last="3", text="fully")
    bracket = next(one["id"] for one in room.seen("fra")["brackets"] if one["unit"] == "1")
    room.post("rus", "stood", target=bracket, stance="oppose")
    refused = room.post("fra", "withdrawn", id=bracket)
    assert refused.status_code == 409 and "state your position against" in refused.content.decode()


def test_who_sits_without_an_organisation_is_called_by_no_sign_of_its_seat(site: Any) -> None:
    room = text_room(site, inside="seat")
    host_writes(room.room, "seated", seat="seat-looker", role="observer")
    RoomSeat.objects.create(room=room.room, seat="seat-looker", digest=Browser("secret-looker").digest, role="observer", name="")
    room.seats["looker"] = "seat-looker"
    own = plain(room.page("looker"))
    assert "You sit as an observer." in own and "seat-looker" not in own
    offered = propose(room, "looker", operation="insert", last="3", text="openly")
    after = plain(room.client("looker").get(offered.url, headers={"accept-language": "en"}).content.decode())
    assert "Your wording is offered" in after
    others = plain(room.page("fra"))
    assert "Observer 1" in others and "seat-looker" not in others


def test_papers_lists_and_files_call_organisations_by_their_codes_and_never_by_their_ids(room: TextRoom) -> None:
    propose(room, "fra", operation="replace", first="2", last="2", text="should")
    at = reverse("room-text", args=[room.room.pk])

    def read(query: str) -> str:
        answer = room.client("fra").get(at + query)
        assert answer.status_code == 200
        return plain(answer.content.decode())

    assert "(FRA)" in read("?show=attributed") and "(fra)" not in read("?show=attributed")
    assert "FRA" in read("?show=alternatives") and "fra" not in read("?show=alternatives").replace("framework", "")
    assert "(FRA)" in read("/attributed-en-txt") and "(fra)" not in read("/attributed-en-txt")


def test_changed_words_ask_for_the_position_again(room: TextRoom) -> None:
    room.post("fra", "stood", target="3", stance="support")
    propose(room, "rus", unit="3", operation="insert", last="2", text="solemn")
    page = plain(room.page("fra"))
    assert "to be confirmed" in page and "The words have changed since you spoke on 1 point" in page


def test_reservation_ad_referendum_silence_and_receipt(room: TextRoom) -> None:
    assert room.post("fra", "reserved", unit="1", text="France reserves its position.").status_code == 302
    assert "Reservation of FRA: France reserves its position." in plain(room.page("rus"))
    assert room.post("fra", "referred", unit="3").status_code == 302
    assert "1 paragraph waits for your capital" in plain(room.page("fra"))
    assert room.post("fra", "confirmed", unit="3").status_code == 302
    assert "waits for your capital" not in plain(room.page("fra"))
    room.write("chair", "asked", id="s1", units=["1", "3"], deadline="2099-03-05", level="ad ref", zone="Europe/Paris")
    assert "23:59" in plain(room.page("rus")) and "22:59" in plain(room.page("rus"))
    assert room.post("rus", "received", what="s1").status_code == 302
    assert "✓ Received" in plain(room.page("rus")) and "✓ Received" not in plain(room.page("fra"))
    assert room.post("rus", "broken", id="s1", units=["3"], reason="").status_code == 409
    assert room.post("rus", "broken", id="s1", units=["3"], reason="No date was agreed.").status_code == 302
    assert "RUS broke the silence on paragraph 3: No date was agreed." in plain(room.page("fra"))
    assert [part.count("under silence") for part in room.page("fra").split('<article class="unit"')[1:]] == [1, 0, 0]  # 3 rises no more


def test_a_caucus_and_a_confidence_reach_those_they_are_for(room: TextRoom) -> None:
    assert room.post("fra", "shown", title="A way out", text="CANARYCAUCUS", to=["rus"]).status_code == 302
    assert room.post("fra", "confided", text="CANARYCHAIR").status_code == 302
    reads = {who: (room.page(who).count("CANARYCAUCUS"), room.page(who).count("CANARYCHAIR")) for who in (*room.seats,)}
    assert {who for who, (caucus, _) in reads.items() if caucus} == {"fra", "rus"}
    assert {who for who, (_, told) in reads.items() if told} <= {"fra", "chair"}
    mine = room.seen("fra")
    assert room.post("rus", "withdrawn", id=mine["shown"][0]["id"]).status_code == 409
    assert room.post("fra", "withdrawn", id=mine["shown"][0]["id"]).status_code == 302
    assert "CANARYCAUCUS" not in room.page("rus")
    assert room.post("rus", "released", id=mine["confided"][0]["id"]).status_code == 409
    assert room.post("fra", "released", id=mine["confided"][0]["id"]).status_code == 302
    assert "CANARYCHAIR" in room.page("bra")


def test_an_observers_wording_enters_when_a_delegation_takes_it_over(room: TextRoom) -> None:
    assert propose(room, "ngo", operation="insert", last="3", text="openly").status_code == 302
    assert "openly" not in room.words("1")
    offer = room.seen("fra")["offers"][0]["id"]
    assert "Take it over" in room.page("fra") and "Take it over" not in room.page("ngo")
    assert room.post("ngo", "taken", id=offer).status_code == 409
    assert room.post("fra", "taken", id=offer).status_code == 302
    assert "cooperate openly in" in room.words("1")
    propose(room, "ngo", operation="insert", last="1", text="all")
    offer = room.seen("fra")["offers"][0]["id"]
    propose(room, "rus", operation="insert", last="0", text="Hereby,")
    moved = room.post("fra", "taken", id=offer)
    assert moved.status_code == 409
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', moved.content.decode().split('id="refused"')[1].split("</form>")[0]))
    assert room.post("fra", form.pop("kind"), **{name: html.unescape(value) for name, value in form.items() if value}).status_code == 302
    assert "Hereby, States all shall" in room.words("1")


def test_agreed_language_is_found_where_the_host_let_the_room_look_and_nothing_else_of_the_dossier(site: Any) -> None:
    whole = store.content(store.revision_of(site.dossier))
    listed = b"""[[adopted]]
id = "a"
symbol = "A/RES/76/19"
part = "drafts/adopted/a.txt"
date = "2021-12-06"
words = "quoted"
without_vote = true

[[adopted]]
id = "b"
symbol = "SUMMARY"
part = "drafts/adopted/b.txt"
date = "2022-01-01"
"""
    words = b"Calls upon States to cooperate in good faith and to report each year.\n"
    texts = {"drafts/adopted/a.txt": words, "drafts/adopted/b.txt": b"Our summary: cooperate in good faith.\n"}
    parts = {**whole.files, "drafts/adopted.toml": listed, **texts}
    replaced(site.dossier, dataclasses.replace(whole, files=parts))
    room = text_room(site)
    address = reverse("room-agreed", args=[room.room.pk]) + "?unit=1&first=3&last=6"
    assert room.client("fra").get(address).status_code == 302 and "Agreed language" not in room.page("fra", "?unit=1")
    Room.objects.filter(pk=room.room.pk).update(notice={LOOKS_UP: {"en": "yes", "fr": "oui"}})
    assert "Agreed language" in room.page("fra", "?unit=1")
    page = room.client("fra").get(address, headers={"accept-language": "en"}).content.decode()
    assert "cooperate in good faith" in plain(page) and "A/RES/76/19" in page and "6 December 2021" in page and "Calls upon States" in page
    assert "A small matter" not in page and "/dossiers/" not in page
    assert room.client("screen").get(address).status_code == 302
    page = room.client("fra").get(address.replace("first=3&last=6", "first=7&last=7"), headers={"accept-language": "en"}).content.decode()
    assert "No adopted text" in page and "SUMMARY" not in page


def test_the_projector_shows_the_text_large_and_no_secret(room: TextRoom) -> None:
    bracket = room.seen("fra")["brackets"][0]["id"]
    room.post("fra", "stood", target=bracket, stance="oppose", chair="yes")
    room.post("fra", "shown", title="CANARY", text="CANARY", to=["rus"])
    room.post("fra", "confided", text="CANARY")
    page = room.page("screen")
    assert re.search(r"2 brackets in 1 of \d+ paragraphs: \d+% of the words", plain(page))
    assert 'class="projector"' in page and "CANARY" not in page and "FRA" not in page and "<textarea" not in page
    assert room.client("screen").post(reverse("room-write", args=[room.room.pk]), {"kind": "stood"}).status_code == 403
    assert "<textarea" not in room.page("screen", "?unit=1")


def test_in_an_anonymous_room_nobody_is_named(site: Any) -> None:
    room = text_room(site, inside="anonymous", leaves="chatham")
    propose(room, "fra", operation="insert", last="3", text="fully")
    for who in room.seats:
        page = room.page(who)
        assert not [seat for name, seat in room.seats.items() if name != who and seat in page], who


def test_text_is_never_html(site: Any) -> None:
    evil = "<script>alert(1)</script> \"quoted' & שלום 🙂"
    room = text_room(site, [("1", evil)])
    propose(room, "fra", operation="insert", last="1", text="<img src=x onerror=alert(1)>")
    room.post("fra", "reserved", unit="1", text="<b>bold</b>")
    for query in ("", "?unit=1", "?part=1"):
        page = room.page("rus", query)
        assert "<script>alert" not in page and "<img src" not in page and "<b>bold" not in page
        assert "🙂" in page and "שלום" in page


def test_a_long_text_is_shown_by_sections_and_a_script_gets_what_changed(site: Any) -> None:
    room = text_room(site, [(str(n), f"Paragraph number {n} stands here.") for n in range(1, 61)])
    first = room.page("fra")
    assert first.count('class="unit"') == 25 and "?from=26" in first and "26 to 50" in plain(first)
    second = room.page("fra", "?from=26")
    assert 'id="u-50"' in second and 'id="u-51"' not in second and "?from=1" in second
    known = re.findall(r'data-v="([^"]+)"', first)
    propose(room, "rus", unit="7", operation="insert", last="2", text="new")
    query = "?part=1&" + "&".join(f"known={one.replace(' ', '+')}" for one in known)
    part = room.page("fra", query)
    assert part.count("data-same") == 24 and part.count("data-v=") == 1 and 'id="u-7"' in part


def test_a_script_gets_a_paragraph_that_went_into_a_package_anew(room: TextRoom) -> None:
    known = "&".join(f"known={one.replace(' ', '+')}" for one in re.findall(r'data-v="([^"]+)"', room.page("fra")))
    room.write("chair", "linked", id="money", targets=["1", "3"])
    part = room.page("fra", f"?part=1&{known}")
    assert part.count("data-same") == 1 and part.count("in package money") == 2


def test_a_form_that_comes_twice_is_written_once_and_a_stranger_writes_nothing(room: TextRoom) -> None:
    sent = {"unit": "1", "operation": "insert", "last": "3", "text": "fully", "was": "cooperate in", "key": "c0ffee01"}
    numbers = [room.post("fra", "proposed", json=True, **sent).json()["number"] for _ in range(2)]
    assert numbers[0] == numbers[1]
    before = room.seen("fra")["number"]
    for kind in ("agreed", "brought", "phase", "seated", "closed", "due", ""):
        assert room.post("fra", kind, unit="1", level="adopted", phase="closed").status_code == 409
    room.room.refresh_from_db()
    assert room.seen("fra")["number"] == before


def test_whoever_leaves_sees_nothing_any_more(room: TextRoom) -> None:
    room.post("fra", "reserved", unit="1", text="We reserve.")
    assert room.post("fra", "erased").status_code == 200
    assert "FRA" not in room.page("rus") and "We reserve." not in room.page("rus")


def test_what_the_chair_shows_is_from_the_chair_and_a_reader_of_french_reads_no_bare_number(site: Any) -> None:
    room = text_room(site, inside="seat")
    room.write("chair", "shown", id="s1", to=["fra"], title="Aside", text="States should report.", targets=["2"])
    room.write("chair", "asked", id="q", units=["1", "3"], deadline="2999-01-01", level="adopted", zone="UTC")
    room.write("rus", "broken", id="q", units=["3"], reason="No date was agreed.")
    propose(room, "rus", operation="delete", first="5", last="7", **{"as": "group"})
    page = plain(room.page("fra", lang="fr"))

    assert "Présidence, pour FRA" in page
    assert "Sur le paragraphe : 2" in page
    assert "Silence rompu sur le paragraphe 3 – RUS : No date was agreed." in page
    assert "– g77 : à supprimer]" in page
    assert "place sans nom" not in page
