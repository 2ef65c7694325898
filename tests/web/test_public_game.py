"""The public game on the site: without an account, a cookie of a player or a script; counts alone are stored, and forged ones are not."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from legation.briefing.public_game import file_name, one_file
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions.public_game import LAST, draw_of, public_game
from legation.web.pages.public_game import playing, ticket
from legation.web.rooms.limits import Limit
from legation.web.stores.learning.counting import FEWEST, add, learned_here
from legation.web.stores.learning.models import LearningCount

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("two totals are added at once, and a ticket is used up once")
WHERE = "/play/whose-word"
WHOLE = {"seed": "4", "at": "22", "before": "xxxxxxxx", "filed": "dcbn" * 3, "days": "01201"}
BUTTON = re.compile(r'<button name="(\w+)" value="([^"]*)">')
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
RADIO = re.compile(r'<input type="radio" name="(q\d)" value="(\w)" required>')


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(playing, "ENDS", Limit(1_000, 1_000.0))


def text_of(page: Any) -> str:
    assert page.status_code == 200
    return html.unescape(page.content.decode())


def answers(letter: str = "x") -> dict[str, str]:
    return {f"q{number}": letter for number in range(8)}


def old_ticket(monkeypatch: pytest.MonkeyPatch, age: int = ticket.LEAST + 1) -> str:
    """Return a ticket that the site gave so many seconds ago."""
    with monkeypatch.context() as patch:
        now = ticket.time.time()
        patch.setattr(ticket.time, "time", lambda: now - age)
        return ticket.new_ticket()


def end(client: Client, mark: str, **more: str) -> Any:
    return client.post(WHERE, WHOLE | answers() | {"count": "yes", "ticket": mark} | more)


def walked(lang: Lang, choose: Any) -> list[str]:
    """Play on the forms of the pages alone, as a browser without scripts does; return the pages."""
    client, pages, query = Client(), [], {"lang": lang}
    for _ in range(LAST + 1):
        page = client.get(WHERE, query)
        pages.append(text_of(page))
        if 'method="post"' in pages[-1]:
            sent = dict(FIELD.findall(pages[-1])) | answers() | {"count": "no"}
            pages.append(text_of(client.post(WHERE, sent, follow=True)))
            break
        given = dict(RADIO.findall(pages[-1]))
        name, value = choose(pages[-1])
        query = dict(FIELD.findall(pages[-1])) | given | {name: value}
    return pages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_game_is_played_without_account_cookie_or_script(lang: Lang) -> None:
    pages = walked(lang, lambda page: BUTTON.findall(page)[0])

    assert len(pages) == LAST + 1
    for page in pages:
        assert say(Message("game.exercise"), lang) in page.split("<main")[0].split("<body>")[1]
        assert "<script" not in page
        assert f'<html lang="{lang}">' in page
    assert say(Message("public-game.end-title"), lang) in pages[-1]
    assert not LearningCount.objects.exists()


def test_no_page_gives_a_cookie_but_the_one_against_forgery() -> None:
    client = Client()
    for at in range(LAST - 1):
        client.get(WHERE, WHOLE | {"at": str(at)})
    assert not client.cookies
    client.get(WHERE, WHOLE | {"at": str(LAST - 1)})
    assert set(client.cookies) == {"legation-csrf"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_of_the_longest_path_have_few_enough_words(lang: Lang) -> None:
    def words(page: str) -> int:
        body = re.sub(r"(<details><summary>.*?</summary>).*?</details>", r"\1", page.split("<body>")[1], flags=re.DOTALL)
        return len([one for one in re.sub(r"<[^>]+>", " ", body).split() if re.search(r"\w", one)])

    for _ in range(FEWEST):
        add("a", 3, 6)
    most = 0
    for days in ("11111", "00000", "20202", "21020", "10101"):
        for seed in range(0, 36, 5):
            acts = [public_game().activities[number].key for number in draw_of(seed).activities]
            given = WHOLE | {"seed": str(seed), "days": days, "lang": lang, "filed": "".join("c" if key != "c" else "d" for key in acts)}
            pages = [Client().get(WHERE, given | {"after": "xxxxxxxx", "at": str(at)}) for at in range(LAST + 1)]
            most = max(most, sum(words(text_of(page)) for page in pages))
    assert most <= 2_200


@ON_EACH
def test_two_totals_are_added_once_and_are_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    client, mark = Client(), old_ticket(monkeypatch)
    page = end(client, mark)

    assert page.status_code == 302
    assert "added=yes" in page["Location"]
    row = LearningCount.objects.get()
    assert (row.form, row.before, row.after, row.people) == (draw_of(4).forms[0], 0, 0, 1)
    assert {one.name for one in LearningCount._meta.get_fields()} == {"id", "form", "before", "after", "people"}
    assert "added=no" in end(client, mark)["Location"], "a ticket counts once"
    assert "added=no" in end(Client(), mark)["Location"]
    assert LearningCount.objects.get().people == 1
    assert "added=yes" in end(client, old_ticket(monkeypatch))["Location"]
    assert LearningCount.objects.get().people == 2


def test_who_does_not_want_to_be_counted_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    page = end(Client(), old_ticket(monkeypatch), count="no")

    assert "added=no" in page["Location"]
    assert not LearningCount.objects.exists()


@pytest.mark.parametrize("age", [0, ticket.LEAST - 2, ticket.MOST + 60])
def test_who_came_too_soon_or_too_late_is_not_counted(monkeypatch: pytest.MonkeyPatch, age: int) -> None:
    assert "added=no" in end(Client(), old_ticket(monkeypatch, age))["Location"]
    assert not LearningCount.objects.exists()


@pytest.mark.parametrize(
    "forged",
    [{"ticket": ""}, {"ticket": "x:y:z"}, {"days": "0120"}, {"before": ""}, {"filed": "d"}, {"days": "99999"}, {"before": "x" * 7}],
)
def test_forged_answers_are_counted_nowhere(monkeypatch: pytest.MonkeyPatch, forged: dict[str, str]) -> None:
    page = end(Client(), old_ticket(monkeypatch), **forged)

    assert page.status_code == 302
    assert not LearningCount.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "?at=99999999999999999999",
        "?seed=-5&at=3",
        "?before=%00",
        "?before=<script>&at=2",
        "?filed=zzzz&at=5&before=xxxxxxxx",
        "?lang=de",
        "?at=²",
    ],
)
def test_what_no_form_sends_shows_a_screen_or_is_refused(query: str) -> None:
    page = Client().get(WHERE + query)

    assert page.status_code in (200, 400)
    assert "<script>" not in page.content.decode()


def test_a_large_body_another_method_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    assert client.post(WHERE, WHOLE | {"q0": "x" * 20_000}).status_code == 413
    assert client.put(WHERE).status_code == 405
    assert client.post(f"{WHERE}.html").status_code == 405
    assert Client(enforce_csrf_checks=True).post(WHERE, WHOLE).status_code == 403
    monkeypatch.setattr(playing, "ENDS", Limit(1, 0.01))
    monkeypatch.setattr(playing, "BY_ADDRESS", Limit(1, 0.01))
    assert [client.post(WHERE, WHOLE).status_code for _ in range(2)] == [302, 429]
    assert [client.get(WHERE).status_code for _ in range(2)] == [200, 429]
    late = client.get(f"{WHERE}.html")
    assert late.status_code == 429
    assert int(late["Retry-After"]) > 0


def test_others_are_shown_from_ten_people_on() -> None:
    for _ in range(FEWEST - 1):
        add("a", 3, 6)
    last = WHOLE | {"after": "xxxxxxxx", "lang": "en"}
    assert learned_here() is None
    assert say(Message("public-game.group-few", fewest=FEWEST), "en") in text_of(Client().get(WHERE, last))
    add("b", 4, 5)

    found = learned_here()
    assert found is not None
    assert (found.people, round(found.before, 1), round(found.after, 1), round(found.gain, 1)) == (10, 3.1, 5.9, 2.8)
    assert found.low < found.gain < found.high
    page = text_of(Client().get(WHERE, last))
    assert "10 people have played to the end here" in page
    assert "Gain: 2.8" in page


def test_a_site_that_only_reads_is_played_on_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(playing, "add", refuse)
    assert "added=no" in end(Client(), old_ticket(monkeypatch))["Location"]
    monkeypatch.setattr(playing, "is_good", refuse)
    assert "added=no" in end(Client(), old_ticket(monkeypatch))["Location"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_is_taken_along_and_says_that_it_is_play(lang: Lang) -> None:
    page = Client().get(f"{WHERE}.html", {"lang": lang})

    assert page.content == one_file(lang)
    assert f'filename="{file_name(lang)}"' in page["Content-Disposition"]
    assert page["Content-Disposition"].startswith("attachment")
    assert f'href="{WHERE}.html?lang={lang}" download="{file_name(lang)}"' in text_of(Client().get(WHERE, {"lang": lang}))
    style = Client().get(f"{WHERE}.css")
    assert style["Content-Type"].startswith("text/css")
    assert style.content.decode() in page.content.decode()


def test_who_goes_back_answers_anew() -> None:
    before = text_of(Client().get(WHERE, WHOLE | {"at": "1"}))
    assert dict(FIELD.findall(before)).keys() == {"seed", "lang", "ticket"}
    third = dict(FIELD.findall(text_of(Client().get(WHERE, WHOLE | {"at": "17"}))))
    assert "days" not in third
    assert third["filed"] == WHOLE["filed"]
    fifth = dict(FIELD.findall(text_of(Client().get(WHERE, WHOLE | {"at": "6"}))))
    assert {"days", "filed"} & fifth.keys() == set()


def test_the_start_offers_the_other_language_and_draws_anew() -> None:
    page = text_of(Client().get(WHERE, {"lang": "fr"}))
    assert 'href="?lang=en" lang="en"' in page
    seeds = {dict(FIELD.findall(text_of(Client().get(WHERE))))["seed"] for _ in range(30)}
    assert len(seeds) > 1
