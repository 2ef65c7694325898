"""Did it work: known effects found, none where there is none, what cannot be told and why, rivals, every measure, both languages."""

from __future__ import annotations

import datetime as dt
import math
import re
from pathlib import Path

import numpy as np
import pytest
from figures.sheet import apart, on_the_sheet
from hypothesis import given
from hypothesis import strategies as st
from questions.event_lake import HOT, made_lake, made_rows
from questions.event_lake import dossier_parts as event_parts
from questions.observed_made import STEP, observed_lake, parts

from legation.dossier import decode
from legation.errors import NotAvailable, WrongUse
from legation.lake import Lake
from legation.language import LANGUAGES, Message, say
from legation.questions import Answer, Case, ask
from legation.questions.observations.effect.measure import EffectMeasure, Spans, anchored, judged

AREA = "did-it-work"
TODAY = dt.date(2025, 1, 1)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return observed_lake(tmp_path_factory.mktemp("effect") / "lake")


@pytest.fixture(scope="module")
def case(lake: Lake) -> Case:
    return Case(dossier=decode(parts()), today=TODAY, lake=lake)


@pytest.fixture(scope="module")
def spoke(case: Case) -> Answer:
    return ask(AREA, case, activity="speech", phrase="open internet")


@pytest.fixture(scope="module")
def read(case: Case) -> Answer:
    return ask(AREA, case, activity="speech", pages="/*/visa")


def test_a_step_that_was_made_is_plausible_and_of_its_size(spoke: Answer, read: Answer) -> None:
    assert STEP == 150  # the day of the speech, 30 May
    found = spoke.finding("verdict").message
    assert found.id == f"{AREA}.plausible-more"
    effect = found.values["effect"].values
    assert effect["low"] <= effect["effect"] <= effect["high"]
    assert effect["low"] > 10
    assert 12 < effect["effect"] < 28  # 20 points were made
    times = read.finding("verdict").message.values["effect"].values
    assert times["low"] > 1.2
    assert 1.6 < times["effect"] < 2.4  # twice as many were made


def test_what_else_was_done_stands_beside_it(spoke: Answer) -> None:
    assert "Letters to editors" in say(spoke.finding("verdict").contrary, "en")
    assert [row[0].id for row in spoke.table("rivals").rows] == ["mailing"]
    assert spoke.finding("verdict").evidence == ("e1",)
    assert spoke.finding("indicator-k1").message.values["target"] == 25


def test_rivals_have_dates_and_audiences_as_a_reader_knows_them(lake: Lake) -> None:
    rows = (
        b"id,title,objectives,digital,audience,date,end,status,known_on\n"
        b"speech,Speech on the open internet,,no,FRA,2024-05-30,,done,2024-01-05\n"
        b"mailing,Letters to editors,,yes,western-european-others;DEU;friends,2024-06-10,2024-06,done,2024-01-05\n"
        b"fair,Fair,,no,,2024-06,,done,2024-01-05\n"
    )
    groups = b"group,actor\nwestern-european-others,FRA\nfriends,DEU\n"
    table = ask(
        AREA,
        Case(dossier=decode({**parts(), "activities.csv": rows, "groups.csv": groups}), today=TODAY, lake=lake),
        phrase="open internet",
        activity="speech",
    ).table("rivals")

    shown = {lang: [[table.cell(row, column, lang) for column in range(5)] for row in range(2)] for lang in LANGUAGES}
    assert shown["en"][1][1:4] == ["10 June 2024", "June 2024", "Western European and other States, Germany and friends"]
    assert shown["fr"][1][1:3] == ["10 juin 2024", "juin 2024"]
    assert shown["fr"][1][3].startswith(say(Message("group.western-european-others"), "fr"))
    assert [row[1] for row in shown["fr"]] == ["juin 2024", "10 juin 2024"]
    assert not re.search(r"\d{4}-\d{2}|western-european-others", str(shown))


