"""Whatever comes of a rehearsal says that it is an exercise: every page, print, export and name of a file."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from web.game_room import GameRoom, opened

from legation.rooms import look_through, read_log
from legation.web.rooms.routes import SEAT_ROUTES
from legation.web.site.routing import ROUTES

pytestmark = pytest.mark.django_db
LINES = {"en": "EXERCISE EXERCISE EXERCISE", "fr": "EXERCICE EXERCICE EXERCICE"}


def _body(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0])


def _is_marked(answer: Any, line: str) -> bool:
    words = " ".join(_body(answer.content.decode()).partition(">")[2].split())
    return words.startswith(line) and words.endswith(line)


def _pages(game: GameRoom) -> list[tuple[Client, str]]:
    """Return every page of the room that is read without more than its address, before its host and at its seats."""
    pages = [(game.host, game.hosted(route.path.removeprefix("dossiers/<slug:slug>/rooms/<slug:room>"))) for route in _of_room()]
    for client in game.sides.values():
        where = [route.path.removeprefix("rooms/<slug:room>/seat/") for route in SEAT_ROUTES.values() if _is_plain(route)]
        pages += [(client, game.at(one)) for one in where]
    return pages


def _is_plain(route: Any) -> bool:
    return route.method == "GET" and not route.as_json and "<" not in route.path.removeprefix("rooms/<slug:room>/")


def _of_room() -> list[Any]:
    begins = "dossiers/<slug:slug>/rooms/<slug:room>"
    return [route for route in ROUTES.values() if route.kind == "page" and route.path.startswith(begins) and route.path.count("<") == 2]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_of_a_rehearsal_begins_and_ends_with_the_line(site: Any, lang: str) -> None:
    game, line, seen = opened(site, lang), LINES[lang], 0
    codes = list(game.room.doors.values_list("code", flat=True))
    for stage in ("before", "after"):
        if stage == "after":
            game.plays()
        for client, address in _pages(game):
            answer = client.get(address)
            html = answer.get("Content-Type", "").startswith("text/html")
            if answer.status_code in (301, 302) or not html:
                continue
            assert _is_marked(answer, line), (stage, address, answer.status_code)
            assert f"<title>{line.split()[0]} · " in answer.content.decode(), address
            seen += answer.status_code == 200
        for code in codes:
            answer = Client(headers={"accept-language": lang}).get(f"/join/{code}/")
            if answer.status_code == 200:
                assert _is_marked(answer, line), code
    assert seen >= 6
    listed = game.host.get("/dossiers/small/rooms").content.decode()
    assert line in listed


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_brief_is_printed_marked_and_nobody_prints_anothers(site: Any, lang: str) -> None:
    game, line = opened(site, lang), LINES[lang]
    for side, client in game.sides.items():
        answer = client.get(game.at(f"brief/{side}.pdf"))
        assert answer.status_code == 200
        assert line.split()[0] in answer["Content-Disposition"]
        read = PdfReader(io.BytesIO(answer.content))
        text = "\n".join(page.extract_text() for page in read.pages)
        assert all(page.extract_text().count(line) >= 1 for page in read.pages)
        assert f"{side.upper()}-BRIEF" in text
        for other in {"coast", "owners", "bank"} - {side}:
            assert f"{other.upper()}-BRIEF" not in text
            refused = client.get(game.at(f"brief/{other}.pdf"))
            assert refused.status_code == 403
            assert "BRIEF" not in refused.content.decode()
        assert client.get(game.at("brief/nobody.pdf")).status_code == 403
    stranger = Client().get(game.at("brief/coast.pdf"))
    assert stranger.status_code == 302


def test_the_log_leaves_after_the_secrets_are_opened_by_a_name_that_says_it(site: Any) -> None:
    game = opened(site)
    assert game.host.get(game.hosted("/game/log.jsonl")).status_code == 404
    game.plays()
    answer = game.host.get(game.hosted("/game/log.jsonl"))
    assert answer.status_code == 200
    assert 'filename="EXERCISE-EXERCICE-log-' in answer["Content-Disposition"]
    text = answer.content.decode()
    looked = look_through(text)
    assert looked.fault is None
    assert looked.broken is None
    assert dict(read_log(text)[0].data or {})["session"] == "rehearsal"
    people = set(game.state.seats)
    assert not any(seat in text for seat in people), "no seat of the room is named in what leaves it"


def test_the_log_of_a_game_is_proposed_to_the_dossier_once(site: Any) -> None:
    game = opened(site)
    assert game.host.post(game.hosted("/game/return")).status_code == 404
    game.plays()
    page = game.host.get(game.hosted()).content.decode()
    assert "Propose it to the dossier" in page
    answer = game.host.post(game.hosted("/game/return"))
    assert answer.status_code == 302
    assert "/proposals/" in answer.url


def test_a_real_session_bears_no_mark_of_play(site: Any) -> None:
    game = opened(site, of="real:cables")
    for client, address in _pages(game):
        assert "EXERCISE" not in client.get(address).content.decode(), address
    for side, client in game.sides.items():
        answer = client.get(game.at(f"brief/{side}.pdf"))
        assert "EXERCISE" not in answer["Content-Disposition"]
