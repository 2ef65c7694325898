"""The path of six lessons: learners without an account, and the classes in which no teacher learns what one learner did."""

from __future__ import annotations

import datetime as dt
import html
import itertools
import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from legation.language import LANGUAGES, Message, say
from legation.questions.lessons.counts import SMALLEST
from legation.questions.lessons.path import LESSONS
from legation.web.lessons.classes import MOST_CLASSES, delete_over, make_class
from legation.web.lessons.learner import COOKIE
from legation.web.pages.lessons.learning import LARGEST
from legation.web.pages.lessons.prepared import exercise_for
from legation.web.rooms import limits
from legation.web.stores.lessons.models import LessonClass, LessonMark

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("learners are counted by a transaction of ours")

INCIDENT = LESSONS[5]


def said(name: str, lang: Any = "en") -> str:
    return re.sub(r"\s+", " ", say(Message(f"lessons.{name}"), lang))


def right(lesson: Any = INCIDENT) -> dict[str, list[str]]:
    return {item.id: sorted(item.right) for item in exercise_for(lesson).items}


def wrong(lesson: Any = INCIDENT) -> dict[str, list[str]]:
    return {item.id: [next(one.id for one in item.choices if one.id not in item.right)] for item in exercise_for(lesson).items}


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def newcomer(lang: str = "en") -> Client:
    return Client(headers={"accept-language": lang})


def joined(group: LessonClass) -> Client:
    client = newcomer()
    assert client.post("/learn/", {"code": group.code.lower()}).status_code == 302
    return client


def does(client: Client, answers: dict[str, list[str]], number: int = 1, lesson: Any = INCIDENT) -> Any:
    return client.post(f"/learn/{lesson.id}", answers | {"try": str(number)})


@pytest.fixture
def group(site: Any) -> LessonClass:
    return make_class(site.people["member"], "Monday", timezone.now().date())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_six_are_read_and_done_without_an_account(lang: str) -> None:
    client = newcomer()
    path = client.get(f"/learn/?lang={lang}")
    assert path.status_code == 200
    assert path.headers["Cache-Control"] == "private, no-store"
    for lesson in LESSONS:
        assert said(f"{lesson.id}.title", lang) in text(path)
        page = client.get(f"/learn/{lesson.id}")
        assert f'<html lang="{lang}"' in text(page)
        assert "<script" not in text(page)
        assert said("answer", lang) not in text(page)
        assert does(client, wrong(lesson), lesson=lesson).status_code == 200
        done = does(client, right(lesson), 2, lesson=lesson)
        assert done.status_code == 302
        page = client.get(done.url)
        assert said("second", lang) in text(page)
        assert said("sources", lang) in text(page)
    assert text(client.get("/learn/")).count(said("done", lang)) >= len(LESSONS)
    assert not LessonMark.objects.exists()


def test_a_first_wrong_answer_is_told_why_and_never_the_solution() -> None:
    client = newcomer()
    client.get("/learn/incident")
    page = text(does(client, wrong()))

    assert said("not-yet") in page
    assert said("incident.look-until") in page
    solution = exercise_for(INCIDENT).found[0]
    assert say(solution, "en") not in page
    assert said("answer") not in page
    shown = client.get(does(client, wrong(), 2).url)
    assert said("shown") in text(shown)
    assert say(solution, "en") in text(shown)


def test_what_is_not_answered_is_no_try_and_a_page_loaded_anew_is_no_second_one() -> None:
    client = newcomer()
    client.get("/learn/incident")
    for answers in ({}, {"to": ["nobody"]}, {"to": wrong()["to"]}):
        page = does(client, answers)
        assert page.status_code == 422
        assert said("choose") in text(page)
    assert does(client, wrong()).status_code == 200
    again = does(client, wrong())
    assert again.status_code == 200
    assert said("not-yet") in text(again)
    assert does(client, wrong(), 2).status_code == 302
    assert does(client, right()).status_code == 302
    assert said("shown") in text(client.get("/learn/incident"))


def test_the_language_is_chosen_without_an_account_and_stays() -> None:
    client = newcomer()
    assert 'lang="fr"' in text(client.get("/learn/terms?lang=fr"))
    assert '<html lang="fr"' in text(client.get("/learn/"))
    assert '<html lang="fr"' in text(client.get("/learn/?lang=xx"))


