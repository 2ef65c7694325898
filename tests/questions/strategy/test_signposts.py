"""Signposts: quiet, crossed or no data on a planted lake and on questions; what is hidden leaves no trace; the action and its last day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from questions.observed_made import FIRST_DAY, LOST, STEP, add_days, observed_lake, parts

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.lake import Lake
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.strategy.dates import deadlines
from legation.questions.strategy.signposts.reading import SignpostReading, read_signposts

AREA = "which-signposts-crossed"
HEAD = (
    "id,title_en,title_fr,monitor,question,value,direction,threshold,since,starts,action,last_useful,known_on,recorded,evidence,marking\n"
)
LAST = FIRST_DAY + dt.timedelta(days=199)


def day(number: int) -> dt.date:
    return FIRST_DAY + dt.timedelta(days=number)


def row(name: str, **cells: str) -> str:
    given = {"id": name, "title_en": f"Sign {name}", "title_fr": f"Signe {name}", "threshold": "9", **cells}
    return ",".join(given.get(one, "") for one in HEAD.strip().split(",")) + "\n"


def case_of(lake: Lake | None, *rows: str, at: dt.date = LAST, **files: str) -> Case:
    there = parts() | {"signposts.csv": (HEAD + "".join(rows)).encode()} | {f"{name}.csv": text.encode() for name, text in files.items()}
    return Case(dossier=decode(there), today=at, lake=lake)


def only(case: Case) -> SignpostReading:
    (found,) = read_signposts(case)
    return found


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return observed_lake(tmp_path_factory.mktemp("signposts") / "lake")


def counted(lake: Lake) -> list[int]:
    """Count by hand, in the texts that were made, those with the phrase on each day."""
    from questions.observed_made import made_texts

    texts = made_texts()
    return [sum("open internet" in one["text"] for one in texts if one["time"].date() == day(at)) for at in range(200)]


def test_a_rise_is_crossed_on_the_first_day_at_the_threshold(lake: Lake) -> None:
    daily = counted(lake)
    first = next(at for at, number in enumerate(daily) if number >= 9)
    assert first >= STEP
    found = only(case_of(lake, row("a", monitor="open")))

    assert (found.state, found.number, found.crossed_on) == ("crossed", float(daily[first]), day(first))
    before = only(case_of(lake, row("a", monitor="open"), at=day(first - 1)))
    assert (before.state, before.number) == ("quiet", float(daily[first - 1]))
    assert only(case_of(lake, row("a", monitor="open"), at=day(first))).state == "crossed"
    assert only(case_of(lake, row("a", monitor="open", threshold="21"))).state == "quiet"


def test_days_before_the_first_that_counts_do_not_cross(lake: Lake) -> None:
    daily = counted(lake)
    top = max(range(100), key=lambda at: daily[at])
    threshold = str(daily[top])
    early = only(case_of(lake, row("a", monitor="open", threshold=threshold), at=day(120)))
    late = only(case_of(lake, row("a", monitor="open", threshold=threshold, since=day(120).isoformat()), at=day(121)))
    entered = only(case_of(lake, row("a", monitor="open", threshold=threshold, recorded=day(120).isoformat()), at=day(121)))

    assert early.state == "crossed"
    assert late.state == entered.state == "quiet"


def test_at_most_is_crossed_from_above_and_never_by_what_was_not_received(lake: Lake) -> None:
    found = only(case_of(lake, row("a", monitor="visa", direction="at_most", threshold="0")))

    assert found.state == "quiet", "days without a log are no days without readers"


def test_a_gap_on_the_day_is_no_data_and_never_quiet(lake: Lake) -> None:
    inside = only(case_of(lake, row("a", monitor="visa", threshold="90"), at=day(LOST[0] + 1)))
    after = only(case_of(lake, row("a", monitor="visa", threshold="90"), at=day(LOST[1] + 3)))
    unheard = only(case_of(lake, row("a", monitor="open", threshold="90"), at=LAST + dt.timedelta(days=30)))

    assert (inside.state, inside.number) == ("no-data", None)
    assert after.state == "quiet"
    assert unheard.state == "no-data"
    assert unheard.why is not None
    assert "Nothing has been received since" in say(unheard.why, "en")


@pytest.mark.parametrize(
    "cells",
    [
        {"monitor": "open", "threshold": ""},
        {"monitor": "nowhere"},
        {},
        {"question": "what-is-not-there"},
        {"question": AREA},
        {"question": "what-can-we-live-with"},
        {"question": "what-is-due", "value": "coming.size"},
        {"question": "what-is-due"},
        {"question": "who-can-move"},
    ],
)
def test_what_cannot_be_read_is_no_data_with_its_reason(lake: Lake, cells: dict[str, str]) -> None:
    found = only(case_of(lake, row("a", **cells)))

    assert found.state == "no-data"
    assert found.why is not None
    for lang in LANGUAGES:
        assert "[" not in say(found.why, lang)


def test_without_a_lake_nothing_is_read() -> None:
    assert only(case_of(None, row("a", monitor="open"))).state == "no-data"


def test_a_hidden_monitor_says_what_one_that_is_gone_says(lake: Lake) -> None:
    secret = parts() | {"signposts.csv": (HEAD + row("a", monitor="open", marking="TLP:CLEAR")).encode()}
    secret["monitors/open.toml"] += b'marking = "TLP:RED"\n'
    gone = {name: data for name, data in secret.items() if name != "monitors/open.toml"}
    hidden = decode(secret).cleared("TLP:CLEAR", "desk")
    read = [Case(dossier=one, today=LAST, lake=lake) for one in (hidden, decode(gone).cleared("TLP:CLEAR", "desk"))]

    assert only(Case(dossier=decode(secret), today=LAST, lake=lake)).state == "crossed"
    answers = [ask(AREA, one).to_json("en") for one in read]
    assert answers[0]["findings"] == answers[1]["findings"]
    assert answers[0]["missing"] == answers[1]["missing"]
    assert answers[0]["tables"] == answers[1]["tables"]


def test_a_question_is_asked_at_the_date_and_never_looks_at_signposts(lake: Lake) -> None:
    due = {"question": "what-is-due", "value": "coming.count", "threshold": "1", "last_useful": "2024-12-31"}
    found = only(case_of(None, row("a", **due), at=dt.date(2024, 6, 1)))
    earlier = only(case_of(None, row("a", **due), at=dt.date(2024, 1, 1)))

    assert (found.state, found.crossed_on) == ("crossed", dt.date(2024, 6, 1))
    assert found.number == ask("what-is-due", case_of(None, at=dt.date(2024, 6, 1))).findings[0].message.values["count"]
    assert earlier.state == "crossed"
    whole = ask("what-is-due", case_of(None, row("a", **due), at=dt.date(2024, 6, 1)))
    assert whole.findings[0].message.values["count"] == found.number + 1


def strategy(case: Case) -> Answer:
    return ask(AREA, case)


def test_the_answer_names_the_action_and_whether_it_is_too_late(lake: Lake) -> None:
    activities = "id,title,status,known_on\nask,Ask for help,planned,2024-01-01\nrun,Run it,under_way,2024-01-01\n"
    case = case_of(
        lake,
        row("open", monitor="open", starts="ask", last_useful="2024-12-31", evidence="e1"),
        row("over", monitor="open", starts="ask", last_useful="2024-01-31"),
        row("begun", monitor="open", starts="run", last_useful="2024-12-31"),
        row("words", monitor="open", action="call the minister"),
        row("still", monitor="open", threshold="99"),
        row("blind", monitor="nowhere"),
        activities=activities,
    )
    answer = strategy(case)

    assert answer.finding("crossed").message.values["crossed"] == 4
    assert answer.finding("crossed").message.values["count"] == 6
    said = {one.id: say(one.message, "en") for one in answer.findings}
    assert "it starts: Ask for help (last useful day: 31 December 2024)" in said["signpost-open"]
    assert "it is too late" in said["signpost-over"]
    assert "is begun: Run it" in said["signpost-begun"]
    assert "it starts: call the minister." in said["signpost-words"]
    assert "No data for 1 signpost: Sign blind." in said["no-data"]
    assert next(str(one[0]) for one in answer.table("signposts").rows) == "Sign over"
    assert [(one.kind, one.row) for one in deadlines(case.at(LAST)) if one.kind == "signpost"] == [
        ("signpost", "over"),
        ("signpost", "open"),
    ]
    for lang in LANGUAGES:
        assert "[" not in " ".join(answer.sentences(lang))
        assert "{" not in " ".join(say(one.title, lang) for one in answer.table("signposts").columns)


def test_without_its_evidence_a_signpost_is_not_there(lake: Lake) -> None:
    bare = {name: data for name, data in parts().items() if name != "evidence.csv"}
    with pytest.raises(NotAvailable):
        strategy(Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=LAST, lake=lake))
    assert "signposts.csv" not in bare
    later = case_of(lake, row("a", monitor="open", known_on="2024-12-01"))
    with pytest.raises(NotAvailable):
        strategy(later)


def test_what_comes_into_the_lake_later_is_read_later(tmp_path: Path) -> None:
    grown = observed_lake(tmp_path / "lake", 120)
    rows = row("a", monitor="open")
    assert only(case_of(grown, rows, at=day(120))).state == "quiet"
    add_days(grown, 120, 200)
    assert only(case_of(grown, rows)).state == "crossed"


def test_weeks_are_those_of_the_monitor(lake: Lake) -> None:
    weekly = parts()["monitors/open.toml"].replace(b"baseline_from", b'every = "week"\nbaseline_from').replace(b"05-09", b"07-14")
    files = parts() | {"monitors/open.toml": weekly, "signposts.csv": (HEAD + row("a", monitor="open", threshold="40")).encode()}
    found = only(Case(dossier=decode(files), today=LAST, lake=lake))
    daily = counted(lake)
    weeks = [sum(daily[at : at + 7]) for at in range(0, 196, 7)]
    first = next(at for at, number in enumerate(weeks) if number >= 40)

    assert (found.number, found.crossed_on) == (float(weeks[first]), day(7 * first + 6))
    assert found.crossed_on is not None
    assert found.crossed_on.weekday() == (FIRST_DAY.weekday() + 6) % 7


def test_a_sentence_about_a_monitor_that_is_not_there_does_not_name_it(lake: Lake) -> None:
    case = case_of(lake, row("a", monitor="covert-leak"))
    for question in (AREA, "what-would-a-red-team-say"):
        for lang in LANGUAGES:
            said = str(ask(question, case).to_json(lang))
            assert {"en": "Its monitor is not there", "fr": "La veille qu’il désigne n’est pas là"}[lang] in said
            assert "covert-leak" not in said, (question, lang)


def test_an_activity_that_was_dropped_is_not_begun(lake: Lake) -> None:
    activities = "id,title,status,known_on\nask,Ask for help,dropped,2024-01-01\n"
    case = case_of(lake, row("a", monitor="open", starts="ask", last_useful="2024-12-31"), activities=activities)
    answer = strategy(case)

    assert "what it starts was dropped: Ask for help" in say(answer.finding("signpost-a").message, "en")
    assert "a été abandonné" in say(answer.finding("signpost-a").message, "fr")
    assert [one.row for one in deadlines(case.at(LAST)) if one.kind == "signpost"] == ["a"]


def test_a_correction_does_not_forget_an_earlier_crossing(lake: Lake) -> None:
    daily = counted(lake)
    first = next(at for at, number in enumerate(daily) if number >= 9)
    later = (day(first + 1) if daily[first + 1] < 9 else LAST).isoformat()
    before = row("a", monitor="open", recorded=day(1).isoformat())
    after = row("b", monitor="open", recorded=later)
    head = HEAD.replace("\n", ",supersedes\n")

    def read(*rows: str) -> SignpostReading:
        files = parts() | {"signposts.csv": (head + "".join(rows)).encode()}
        return only(Case(dossier=decode(files), today=LAST, lake=lake))

    corrected = read(before.replace("\n", ",\n"), after.replace("\n", ",a\n"))
    assert (corrected.row.id, corrected.state, corrected.crossed_on) == ("b", "crossed", day(first))
    other = read(before.replace(",9,", ",8,").replace("\n", ",\n"), after.replace("\n", ",a\n"))
    assert other.crossed_on != day(first), "another threshold counts from its own entry"


def test_nothing_counts_before_the_monitor_begins_nor_after_the_date(lake: Lake) -> None:
    early = only(case_of(lake, row("a", monitor="open", since="1999-01-01")))
    assert early.crossed_on == only(case_of(lake, row("a", monitor="open"))).crossed_on
    weekly = parts()["monitors/open.toml"].replace(b"baseline_from", b'every = "week"\nbaseline_from').replace(b"05-09", b"07-14")
    files = parts() | {"monitors/open.toml": weekly, "signposts.csv": (HEAD + row("a", monitor="open", since="9999-12-31")).encode()}
    found = only(Case(dossier=decode(files), today=LAST, lake=lake))

    assert (found.state, found.why and found.why.id) == ("no-data", "signposts.no-period")


def test_a_count_of_nothing_is_zero() -> None:
    none_late = {"question": "what-is-due", "value": "late.count", "direction": "at_most", "threshold": "0"}
    found = only(case_of(None, row("a", **none_late), at=dt.date(2024, 1, 1)))

    assert (found.state, found.number) == ("crossed", 0.0)
    assert only(case_of(None, row("a", **none_late | {"value": "late.size"}), at=dt.date(2024, 1, 1))).state == "no-data"


def test_a_question_that_breaks_is_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("legation.questions.strategy.signposts.numbers.ask", broken)
    found = only(case_of(None, row("a", question="what-is-due", value="coming.count")))

    assert (found.state, found.why and found.why.id) == ("no-data", "signposts.no-number")
