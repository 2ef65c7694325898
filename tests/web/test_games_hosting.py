"""A game is opened and held in the browser by somebody who has never seen a terminal; what cannot be opened is said before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from web.game_room import GAME, OPEN, TALKS, opened, with_game

from legation.rooms import Refused
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room

pytestmark = pytest.mark.django_db
NEW = "/dossiers/small/rooms/new/negotiation"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_games_of_the_dossier_are_listed_and_one_is_chosen(site: Any, lang: str) -> None:
    with_game(site)
    type(site.people["editor"]).objects.update(language=lang)
    client = site.client("editor")
    page = client.get(NEW).content.decode()
    assert {"en": "Cables", "fr": "Câbles"}[lang] in page
    assert {"en": "3 sides, 30 minutes of play", "fr": "3 parties, 30 minutes de jeu"}[lang] in page
    assert f'href="{NEW}?of=game:cables"' in page
    assert f'href="{NEW}?of=real:cables"' in page

    form = client.get(f"{NEW}?of=game:cables").content.decode()
    for side in ("coast", "owners", "bank"):
        assert f'name="side-{side}"' in form
    line = {"en": "EXERCISE EXERCISE EXERCISE", "fr": "EXERCICE EXERCICE EXERCICE"}[lang]
    assert form.count(line) == 2
    real = client.get(f"{NEW}?of=real:cables").content.decode()
    assert line not in real
    assert 'name="side-coast"' not in real
    assert client.get(f"{NEW}?of=game:none").status_code == 404


def test_a_dossier_without_a_game_says_how_one_is_added(site: Any) -> None:
    page = site.client("editor").get(NEW).content.decode()
    assert "This dossier has no game." in page
    assert site.client("reader").get(NEW).status_code == 403


def _plain(text: str) -> str:
    """Return a text with plain blanks."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _faulty(site: Any, lang: str = "en", **parts: str) -> str:
    with_game(site, **parts)
    type(site.people["editor"]).objects.update(language=lang)
    client = site.client("editor")
    page = client.get(NEW).content.decode()
    assert "?of=game:cables" not in page
    answer = client.post(OPEN, {"of": "game:cables", "title": "x", "minutes": "30", "protocol": "free", "host": "The desk"})
    assert answer.status_code == 422
    assert not Room.objects.exists()
    return page


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_floor_that_nobody_can_reach_is_said_before_the_game_is_opened(site: Any, lang: str) -> None:
    too_high = TALKS.replace('party = "owners"\nvalue = 40', 'party = "owners"\nvalue = 101')
    assert too_high != TALKS
    page = _plain(_faulty(site, lang, negotiation=too_high))
    words = {"en": ("No package reaches the floor", "101 points"), "fr": ("101 points",)}[lang]
    for one in (*words, "100"):
        assert one in page
    assert "/dossiers/small/models/negotiation/cables/view" in page


def test_floors_that_can_be_reached_alone_and_not_together_are_said(site: Any) -> None:
    together = TALKS.replace('party = "owners"\nvalue = 40', 'party = "owners"\nvalue = 100')
    with_game(site, negotiation=together.replace('party = "bank"\nvalue = 30', 'party = "bank"\nvalue = 100'))
    assert "No package clears the floors of all sides" in site.client("editor").get(NEW).content.decode()


def test_a_game_whose_negotiation_is_not_there_says_which(site: Any) -> None:
    assert "no negotiation of this name" in _faulty(site, negotiation="")


def test_a_side_that_is_no_party_of_the_negotiation_is_said(site: Any) -> None:
    _faulty(site, game=GAME.replace('party = "bank"', 'party = "moon"'))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_code_leads_to_one_side_and_says_which_before_one_joins(site: Any, lang: str) -> None:
    game = opened(site, lang, seated=False)
    page = game.host.get(game.hosted()).content.decode()
    codes = dict.fromkeys(re.findall(r"/join/([A-Z]{10})/", page))
    assert len(codes) == 2, "the bank is a bot's, and no code leads there"
    told = {
        "en": ("This is an exercise", "come from the file", "opens the secrets", "Nobody is marked or ranked"),
        "fr": ("C’est un exercice", "viennent du fichier", "lève le secret", "Personne n’est noté ni classé"),
    }[lang]
    names = {
        "en": {"You play: Coastal States", "You play: Owners of cables"},
        "fr": {"Vous jouez : États côtiers", "Vous jouez : propriétaires de câbles"},
    }
    found = set()
    for code in codes:
        door = Client(headers={"accept-language": lang}).get(f"/join/{code}/").content.decode()
        door = _plain(door)
        for words in told:
            assert words in door
        found |= {name for name in names[lang] if name in door}
    assert found == names[lang]
    assert game.state.is_played_by_bot("bank")


