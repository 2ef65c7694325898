"""Where words place actors: planted positions found again, silence where words tell nothing, and proposals that overwrite nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from questions.speech_lake import ACTORS, TODAY, TRUE, case_of, parts, speech_lake, speech_rows
from score_cards import figure, with_card

from legation.dossier import Position, decode, encode
from legation.errors import NotAvailable, WrongUse
from legation.lake import Lake
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, Case, ask
from legation.questions.actors.proposals import issue_named
from legation.questions.actors.word_scores.documents import LEAST_WORDS, documents
from legation.questions.actors.word_scores.inputs import followed
from legation.questions.actors.word_scores.proposals import proposed
from legation.questions.actors.word_scores.wordscores import Places, scored
from legation.sources import merge

AREA = "where-their-words-place-them"


@pytest.fixture(scope="module", autouse=True)
def on() -> Iterator[None]:
    """Let the judgement be on, whatever the score card says today; a test of its own turns it off."""
    with pytest.MonkeyPatch.context() as patch:
        with_card(patch)
        yield


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return speech_lake(tmp_path_factory.mktemp("speeches"), speech_rows())


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Speeches whose words do not depend on the position."""
    return speech_lake(tmp_path_factory.mktemp("blind"), speech_rows(tells=False))


@pytest.fixture(scope="module")
def told(lake: Lake) -> Answer:
    return ask(AREA, case_of(lake, parts()), issue="sky", actors="M03; M20")


@pytest.fixture(scope="module")
def bare(lake: Lake) -> Answer:
    """The answer without an issue."""
    return ask(AREA, case_of(lake, parts()))


def rows_of(answer: Answer, name: str) -> list[dict[str, object]]:
    table = answer.table(name)
    return [dict(zip([column.id for column in table.columns], row, strict=True)) for row in table.rows]


def test_planted_positions_are_found_again_within_their_ranges(told: Answer) -> None:
    new = [row for row in rows_of(told, "issue") if row["recorded"] is None]
    true = np.array([TRUE[row["actor"].id] for row in new])  # type: ignore[attr-defined]
    placed, low, high = (np.array([row[name] for row in new]) for name in ("placed", "low", "high"))

    assert {row["actor"].id for row in new} == set(ACTORS[1::2])  # type: ignore[attr-defined]
    assert np.corrcoef(placed, true)[0, 1] > 0.95
    assert np.abs(placed - true).mean() < 10
    assert np.mean((low <= true) & (true <= high)) >= 0.6
    check = told.finding("check").message
    assert check.id.endswith("check-passed")
    assert check.values["error"] < check.values["mean"] / 2 and check.values["chance"] <= 0.05


def test_those_with_a_recorded_position_stand_where_the_others_place_them(told: Answer) -> None:
    check = {row["actor"].id: row for row in rows_of(told, "check")}  # type: ignore[attr-defined]

    assert set(check) == set(ACTORS[::2])
    for row in rows_of(told, "issue"):
        if row["recorded"] is not None:
            one = check[row["actor"].id]  # type: ignore[attr-defined]
            assert row["placed"] == one["placed"] and row["distance"] == pytest.approx(one["placed"] - one["recorded"])  # type: ignore[operator]
            assert one["inside"] == (row["low"] <= row["recorded"] <= row["high"])  # type: ignore[operator]
    errors = [abs(row["placed"] - row["recorded"]) for row in check.values()]  # type: ignore[operator]
    assert np.mean(errors) == pytest.approx(told.finding("check").message.values["error"])


def test_the_line_has_the_order_of_the_truth_and_is_turned_by_what_is_recorded(told: Answer, bare: Answer) -> None:
    for answer in (told, bare):
        order = [TRUE[row["actor"].id] for row in rows_of(answer, "line")]  # type: ignore[attr-defined]
        agreed = np.corrcoef(order, np.arange(len(order)))[0, 1]
        assert abs(agreed) > 0.95
    assert told.finding("follows").message.values["value"] > 0.9
    assert np.corrcoef([TRUE[row["actor"].id] for row in rows_of(told, "line")], np.arange(30))[0, 1] > 0.95  # type: ignore[attr-defined]
    assert "follows" not in {finding.id for finding in bare.findings}
    assert [m.id.rpartition(".")[2] for m in bare.missing] == ["no-issue"]


