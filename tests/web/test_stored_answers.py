"""The site's store of answers: computed once for whoever sees the same, on the same day; gone with the dossier."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from legation.language import Message
from legation.questions import Answer
from legation.questions.base import ask as asking
from legation.web.dossiers import store
from legation.web.runs import worker
from legation.web.runs.answers import DatabaseStore
from legation.web.runs.computation import submit
from legation.web.runs.files import answer_files, brief, tally
from legation.web.runs.models import Output, Result, StoredAnswer

from .test_runs import request_by

pytestmark = pytest.mark.django_db
ANSWER = Answer(question="what-is-due", title=Message("what-is-due.title"))
KEY = "ab" * 32


def nothing(*_: int) -> None:
    """Take a report of progress."""


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were computed, and not found."""
    found: list[str] = []
    whole = asking._computed

    def told(question: Any, *rest: Any) -> Answer:
        found.append(question.id)
        return whole(question, *rest)

    monkeypatch.setattr(asking, "_computed", told)
    return found


def made(site: Any, role: str, kind: str = "question", question: str = "what-is-due", **options: str) -> list[Any]:
    """Make the files of a run, whether or not there is a result."""
    run = submit(request_by(site, role), kind, question if kind == "question" else "", options)
    makers: dict[str, Callable[..., Any]] = {"question": answer_files, "brief": brief, "tally": tally}
    return list(makers[kind](run, nothing))


def test_a_paper_rests_on_the_answer_of_the_page(site: Any, computed: list[str]) -> None:
    made(site, "reader", question="what-is-due")
    files = made(site, "reader", "brief", sections="what-is-due who-is-in", langs="en fr")

    assert computed == ["what-is-due", "who-is-in"]
    made(site, "reader", "brief", sections="who-is-in what-is-due", langs="en")
    assert computed == ["what-is-due", "who-is-in"]
    assert len(files) == 8


def test_the_tally_sheet_and_the_question_are_one_count(site: Any, computed: list[str]) -> None:
    made(site, "reader", "tally")
    made(site, "reader", question="do-we-have-the-votes")

    assert computed == ["do-we-have-the-votes"]


def test_what_is_found_is_written_as_what_is_computed(site: Any, computed: list[str]) -> None:
    first, second = made(site, "reader", question="who-stands-where"), made(site, "reader", question="who-stands-where")

    assert computed == ["who-stands-where"]
    assert first == second
    assert len(first) > 6


def test_who_sees_less_has_an_answer_of_their_own(site: Any, computed: list[str]) -> None:
    """The reader and the contributor see the same; the editor and the owner see more, the guest less."""
    for role in ("owner", "editor", "reader", "contributor", "guest"):
        files = made(site, role, question="who-stands-where")
        told = b"".join(file.data for file in files)
        assert (b"SECRET" in told) == (role in ("owner", "editor")), role

    seen = {
        store.seen(request_by(site, role).revision, request_by(site, role).scope).hash for role in ("owner", "editor", "reader", "guest")
    }
    assert len(computed) == StoredAnswer.objects.count() == len(seen)


def test_a_changed_row_is_another_answer(site: Any, computed: list[str]) -> None:
    made(site, "owner")
    changed = dataclasses.replace(store.content(store.revision_of(site.dossier)), objectives=())
    store.save(site.dossier, site.dossier.head, changed, site.people["owner"], store.EVERYTHING, reason="")
    made(site, "owner")

    assert computed == ["what-is-due", "what-is-due"]


def test_no_result_and_no_list_of_files_shows_what_is_stored(site: Any) -> None:
    made(site, "reader")

    assert StoredAnswer.objects.count() == 1
    assert not Result.objects.exists()
    assert not Output.objects.exists()


def test_answers_go_with_their_dossier_and_after_a_day(site: Any) -> None:
    made(site, "reader")
    made(site, "reader", question="who-is-in")
    StoredAnswer.objects.filter(pk=StoredAnswer.objects.first().pk).update(made=timezone.now() - dt.timedelta(days=1, seconds=1))
    worker.tidy()
    assert StoredAnswer.objects.count() == 1

    site.dossier.delete()
    assert not StoredAnswer.objects.exists()


@pytest.mark.parametrize("data", [b"", b"{}", b"\x80\x04K\x01.", b'{"Message":["a",{}]}'])
def test_what_is_no_answer_is_computed_anew(site: Any, data: bytes, computed: list[str]) -> None:
    made(site, "reader")
    StoredAnswer.objects.update(data=data)
    made(site, "reader")
    made(site, "reader")

    assert computed == ["what-is-due", "what-is-due"]


def test_an_answer_that_cannot_be_stored_is_given_all_the_same(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at = DatabaseStore(site.dossier)
    at.put(KEY, Answer(question="what-is-due", title=Message("answer.value", value=object())))
    assert at.get(KEY) is None

    def refuses(*_: Any, **__: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(StoredAnswer.objects, "update_or_create", refuses)
    at.put(KEY, ANSWER)
    assert at.get(KEY) is None
    assert made(site, "reader")


def test_the_same_answer_may_be_stored_twice(site: Any) -> None:
    for _ in range(2):
        DatabaseStore(site.dossier).put(KEY, ANSWER)

    assert DatabaseStore(site.dossier).get(KEY) == ANSWER
