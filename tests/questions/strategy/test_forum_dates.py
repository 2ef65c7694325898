"""Days of fora from the rows of a dossier: how sure each is, what gives way to what, what is said of it, and what it is due by."""

from __future__ import annotations

import datetime as dt
import hashlib
import time

import pytest
from icalendar import Calendar

from legation.briefing.data import fora_calendar
from legation.dossier import Dossier, decode
from legation.dossier.files.codec import problems_of
from legation.language import LANGUAGES, Lang, say
from legation.questions import Case, ask
from legation.questions.strategy.dates import Dated, deadlines, happenings, marking_of
from legation.questions.strategy.forum_dates import forum_days, steps_of_fora

HEAD = "id,forum,kind,matter,what,date,end,after,days,every_months,zone,certainty,compared_on,verified,known_on,supersedes,marking\n"
ICANN = """\
fy26-notice,ec,opens,reject budget,Notice,2025-05-08,,,,,,,2025-06-01,yes,,,
fy26-petition,ec,closes,reject budget,Petitions end,,,fy26-notice,21,,America/Los_Angeles,,2025-06-01,yes,,,
fy25-notice,ec,opens,reject budget,Notice,2024-05-09,,,,,,,2025-06-01,yes,,,
fy25-petition,ec,closes,reject budget,Petitions end,,,fy25-notice,21,,UTC,,2025-06-01,yes,,,
fy27-notice,ec,opens,reject budget,Notice,2026-05-11,,,,,,,2025-06-01,yes,,,
fy27-petition,ec,closes,reject budget,Petitions end,,,fy27-notice,21,,America/Los_Angeles,,2025-06-01,yes,,,
fy27-ccnso,ccnso,closes,reject budget,Own limit of the ccNSO,2026-05-21,,,,,UTC,,2025-06-01,yes,,,
"""


def parts(rows: str) -> dict[str, bytes]:
    return {
        "dossier.toml": b'id = "x"\nmarking = "TLP:GREEN"\n',
        "processes.csv": b"id,forum\nec,Empowered Community\nccnso,ccNSO\nigf,IGF\n",
        "forum_steps.csv": (HEAD + rows).encode(),
    }


def dossier(rows: str) -> Dossier:
    return decode(parts(rows))


def case(rows: str, day: str = "2025-05-20") -> Case:
    return Case(dossier=dossier(rows), today=dt.date.fromisoformat(day))


def found(rows: str, day: str = "2025-05-20") -> list[tuple[str, str, str]]:
    return [(one.step, str(one.when), one.day.certainty) for one in forum_days(case(rows, day))]


def row(name: str, **cells: str) -> str:
    given = {"id": name, "forum": "igf", "kind": "meeting", "what": name.upper(), "verified": "yes"} | cells
    return ",".join(given.get(column, "") for column in HEAD.strip().split(",")) + "\n"


def due(rows: str, day: str = "2025-05-20") -> list[Dated]:
    return [one for one in deadlines(case(rows, day)) if one.table == "forum_steps"]


# --- the known answers ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("step", "day", "shown"),
    [
        ("fy26-petition", "2025-05-20", "29 May 2025, 23:59 (Los Angeles time)"),
        ("fy25-petition", "2024-05-20", "30 May 2024, 23:59 (UTC time)"),
        ("fy27-petition", "2026-05-20", "1 June 2026, 23:59 (Los Angeles time)"),
        ("fy27-ccnso", "2026-05-20", "21 May 2026, 23:59 (UTC time)"),
    ],
)
def test_three_petition_periods_are_due_when_they_were(step: str, day: str, shown: str) -> None:
    (one,) = [one for one in due(ICANN, day) if one.row == step]

    assert str(one.shown) == shown or str(one.shown) == shown.replace("UTC time", "UTC")
    assert (one.is_deadline, one.is_late(dt.date.fromisoformat(day))) == (True, False)


def test_the_calendar_holds_the_last_minute_of_a_period_in_its_zone() -> None:
    events = Calendar.from_ical(fora_calendar(case(ICANN, "2026-12-01"), "en")).walk("VEVENT")
    ends = {str(e["summary"]): [] for e in events}
    for event in events:
        ends[str(event["summary"])].append(event["dtstart"].dt)

    assert ends["Empowered Community: Petitions end"] == [
        dt.datetime(2024, 5, 30, 23, 59, tzinfo=dt.UTC),
        dt.datetime(2025, 5, 30, 6, 59, tzinfo=dt.UTC),
        dt.datetime(2026, 6, 2, 6, 59, tzinfo=dt.UTC),
    ]
    assert ends["ccNSO: Own limit of the ccNSO"] == [dt.datetime(2026, 5, 21, 23, 59, tzinfo=dt.UTC)]
    assert ends["Empowered Community: Notice"] == [dt.date(2024, 5, 9), dt.date(2025, 5, 8), dt.date(2026, 5, 11)]