def test_who_is_named_for_the_ends_turns_the_line(lake: Lake) -> None:
    case = case_of(lake, parts())
    first = [row[0].id for row in ask(AREA, case, low="M02", high="M27").table("line").rows]
    turned = ask(AREA, case, issue="sky", low="M27", high="M02")

    assert first.index("M02") < first.index("M27")
    assert [row[0].id for row in turned.table("line").rows].index("M27") < 5
    assert turned.finding("follows").message.id.endswith("follows-reverse")
    assert any(m.id.endswith("line-turned") for m in turned.caveats)
    for wrong in ({"low": "M02"}, {"high": "M02"}, {"low": "M02", "high": "M02"}):
        with pytest.raises(NotAvailable, match="two different actors"):
            ask(AREA, case, **wrong)


def test_the_words_of_the_ends_are_those_that_tell_the_two_ways_to_speak(told: Answer) -> None:
    rows = rows_of(told, "words")
    said = {actor: " ".join(row["text"] for row in speech_rows() if row["actor"] == actor).split() for actor in ("M00", "M29")}
    for row in rows[:3] + rows[-3:]:
        low, high = (said[actor].count(str(row["word"])) for actor in ("M00", "M29"))
        assert (low > high) == (row["weight"] < 0), row  # type: ignore[operator]
    assert {say(row["end"], "en") for row in rows} == {"Low end", "High end"}
    assert all(row["times"] >= row["actors"] >= 2 for row in rows)  # type: ignore[operator]


def test_who_stands_apart_is_what_the_intervals_leave_no_doubt_of(told: Answer) -> None:
    stands = told.finding("stands:M03").message.values
    apart = told.finding("issue-apart").message.values

    assert stands["above"] + stands["below"] + stands["count"] == len(ACTORS) - 1
    assert stands["above"] > 5 and stands["below"] <= 1
    assert 0 < apart["count"] < apart["alone"] < apart["pairs"] == 435
    assert 10 < apart["points"] < 40
    assert "stands:M20" in {finding.id for finding in told.findings}


def test_pairs_apart_are_counted_like_a_plain_loop() -> None:
    from scipy.stats import norm

    draw = np.random.default_rng(5)
    root = draw.normal(size=(9, 9)) / 9
    value, covariance = draw.normal(size=9), root @ root.T + np.eye(9) / 50
    places = Places(value=value, low=value - 1, high=value + 1, covariance=covariance)
    pairs = [(one, other) for one in range(9) for other in range(one)]
    errors = {(i, j): np.sqrt(covariance[i, i] + covariance[j, j] - 2 * covariance[i, j]) for i, j in pairs}
    wanted = [pair for pair in pairs if abs(value[pair[0]] - value[pair[1]]) > norm.ppf(1 - 0.025 / 36) * errors[pair]]

    alone = [pair for pair in pairs if abs(value[pair[0]] - value[pair[1]]) > norm.ppf(0.975) * errors[pair]]

    assert places.pairs_apart() == (len(wanted), len(alone), 36) and 0 < len(wanted) < len(alone)
    assert places.least_apart() == pytest.approx(norm.ppf(0.975) * np.median(list(errors.values())))
    above = places.above(4)
    for at in range(9):
        error = errors.get((4, at)) or errors.get((at, 4)) or 0.0
        sure = at != 4 and abs(value[at] - value[4]) > norm.ppf(1 - 0.025 / 8) * error
        assert above[at] == (np.sign(value[at] - value[4]) if sure else 0)


