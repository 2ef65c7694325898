"""What is happening between: the last periods against as many before them, each count beside a plain count, and cooperation that moves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from questions.event_lake import DAYS, FIRST_DAY, HOT, dossier_parts, made_lake, made_rows

from legation.dossier import decode
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.observations.events.inputs import read_inputs

AREA = "what-is-happening-between"
LAST = FIRST_DAY + dt.timedelta(days=DAYS - 1)
ROWS = made_rows()


def case_of(path: Path, rows: list[dict[str, Any]]) -> Case:
    return Case(dossier=decode(dossier_parts()), today=dt.date(2020, 1, 1), lake=made_lake(path / "lake", rows))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return case_of(tmp_path_factory.mktemp("like"), ROWS)


def told(first: dt.date, last: dt.date, quads: set[int], *, pair: bool) -> int:
    """Return the stories of some days, of the pair or of everybody, with an act of some classes, told one by one."""
    stories = defaultdict(set)
    for row in ROWS:
        both = {row["actor1"], row["actor2"]}
        if row["url"] and (not pair or both == {"USA", "RUS"}):
            stories[row["url"]].add((row["added"].date(), row["quad"]))
    return sum(first <= min(day for day, _ in found) <= last and bool({quad for _, quad in found} & quads) for found in stories.values())


def spans_of(answer: Answer) -> tuple[dt.date, dt.date, dt.date, dt.date]:
    values = answer.finding("shift").message.values
    return values["since"], values["until"], values["now_since"], values["now_until"]


@pytest.mark.parametrize(("last", "weeks"), [(0, 4), (1, 1), (160, 19)])
def test_the_last_weeks_are_compared_with_as_many_before(case: Case, last: int, weeks: int) -> None:
    answer = ask(AREA, case, first="usa", second="rus", every="week", last=last)

    since, until, now_since, now_until = spans_of(answer)
    assert now_until == LAST
    assert (now_until - now_since).days + 1 == 7 * weeks
    assert until == now_since - dt.timedelta(days=1)
    assert (until - since).days + 1 == 7 * weeks
    every = {1, 2, 3, 4, None}
    conflict = [told(*span, {3, 4}, pair=True) / told(*span, every, pair=False) for span in ((since, until), (now_since, now_until))]
    assert answer.finding("shift").message.values["ratio"] == pytest.approx(conflict[1] / conflict[0])
    now = answer.finding("now").message.values
    assert (now["since"], now["until"]) == (now_since, now_until)
    assert now["conflict"] == told(now_since, now_until, {3, 4}, pair=True)
    for quad, row in enumerate(answer.table("classes").rows, start=1):
        assert row[1] == told(since, until, {quad}, pair=True)
        assert row[3] == told(now_since, now_until, {quad}, pair=True)


def test_months_are_those_of_the_calendar(case: Case) -> None:
    usual, two = (ask(AREA, case, first="usa", second="rus", last=last) for last in (0, 2))

    assert spans_of(usual) == (dt.date(2019, 4, 1), dt.date(2019, 6, 30), dt.date(2019, 7, 1), dt.date(2019, 9, 30))
    assert spans_of(two) == (dt.date(2019, 6, 1), dt.date(2019, 7, 31), dt.date(2019, 8, 1), dt.date(2019, 9, 30))


def test_what_lies_further_back_is_in_no_comparison(case: Case, tmp_path: Path) -> None:
    begin = LAST - dt.timedelta(days=55)
    later = case_of(tmp_path, [row for row in ROWS if row["added"].date() >= begin])

    long, short = (
        ask(AREA, one, first="usa", second="rus", every="week", since=since) for one, since in ((case, None), (later, str(begin)))
    )

    assert long.finding("shift").message == short.finding("shift").message
    assert long.table("classes").rows == short.table("classes").rows


def test_one_period_has_no_before(case: Case) -> None:
    of = read_inputs(case, {**_usual(), "since": None, "until": None, "every": "week", "last": 0})
    assert (of.begin, of.split) == (LAST - dt.timedelta(days=55), LAST - dt.timedelta(days=27))

    answer = ask(AREA, case, first="usa", second="rus", every="week", since=(LAST - dt.timedelta(days=6)).isoformat())

    assert answer.finding("now").message.values["since"] == LAST - dt.timedelta(days=6)
    assert "shift" not in [finding.id for finding in answer.findings]
    assert any("one period only" in say(one, "en") for one in answer.missing)


def _usual() -> dict[str, Any]:
    return {"first": "usa", "second": "rus", "seed": 0}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("first", "moved"), [(DAYS - 28, "more"), (DAYS - 56, "less")])
def test_cooperation_that_moves_is_said_with_both_spans(tmp_path: Path, first: int, moved: str, lang: str) -> None:
    rows = list(ROWS)
    for day in range(DAYS - 56, DAYS):
        added = dt.datetime.combine(FIRST_DAY, dt.time(9), dt.UTC) + dt.timedelta(days=day)
        plain = {"date": added.date(), "added": added, "quad": 1, "goldstein": 3.0, "mentions": 3, "actor1": "USA", "actor2": "RUS"}
        stories = 5 if first <= day < first + 28 else 1
        rows += [{**plain, "url": f"https://www.paper.example/together/{day}/{k}"} for k in range(stories)]

    answer = ask(AREA, case_of(tmp_path, rows), first="usa", second="rus", every="week")

    message = answer.finding("cooperation").message
    assert message.id == f"{AREA}.cooperation-{moved}"
    low, high = message.values["low"], message.values["high"]
    assert low > 1 if moved == "more" else high < 1
    assert low <= message.values["ratio"] <= high
    text = say(message, lang)
    for day in ("since", "until", "now_since", "now_until"):
        assert say(message.values[day], lang) in text
    assert "[" not in text


def test_cooperation_that_does_not_clearly_move_is_not_said(case: Case) -> None:
    for every in ("week", "month"):
        assert "cooperation" not in [one.id for one in ask(AREA, case, first="usa", second="rus", every=every).findings]


def test_what_stands_out_does_so_in_the_last_period_which_is_named(case: Case) -> None:
    answer = ask(AREA, case, first="usa", every="week")

    values = answer.finding("others").message.values
    assert (values["since"], values["until"]) == (LAST - dt.timedelta(days=6), LAST)
    row = next(row for row in answer.table("partners").rows if str(row[0]) == "Russia")
    assert row[3] == told(values["since"], values["until"], {3, 4}, pair=True)


def _marks(part: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping of a picture, at any depth."""
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, (list, tuple)) else ():
        yield from _marks(inner)


def test_the_picture_marks_the_periods_of_alarms_alone(case: Case) -> None:
    answer = ask(AREA, case, first="usa", second="rus", every="week")

    marked = [one for one in _marks(answer.figures[0].specification("en")) if one.get("alarm")]
    days = {dt.date.fromisoformat(one["alarm"]) for one in marked}
    hot = FIRST_DAY + dt.timedelta(days=HOT)
    assert answer.finding("watch").message.id == f"{AREA}.watch-alarm"
    assert days
    assert min(days) > hot - dt.timedelta(days=7)
    assert LAST - dt.timedelta(days=6) in days