def test_where_nothing_was_done_nothing_is_seen(case: Case) -> None:
    found = ask(AREA, case, activity="speech", phrase="library", controls="museum; theatre; forest; budget; football")

    assert found.finding("verdict").message.id in (f"{AREA}.not-seen", f"{AREA}.not-seen-why")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"activity": "early", "phrase": "open internet"}, "16 are needed"),
        ({"activity": "speech", "phrase": "open internet", "every": "month"}, "16 are needed"),
        ({"activity": "speech", "pages": "/*/visa", "controls": "/nothing"}, "none of the others"),
    ],
)
def test_what_cannot_be_told_says_how_many_are_needed(case: Case, options: dict[str, str], why: str) -> None:
    found = ask(AREA, case, **options)

    assert found.finding("verdict").message.id == f"{AREA}.cannot-tell"
    assert why in say(found.finding("verdict").message, "en")
    assert not found.figures


def test_without_a_measure_the_indicators_are_told(case: Case) -> None:
    found = ask(AREA, Case(dossier=case.dossier, today=TODAY))

    assert found.finding("verdict").message.id == f"{AREA}.indicators-only"
    assert found.finding("indicator-k1")
    assert any("a phrase, pages" in say(one, "en") for one in found.missing)


def test_what_is_wrong_says_what_to_do(case: Case) -> None:
    for options, error, said in (
        ({"phrase": "a", "pages": "/b"}, WrongUse, "one measure at a time; found Phrases and Pages"),
        ({"activity": "speech", "pages": "/none*"}, NotAvailable, "Nobody read"),
        ({"activity": "speech", "first": "FRA"}, NotAvailable, "Second state of the pair"),
        ({"activity": "spech"}, WrongUse, "No activity"),
        ({"activity": "speech", "first": "FRA", "second": "DEU"}, NotAvailable, "legation observe events"),
        ({"as_of": "2024-01-10"}, NotAvailable, "No activity had begun"),
    ):
        with pytest.raises(error, match=said):
            ask(AREA, case, **options)