def test_a_perfect_order_of_few_is_no_certainty() -> None:
    held = {row: Position(id=str(row), actor="a", issue="i", value=float(10 * row)) for row in range(6)}
    found = followed(np.arange(6.0), held)

    assert found is not None and found.value == 1.0 and 0.3 < found.low < 0.8 and found.high < 1
    assert followed(np.arange(5.0), {row: held[row] for row in range(5)}) is None, "five can agree by chance"
    assert followed(np.arange(6.0), {row: dataclasses.replace(one, value=50.0) for row, one in held.items()}) is None


def test_a_rank_correlation_says_no_more_than_chance_where_there_is_none() -> None:
    draw = np.random.default_rng(8)
    sure = 0
    for _ in range(200):
        held = {row: Position(id=str(row), actor="a", issue="i", value=float(value)) for row, value in enumerate(draw.uniform(0, 100, 7))}
        found = followed(draw.normal(size=7), held)
        sure += found is not None and found.sure

    assert sure <= 24, "a 95 % interval leaves out zero in about one of twenty"


def test_where_words_do_not_follow_positions_nobody_is_placed_and_nothing_proposed(blind: Lake) -> None:
    case = case_of(blind, parts())
    answer = ask(AREA, case, issue="sky")

    assert answer.findings[0].id == "check" and answer.findings[0].message.id.endswith("check-failed")
    assert not {"placed", "issue-apart", "elsewhere"} & {finding.id for finding in answer.findings}
    assert answer.tables[0].id == "check" and "issue" not in {table.id for table in answer.tables}
    assert [figure.id for figure in answer.figures] == ["line"]
    with pytest.raises(NotAvailable, match="nothing is proposed"):
        proposed(case, issue_named(case, "sky"), {})


def test_where_all_speak_alike_few_stand_apart(blind: Lake) -> None:
    ends = ask(AREA, case_of(blind, parts())).finding("ends").message

    assert ends.values["count"] <= ends.values["pairs"] / 20


def test_positions_dealt_wrongly_fail_the_check(lake: Lake) -> None:
    values = [TRUE[actor] for actor in ACTORS[::2]]
    dealt = np.random.default_rng(11).permutation(values).tolist()
    answer = ask(AREA, case_of(lake, parts(dict(zip(ACTORS[::2], dealt, strict=True)))), issue="sky")

    assert answer.finding("check").message.id.endswith("check-failed")
    assert answer.finding("check").message.values["chance"] > 0.05


@pytest.mark.parametrize(
    ("held", "basis", "why"),
    [
        (dict.fromkeys(ACTORS[::2], 70.0), "vote", "equal-references"),
        ({actor: TRUE[actor] for actor in ACTORS[:5]}, "vote", "few-references"),
        ({actor: TRUE[actor] for actor in ACTORS[::2]}, "model", "few-references"),
        ({actor: TRUE[actor] for actor in ACTORS[::2]}, "game", "few-references"),
        ({}, "vote", "few-references"),
    ],
)
def test_too_few_equal_or_modelled_positions_leave_the_line_alone(lake: Lake, held: dict[str, float], basis: str, why: str) -> None:
    case = case_of(lake, parts(held, basis))
    answer = ask(AREA, case, issue="sky")

    assert [m.id.rpartition(".")[2] for m in answer.missing] == [why]
    assert {"check", "placed"}.isdisjoint(finding.id for finding in answer.findings)
    assert answer.finding("divides")
    with pytest.raises(NotAvailable, match="Nobody is placed"):
        proposed(case, issue_named(case, "sky"), {})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_is_whole_in_both_languages(told: Answer, bare: Answer, lang: Lang) -> None:
    for answer in (told, bare):
        data = json.dumps(answer.to_json(lang), allow_nan=False, ensure_ascii=False)
        words = " ".join([*answer.sentences(lang), *(say(m, lang) for m in (*answer.caveats, *answer.missing))])

        assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", data)
        assert not re.search(r"\{|\bnan\b", words)
        assert "30" in words
    assert "Should the sky be open?" in told.sentences(lang)[0]


