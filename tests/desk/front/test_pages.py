"""What each page is: its language and direction, its size, what no page has."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from legation.web.front.catalogue import LANGUAGES, texts

from .conftest import Desk

PAGES = ("", "register", "code", "privacy", "l/2f9c", "a/2f9c", "q/2f9c")
LARGEST = 14_000
"""Bytes that a page may take, its style sheet included, as they are sent."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_small_has_its_direction_and_nothing_that_runs_or_stays(client: Client, language: str, page: str) -> None:
    response = client.get(f"/{language}/{page}", headers={"accept-encoding": "gzip"})
    style = client.get("/front.css", headers={"accept-encoding": "gzip"})
    plain = client.get(f"/{language}/{page}").content.decode()

    assert response.status_code == style.status_code == 200
    assert len(response.content) + len(style.content) + len(str(response.headers)) <= LARGEST
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in plain
    assert "<script" not in plain
    assert not re.search(r"\bon[a-z]+=|javascript:|style=|https?://", plain)
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "script" not in response["Content-Security-Policy"]
    policy = dict(one.strip().partition(" ")[::2] for one in response["Content-Security-Policy"].split(";"))
    assert re.findall(r'<link rel="icon" href="([^"]*)">', plain) == ["data:,"]  # empty and in the page: no browser asks for another
    assert (policy["default-src"], policy["img-src"]) == ("'none'", "data:")


def test_a_printed_page_bears_no_address(client: Client) -> None:
    """A browser writes the address, with its token, into the margin, unless there is none."""
    assert "@page{margin:0}" in client.get("/front.css").content.decode()


def test_the_first_page_is_in_the_language_of_the_browser(client: Client) -> None:
    assert b'lang="ar"' in client.get("/", headers={"accept-language": "de,ar;q=0.8"}).content
    assert b'lang="en"' in client.get("/", headers={"accept-language": "de"}).content


def test_outside_a_drill_a_language_is_offered_once_its_very_text_was_read(desk: Desk, client: Client) -> None:
    read = {"day": "2026-12-01", "function": "local staff"}
    desk.say(drill=False)
    assert client.get("/").status_code == 503
    desk.say(languages={"es": {**read, "text": texts("es").fingerprint}, "ar": {**read, "text": "0" * 64}})

    assert [client.get(f"/{language}/").status_code for language in LANGUAGES] == [404, 404, 200, 404]
    assert "SIMULACRO" not in client.get("/es/").content.decode()


def test_a_drill_stands_on_every_page_and_the_stop_page_too(client: Client) -> None:
    pages = [client.get(f"/fr/{page}") for page in PAGES] + [client.post("/fr/register", {"step": "stay", "go": "next"})]

    assert all("EXERCICE. Rien ici n’est réel." in page.content.decode() for page in pages)


def test_before_the_desk_has_spoken_nothing_is_taken(desk: Desk, client: Client) -> None:
    desk.folder.joinpath("front.sqlite3").unlink()
    for wal in desk.folder.glob("front.sqlite3-*"):
        wal.unlink()
    from legation.web.front.running import front

    front().close()
    front.cache_clear()

    assert client.get("/en/register").status_code == 503
    assert client.post("/en/a/2f9c", {"status": "safe", "covers": "all"}).status_code == 503


def test_every_language_says_the_same_sentences_with_the_same_values() -> None:
    values = {
        language: {key: sorted(re.findall(r"{(\w+)}", said)) for key, said in texts(language).sentences.items()} for language in LANGUAGES
    }

    assert values["en"] == values["fr"] == values["es"] == values["ar"]
    assert all(said.strip() for language in LANGUAGES for said in texts(language).sentences.values())


def test_every_sentence_is_said_somewhere() -> None:
    from pathlib import Path

    import legation.web.front

    folder = Path(legation.web.front.__file__).parent
    source = "".join(path.read_text("utf-8") for path in (*folder.rglob("*.py"), *folder.rglob("*.html")))
    put_together = {f"answer.{one}" for one in ("injured", "need_help", "want_out", "safe", "left", "all", "me", "some")}
    put_together |= {f"stop.{one}" for one in ("closed", "busy", "often", "unsaved", "large", "missing", "method", "quiet")}
    put_together |= {f"error.{one}" for one in [*re.findall(r'Refused\("([a-z-]+)"', source), "place", "place-choose"]}

    assert [key for key in texts("en").sentences if f'"{key}"' not in source and f"'{key}'" not in source and key not in put_together] == []
    assert put_together <= texts("en").sentences.keys()
