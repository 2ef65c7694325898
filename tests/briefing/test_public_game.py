"""The public game on its screens and as one file: few enough words, nothing fetched, and the file says what the site says."""

from __future__ import annotations

import itertools
import json
import random
import re
from typing import Any

import pytest

from legation.briefing.public_game import file_name, one_file, screen_of
from legation.briefing.public_game.pieces import filled
from legation.briefing.public_game.table import table_of
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions.public_game import draw_count, progress_of, public_game
from legation.questions.public_game.progress import FILINGS

MOST = 2_200
"""Words of the longest path."""
ABOVE = 1
"""The word above each screen: EXERCISE."""


def words(html: str) -> int:
    """Count what is read: what is folded away until somebody opens it is not."""
    opened = re.sub(r"(<details><summary>.*?</summary>).*?</details>", r"\1", html, flags=re.DOTALL)
    return len([one for one in re.split(r"[\s\u00a0\u202f]+", re.sub(r"<[^>]+>", " ", opened)) if re.search(r"\w", one)])


def longest(table: dict[str, Any], lang: Lang) -> int:
    """Return the words of the longest of all paths: the start, both forms, each act with the longest answer, five days, the result, the end."""
    counts = [words(text) for text in table["texts"]]
    said = {key: words(text) for key, text in table["words"].items()}
    counted = sum(words(say(Message(f"public-game.{key}"), lang)) for key in ("count-me", "just-me"))
    acts = [counts[act] + max(counts[one] for one in table["feedback"][n].values()) for n, act in enumerate(table["acts"])]
    answers = sum(words(one) for one in table["answers"].values())
    always = counts[table["start"]] + said["begin"] + counts[table["before"]] + said["next"] + counts[table["after"]] + counted
    always += sum(counts[one] for form in table["tests"].values() for one in form)
    always += counts[table["intro"]] + sum(acts) + 12 * answers + counts[table["way"]] + said["to-part-2"] + said["to-questions"]
    always += sum(counts[head] for head in table["heads"]) + sum(words(one) for day in table["options"] for one in day)
    always += max(counts[one] for one in table["ends"].values()) + said["again"] + 23 * ABOVE
    most = 0
    for truth, results in table["results"].items():
        for days, found in results.items():
            came = sum(counts[table["outcomes"][truth][days[:n]]] for n in range(1, 6))
            news = sum(counts[one] for n in range(5) for one in table["news"][truth][days[:n]])
            slots = len(table["slots"])  # each is one number
            most = max(most, came + news + counts[table["truths"][truth]] + counts[found[-1]] + counts[table["blame"][truth]] + slots)
    return always + most + 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_longest_of_all_paths_is_read_in_a_quarter_of_an_hour(lang: Lang) -> None:
    assert longest(table_of(lang), lang) <= MOST


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_is_small_and_fetches_nothing(lang: Lang) -> None:
    page = one_file(lang).decode()

    assert len(page.encode()) <= 300_000
    assert f'<html lang="{lang}">' in page
    assert not re.search(
        r"(?:src|href|action)\s*=|@import|url\(|https?:|\bfetch\b|XMLHttpRequest|sendBeacon|WebSocket|localStorage|cookie", page
    )
    assert "default-src 'none'" in page
    assert page.count("<script>") == 1
    assert file_name(lang).startswith(say(Message("game.exercise"), lang))
    assert say(Message("game.exercise"), lang) in page.split("</head>")[1][:200]
    assert one_file(lang) == one_file.__wrapped__(lang)


def test_the_table_of_the_file_cannot_end_it_and_is_the_table() -> None:
    found = re.search(r'<script type="application/json" id="table">(.*?)</script>', one_file("fr").decode(), re.DOTALL)

    assert found is not None
    assert "<" not in found[1]
    assert json.loads(found[1]) == json.loads(json.dumps(table_of("fr")))


def looked_up(table: dict[str, Any], given: dict[str, str]) -> str:
    """Return what the script of the file shows, written anew here from the table alone."""
    truth, first, last, order, questions, _ = table["draws"][int(given["seed"])]
    text, at = table["texts"].__getitem__, int(given["at"])
    feedback = lambda count: text(table["feedback"][order[count - 1]][given["filed"][count - 1]])  # noqa: E731
    if at == 0:
        return text(table["start"])
    if at in (1, 21):
        form = table["tests"][first if at == 1 else last]
        return text(table["before" if at == 1 else "after"]) + "".join(text(form[one]) for one in questions[0 if at == 1 else 1])
    values: dict[str, Any] = {}
    if at < 14:
        body = (feedback(at - 2) if at > 2 else text(table["intro"])) + text(table["acts"][order[at - 2]])
        values = {"place": at - 1}
    elif at == 14:
        body = feedback(12) + text(table["way"])
        values = {"filed": sum(table["keys"]["acts"][act] == one for act, one in zip(order, given["filed"], strict=True))}
    elif at < 20:
        before = given["days"][: at - 15]
        came = text(table["outcomes"][truth][before]) if before else ""
        body = came + text(table["heads"][at - 15]) + "".join(map(text, table["news"][truth][before]))
    elif at == 20:
        found = table["results"][truth][given["days"]]
        body = text(table["outcomes"][truth][given["days"]]) + text(table["truths"][truth]) + text(found[-1]) + text(table["blame"][truth])
        values = dict(zip(table["slots"], found, strict=False))
    else:
        keys = table["keys"]["forms"]
        totals = [sum(a == b for a, b in zip(given[one], keys[form], strict=True)) for one, form in (("before", first), ("after", last))]
        body, values = text(table["ends"][last]), dict(zip(("right-before", "right-after"), totals, strict=True))
    from markupsafe import Markup

    return str(filled(Markup(body), values))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_shows_what_the_site_shows(lang: Lang) -> None:
    table, chance = table_of(lang), random.Random(lang)
    for seed in range(draw_count()):
        for _ in range(3):
            given = {
                "seed": str(seed),
                "before": "".join(chance.choice("dcbnx" if n < 4 else "tfx") for n in range(8)),
                "filed": "".join(chance.choice(FILINGS) for _ in range(12)),
                "days": "".join(chance.choice("012") for _ in range(5)),
                "after": "".join(chance.choice("dcbnx" if n < 4 else "tfx") for n in range(8)),
            }
            for at in range(1, 23):
                now = given | {"at": str(at)}
                assert looked_up(table, now) == str(screen_of(progress_of(now), lang).body), (seed, at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_start_of_the_file_differs_in_what_becomes_of_answers(lang: Lang) -> None:
    table = table_of(lang)
    private, alone = (say(Message(f"public-game.{key}"), lang) for key in ("start-private", "start-file"))

    assert table["texts"][table["start"]] == str(screen_of(progress_of({}), lang).body).replace(private, alone)
    assert private != alone


def test_every_path_has_its_result_in_the_table() -> None:
    table = table_of("en")
    every = {"".join(days) for days in itertools.product("012", repeat=5)}

    assert all(results.keys() == every for results in table["results"].values())
    assert all(len(found) == len(table["slots"]) + 1 for results in table["results"].values() for found in results.values())
    assert len(table["draws"]) == draw_count()
    assert len(table["options"]) == len(public_game().cards.cards)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_ranked_and_nothing_is_a_prize(lang: Lang) -> None:
    page = one_file(lang).decode()

    assert not re.search(r"\b(?:badge|leaderboard|champion|classement|médaille|trophée)\b", page, re.IGNORECASE)