def test_the_same_question_gives_the_same_bytes(lake: Lake, told: Answer) -> None:
    again = ask(AREA, case_of(lake, parts()), issue="sky", actors="M03; M20")

    assert json.dumps(again.to_json("fr")) == json.dumps(told.to_json("fr"))


def test_what_was_said_later_is_not_known(lake: Lake) -> None:
    case = case_of(lake, parts())
    answer = ask(AREA, case, as_of="2018-12-31")

    assert answer.finding("base").message.values["count"] == len(ACTORS)
    assert answer.finding("base").message.values["until"] == dt.date(2018, 9, 20)
    with pytest.raises(NotAvailable, match="Nothing that is held was said"):
        ask(AREA, case, as_of="2017-12-31")


def test_days_language_and_words_choose(lake: Lake) -> None:
    case = case_of(lake, parts())
    word = speech_rows()[0]["text"].split()[0]

    assert ask(AREA, case, since="2019-01-01").finding("base").message.values["count"] == len(ACTORS)
    on = ask(AREA, case, topic=word).finding("base").message
    assert on.id.endswith("base-on") and on.values["words"] < 2 * len(ACTORS) * 200
    with pytest.raises(NotAvailable, match="Nothing that is held"):
        ask(AREA, case, language="fr")
    with pytest.raises(WrongUse, match=r"auto \| en \| fr"):
        ask(AREA, case, language="de")


def test_texts_that_cannot_count_are_left_out_and_said(tmp_path: Path) -> None:
    rows = speech_rows()
    nameless = [row | {"id": f"n{at}", "actor": None, "url": f"https://n/{at}"} for at, row in enumerate(speech_rows(5)[:3])]
    french = [row | {"id": f"f{at}", "language": "fr", "url": f"https://f/{at}"} for at, row in enumerate(speech_rows(6)[:4])]
    short = rows[0] | {"id": "short", "actor": "ZZZ", "text": "bababant dedebant", "url": "https://short"}
    copies = [row | {"id": f"c{row['id']}", "url": f"https://c/{row['id']}"} for row in rows[:2]]
    case = case_of(speech_lake(tmp_path, [*rows, *nameless, *french, short, *copies]), parts())
    answer, of = ask(AREA, case, actors="M01"), documents(case, {}, lambda done, total: None)
    said = {m.id.rpartition(".")[2]: m.values for m in answer.missing}

    assert of.actors == ACTORS and of.texts == 60 and of.folded == 2
    assert said["nameless"]["count"] == 3 and said["other-languages"]["count"] == 4
    assert said["few-words"]["count"] == 1 and said["few-words"]["least"] == LEAST_WORDS
    assert say(answer.finding("base").contrary, "en").startswith("2 near-copies")
    assert of.counts.total.max() == 400 and of.counts.total.min() > 380, "no copy, stranger or other language is counted with anybody"


def test_one_actor_alone_is_not_placed(tmp_path: Path) -> None:
    case = case_of(speech_lake(tmp_path, speech_rows(actors=ACTORS[:1])), parts())

    with pytest.raises(NotAvailable, match="legation observe documents") as error:
        ask(AREA, case, issue="sky")
    assert "5 are needed" in str(error.value)
    assert "[" not in error.value.message.in_language("fr")  # type: ignore[union-attr]


def test_an_actor_without_words_is_named(lake: Lake) -> None:
    files = parts()
    files["actors.csv"] += b"\nZ,Zubrowka,state"
    answer = ask(AREA, case_of(lake, files), actors="Z; M01")

    assert any("Zubrowka" in say(m, "fr") for m in answer.missing)
    assert [f.id for f in answer.findings if f.id.startswith("stands:")] == ["stands:M01"]
    with pytest.raises(NotAvailable, match="Zubrowka"):
        ask(AREA, case_of(lake, files), low="Z", high="M01")