# --- how sure a day is ---------------------------------------------------------------------------------------------------------------
def test_what_rests_on_a_month_or_on_what_is_usual_is_estimated_as_what_follows_it() -> None:
    rows = (
        row("month", date="2026-06")
        + row("after-month", kind="closes", after="month", days="10")
        + row("usual", kind="report", date="2026-03-01", certainty="usual")
        + row("after-usual", kind="answer", after="usual", days="1")
        + row("sure", kind="event", date="2026-03-01", certainty="announced")
        + row("after-sure", kind="document", after="sure", days="1")
    )

    assert found(rows) == [
        ("sure", "2026-03-01", "fixed"),
        ("usual", "2026-03-01", "estimated"),
        ("after-sure", "2026-03-02", "derived"),
        ("after-usual", "2026-03-02", "estimated"),
        ("month", "2026-06", "estimated"),
        ("after-month", "2026-07-10", "estimated"),
    ]


def test_a_row_with_a_day_takes_the_place_of_what_is_expected_within_half_a_period() -> None:
    yearly = row("yearly", date="2025-11-01", every_months="12")

    assert [day for _, day, _ in found(yearly, "2025-12-01")][:3] == ["2025-11-01", "2026-11-01", "2027-11-01"]
    replaced = yearly + row("next", date="2026-09-20") + row("other", kind="report", date="2027-11-01")
    assert [(s, day) for s, day, _ in found(replaced, "2025-12-01")][:4] == [
        ("yearly", "2025-11-01"),
        ("next", "2026-09-20"),
        ("other", "2027-11-01"),
        ("yearly", "2027-11-01"),
    ]
    far = yearly + row("far", date="2026-04-20")
    assert ("yearly", "2026-11-01", "estimated") in found(far, "2025-12-01"), "more than half a period away"
    matters = row("yearly", date="2025-11-01", every_months="12", matter="reject budget") + row(
        "next", date="2026-11-03", matter="election"
    )
    assert ("yearly", "2026-11-01", "estimated") in found(matters, "2025-12-01"), "of another matter"


