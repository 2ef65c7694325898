"""What is said: texts of lake and evidence read together, each count beside a plain one, both languages, and what is not there."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import numpy as np
import pytest
from questions.said_case import BURST, HANDLE, PARTS, made_case, made_lake, made_rows

from legation.dossier import load
from legation.dossier.models.frames import FRAMES
from legation.errors import NotAvailable
from legation.lake import Lake
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.debate.content.passages import around, parts_of
from legation.questions.debate.content.volume import fitting_period, spans
from legation.questions.debate.expressions import EXPRESSIONS
from legation.questions.debate.texts import spoken, topic_of

AREA = "what-is-said"
ROOT = Path(__file__).parents[3]
KNOWN = [row for row in made_rows() if row["time"].year < 2020]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return made_lake(tmp_path_factory.mktemp("said"))


@pytest.fixture(scope="module")
def case(lake: Lake) -> Case:
    return made_case(lake)


@pytest.fixture(scope="module")
def alone() -> Answer:
    """The answer from the evidence alone."""
    return ask(AREA, made_case())


@pytest.fixture(scope="module")
def harbour(case: Case) -> Answer:
    return ask(AREA, case, topic="harbour", every="month")


def test_texts_and_evidence_are_read_together(case: Case) -> None:
    said = spoken(case)

    assert said.ids == tuple(sorted(said.ids, key=lambda one: (said.times[said.ids.index(one)], one)))
    assert said.origin.lake == len(KNOWN)
    assert "t0484" not in said.ids, "what comes after the day of asking is not known"
    assert len(said) == len(KNOWN) + 2, "e1 and e5; e2 is a page of the lake, e3 has no date, e4 is of a later day"
    assert said.evidence[said.ids.index("t0000")] == "e2"
    assert said.origin.undated == ("e3",)
    assert dict(zip(said.ids, said.actors, strict=True))["e1"] == "fra"
    assert {actor for one, actor in zip(said.ids, said.actors, strict=True) if one.startswith("t")} == {"fra", "jpn", ""}
    assert "Open Sea League" in said.texts[said.ids.index("e5")]


def test_words_days_and_languages_choose_like_a_plain_scan(case: Case) -> None:
    since, until = dt.date(2018, 6, 1), dt.date(2019, 6, 30)
    said = spoken(case, since, until, "fr", "harbour; MARÉE*")

    wanted = [
        row["id"]
        for row in KNOWN
        if since <= row["time"].date() <= until and row["language"] == "fr" and re.search(r"\bharbour\b|\bmar[ée]e", row["text"])
    ]
    assert sorted(one for one in said.ids if one.startswith("t")) == sorted(wanted)
    assert "e5" in said.ids
    assert wanted


def test_of_too_many_texts_every_second_or_third_is_read(case: Case) -> None:
    said = spoken(case, limit=200)

    assert said.origin.nth == 3
    order = [row["id"] for row in sorted(KNOWN, key=lambda row: (row["time"], row["id"]))]
    assert [one for one in said.ids if one.startswith("t")] == order[::3]


def test_without_a_lake_the_evidence_answers_and_without_either_nothing_does() -> None:
    assert spoken(made_case()).ids == ("e1", "e2", "e5")
    bare = {name: data for name, data in PARTS.items() if name in ("dossier.toml", "actors.csv")}
    with pytest.raises(NotAvailable, match="legation observe"):
        ask(AREA, made_case(None, bare))
    with pytest.raises(NotAvailable, match="volcano"):
        ask(AREA, made_case(), topic="volcano")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_is_whole_and_names_no_private_account(harbour: Answer, lang: str) -> None:
    data = json.dumps(harbour.to_json(lang), allow_nan=False, ensure_ascii=False)

    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", data)
    assert HANDLE not in data
    assert "own words" not in data, "a post has no title here"
    assert not re.search(r"\bwill\b", " ".join(harbour.sentences("en")))


def test_counts_are_those_of_a_plain_scan(harbour: Answer, case: Case) -> None:
    on = [row for row in KNOWN if re.search(r"\bharbour\b", row["text"])]
    copies = 2  # of three prints of one story
    held = harbour.finding("held")

    assert held.message.values["count"] == len(on) + 2 - copies
    assert held.message.values["total"] == len(KNOWN) + 2 - copies
    assert set(held.evidence) == {"e1", "e2", "e5"}
    assert "2 near-copies" in say(held.contrary, "en")
    france = next(row for row in harbour.table("actors").rows if row[0].id == "fra")
    assert france[1] == sum(row["actor"] == "FRA" for row in on) + 1
    japan = next(row for row in harbour.table("actors").rows if row[0].id == "jpn")
    assert japan[2] == sum(row["actor"] is None and "Japan" in row["text"] + row["text"].replace("Japon", "Japan") for row in on) - copies


def test_the_burst_and_the_rise_are_found_with_their_doubts(harbour: Answer) -> None:
    burst = next(one for one in harbour.findings if one.id.startswith("burst-"))

    assert (burst.message.values["since"], burst.message.values["until"]) == BURST
    assert burst.message.values["share"] > 2 * burst.message.values["base"] * 0.9
    assert burst.message.values["chance"] <= 0.05
    assert set(burst.evidence) <= {"e1", "e2", "e5"}
    assert {figure.id for figure in harbour.figures} >= {"voice", "bursts"}


def test_topics_come_back_in_both_languages(case: Case) -> None:
    answer = ask(AREA, case, every="quarter")

    for lang, word in (("en", {"harbour", "ship", "sail", "plane", "wing"}), ("fr", {"navire", "voile", "avion", "aile", "marée"})):
        rows = [row for row in answer.table("topics").rows if row[0].id == lang]
        assert any(row[5].id.endswith("firm") for row in rows)
        assert word & set(", ".join(row[1] for row in rows).split(", "))
    assert "topics-en" in {figure.id for figure in answer.figures}
    words = {word for row in answer.table("topics").rows for word in row[1].split(", ")}
    assert words & {"marée", "équipage", "aéroport"}, "words keep their accents"


def test_who_speaks_for_whom_is_read_from_wording(alone: Answer) -> None:
    assert [finding for finding in alone.findings if finding.id == "speaks-for"] == [], "nobody who speaks is known there"
    parts = PARTS | {"evidence.csv": PARTS["evidence.csv"].replace(b"e5,press,Kept,The Daily Fog,,", b"e5,statement,Kept,X,Japan,")}
    pairs = ask(AREA, made_case(None, parts)).table("behalf").rows
    assert [(row[0].id, row[2].id, row[3], row[4]) for row in pairs] == [("jpn", "sea", 1, ("e5",))]


def test_frames_are_learnt_counted_and_refused(lake: Lake) -> None:
    sea = [f"the {a} and the {b} wait for the {c}" for a, b, c in zip(_words(0), _words(1), _words(2), strict=True)]
    air = [f"the {a} and the {b} wait for the {c}" for a, b, c in zip(_words(3), _words(4), _words(5), strict=True)]
    text = f'[debate]\ntitle = "T"\n[[frame]]\nid = "sea"\nname = "by sea"\nexamples = {json.dumps(sea)}\ncounter_examples = {json.dumps(air)}\n'
    short = f'[[frame]]\nid = "short"\nname = "short"\nexamples = {json.dumps(sea[:2])}\nevidence = ["e1"]\n'
    gone = f'[[frame]]\nid = "gone"\nname = "gone"\nexamples = {json.dumps(sea[:2])}\nevidence = ["e9"]\n'
    parts = PARTS | {"debates/way.frames.toml": (text + short + gone).encode()}
    answer = ask(AREA, made_case(lake, parts), topic="harbour; plane")

    (row,) = answer.table("frames").rows
    assert 0 < row[4] <= 1
    assert row[5] <= row[4] <= row[6]
    told = " ".join(say(one, "en") for one in answer.missing)
    assert "“short” has 3 examples" in told
    assert "gone" not in told, "a frame that rests on what is not there"
    with_template = PARTS | {"debates/way.frames.toml": FRAMES.template("en").encode()}
    assert "made up" in say(ask(AREA, made_case(None, with_template)).finding("frame-law").contrary, "en")
    strange = ask(AREA, made_case(None, with_template), frames="other")
    assert any("way" in say(one, "en") for one in strange.missing)


def _words(at: int) -> list[str]:
    from questions.said_case import _AIR, _SEA

    return [*(_SEA if at < 3 else _AIR)[at % 3 :], *(_SEA if at < 3 else _AIR)[: at % 3]]


def test_evidence_that_is_removed_takes_its_words_with_it(alone: Answer) -> None:
    less = made_case(None, PARTS | {"evidence.csv": re.sub(rb"e1,.*\n", b"", PARTS["evidence.csv"])})

    assert "e1" in alone.finding("held").evidence
    assert json.dumps(ask(AREA, made_case()).to_json()) == json.dumps(alone.to_json()), "the same answer each time"
    assert "e1" not in json.dumps(ask(AREA, less).to_json())


def test_before_the_facts_nothing_is_said(case: Case) -> None:
    early = ask(AREA, case, as_of="2018-02-15")

    assert early.finding("held").message.values["until"] <= dt.date(2018, 2, 15)
    assert early.finding("held").evidence == ()
    with pytest.raises(NotAvailable):
        ask(AREA, case, as_of="2017-01-01")


@pytest.mark.parametrize("example", ["un-ict-2018", "notpetya-2017"])
def test_examples_answer_from_their_evidence(example: str) -> None:
    dossier = load(ROOT / "examples" / example)
    answer = ask(AREA, dossier)
    quotes = {row.id for row in dossier.evidence if row.quote}

    assert answer.finding("held").message.values["count"] >= 10
    assert set(answer.finding("held").evidence) <= quotes


def test_every_expression_is_ordered_and_gives_rows(lake: Lake) -> None:
    for name, expression in EXPRESSIONS.items():
        rows = lake.to_arrow(expression(lake.table("texts")))
        assert len(rows), name
        assert rows.equals(lake.to_arrow(expression(lake.table("texts")))), name


def test_periods_hold_every_day_once() -> None:
    days = np.arange("2018-11-20", "2020-03-05", dtype="datetime64[D]")
    for every in ("week", "month", "quarter", "year"):
        found = spans(days, every)
        number = found.of(days)
        assert number.min() == 0
        assert number.max() == len(found) - 1
        assert all(found.starts[n] <= day.astype(object) <= found.ends[n] for n, day in zip(number.tolist(), days, strict=True))
    assert fitting_period(days.repeat(3)) == "week"
    assert fitting_period(days[::40]) == "year"


def test_passages_keep_every_word_and_stand_around_the_topic() -> None:
    text = "\n".join(f"Line {n} says {n} things about the sea." for n in range(200))

    assert " ".join(parts_of(text)).split() == text.split()
    assert max(map(len, parts_of("word " * 4_000))) <= 1_400
    topic = topic_of("line 77")
    assert topic is not None
    assert around(text, topic) == "Line 77 says 77 things about the sea."