def test_hidden_evidence_takes_the_positions_that_rest_on_it_away(lake: Lake) -> None:
    whole = decode(parts())
    hidden = dataclasses.replace(whole, evidence=tuple(dataclasses.replace(row, marking="TLP:RED") for row in whole.evidence))
    answer = ask(AREA, Case(dossier=hidden.cleared("TLP:CLEAR"), today=TODAY, lake=lake), issue="sky")

    assert ask(AREA, Case(dossier=whole, today=TODAY, lake=lake), issue="sky").finding("check").evidence == ("e1",)
    assert "check" not in {finding.id for finding in answer.findings}
    assert not any(finding.evidence for finding in answer.findings)
    assert [m.id.rpartition(".")[2] for m in answer.missing] == ["few-references"]


_SPOKEN = (
    "The people and the law of the sea. " * 5 + "{0} {1} {0} {1} " + "We speak of the harbour and of the port that is open to the ships. "
) * 4
_STATES = {"FRA": "France", "DEU": "Germany", "JPN": "Japan", "PER": "Peru", "CHL": "Chile", "KEN": "Kenya", "IND": "India"}


def test_texts_of_the_evidence_count_until_they_are_hidden() -> None:
    held, files = ["id,kind,title,origin,date,known_on,part"], {"dossier.toml": b'id = "e"'}
    for at, name in enumerate(_STATES.values()):
        words = ("rescue", "patrol") if at % 2 else ("fishing", "coral")
        files[f"files/{at}.txt"] = _SPOKEN.format(*words).encode()
        held.append(f"e{at},statement,Speech {at},Government of {name},2018-09-20,2018-09-20,files/{at}.txt")
    files["actors.csv"] = "\n".join(["id,name,kind,iso3", *(f"{one},{name},state,{one}" for one, name in _STATES.items())]).encode()
    files["evidence.csv"] = "\n".join(held).encode()
    whole = case_of(None, files)
    answer = ask(AREA, whole)
    rows = tuple(dataclasses.replace(row, marking="TLP:RED") if row.id == "e3" else row for row in whole.dossier.evidence)
    seen = dataclasses.replace(whole.dossier, evidence=rows).cleared("TLP:CLEAR")
    less = ask(AREA, Case(dossier=seen, today=TODAY))

    assert set(answer.finding("base").evidence) == {f"e{at}" for at in range(7)}
    assert {row[0].id for row in answer.table("line").rows} == set(_STATES)
    assert {row[0].id for row in less.table("line").rows} == set(_STATES) - {"PER"}
    assert "e3" not in less.finding("base").evidence


def test_positions_are_proposed_with_their_evidence_and_overwrite_nothing(lake: Lake) -> None:
    case = case_of(lake, parts())
    found = proposed(case, issue_named(case, "sky"), {"seed": 0})
    rows, evidence = found.reading.tables["positions"], found.reading.tables["evidence"]

    assert [row.actor for row in rows] == list(ACTORS[1::2])
    assert found.unchanged == 15
    assert {(row.basis, row.confidence, row.evidence) for row in rows} == {("model", "low", (evidence[0].id,))}
    assert all(0 <= row.low <= row.value <= row.high <= 100 for row in rows)
    assert evidence[0].kind == "model" and evidence[0].title.fr and evidence[0].title.en != evidence[0].title.fr
    assert {str(row.held_from) for row in rows} == {"2019-09-20"}

    after, _ = merge(case.dossier, found.reading)
    assert [p for p in after.positions if p.basis == "vote"] == [p for p in case.dossier.positions if p.basis == "vote"]
    again = proposed(Case(dossier=after, today=TODAY, lake=lake), issue_named(case, "sky"), {"seed": 0})
    assert again.reading.tables["positions"] == () and (again.unchanged, again.earlier) == (15, 15)


_TALK = ("The people and the law of the sea. " * 3 + "We speak of the harbour and of the port that is open to the ships. ") * 3


