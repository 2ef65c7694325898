"""The path of six lessons: each is checked by the answer of the product itself, on the examples as they are today."""

from __future__ import annotations

import functools
import itertools

import pytest

from legation.dossier import load
from legation.dossier.records import MARKINGS
from legation.errors import NotAvailable
from legation.example_folder import example_folders
from legation.language import LANGUAGES, catalogue, say
from legation.questions import ask
from legation.questions.lessons import path
from legation.questions.lessons.counts import CELLS, SMALLEST, after, next_counts
from legation.questions.lessons.exercise import Exercise, check
from legation.questions.lessons.on_people import FILED
from legation.questions.lessons.path import LESSONS, Lesson, exercise_of, find_lesson

IDS = [lesson.id for lesson in LESSONS]


@functools.cache
def drawn(name: str) -> Exercise:
    lesson = find_lesson(name)
    assert lesson is not None
    return exercise_of(lesson)


def test_the_six_lessons_stand_in_their_order() -> None:
    assert IDS == ["terms", "stakeholders", "votes", "negotiation", "drafting", "incident"]
    assert all(10 <= lesson.minutes <= 15 for lesson in LESSONS)


@pytest.mark.parametrize("name", IDS)
def test_what_is_right_is_right_and_whatever_else_is_chosen_is_not(name: str) -> None:
    asks = drawn(name)
    right = {item.id: item.right for item in asks.items}

    assert check(asks, right).is_right
    for item in asks.items:
        names = [one.id for one in item.choices]
        assert len(names) == len(set(names)) >= 4
        assert item.right < set(names)
        sizes = range(1, len(names) + 1) if item.many else (1,)
        others = (frozenset(one) for size in sizes for one in itertools.combinations(names, size))
        for chosen in others:
            if chosen != item.right:
                verdict = check(asks, right | {item.id: chosen})
                assert verdict.wrong == (item.id,)
                assert verdict.hints[item.id], (name, item.id, chosen)


@pytest.mark.parametrize("name", IDS)
def test_nothing_is_judged_before_everything_is_answered(name: str) -> None:
    asks = drawn(name)

    for given in ({}, {item.id: ["x" * 500] for item in asks.items}, {"other": ["a"]}):
        verdict = check(asks, given)
        assert not verdict.is_right
        assert verdict.open == tuple(item.id for item in asks.items)
        assert not verdict.hints


def test_of_one_choice_two_are_none() -> None:
    asks = drawn("votes")

    assert check(asks, {"across": [one.id for one in asks.items[0].choices]}).open == ("across",)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hint_says_where_to_look_and_never_what_is_right(name: str, lang: str) -> None:
    asks = drawn(name)
    for item in asks.items:
        labels = [say(one.label, lang) for one in item.choices if one.id in item.right]
        for one in item.choices:
            said = say(one.hint, lang) if one.hint and one.id not in item.right else ""
            assert not any(label in said for label in labels), said
    for text in ("title", "does", "read-1", "read-2", "read-3"):
        assert catalogue("lessons", lang)[f"{name}.{text}"]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", IDS)
def test_a_lesson_rests_on_sources_and_says_all_in_both_languages(name: str) -> None:
    asks = drawn(name)

    assert asks.sources
    assert asks.rows
    assert asks.found
    for lang in LANGUAGES:
        texts = [say(one, lang) for one in (*asks.facts, *asks.found, *(item.ask for item in asks.items))]
        texts += [
            table.cell(i, j, lang) for table in (*asks.given, *asks.rows) for i in range(len(table.rows)) for j in range(len(table.columns))
        ]
        texts += [say(column.title, lang) for table in (*asks.given, *asks.rows) for column in table.columns]
        assert not [text for text in texts if text.startswith("[") and text.endswith("]")]


def test_the_key_is_that_of_the_question() -> None:
    folders = example_folders()
    incident = ask("whom-must-we-notify", load(folders["firm-hit-2017"]).cleared(MARKINGS[0], "desk"))
    votes = ask("do-we-have-the-votes", load(folders["un-ict-2018"]).cleared(MARKINGS[0], "desk"), goal="defeat")

    assert drawn("incident").items[0].right == {incident.finding("next").message.values["to"].id}
    assert drawn("votes").items[0].right == {str(votes.finding("goal").message.values["change"].values["across"])}


def test_a_changed_example_changes_the_key() -> None:
    lesson = find_lesson("incident")
    assert lesson is not None
    dossier = load(example_folders()["firm-hit-2017"]).cleared(MARKINGS[0], "desk")
    later = ask(lesson.question, dossier, as_of="2017-06-27")

    changed = lesson.draw({"firm-hit-2017": dossier}, later)

    assert changed.items[0].right != drawn("incident").items[0].right


def test_four_activities_are_of_four_kinds_and_no_classifier_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(path, "ask", None)
    asks = exercise_of(LESSONS[0])

    assert [item.id for item in asks.items] == [name for _, name in FILED]
    assert sorted(next(iter(item.right)) for item in asks.items) == ["both", "cyber", "digital", "neither"]


def test_without_the_example_there_is_no_lesson() -> None:
    with pytest.raises(NotAvailable):
        exercise_of(Lesson(id="none", minutes=10, examples=("none",), draw=LESSONS[0].draw))


def test_what_is_finished_stays_finished() -> None:
    for state in ("first", "second", "shown"):
        assert {after(state, is_right=right) for right in (True, False)} == {state}


def test_counts_change_by_ten_learners_and_no_difference_is_smaller() -> None:
    states = ["first", "wrong", "second", "shown", "begun"]
    counted: dict[int, str] = {}
    now: dict[int, str] = {}
    shown: dict[str, int] = {}
    for step in range(400):
        learner, state = step % 57, states[(step * 7) % 5]
        now[learner] = state
        changes = [(counted.get(one, ""), now[one]) for one in now]
        following = next_counts(shown, changes)
        moved = sum(old != new for old, new in changes)
        if following is None:
            assert moved < SMALLEST
            continue
        assert moved == SMALLEST
        assert set(following) == set(CELLS)
        assert following["began"] == len(now) >= SMALLEST
        assert following["first"] == sum(one == "first" for one in now.values())
        assert following["first"] + following["second"] <= following["finished"] <= following["began"]
        shown, counted = following, dict(now)