def test_what_is_expected_is_never_late_and_what_is_ours_and_over_is() -> None:
    rows = (
        row("ours", kind="ours", date="2025-01-10", verified="no")
        + row("someday", kind="ours", date="2025-02", verified="no")
        + row("theirs", kind="closes", date="2025-01-12")
        + row("meeting", date="2025-05-19", end="2025-05-23")
    )
    day = dt.date(2025, 5, 20)

    assert [(one.row, one.is_late(day)) for one in due(rows)] == [("ours", True), ("meeting", False)]
    over = [one for one in happenings(case(rows)) if one.table == "forum_steps"]
    assert [(one.row, one.is_late(day), one.is_deadline) for one in over] == [("theirs", False, False), ("someday", False, False)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_nobody_compared_and_what_was_compared_long_ago_is_said_with_all_that_rests_on_it(lang: Lang) -> None:
    rows = (
        row("memory", kind="opens", date="2026-01-10", verified="no")
        + row("counted", kind="closes", after="memory", days="5")
        + row("old", kind="report", date="2026-01-20", compared_on="2025-01-01")
        + row("fresh", kind="event", date="2026-01-21", compared_on="2025-11-24")
    )
    answer = ask("what-is-due", case(rows, "2026-01-01"))
    table = answer.table("due")
    at = [column.id for column in table.columns].index("comparison")
    shown = {say(one[3], lang): say(one[at], lang) for one in table.rows}

    assert table.columns[-2].id == "certainty"
    never = {"en": "Not verified", "fr": "Non vérifié"}[lang]
    assert (shown["MEMORY"], shown["COUNTED"], shown["FRESH"]) == (never, never, "")
    assert "180" in shown["OLD"] and "2025" in shown["OLD"]
    data = fora_calendar(case(rows, "2026-01-01"), lang)
    described = {str(e["summary"]).split()[-1]: str(e["description"]) for e in Calendar.from_ical(data).walk("VEVENT")}
    assert never in described["COUNTED"] and "180" in described["OLD"] and never not in described["OLD"]


def test_a_day_is_not_known_before_its_row_and_not_without_what_it_follows() -> None:
    known = ICANN.replace(
        "fy26-notice,ec,opens,reject budget,Notice,2025-05-08,,,,,,,2025-06-01,yes,,",
        "fy26-notice,ec,opens,,Notice,2025-05-08,,,,,,,,yes,2025-05-09,",
    )
    whole = Case(dossier=dossier(known), today=dt.date(2026, 12, 1))
    steps = [[one.step for one in forum_days(whole.at(dt.date(2025, 5, day)))] for day in (8, 9)]

    assert "fy26-petition" not in steps[0] and "fy26-petition" in steps[1]


def test_what_follows_bears_the_higher_marking() -> None:
    rows = row("secret", kind="opens", date="2026-01-10", marking="TLP:AMBER") + row("after", kind="closes", after="secret", days="5")

    assert [one.marking for one in forum_days(case(rows))] == ["TLP:AMBER", "TLP:AMBER"]
    without = rows.replace("2026-01-10", "").replace(",yes,", ",no,", 1)
    assert [(one.marking, one.verified) for one in steps_of_fora(case(without)).values()] == [("TLP:AMBER", "no")] * 2


# --- corrections ---------------------------------------------------------------------------------------------------------------------
def test_a_step_is_of_the_current_row_of_its_forum_by_whichever_row_it_names() -> None:
    given = parts(row("yearly", date="2025-11-01", every_months="12") + row("next", forum="igf2", date="2026-11-20") + row("loose"))
    fora = b"id,forum,supersedes\nigf,IGF,\nigf2,Internet Governance Forum,igf\nigf3,Forum on the Internet,igf2\n"
    there = Case(dossier=decode(given | {"processes.csv": fora}), today=dt.date(2026, 1, 1))

    assert {one.forum.id for one in forum_days(there)} == {"igf3"} == {one.forum.id for one in steps_of_fora(there).values()}
    assert [str(one.when) for one in forum_days(there)][:3] == ["2025-11-01", "2026-11-20", "2027-11-01"], "none is expected beside it"
    assert {say(one.who, "en") for one in (*deadlines(there), *happenings(there))} == {"Forum on the Internet"}


def test_identifiers_stay_when_a_row_is_corrected_and_what_follows_it_moves_along() -> None:
    rows = ICANN + row("yearly", date="2025-11-01", every_months="12")
    moved = row("fy26-moved", forum="ec", kind="opens", date="2025-05-10", supersedes="fy26-notice")
    yearly = row("yearly-moved", date="2025-11-03", every_months="12", supersedes="yearly")
    before, after = (Calendar.from_ical(fora_calendar(case(one), "en")).walk("VEVENT") for one in (rows, rows + moved + yearly))

    assert len({str(e["uid"]) for e in before}) == len(before)
    assert {str(e["uid"]) for e in before} == {str(e["uid"]) for e in after}
    names = {hashlib.sha256(name).hexdigest()[:40] for name in (b"x/forum_steps/fy26-notice/step", b"x/forum_steps/yearly/step/1")}
    assert {f"{name}@legation" for name in names} < {str(e["uid"]) for e in after}
    starts = {str(e["uid"]): e["dtstart"].dt for e in before}
    changed = {str(e["uid"]) for e in after if starts[str(e["uid"])] != e["dtstart"].dt}
    assert len(changed) == 2 + 1 + 10, "the notice, the petition, a meeting and ten more"
    assert {str(e.get("status", "")) for e in after} == {"", "TENTATIVE"}
    assert sum(str(e.get("status", "")) == "TENTATIVE" for e in after) == 10


def test_identifiers_stay_when_a_day_is_over() -> None:
    seen = [
        {
            (str(e["summary"]), str(e["dtstart"].dt)): str(e["uid"])
            for e in Calendar.from_ical(fora_calendar(case(ICANN, day), "en")).walk("VEVENT")
        }
        for day in ("2024-01-01", "2026-12-01")
    ]

    assert seen[0] == seen[1]


# --- what is wrong -------------------------------------------------------------------------------------------------------------------
def faults(rows: str) -> list[tuple[str, int | None, bool]]:
    return [(p.code, p.row, p.is_notice) for p in problems_of(parts(rows)) if p.part == "forum_steps.csv"]


def test_what_is_wrong_with_steps_is_said_at_the_row() -> None:
    assert faults(ICANN) == []
    assert faults(row("a", after="b") + row("b", after="c") + row("c", after="a")) == [("cycle-of-steps", 2, False)]
    assert faults(row("a", after="nowhere")) == [("unknown-reference", 2, False)]
    assert faults(row("a", date="2026-01-01", zone="Mars/Olympus")) == [("no-zone", 2, False)]
    assert faults(row("a", date="2026-01-01") + row("b", date="2026-01-02", after="a")) == [("step-both", 3, False)]
    assert faults(row("a", date="2026-01-02", end="2026-01-01")) == [("ends-before-start", 2, False)]
    assert faults(row("a", verified="no") + row("b", after="a", days="90")) == [("step-without-day", 2, True)]
    assert faults(row("a", certainty="open") + row("b", after="a", days="90")) == []
    assert faults(row("a", date="2026-01-01", verified="")) == [("step-without-source", 2, True)]


def test_a_circle_by_way_of_a_correction_is_a_fault_and_what_is_counted_from_it_has_no_day() -> None:
    rows = row("a", date="2026-01-01") + row("b", after="a", days="1") + row("a2", after="b", days="1", supersedes="a")

    assert ("cycle-of-steps", 3, False) in faults(rows)
    early = row("a", date="2026-01-01", known_on="2025-01-01") + row("b", after="a", days="1", known_on="2025-01-01")
    assert [step for step, *_ in found(early)] == ["a", "b"]


def test_ten_thousand_steps_in_a_row_are_read_and_due_in_seconds() -> None:
    rows = row("s0", date="2026-01-01") + "".join(row(f"s{i}", kind="closes", after=f"s{i - 1}", days="1") for i in range(1, 10_000))
    whole = case(rows, "2026-01-01")
    began = time.process_time()
    days = forum_days(whole)

    assert time.process_time() - began < 5
    assert len(days) == 10_000 and str(days[-1].when) == "2053-05-18"


# --- what a day takes from those that it follows -------------------------------------------------------------------------------------
def test_what_follows_an_expected_day_goes_with_it_when_a_row_takes_its_place() -> None:
    notice = row("n", kind="opens", date="2025-05-08", every_months="12")
    closes = row("p", kind="closes", after="n", days="21") + row("q", kind="closes", after="p", days="7")
    own = row("r", kind="report", after="n", days="1", every_months="12")
    moved = row("n2", kind="opens", date="2026-06-20")

    def expected(rows: str) -> list[tuple[str, str]]:
        return [(step, when) for step, when, sure in found(rows, "2026-01-01") if sure == "estimated" and when < "2027"]

    assert expected(notice + closes + own) == [("n", "2026-05-08"), ("r", "2026-05-09"), ("p", "2026-05-29"), ("q", "2026-06-05")]
    assert expected(notice + closes + own + moved) == [("r", "2026-05-09")]  # it has a rhythm of its own


def test_sources_and_the_oldest_comparison_come_along_a_whole_chain() -> None:
    rows = row("n", date="2026-05-11", compared_on="2024-01-01") + row("p", after="n", days="21") + row("q", after="p", days="7")
    there = parts(rows) | {"evidence.csv": b"id,title,marking\ne1,One,TLP:AMBER\n"}
    head, *lines = there["forum_steps.csv"].decode().splitlines()
    there["forum_steps.csv"] = "\n".join(
        [f"{head},evidence", *(f"{line},{'e1' if line.startswith('n,') else ''}" for line in lines)]
    ).encode()
    read = Case(dossier=decode(there), today=dt.date(2026, 5, 20))
    last = forum_days(read)[-1]
    (due_then,) = [one for one in deadlines(read) if one.row == "q"]

    assert (last.step, last.evidence, str(last.compared_on)) == ("q", ("e1",), "2024-01-01")
    assert str(due_then.compared_on) == "2024-01-01"
    assert marking_of(read, due_then) == "TLP:AMBER"  # the dossier's own is lower
    events = Calendar.from_ical(fora_calendar(read, "en")).walk("VEVENT")
    assert {str(event["CLASS"]) for event in events} == {"CONFIDENTIAL"}


def test_what_is_expected_of_a_month_is_known_to_the_month() -> None:
    rows = row("m", kind="submit_by", date="2026-02", every_months="12")

    assert [when for _, when, _ in found(rows, "2026-01-01")][:3] == ["2026-02", "2027-02", "2028-02"]


def test_thousands_of_rhythms_of_one_forum_are_told_apart_by_their_matters() -> None:
    many = 2000
    rows = "".join(row(f"a{k}", matter=f"m {k}", date="2025-03-01", every_months="12") for k in range(many))
    rows += "".join(row(f"b{k}", matter=f"m-{k}", date="2026-03-05") for k in range(many))
    read = case(rows, "2026-01-01")
    begun = time.process_time()
    days = forum_days(read)

    assert time.process_time() - begun < 5
    assert not [one.step for one in days if one.number == 1]