@ON_EACH
def test_a_teacher_sees_fewer_than_ten_until_ten_learners_have_gone_on(site: Any, group: LessonClass) -> None:
    teacher = site.client("member")
    for learner in range(SMALLEST - 1):
        client = joined(group)
        client.get("/learn/incident")
        does(client, right() if learner % 2 else wrong())
        assert teacher.get("/classes.json").json()["classes"][0]["lessons"][5]["counts"] == []
    assert said("classes.fewer-everywhere") in text(teacher.get("/classes"))

    joined(group).get("/learn/incident")

    assert teacher.get("/classes.json").json()["classes"][0]["lessons"][5]["counts"] == [10, 4, 0, 4]
    assert text(teacher.get("/classes")).count(said("classes.fewer")) == len(LESSONS) - 1


@ON_EACH
def test_no_two_looks_tell_one_learner(site: Any, group: LessonClass) -> None:
    looks = []
    clients = [joined(group) for _ in range(23)]
    for one in clients:
        one.get("/learn/incident")
        looks.append(LessonClass.objects.get(pk=group.pk).counts.get("incident"))
    for one in clients:
        does(one, right())
        looks.append(LessonClass.objects.get(pk=group.pk).counts.get("incident"))
    different = [one for place, one in enumerate(looks) if place == 0 or one != looks[place - 1]]
    assert different[0] is None
    for before, following in itertools.pairwise(different[1:]):
        assert max(abs(following[cell] - before[cell]) for cell in following) >= 1
        assert following["began"] % 10 == 0 or following["began"] == 23
    counted = LessonMark.objects.filter(group=group, lesson="incident").exclude(counted="")
    pending = [mark for mark in counted if mark.counted != mark.state]
    assert len(pending) + LessonMark.objects.filter(group=group, counted="").count() < SMALLEST
    assert site.client("member").get("/classes").status_code == 200


@ON_EACH
def test_what_is_sent_twice_or_by_an_old_cookie_counts_once(group: LessonClass) -> None:
    client = joined(group)
    client.get("/learn/incident")
    old = client.cookies[COOKIE].value
    does(client, wrong())
    for _ in range(5):
        client.cookies[COOKIE] = old
        does(client, wrong())
    client.cookies[COOKIE] = old
    does(client, right())

    mark = LessonMark.objects.get(group=group)
    assert mark.state in {"shown", "second"}
    client.cookies[COOKIE] = old
    does(client, right())
    assert LessonMark.objects.get(group=group).state == mark.state


def test_a_forged_cookie_is_nobody(group: LessonClass) -> None:
    own = signing.dumps({"n": "1", "c": group.pk, "s": {"incident": "first"}}, salt="another")
    for value in ("", "x" * 5_000, own, own[:-3] + "abc", "\u00e9", signing.dumps([1], salt="legation.lessons.learner")):
        client = newcomer()
        client.cookies[COOKIE] = value
        assert client.get("/learn/incident").status_code in {200, 400}
        does(client, right())
    assert not LessonMark.objects.exists()


def test_a_code_of_another_class_begins_anew_and_tells_nothing_of_the_first(site: Any, group: LessonClass) -> None:
    other = make_class(site.people["owner"], "", timezone.now().date())
    client = joined(group)
    client.get("/learn/incident")
    does(client, right())
    digest = LessonMark.objects.get().digest
    client.post("/learn/", {"code": other.code})
    assert said("first") not in text(client.get("/learn/incident"))
    does(client, right())

    marks = LessonMark.objects.filter(group=other)
    assert [mark.state for mark in marks] == ["first"]
    assert marks[0].digest != digest
    client.post("/learn/", {"code": other.code})
    assert LessonClass.objects.get(pk=other.pk).joined == 1


