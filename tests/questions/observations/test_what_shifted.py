"""What shifted: monitors on the whole lake at a date, counts beside plain counts, gaps, both languages, evidence taken away."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from questions.observed_made import DAYS, FIRST_DAY, LOST, STEP, made_requests, made_texts, observed_lake, parts

from legation.dossier import decode
from legation.errors import NotAvailable, WrongUse
from legation.figures import render
from legation.figures.rounding import three_digits
from legation.lake import Lake
from legation.language import LANGUAGES, Message, say
from legation.questions import Answer, Case, ask
from legation.questions.observations.monitors.counts import count_series, paths_of
from legation.questions.observations.monitors.run import Alert, joined, monitors_of, run

AREA = "what-shifted"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return observed_lake(tmp_path_factory.mktemp("shifted") / "lake")


@pytest.fixture(scope="module")
def case(lake: Lake) -> Case:
    return Case(dossier=decode(parts()), today=dt.date(2025, 1, 1), lake=lake)


@pytest.fixture(scope="module")
def answer(case: Case) -> Answer:
    return ask(AREA, case)


def test_counts_are_those_of_plain_counting(case: Case) -> None:
    of = {one.id: one for one in monitors_of(case)}
    days = [FIRST_DAY + dt.timedelta(days=day) for day in range(DAYS - 1)]
    texts, requests = made_texts(), made_requests()
    said = [sum("open internet" in row["text"] for row in texts if row["time"].date() == day) for day in days]
    visits, open_visits = dict.fromkeys(days, 0), {}
    for row in sorted(requests, key=lambda row: row["time"]):
        day, page = row["time"].date(), row["path"].partition("?")[0]
        if row["bot"] is None and row["status"] == 200 and not page.endswith(".css") and day in visits:
            who = (day, row["address"], row["agent"])
            before, told = open_visits.get(who, (None, False))
            told = told and (row["time"] - before).total_seconds() < 1800
            visits[day] += page == "/en/visa" and not told
            open_visits[who] = (row["time"], told or page == "/en/visa")
    lost = range(*LOST)

    series = count_series(case, of["open"], FIRST_DAY)
    assert series.count.tolist() == said
    assert series.total is not None
    assert set(series.total.tolist()) == {20.0}
    read = count_series(case, of["visa"], FIRST_DAY).count
    assert [read[at] for at in range(DAYS - 1) if at not in lost] == [visits[days[at]] for at in range(DAYS - 1) if at not in lost]
    assert all(read[at] != read[at] for at in lost)
    assert paths_of(case, ["/*/visa", "/fr/*"]) == ("/en/visa", "/fr/culture", "/fr/presse")


def test_what_rose_is_found_with_its_day(answer: Answer) -> None:
    for name, rises in (("open", True), ("visa", True), ("bots", True), ("cables", False)):
        message = answer.finding(f"monitor-{name}").message
        assert (message.id.startswith("watching.alert")) == rises
    first = min((row for row in answer.table("alerts").rows if str(row[0]) == "Open internet"), key=lambda row: row[1])
    assert abs((first[1] - FIRST_DAY).days - STEP) <= 6
    assert answer.table("rows").rows
    assert any("3 periods were not received" in say(one, "en") for one in answer.missing)


def test_against_an_alert_on_the_site_speak_links_and_programs(answer: Answer) -> None:
    for name, contrary in (("visa", "not-why-site"), ("bots", "not-why-site"), ("open", "not-why")):
        found = answer.finding(f"monitor-{name}")
        assert found.message.id.startswith("watching.alert")
        assert found.contrary == Message(f"{AREA}.{contrary}")
    said = [say(Message(f"{AREA}.not-why-site"), lang) for lang in LANGUAGES]
    assert "program" in said[0]
    assert "programme" in said[1]


def test_numbers_of_the_tables_have_three_digits(answer: Answer) -> None:
    cells = [cell for name in ("monitors", "alerts") for row in answer.table(name).rows for cell in row if isinstance(cell, float)]

    assert len(cells) > 10
    assert all(cell == three_digits(cell) for cell in cells)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_languages_say_it_whole(answer: Answer, lang: str) -> None:
    words = str(answer.to_json(lang))
    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert not re.search(r"\bwill\b|\bnan\b|\binf\b", " ".join(answer.sentences(lang)))
    assert "<svg" in render.svg(answer.figures[0], lang)


def test_what_was_kept_when_visits_were_counted_otherwise_is_begun_anew(case: Case) -> None:
    of = {one.id: one for one in monitors_of(case)}
    for name, fresh in (("visa", True), ("bots", False)):
        first = run(case, of[name])
        assert not run(case, of[name], first.state).fresh
        assert run(case, of[name], {**first.state, "make": 1}).fresh == fresh


def test_at_an_earlier_date_later_rows_are_not_seen(case: Case) -> None:
    early = ask(AREA, case, as_of="2024-05-20", monitor="open")

    assert early.findings[0].message.id == "watching.baseline-set"
    assert early.findings[0].message.values["until"] == dt.date(2024, 5, 20)
    with pytest.raises(NotAvailable, match="not over"):
        ask(AREA, case, as_of="2024-03-01", monitor="open")


def test_without_its_evidence_a_monitor_is_not_told(lake: Lake) -> None:
    bare = {name: data for name, data in parts().items() if name.startswith("monitors/") or name == "dossier.toml"}
    with pytest.raises(NotAvailable, match="legation template monitors"):
        ask(AREA, Case(dossier=decode(bare), today=dt.date(2025, 1, 1), lake=lake))


def test_what_cannot_be_answered_says_what_to_do(case: Case) -> None:
    with pytest.raises(WrongUse, match="no monitor"):
        ask(AREA, case, monitor="none")
    with pytest.raises(NotAvailable, match="legation observe"):
        ask(AREA, Case(dossier=case.dossier, today=dt.date(2025, 1, 1)))


def test_alarms_that_follow_each_other_are_one() -> None:
    def alarm(since: int, until: int, direction: str = "up") -> Alert:
        days = {name: FIRST_DAY + dt.timedelta(days=at) for name, at in (("since", since), ("at", until), ("until", until))}
        return Alert(**days, direction=direction, observed=10, expected=5, ratio=2, low=1, high=3, statistic=4, threshold=3, again=False)

    found = joined([alarm(1, 3), alarm(4, 6), alarm(9, 10), alarm(30, 31), alarm(32, 33, "down")], (), 1, 1.0)

    assert [((one.since - FIRST_DAY).days, (one.until - FIRST_DAY).days, one.again) for one in found] == [
        (1, 6, False),
        (9, 10, True),
        (30, 31, False),
        (32, 33, False),
    ]
    assert (found[0].observed, found[0].ratio) == (20, 2)
    assert found[0].low < 2 < found[0].high
