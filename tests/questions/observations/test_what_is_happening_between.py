"""Events between states: each count beside a plain count of the rows, what is said in both languages, and what cannot be said."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from questions.event_lake import FIRST_DAY, GAP, HOT, dossier_parts, made_lake, made_rows

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.lake import Lake
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.observations.days import lost, window
from legation.questions.observations.events import expressions
from legation.questions.observations.events.expressions import within

AREA = "what-is-happening-between"
EPOCH = dt.date(1970, 1, 1)
ROWS = made_rows()
SPLIT = dt.date(2019, 8, 31)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return made_lake(tmp_path_factory.mktemp("lake"), ROWS)


@pytest.fixture(scope="module")
def case(lake: Lake) -> Case:
    return Case(dossier=decode(dossier_parts()), today=dt.date(2020, 1, 1), lake=lake)


@pytest.fixture(scope="module")
def pair(case: Case) -> Answer:
    return ask(AREA, case, first="usa", second="rus")


@pytest.fixture(scope="module")
def around(case: Case) -> Answer:
    return ask(AREA, case, first="usa", every="week")


def stories_of(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in rows:
        if row["url"] is not None:
            found[row["url"]].append(row)
    return found


def day_of(rows: list[dict[str, Any]]) -> int:
    return (min(row["added"] for row in rows).date() - EPOCH).days


def summed(stories: list[list[dict[str, Any]]]) -> dict[str, int]:
    """Return the counts of some stories, told one by one."""
    made = defaultdict(int)
    for rows in stories:
        quads = {row["quad"] for row in rows}
        scale = [row["goldstein"] for row in rows if row["goldstein"] is not None]
        made["stories"] += 1
        made["rows"] += len(rows)
        for quad in (1, 2, 3, 4):
            made[f"quad{quad}"] += quad in quads
        made["cooperation"] += bool(quads & {1, 2})
        made["conflict"] += bool(quads & {3, 4})
        made["both"] += bool(quads & {1, 2}) and bool(quads & {3, 4})
        made["scaled"] += bool(scale)
        made["goldstein"] += int((sum(scale) / len(scale) * 1000 + 0.5) // 1) if scale else 0
    return dict(made)


def between(first: str, second: str = "") -> list[dict[str, Any]]:
    pairs = [row for row in ROWS if row["actor1"] and row["actor2"] and row["actor1"] != row["actor2"]]
    return [row for row in pairs if first in (row["actor1"], row["actor2"]) and (not second or second in (row["actor1"], row["actor2"]))]


def asked(lake: Lake, expression: Any) -> list[dict[str, Any]]:
    return lake.to_arrow(expression).to_pylist()


@pytest.mark.parametrize("second", ["RUS", ""])
def test_a_pair_by_day_is_what_counting_gives(lake: Lake, second: str) -> None:
    expected = defaultdict(list)
    for rows in stories_of(between("USA", second)).values():
        expected[day_of(rows)].append(rows)

    found = asked(lake, expressions.pair_by_day(lake.table("events"), "USA", second))

    assert [row["day"] for row in found] == sorted(expected)
    for row in found:
        told = expected[row.pop("day")]
        acts = {"acts": sum(any(r["actor1"] == "USA" for r in rows) for rows in told)}
        acts["acted_on"] = sum(any(r["actor2"] == "USA" for r in rows) for rows in told)
        assert row == {**summed(told), **acts}


def test_partners_by_day_are_what_counting_gives(lake: Lake) -> None:
    expected = defaultdict(list)
    for row in between("USA"):
        expected[row["actor2"] if row["actor1"] == "USA" else row["actor1"], row["url"]].append(row)
    days = defaultdict(list)
    for (other, url), rows in expected.items():
        if url is not None:
            days[other, day_of(rows)].append(rows)

    found = asked(lake, expressions.partners_by_day(lake.table("events"), "USA"))

    assert [(row["other"], row["day"]) for row in found] == sorted(days)
    assert all({k: v for k, v in row.items() if k not in ("other", "day")} == summed(days[row["other"], row["day"]]) for row in found)


@pytest.mark.parametrize("states", [(), ("USA", "RUS", "CHN")])
def test_a_circle_is_what_counting_gives(lake: Lake, states: tuple[str, ...]) -> None:
    expected = defaultdict(lambda: defaultdict(set))
    for row in ROWS:
        one, other = row["actor1"], row["actor2"]
        if one and other and one != other and row["url"] and (not states or {one, other} <= set(states)):
            expected[one, other, int(row["added"].date() >= SPLIT)][row["url"]].add(row["quad"])

    found = asked(lake, expressions.mutual_acts(lake.table("events"), SPLIT, states))

    assert [(r["actor1"], r["actor2"], r["late"]) for r in found] == sorted(expected)
    for row in found:
        quads = expected[row["actor1"], row["actor2"], row["late"]].values()
        good, bad = (sum(bool(q & kind) for q in quads) for kind in ({1, 2}, {3, 4}))
        both = sum(bool(q & {1, 2}) and bool(q & {3, 4}) for q in quads)
        assert (row["stories"], row["cooperation"], row["conflict"], row["both"]) == (len(quads), good, bad, both)


def test_volume_and_what_is_not_said_are_what_counting_gives(lake: Lake) -> None:
    events = lake.table("events")
    days = defaultdict(set)
    for row in ROWS:
        if row["url"]:
            days[(row["added"].date() - EPOCH).days].add(row["url"])

    assert asked(lake, expressions.volume_by_day(events)) == [{"day": day, "stories": len(days[day])} for day in sorted(days)]

    (found,) = asked(lake, expressions.coverage(events))
    late = [(row["added"].date() - row["date"]).days for row in ROWS]
    assert found == {
        "rows": len(ROWS),
        "no_actor1": sum(row["actor1"] is None for row in ROWS),
        "no_actor2": sum(row["actor2"] is None for row in ROWS),
        "no_pair": sum(row["actor1"] is None or row["actor2"] is None for row in ROWS),
        "at_home": sum(row["actor1"] == row["actor2"] is not None for row in ROWS),
        "no_url": sum(row["url"] is None for row in ROWS),
        "no_quad": sum(row["quad"] is None for row in ROWS),
        "day_before": late.count(1),
        "odd_date": late.count(365),
    }


def test_the_stories_mentioned_most_come_first(lake: Lake) -> None:
    found = asked(lake, expressions.top_stories(lake.table("events"), "USA", "RUS", most=3))

    expected = []
    for quad in (1, 2, 3, 4):
        told = stories_of([row for row in between("USA", "RUS") if row["quad"] == quad])
        ranked = sorted((-max(r["mentions"] for r in rows), -day_of(rows), url) for url, rows in told.items())[:3]
        expected += [(quad, url, -mentions) for mentions, _, url in ranked]
    assert [(row["quad"], row["url"], row["mentions"]) for row in found] == expected


def test_only_days_asked_for_are_counted(lake: Lake) -> None:
    events = within(lake.table("events"), dt.date(2019, 2, 1), dt.date(2019, 2, 28))

    days = [row["day"] for row in asked(lake, expressions.volume_by_day(events))]

    assert (min(days), max(days)) == ((dt.date(2019, 2, 1) - EPOCH).days, (dt.date(2019, 2, 28) - EPOCH).days)


def test_the_fall_out_is_found_with_its_alarm(pair: Answer, around: Answer) -> None:
    shown = pair.finding("shift").message
    assert shown.id == f"{AREA}.shift-more"
    assert shown.values["low"] > 1.2
    alarm = pair.finding("watch").message
    assert alarm.id == f"{AREA}.watch-alarm"
    assert abs((alarm.values["since"] - FIRST_DAY).days - HOT) <= 3
    assert alarm.values["every"] > 200
    assert around.finding("others").message.id == f"{AREA}.others-out"
    assert [str(name) for name in around.finding("others").message.values["states"]] == ["Russia"]
    assert {str(name) for name in pair.finding("camp").message.values["states"]} == {"France", "Germany", "United Kingdom"}


def test_counts_of_the_last_period_are_those_of_the_rows(pair: Answer) -> None:
    values = pair.finding("now").message.values
    last = [row for row in between("USA", "RUS") if row["added"].date() >= values["since"]]

    expected = summed(list(stories_of(last).values()))
    assert (values["count"], values["conflict"], values["cooperation"]) == tuple(
        expected[k] for k in ("stories", "conflict", "cooperation")
    )
    assert values["low"] <= values["share"] <= values["high"]
    assert values["until"] == FIRST_DAY + dt.timedelta(days=272)


def test_what_is_missing_is_said(pair: Answer) -> None:
    said = " ".join(say(one, "en") for one in (*pair.missing, *pair.caveats))

    assert f"{GAP[1] - GAP[0]} days of it whole" in said
    assert "name no pair of states" in said
    assert "no address" in said
    assert "acting on itself" in said
    gap = FIRST_DAY + dt.timedelta(days=GAP[0])
    row = next(row for row in pair.table("periods").rows if row[0] <= gap <= row[1])
    assert row[-1] == pytest.approx(10 / 30, abs=0.02)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_was_coded_and_by_whom(pair: Answer, around: Answer, lang: str) -> None:
    for answer in (pair, around):
        for finding in answer.findings:
            if finding.id in ("now", "acts", "watch", "others"):
                assert "GDELT" in say(finding.message, lang)
        shown = answer.to_json(lang)
        text = str(shown)
        assert "[what-is" not in text
        assert "[happening" not in text
        assert not re.search(r"\bwill\b|nan|inf\b", " ".join(answer.sentences(lang)))
        assert [figure.id for figure in answer.figures] == ["balance", "acts"]


def test_stories_to_read_have_outlet_day_and_address(pair: Answer) -> None:
    table = pair.table("stories")

    assert {row[2] for row in table.rows} <= {f"paper{k}.example" for k in range(7)}
    assert all(str(row[6]).startswith("https://www.paper") for row in table.rows)


def test_later_rows_are_not_seen(case: Case) -> None:
    early = ask(AREA, case, first="usa", second="rus", as_of="2019-08-15")

    assert early.finding("now").message.values["until"] == dt.date(2019, 8, 15)
    assert early.finding("watch").message.id != f"{AREA}.watch-alarm"
    assert early.finding("shift").message.id != f"{AREA}.shift-more"


def test_same_options_same_answer(case: Case, pair: Answer) -> None:
    assert ask(AREA, case, first="usa", second="rus").to_json("fr") == pair.to_json("fr")


def test_what_cannot_be_answered_says_what_to_do(case: Case) -> None:
    for options, said in (
        ({"first": "ngo"}, "no ISO code"),
        ({"first": "usa", "second": "usa"}, "named twice"),
        ({}, "is missing here"),
        ({"first": "usa", "since": "2021", "until": "2022"}, "No day lies between"),
        ({"first": "usa", "since": "2019-04-12", "until": "2019-04-18"}, "holds no event"),
    ):
        with pytest.raises(NotAvailable, match=said):
            ask(AREA, case, **options)


def test_without_a_lake_it_says_how_to_make_one() -> None:
    with pytest.raises(NotAvailable, match="legation observe events FILES"):
        ask(AREA, decode(dossier_parts()), first="usa")


def test_one_quiet_day_is_answered(case: Case) -> None:
    answer = ask(AREA, case, first="usa", second="rus", since="2019-02-03", until="2019-02-03")

    assert any("one period only" in say(one, "en") for one in answer.missing)
    assert any("too short or too quiet" in say(one, "en") for one in answer.missing)


def test_addresses_that_strangers_wrote_are_harmless(tmp_path: Path) -> None:
    rows = [{**row, "url": "javascript:\x1b[31m\u202ealert(1)//[" + "x" * 900} for row in ROWS[:40]]
    case = Case(dossier=decode(dossier_parts()), today=dt.date(2020, 1, 1), lake=made_lake(tmp_path / "lake", rows))

    rows_shown = ask(AREA, case, first="usa").table("stories").rows

    assert rows_shown
    assert all(row[6].isprintable() and len(row[6]) <= 301 for row in rows_shown)


@pytest.mark.parametrize("until", ["2019-02-28", "2019-03-31", "2020-02-29", "2019-10-17", "2019-12-30"])
@pytest.mark.parametrize("every", ["month", "week"])
def test_periods_follow_each_other_and_the_last_is_whole(every: Any, until: str) -> None:
    seen = window(dt.date(2018, 1, 13), dt.date.fromisoformat(until), every)

    lengths = [(seen.end(at) - seen.starts[at]).days + 1 for at in range(len(seen.starts))]
    assert sum(lengths) == len(seen) == len(seen.period)
    assert lengths[-1] == 7 if every == "week" else 28 <= lengths[-1] <= 31
    assert all(length == 7 if every == "week" else 28 <= length <= 31 for length in lengths[1:])
    assert [seen.period.tolist().count(at) for at in range(len(lengths))] == lengths


def test_a_gap_is_shared_out_over_its_days() -> None:
    seen = window(dt.date(2019, 1, 1), dt.date(2019, 1, 7), "week")
    noon = dt.datetime(2019, 1, 2, 12, tzinfo=dt.UTC)

    share = lost(seen, [(noon, noon + dt.timedelta(hours=35, minutes=45))], 2)

    assert share.tolist() == [0, 0.25, 0.5, 0, 0, 0, 0]