@pytest.mark.parametrize(
    ("table", "row"), [("issues", "sky"), ("evidence", "e1"), ("evidence", "talk"), ("positions", "pM04"), ("actors", "M29")]
)
def test_nothing_of_what_may_not_be_seen_is_left_in_what_was_worked_out_from_it(lake: Lake, table: str, row: str) -> None:
    files = parts()
    files["files/talk.txt"] = _TALK.encode()
    files["evidence.csv"] = (
        b"id,kind,title,origin,date,known_on,part\ne1,record,Record of votes,,2018-01-01,2018-01-01,\n"
        b"talk,statement,A talk,Member 03,2018-09-21,2018-09-21,files/talk.txt\n"
    )
    whole = decode(files)
    marked = tuple(dataclasses.replace(one, marking="TLP:RED") if one.id == row else one for one in whole.rows(table))
    case = Case(dossier=dataclasses.replace(whole, **{table: marked}), today=TODAY, lake=lake)
    assert "talk" in documents(case, {}, lambda done, total: None).said.evidence
    found = proposed(case, issue_named(case, "sky"), {"seed": 0})
    after, _ = merge(case.dossier, found.reading)
    left, all_of_it = (b"\n".join(encode(after.cleared(at, "partner")).values()) for at in ("TLP:AMBER+STRICT", "TLP:RED"))

    assert {one.marking for rows in found.reading.tables.values() for one in rows} == {"TLP:RED"}  # type: ignore[union-attr]
    assert b"wordscores" not in left and b":model:" not in left
    assert table != "issues" or (b"sky" not in left and b"Should the" not in left)
    assert b"wordscores" in all_of_it and b":model:" in all_of_it
    plain = proposed(Case(dossier=whole, today=TODAY, lake=lake), issue_named(case, "sky"), {"seed": 0})
    assert {one.marking for rows in plain.reading.tables.values() for one in rows} == {""}  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """The speeches, and two more actors that share words with each other alone."""
    draw, words = np.random.default_rng(4), [f"{a}{b}rk" for a in ("xe", "wo", "hy", "qui") for b in ("ta", "lo", "mi", "pe", "su")]
    base = speech_rows()[0]
    more = [
        base | {"id": f"z{name}", "actor": name, "url": f"https://z/{name}", "text": " ".join(draw.choice(words, 200))}
        for name in ("ZA", "ZB")
    ]
    return speech_lake(tmp_path_factory.mktemp("apart"), [*speech_rows(), *more])


def _with_strangers(held: dict[str, float] | None = None) -> dict[str, bytes]:
    files = parts({actor: TRUE[actor] for actor in ACTORS[::2]} | (held or {}))
    files["actors.csv"] += b"\nZA,Zembla,state\nZB,Zubrowka,state"
    return files


def test_who_is_not_placed_is_no_tie_with_anybody(apart: Lake) -> None:
    case = case_of(apart, _with_strangers())
    answer = ask(AREA, case, issue="sky", actors="M03; ZA")
    of = documents(case, {}, lambda done, total: None)
    found = scored(case, of, issue_named(case, "sky"), 0, lambda done, total: None)
    stands = answer.finding("stands:M03").message.values

    assert [of.actors[row] for row in np.flatnonzero(~found.there)] == ["ZA", "ZB"]
    assert np.isnan(found.places.value[~found.there]).all() and np.isfinite(found.places.value[found.there]).all()
    assert answer.finding("issue-apart").message.values["pairs"] == 435
    assert answer.finding("issue-apart").message.values["points"] < 40
    assert stands["above"] + stands["below"] + stands["count"] == len(ACTORS) - 1
    assert answer.finding("stands:ZA").message.id.endswith("stands-on-line")
    assert [m.values["count"] for m in answer.caveats if m.id.endswith("strange-words")] == [2]


def test_a_recorded_position_that_the_others_cannot_place_is_in_the_table_and_in_no_count(apart: Lake) -> None:
    answer = ask(AREA, case_of(apart, _with_strangers({"ZA": 50.0})), issue="sky")
    rows = {row["actor"].id: row for row in rows_of(answer, "check")}  # type: ignore[attr-defined]

    assert len(rows) == 16 and rows["ZA"]["placed"] is None and rows["ZA"]["inside"] is None
    assert all(row["inside"] in (True, False) for actor, row in rows.items() if actor != "ZA")
    assert answer.finding("check").message.values["count"] == 15
    assert [m.values["count"] for m in answer.caveats if m.id.endswith("ranges")] == [15]