def test_before_the_activity_nothing_of_it_is_seen(case: Case) -> None:
    found = ask(AREA, case, activity="speech", phrase="open internet", as_of="2024-06-03")

    assert "no whole period after it" in say(found.finding("verdict").message, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_languages_say_it_whole(spoke: Answer, read: Answer, lang: str) -> None:
    for answer in (spoke, read):
        assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", str(answer.to_json(lang)))
        assert not re.search(r"\bwill\b|\bnan\b|\binf\b", " ".join(answer.sentences(lang)))
        for figure in answer.figures:
            apart(on_the_sheet(figure, lang))  # type: ignore[no-untyped-call]
    proven = {"en": "not proven", "fr": "non prouvée"}[lang]
    assert proven in say(spoke.findings[0].message, lang)


def test_a_pair_that_fell_out_is_found(tmp_path: Path) -> None:
    day = dt.date(2019, 1, 1) + dt.timedelta(days=HOT)
    files = {**event_parts(), "activities.csv": f"id,title,date,status,known_on\na,Talks,{day},done,2019-01-01\n".encode()}
    case = Case(dossier=decode(files), today=dt.date(2020, 1, 1), lake=made_lake(tmp_path / "lake", made_rows()))

    found = ask(AREA, case, first="usa", second="rus")

    assert found.finding("verdict").message.id == f"{AREA}.plausible-more"
    assert found.finding("verdict").message.values["effect"].values["low"] > 1.3
    assert any("not received" in say(one, "en") for one in found.missing)


def test_votes_of_those_it_was_meant_for_are_set_beside_the_others() -> None:
    draw = np.random.default_rng(1)
    members = [f"M{k}" for k in range(12)]
    votes, rollcalls = ["actor,rollcall,vote"], ["id,symbol,title,date,issue"]
    for session in range(40, 66):
        for number in range(8):
            name = f"r{session}-{number}"
            rollcalls.append(f"{name},A/RES/{session}/{number + 1},Vote,{1945 + session}-12-0{number + 1},i")
            tide = 0.5 + 0.2 * math.sin(session / 3)
            votes += [
                f"{m},{name},{'yes' if draw.random() < min(tide + (0.45 if k < 3 and session >= 60 else 0), 1) else 'no'}"
                for k, m in enumerate(members)
            ]
    files = {
        "dossier.toml": b'id = "votes"\n',
        "actors.csv": ("id,name,kind\n" + "".join(f"{m},{m},state\n" for m in members)).encode(),
        "issues.csv": b"id,question\ni,Shall we?\n",
        "rollcalls.csv": "\n".join(rollcalls).encode(),
        "votes.csv": "\n".join(votes).encode(),
        "activities.csv": b"id,title,date,audience,status\na,Calls,2005-06-01,M0 M1 M2,done\n",
    }
    case = Case(dossier=decode(files), today=TODAY)

    found = ask(AREA, case, issue="i")

    assert found.finding("verdict").message.id == f"{AREA}.plausible-more"
    assert found.finding("verdict").message.values["measure"].values["count"] == 3
    assert len(found.table("others").rows) == 9
    for figure in found.figures:
        apart(on_the_sheet(figure, "fr"))  # type: ignore[no-untyped-call]
    assert {mark.row for mark in found.figures[0].marks} >= {("activities", "a")}


def measured(count: list[float], total: list[float], others: list[list[float]], at: int) -> EffectMeasure:
    said = Message("language.yes")
    starts = tuple(dt.date(2020, 1, 1) + dt.timedelta(weeks=k) for k in range(len(count)))
    spans = Spans(starts=starts, until=starts[-1] + dt.timedelta(days=6), at=at)
    rows = tuple((f"o{k}", np.array(other), np.array(total)) for k, other in enumerate(others))
    arrays = {"count": np.array(count), "total": np.array(total)}
    return EffectMeasure(kind="phrase", what=said, spans=spans, others=rows, rest=said, unit="share", every="week", **arrays)


def test_at_the_ceiling_nothing_can_be_told() -> None:
    draw = np.random.default_rng(0)
    rows = [draw.binomial(100, 0.96, 30).tolist() for _ in range(5)]

    found = judged(measured(rows[0], [100.0] * 30, rows[1:], 22))

    assert (found.says, found.why[0].id) == ("cannot-tell", f"{AREA}.why.ceiling")


def test_gaps_after_it_are_said() -> None:
    draw = np.random.default_rng(0)
    rows = [draw.binomial(100, 0.3, 30).astype(float).tolist() for _ in range(5)]
    rows[0][24:] = [math.nan] * 6

    found = judged(measured(rows[0], [100.0] * 30, rows[1:], 22))

    assert (found.says, found.why[0].id) == ("cannot-tell", f"{AREA}.why.gaps-after")


@given(
    st.dates(dt.date(1999, 1, 1), dt.date(2030, 1, 1)),
    st.sampled_from(["week", "month", "quarter", "year"]),
    st.integers(0, 2_000),
    st.integers(-400, 2_000),
)
def test_periods_are_whole_and_none_lies_on_both_sides(date: dt.date, every: str, before: int, after: int) -> None:
    begin, end = date - dt.timedelta(days=before), date + dt.timedelta(days=after)
    spans = anchored(date, every, begin, end)

    if len(spans):
        assert spans.starts[0] >= begin
        assert spans.until <= end
        assert all(a < b for a, b in zip(spans.starts, spans.starts[1:], strict=False))
        assert [start < date for start in spans.starts] == [True] * spans.at + [False] * (len(spans) - spans.at)
        assert all(not (spans.starts[k] < date <= spans.end(k)) for k in range(len(spans)))
        longest = {"week": 7, "month": 31, "quarter": 92, "year": 366}[every]
        assert all(0 < (spans.end(k) - spans.starts[k]).days + 1 <= longest + 3 for k in range(len(spans)))