def test_nothing_is_offered_before_the_host_opens_the_talks_and_the_clock_stops_in_a_pause(site: Any) -> None:
    game = opened(site)
    assert game.state.phase == "paused"
    assert not game.state.deadline
    refused = DESK.write(game.room.pk, game.seat("coast"), [Draft(kind="offered", data={"package": [1, 1, 1]})])[0].refused
    assert isinstance(refused, Refused)
    assert refused.code == "not-open"

    assert game.host.post(game.hosted("/game/phase"), {"phase": "open"}).status_code == 302
    assert game.state.phase == "open"
    first = game.state.deadline
    assert first
    assert "Ends on" in game.host.get(game.hosted()).content.decode()
    game.host.post(game.hosted("/game/phase"), {"phase": "paused"})
    assert game.state.deadline > first, "a pause does not end by itself after the minutes of play"
    game.host.post(game.hosted("/game/phase"), {"phase": "open"})
    assert first <= game.state.deadline < first[:10] + "T99", "minutes that were played are gone"


def test_another_code_takes_the_seat_from_whoever_sat_there_and_offers_stay(site: Any) -> None:
    game = opened(site)
    game.writes("host", "phase", phase="open")
    game.writes("coast", "offered", package=[1, 1, 1])
    before = game.seat("coast")
    assert game.host.post(game.hosted("/game/seat"), {"side": "coast"}).status_code == 302
    assert game.seat("coast") != before
    assert game.sides["coast"].get(game.at()).status_code == 302
    page = game.host.get(game.hosted()).content.decode()
    assert len(dict.fromkeys(re.findall(r"/join/([A-Z]{10})/", page))) == 1
    assert len(game.state.offers) == 1
    game.host.post(game.hosted("/game/seat"), {"side": "bank"})
    assert game.state.is_played_by_bot("bank"), "a bot keeps its seat"


def test_in_a_real_session_all_are_told_of_a_seat_that_was_given_anew(site: Any) -> None:
    real = opened(site, of="real:cables")
    told = "another person may sit there now"
    assert told not in real.sides["bank"].get(real.at()).content.decode()
    assert real.host.post(real.hosted("/game/seat"), {"side": "coast"}).status_code == 302
    assert told in real.sides["bank"].get(real.at()).content.decode()


def test_the_host_puts_a_single_text_and_the_sides_answer(site: Any) -> None:
    game = opened(site, protocol="single text")
    assert "Your text" not in game.host.get(game.hosted()).content.decode()
    game.host.post(game.hosted("/game/phase"), {"phase": "open"})
    assert "Your text" in game.host.get(game.hosted()).content.decode()
    wrong = game.host.post(game.hosted("/game/text"), {"issue-0": "7", "issue-1": "0", "issue-2": "x"})
    assert wrong.status_code == 409
    game.host.post(game.hosted("/game/text"), {"issue-0": "1", "issue-1": "1", "issue-2": "1", "reason": "<script>alert(1)</script>"})
    (offer,) = game.state.offers.values()
    assert (offer.by, offer.package) == ("", (1, 1, 1))
    assert "<script>alert" not in game.host.get(game.hosted()).content.decode()


def test_a_host_whose_organisation_is_a_party_says_so_and_sees_no_more_than_its_side(site: Any) -> None:
    game = opened(site, host_side="coast", seated=False)
    code = game.room.doors.order_by("pk").first().code
    words = "The organisation that holds this room is a party itself: Coastal States."
    assert words in game.host.get(game.hosted()).content.decode()
    assert words in Client(headers={"accept-language": "en"}).get(f"/join/{code}/").content.decode()
    seen = DESK.seen(game.room.pk, seats.host_of(game.room))
    assert seen["mine"]["side"] == "coast"

    game.writes("host", "phase", phase="open")
    game.writes("owners", "offered", package=[1, 0, 1], to=["bank"])
    page = game.host.get(game.hosted()).content.decode()
    assert "offers were made" not in page
    assert "offer was made" not in page


@pytest.mark.parametrize("secret", ["COAST-BRIEF", "OWNERS-BRIEF", "BANK-BRIEF"])
def test_the_host_sees_no_brief_before_the_secrets_are_opened(site: Any, secret: str) -> None:
    game = opened(site)
    for place in ("", ".json", "/game/log.jsonl", "/log.jsonl"):
        assert secret not in game.host.get(game.hosted(place)).content.decode()