def test_codes_are_guessed_slowly_and_wrong_ones_look_the_same(group: LessonClass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.web.pages.lessons.learning.WRONG_CODES", limits.Limit(5, 0.0001))
    over = make_class(group.teacher, "", dt.date(2020, 1, 1))
    client, answers = newcomer(), []
    for code in ("A" * 10, "short", over.code, "\u00c9" * 10, "B" * 10, "C" * 10, "D" * 10):
        answers.append(client.post("/learn/", {"code": code}))
    assert [one.status_code for one in answers] == [404] * 5 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert all(said("wrong-code") in text(one) for one in answers)
    assert client.post("/learn/", {"code": group.code}).status_code == 302


def test_a_class_takes_so_many_and_no_more(group: LessonClass) -> None:
    LessonClass.objects.filter(pk=group.pk).update(most=2)
    joined(group)
    joined(group)
    full = newcomer().post("/learn/", {"code": group.code})

    assert full.status_code == 409
    assert said("full") in text(full)
    assert COOKIE not in full.cookies


def test_a_huge_body_and_an_odd_method_are_refused(group: LessonClass) -> None:
    client = joined(group)
    assert client.post("/learn/incident", {"to": "x" * (LARGEST + 1)}).status_code == 413
    assert client.post("/learn/", {"code": "x" * (LARGEST + 1)}).status_code == 413
    assert client.put("/learn/incident").status_code == 405
    assert client.get("/learn/forget").status_code == 405
    assert client.get("/learn/none").status_code == 404
    assert client.post("/learn/none").status_code == 404
    assert does(client, {"to": ["a"] * 100, "until": ["b"]}).status_code == 422
    assert not LessonMark.objects.exists()


def test_too_much_at_once_waits(group: LessonClass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.web.pages.lessons.learning.ANSWERS", limits.Limit(1, 0.0001))
    monkeypatch.setattr("legation.web.pages.lessons.learning.JOINS", limits.Limit(1, 0.0001))
    client = joined(group)
    assert does(client, wrong()).status_code == 200
    assert does(client, wrong(), 2).status_code == 429
    assert Client().post("/learn/", {"code": group.code}).status_code == 429
    monkeypatch.setattr("legation.web.pages.lessons.learning.BY_ADDRESS", limits.Limit(1, 0.0001))
    assert Client().get("/learn/").status_code == 200
    assert Client().get("/learn/").status_code == 429


def test_a_learner_who_is_forgotten_leaves_no_mark_and_changes_no_count_that_was_shown(group: LessonClass) -> None:
    clients = [joined(group) for _ in range(SMALLEST)]
    for one in clients:
        one.get("/learn/incident")
    shown = LessonClass.objects.get(pk=group.pk).counts
    assert shown["incident"]["began"] == SMALLEST

    gone = clients[0].post("/learn/forget")

    assert gone.status_code == 302
    assert not clients[0].cookies[COOKIE].value
    assert LessonMark.objects.count() == SMALLEST - 1
    for one in clients[1:]:
        does(one, right())
    assert LessonClass.objects.get(pk=group.pk).counts == shown


def test_nothing_is_stored_of_a_learner_but_a_digest_and_states(group: LessonClass) -> None:
    fields = {field.name for field in LessonMark._meta.get_fields()}

    assert fields == {"id", "group", "lesson", "digest", "state", "counted"}
    client = joined(group)
    client.get("/learn/incident")
    number = re.search(r"^[^:]+", client.cookies[COOKIE].value)
    assert number
    assert number[0] not in LessonMark.objects.get().digest


def test_a_teacher_deletes_own_classes_alone_and_classes_end(site: Any, group: LessonClass) -> None:
    client = joined(group)
    client.get("/learn/incident")
    other = site.client("owner")
    assert group.code not in text(other.get("/classes"))
    assert other.post(f"/classes/{group.code}/delete").status_code == 404
    assert site.client("member").post(f"/classes/{group.code}/delete").status_code == 302
    assert not LessonClass.objects.exists()
    assert not LessonMark.objects.exists()
    assert client.get("/learn/incident").status_code == 200
    assert does(client, right()).status_code == 302
    assert Client().post("/learn/", {"code": group.code}).status_code == 404
    assert not LessonMark.objects.exists()

    over = make_class(site.people["member"], "", dt.date(2020, 1, 1))
    assert over.code not in text(site.client("member").get("/classes"))
    assert delete_over(timezone.now().date()) == 1


def test_a_class_is_made_on_the_page_and_no_more_than_some(site: Any) -> None:
    teacher = site.client("member")
    assert said("classes.none") in text(teacher.get("/classes"))
    assert teacher.post("/classes/make", {"name": "<script>x</script>"}).status_code == 302
    page = text(teacher.get("/classes"))
    made = LessonClass.objects.get()
    assert f"/learn/?code={made.code}" in page
    assert b"<script>x" not in teacher.get("/classes").content
    assert made.code in text(Client().get(f"/learn/?code={made.code}"))
    assert teacher.post("/classes/make", {"name": "x" * 81}).status_code == 422
    for _ in range(MOST_CLASSES - 1):
        make_class(site.people["member"], "", timezone.now().date())
    assert teacher.post("/classes/make", {"name": ""}).status_code == 422
    assert Client().get("/classes").status_code == 302


def test_an_account_is_not_looked_at_on_the_path(site: Any, group: LessonClass) -> None:
    client = site.client("owner")
    client.post("/learn/", {"code": group.code})
    page = client.get("/learn/incident")

    assert not {name for name in page.cookies if "session" in name}
    assert str(site.people["owner"]) not in text(page)
    assert LessonMark.objects.count() == 1


def test_the_way_to_the_lessons_stands_where_one_begins(site: Any) -> None:
    page = text(site.client("member").get("/"))
    assert 'href="/learn/"' in page
    assert 'href="/classes"' in page
    assert 'href="/learn/"' in text(Client().get("/account/login/"))
