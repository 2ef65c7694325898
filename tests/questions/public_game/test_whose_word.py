"""The public game: its data hold against the examples, and what it teaches is proved on every path."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from legation.language import LANGUAGES, Lang, Message, catalogue, say
from legation.methods.learning import Path as Way
from legation.questions.public_game import LAST, MEASURES, draw_count, draw_of, every_path, outcome_of, progress_of, public_game
from legation.questions.public_game.outcome import news_of, outcome_line
from legation.questions.public_game.progress import answers_to

EXAMPLES = Path(__file__).parents[3] / "examples"
GAME = public_game()
CARDS = [card.id for card in GAME.cards.cards]
NUMBERS = re.compile(r"\d+(?:[.,\u202f]\d+)*")
SHOWN = {"traces.share", "traces.raw"}
"""After these the agency can show who did it."""


def points(way: Way) -> tuple[int, ...]:
    return tuple(way.measures[name] for name in MEASURES)


def taken(way: Way) -> dict[str, str]:
    return dict(zip(CARDS, way.options, strict=True))


def other(truth: str, way: Way, card: str, option: str) -> Way:
    """Return the path that differs in one choice alone."""
    wanted = tuple((taken(way) | {card: option}).values())
    return next(one for one in every_path(truth) if one.options == wanted)


def better(a: Way, b: Way) -> bool:
    """Whether a path has more on both measures."""
    return all(x > y for x, y in zip(points(a), points(b), strict=True))


def no_worse_and_better(a: Way, b: Way) -> bool:
    return points(a) != points(b) and all(x >= y for x, y in zip(points(a), points(b), strict=True))


def best(truth: str) -> list[Way]:
    """Return the paths of a truth that no other beats: on neither measure, nor on their sum."""
    every = every_path(truth)
    most = max(sum(points(one)) for one in every)
    return [one for one in every if sum(points(one)) == most or not any(no_worse_and_better(two, one) for two in every)]


def test_every_path_of_every_truth_is_there() -> None:
    assert {truth: len(every_path(truth)) for truth in GAME.cards.truths} == dict.fromkeys(("firm", "intruder", "supplier", "state"), 243)


def test_where_the_firm_failed_denial_ends_below_admission() -> None:
    denials = [one for one in every_path("firm") if taken(one)["own-part"] == "deny"]
    admissions = [one for one in every_path("firm") if taken(one)["own-part"] == "admit"]

    assert len(denials) == len(admissions) == 81
    assert all(better(other("firm", one, "own-part", "admit"), one) for one in denials)
    for number in range(len(MEASURES)):
        assert max(points(one)[number] for one in denials) < max(points(one)[number] for one in admissions)
    assert not [one for one in best("firm") if taken(one)["own-part"] == "deny"]


def test_naming_a_state_without_evidence_is_never_best() -> None:
    count = 0
    for truth in GAME.cards.truths:
        without = [
            one
            for one in every_path(truth)
            if taken(one)["author"] == "state" and not (truth == "state" and f"traces.{taken(one)['traces']}" in SHOWN)
        ]
        count += len(without)
        assert all(better(other(truth, one, "author", "holder"), one) for one in without)
        assert not set(map(id, without)) & set(map(id, best(truth)))
    assert count == 3 * 81 + 27


def test_taking_blame_for_what_was_not_ones_failing_is_never_best() -> None:
    for truth in GAME.cards.truths[1:]:
        taking = [one for one in every_path(truth) if taken(one)["own-part"] == "admit"]
        assert len(taking) == 81
        assert all(better(other(truth, one, "own-part", "review"), one) for one in taking)
        assert not [one for one in best(truth) if taken(one)["own-part"] == "admit"]


def test_moving_blame_does_not_pay_and_can_succeed() -> None:
    named = outcome_of("firm", ("plain", "share", "admit", "state", "campaign"))
    shown = outcome_of("firm", ("plain", "share", "admit", "holder", "publish"))

    assert named.blame["wide"][0] < shown.blame["wide"][0]
    assert named.blame["wide"][3] > shown.blame["wide"][3]
    assert all(a < b for a, b in zip(named.points, shown.points, strict=True))


def test_in_a_third_of_the_draws_the_firms_own_fault_dominates() -> None:
    truths = [draw_of(seed).truth for seed in range(draw_count())]

    assert truths.count("firm") * 3 == len(truths)
    assert {truth: truths.count(truth) for truth in GAME.cards.truths} == dict(GAME.draws)
    for truth, shares in GAME.found.items():
        assert [party for party in GAME.parties if shares[party] == "main"] == [truth]
        assert set(shares.values()) <= {"main", "part", "none"}
    for truth in GAME.cards.truths:
        first = [draw_of(seed).forms[0] for seed in range(draw_count()) if draw_of(seed).truth == truth]
        assert first.count("a") * 2 == len(first)


def test_the_order_of_the_draws_tells_nothing_and_is_always_whole() -> None:
    for seed in range(draw_count()):
        draw = draw_of(seed)
        assert sorted(draw.activities) == list(range(12))
        assert [sorted(order) for order in draw.questions] == [list(range(8))] * 2
        assert draw.questions[0] != draw.questions[1]
        assert all(sorted(order) == [0, 1, 2] for order in draw.options.values())
    for card in CARDS:
        assert {draw_of(seed).options[card][0] for seed in range(draw_count())} == {0, 1, 2}


def test_the_acts_are_those_of_the_examples_with_their_day_and_source() -> None:
    assert sorted(one.key for one in GAME.activities) == sorted("ddnnnccccbbb")
    for one in GAME.activities:
        folder = EXAMPLES / one.example
        rows = {row["id"]: row for row in csv.DictReader((folder / "activities.csv").read_text("utf-8").splitlines())}
        sources = {row["id"]: row for row in csv.DictReader((folder / "evidence.csv").read_text("utf-8").splitlines())}
        row = rows[one.id]
        assert one.evidence in row["evidence"].split()
        assert row["date"] == one.date.text
        assert row["status"] in ("done", "under_way")
        assert say(Message(f"public-game.published.{one.id}"), "en") == sources[one.evidence]["publisher"]
        digital, cyber = one.key in "db", one.key in "cb"
        assert (row["digital"], row["cyberspace"]) == tuple("yes" if yes else "no" for yes in (digital, cyber)), (
            "where both were set by hand, they agree"
        )


def test_the_two_forms_are_parallel_and_ask_nothing_that_was_shown() -> None:
    assert GAME.forms["a"] == GAME.forms["b"]
    assert all(key in answers_to(number) and key != "x" for number, key in enumerate(GAME.forms["a"]))
    for lang in LANGUAGES:
        shown = {say(Message(f"public-game.activity.{one.id}"), lang) for one in GAME.activities}
        sentences = {say(Message(f"public-game.test.{form}-{n}"), lang) for form in "ab" for n in range(1, 9)}
        assert len(sentences) == 16
        assert not shown & sentences


def test_each_effect_says_where_its_direction_comes_from() -> None:
    effects = [effect for card in GAME.cards.cards for option in card.options for effect in option.effects]

    assert {effect.source for effect in effects} == set(GAME.sources)
    assert all(effect.by for effect in effects)
    for effect in effects:
        if effect.measure == "true" and effect.source == "coombs-2007" and effect.by < 0:
            assert effect.when.truths == ("firm",), "denial is untrue only where the firm failed"


def test_both_languages_say_the_same_numbers_and_ids() -> None:
    texts = {lang: catalogue("public-game", lang) for lang in LANGUAGES}

    assert texts["en"].keys() == texts["fr"].keys()
    for key in texts["en"]:
        en, fr = (one if isinstance(one := texts[lang][key], str) else " ".join(one.values()) for lang in LANGUAGES)
        numbers = [sorted(re.sub(r"\D", "", one) for one in NUMBERS.findall(text)) for text in (en, fr)]
        assert numbers[0] == numbers[1], key
        for name in ("Norvende", "Tessarec", "doi:10"):
            assert en.count(name) == fr.count(name), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_every_path_has_words(lang: Lang) -> None:
    for truth in GAME.cards.truths:
        for way in every_path(truth):
            for length in range(len(CARDS) + 1):
                so_far = way.options[:length]
                ids = [f"news.{one}" for one in news_of(truth, so_far)] if length < len(CARDS) else []
                ids += [f"outcome.{outcome_line(truth, so_far)}"] if length else []
                assert ids
                assert not [one for one in ids if say(Message(f"public-game.{one}"), lang).startswith("[")]


def test_what_no_form_sends_is_left_out() -> None:
    whole = {"seed": "3", "at": "22", "before": "dcbnftft", "filed": "dcbn" * 3, "days": "01201", "after": "dcbnftft"}

    assert progress_of(whole).screen == LAST
    assert progress_of(whole).right("before") == progress_of(whole).right("after") == 8
    assert progress_of({}).screen == 0
    assert progress_of(whole | {"before": "dcbn"}).screen == 1
    assert progress_of(whole | {"before": "ttttftft"}).before == ""
    assert progress_of(whole | {"filed": "dcz"}).screen == 4
    assert progress_of(whole | {"filed": "dcz"}).days == ""
    assert progress_of(whole | {"days": "01901"}).screen == 17
    assert progress_of(whole | {"after": "x" * 9}).after == "xxxxxxxx"
    assert progress_of(whole | {"seed": "-1", "at": "²"}).screen == 0
    assert progress_of(whole | {"at": "9" * 40}).screen == 0
    assert progress_of({"at": "2", "q0": "d", "q5": "t", "q6": "d"}).before == "dxxxxtxx"
    assert progress_of(whole | {"after": "", "q0": "d", "at": "22"}).after == "dxxxxxxx"