def test_secrets_are_opened_after_closing_and_never_in_a_real_session(site: Any) -> None:
    game = opened(site)
    game.host.post(game.hosted("/game/phase"), {"phase": "open"})
    assert game.host.post(game.hosted("/game/reveal")).status_code == 409
    game.host.post(game.hosted("/game/phase"), {"phase": "closed"})
    assert "Open the secrets" in game.host.get(game.hosted()).content.decode()
    assert game.host.post(game.hosted("/game/reveal")).status_code == 302
    assert game.state.revealed
    assert "Open the secrets" not in game.host.get(game.hosted()).content.decode()

    real = opened(site, of="real:cables")
    real.host.post(real.hosted("/game/phase"), {"phase": "closed"})
    assert "Open the secrets" not in real.host.get(real.hosted()).content.decode()
    assert real.host.post(real.hosted("/game/reveal")).status_code == 409
    assert real.host.get(real.hosted("/game/log.jsonl")).status_code == 404


def test_a_real_session_holds_no_points_of_the_file_and_gives_each_party_a_code(site: Any) -> None:
    real = opened(site, of="real:cables")
    assert set(real.sides) == {"coast", "owners", "bank"}
    assert "scores" not in real.state.settings
    assert real.state.settings["leaves"] == "nothing"
    page = real.host.get(real.hosted()).content.decode()
    assert "EXERCISE" not in page
    for words in ("Points are never opened", "only when every party released it", "All are gone 30 days after closing"):
        assert words in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"minutes": "soon"}, "is no duration"),
        ({"minutes": "9999"}, "is no duration"),
        ({"side-coast": "hard", "side-owners": "even"}, "Nobody plays"),
        ({"title": ""}, "Fill in this field"),
        ({"side-coast": "cheater"}, "cheater"),
    ],
)
def test_what_the_form_lacks_is_said_and_no_room_is_opened(site: Any, said: dict[str, str], words: str) -> None:
    with_game(site)
    form = {"of": "game:cables", "title": "x", "minutes": "30", "protocol": "free", "host": "The desk", "side-bank": "even"}
    form |= {"side-coast": "people", "side-owners": "people"} | said
    answer = site.client("editor").post(OPEN, form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Room.objects.exists()


def test_a_deadline_of_a_real_session_that_has_passed_is_refused(site: Any) -> None:
    with_game(site)
    form = {"of": "real:cables", "title": "x", "protocol": "free", "zone": "UTC", "day": "2020-01-01"}
    form |= dict.fromkeys(("host", "interest", "machine", "law"), "said")
    answer = site.client("editor").post(OPEN, form)
    assert answer.status_code == 422
    assert "This deadline has passed" in answer.content.decode()


def test_organisations_are_not_seated_in_a_negotiation_of_sides(site: Any) -> None:
    game = opened(site, seated=False)
    assert game.host.get(game.hosted("/organisations")).status_code == 404
    assert game.host.post(game.hosted("/organisations/seat"), {"organisation": "FRA", "weight": "1"}).status_code == 404


def test_who_may_not_hold_rooms_sees_no_code_and_no_secret(site: Any) -> None:
    game = opened(site, seated=False)
    page = site.client("reader").get(game.hosted()).content.decode()
    assert not re.findall(r"/join/([A-Z]{10})/", page)
    assert "BRIEF" not in page
    for place in ("/game/phase", "/game/reveal", "/game/text", "/game/seat", "/game/projector", "/game/return"):
        assert site.client("reader").post(game.hosted(place)).status_code == 403


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_step_of_rehearsing_leads_to_the_page_that_opens_a_game(site: Any, lang: str) -> None:
    with_game(site)
    type(site.people["editor"]).objects.update(language=lang)
    page = site.client("editor").get("/dossiers/small/situations/negotiation?about=cables").content.decode()
    assert f'href="{NEW}?next=' in page
    assert {"en": "a game or a preparation, played", "fr": "une répétition\N{NO-BREAK SPACE}: simulation ou préparation"}[lang] in page
    assert NEW not in site.client("reader").get("/dossiers/small/situations/negotiation?about=cables").content.decode()


def test_a_game_of_the_library_is_taken_and_then_opened(site: Any) -> None:
    client = site.client("editor")
    take = "/dossiers/small/rooms/take/negotiation"
    assert 'value="library-disclosure"' in client.get(NEW).content.decode()
    answer = client.post(take, {"piece": "library-disclosure"})
    assert (answer.status_code, answer.url) == (302, f"{NEW}?of=game:disclosure")
    assert "EXERCISE EXERCISE EXERCISE" in client.get(answer.url).content.decode()
    assert 'value="library-disclosure"' not in client.get(NEW).content.decode()
    assert client.post(take, {"piece": "unga-votes"}).status_code == 404
    assert site.client("contributor").post(take, {"piece": "library-disclosure"}).status_code == 403