def test_scores_beyond_the_scale_are_counted_of_references_too(lake: Lake) -> None:
    case = case_of(lake, parts({actor: 100.0 * (TRUE[actor] > 50) for actor in ACTORS[::2]}))
    of = documents(case, {}, lambda done, total: None)
    found = scored(case, of, issue_named(case, "sky"), 0, lambda done, total: None)
    beyond = (found.check.unclipped < 0) | (found.check.unclipped > 100)

    assert beyond.any()
    assert found.clipped >= beyond.sum()
    assert found.clipped == ((found.places.value == 0) | (found.places.value == 100)).sum()


def test_words_that_do_no_better_than_the_median_place_nobody(lake: Lake) -> None:
    held = dict.fromkeys(ACTORS[:20:2], 10.0) | dict.fromkeys(ACTORS[20:26:2], 90.0)
    case = case_of(lake, parts(held))
    found = scored(case, documents(case, {}, lambda done, total: None), issue_named(case, "sky"), 0, lambda done, total: None)
    always = np.abs(found.check.median - found.check.known).mean()
    worse = dataclasses.replace(found.check, placed=found.check.known + always + 1, chance=0.005)

    assert worse.mean_error < np.abs(worse.mean - worse.known).mean(), "the mean errs by more"
    assert not dataclasses.replace(found, check=worse).passed
    assert dataclasses.replace(found, check=dataclasses.replace(worse, placed=worse.known + always - 1)).passed


def test_speakers_that_the_dossier_does_not_list_get_no_position(lake: Lake) -> None:
    files = parts()
    files["actors.csv"] = b"\n".join(line for line in files["actors.csv"].split(b"\n") if not line.startswith(b"M29"))
    case = case_of(lake, files)
    found = proposed(case, issue_named(case, "sky"), {})

    assert "M29" not in {row.actor for row in found.reading.tables["positions"]}
    assert [m.values["count"] for m in found.notes if m.id.endswith("strangers")] == [1]
    assert [one.id for one in found.strangers] == ["M29"] and "M29" in say(found.notes[-1], "fr")


def test_with_hardly_anyone_else_the_scale_is_stretched_by_the_outermost(tmp_path: Path) -> None:
    case = case_of(speech_lake(tmp_path, speech_rows(actors=ACTORS[::3])), parts({actor: TRUE[actor] for actor in ACTORS[::3]}))
    answer = ask(AREA, case, issue="sky")

    assert any(m.id.endswith("rescaled-mv") for m in answer.caveats)
    assert "placed" not in {finding.id for finding in answer.findings}, "nobody is left to place"


def test_where_the_judgement_is_off_nobody_is_placed_and_it_is_said_without_a_number(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(lake, parts())
    before = ask(AREA, case, issue="sky", actors="M03")
    with_card(monkeypatch, words_placed=figure("words-placed", (-0.2, -0.3, -0.1)))
    after = ask(AREA, case, issue="sky", actors="M03")

    assert {f.id for f in before.findings} - {f.id for f in after.findings} >= {"check", "placed", "issue-apart"}
    assert not re.search(r"\d", say(after.finding("off-words-placed").message, "fr"))
    assert {t.id for t in before.tables} - {t.id for t in after.tables} == {"issue", "check"}
    assert len(after.figures) == len(before.figures) - 1
    assert after.finding("divides") == before.finding("divides")
    with pytest.raises(NotAvailable) as refused:
        proposed(case, issue_named(case, "sky"), {})
    assert refused.value.message == after.finding("off-words-placed").message


def test_where_words_tell_nothing_that_is_said_as_before_whether_on_or_off(blind: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(blind, parts())
    before = ask(AREA, case, issue="sky")
    with_card(monkeypatch, words_placed=figure("words-placed", (-0.2, -0.3, -0.1)))

    assert ask(AREA, case, issue="sky").to_json() == before.to_json()
