"""A dossier filled by pages alone: no page is in the way, no question is a dead end, and nearly all of them can be asked and answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from benchmarks.filled import Filler, ask_all, table_of
from benchmarks.filled_person import Person

from legation.questions import questions
from legation.web.runs.worker import Worker

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PRESSED = frozenset(
    {
        "what-the-room-thinks",
        "how-sure-are-we",
        "what-may-we-do",
        "what-do-we-say",
        "what-can-we-live-with",
        "what-did-they-say-before",
        "where-could-it-settle",
    }
)
"""Questions that rest on a model which the browser makes from nothing; others answer on the site in tests of their own."""


PLAYED = frozenset({"what-did-the-game-show"})
"""Questions that rest on what was played in a room: no page fills that."""


def test_a_dossier_filled_by_pages_alone_has_no_dead_end(site: Any, tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    worker = Worker(every=60)

    def work() -> None:
        while worker.once():
            pass

    filler = Filler(Person(site.client("owner")), work)
    filler.first_year = "2017"
    filler.fill()
    found = ask_all(filler.person, filler.here, work, pressed=PRESSED)

    assert filler.stuck == {}
    assert len(found) == len(questions()), table_of(found)
    assert [one for one in found if one.came == "dead end"] == [], table_of(found)
    assert {one.question for one in found if one.came == "needs"} == PLAYED, table_of(found)
    assert {one.question for one in found if one.came == "answers"} == PRESSED, table_of(found)


def test_on_an_empty_dossier_each_question_is_asked_or_says_what_it_needs(site: Any) -> None:
    person = Person(site.client("owner"))
    here = person.go(person.form(person.see("/dossiers/new"), "new/empty$"), {"title": "Nothing yet"})
    found = ask_all(person, here, lambda: None, pressed=())

    assert len(found) == len(questions())
    assert [one for one in found if one.came == "dead end"] == [], table_of(found)
