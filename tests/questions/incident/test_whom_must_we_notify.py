"""Whom to notify by when: months and hours over a change of the clocks, chains, circles, what is late, what is given, what is hidden."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions.incident_rows import DUTIES, duty_case

from legation import moment
from legation.dossier import Wording, decode
from legation.dossier.models.statement import StatementModel
from legation.errors import BadValue, DossierError, NotAvailable, WrongUse
from legation.language import say
from legation.questions import Answer, Case, ask
from legation.questions.incident.duties.clock import Term, ends_of, later_by
from legation.questions.incident.duties.rows import counted_duties
from legation.questions.incident.statement.notified import with_duties
from legation.questions.strategy.dates import deadlines, marking_of

COPENHAGEN = "Europe/Copenhagen"


def at(text: str) -> dt.datetime:
    return moment.instant(text, COPENHAGEN)


def shows(found: dt.datetime) -> str:
    return moment.local(found, COPENHAGEN).isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("begun", "hours", "months", "ends"),
    [
        ("2026-03-28T14:00", 24, 0, "2026-03-29 15:00"),  # the night of the jump has 23 hours
        ("2026-10-24T14:00", 24, 0, "2026-10-25 13:00"),  # that of the return 25
        ("2026-03-27T14:00", 72, 0, "2026-03-30 15:00"),
        ("2026-01-31T14:00", 0, 1, "2026-02-28 14:00"),
        ("2028-01-31T14:00", 0, 1, "2028-02-29 14:00"),
        ("2026-01-31T14:00", 0, 2, "2026-03-31 14:00"),  # from the thirty-first on, not from February
        ("2026-02-28T14:00", 0, 1, "2026-03-28 14:00"),
        ("2026-03-15T14:00", 0, 1, "2026-04-15 14:00"),  # the clocks changed, the month is one of the calendar
        ("2026-12-31T23:30", 0, 2, "2027-02-28 23:30"),
        ("2026-02-28T02:30", 0, 1, "2026-03-28 02:30"),
        ("2026-01-29T02:30", 0, 2, "2026-03-29 03:00"),  # a time that the clocks pass over: the end of the jump
        ("2026-01-31T14:00", 24, 1, "2026-03-01 14:00"),
    ],
)
def test_hours_are_hours_and_months_are_those_of_the_zone(begun: str, hours: int, months: int, ends: str) -> None:
    assert shows(later_by(at(begun), hours=hours, months=months, zone=COPENHAGEN)) == ends


def test_of_a_time_that_is_shown_twice_a_month_later_it_is_the_later_one() -> None:
    assert moment.cell(later_by(at("2026-09-25T02:30"), months=1, zone=COPENHAGEN)) == "2026-10-25T01:30:00Z"


def test_a_month_is_of_the_zone_and_not_of_utc() -> None:
    begun = moment.parse("2026-01-31T23:30Z")  # 1 February in Copenhagen

    assert moment.cell(later_by(begun, months=1, zone=COPENHAGEN)) == "2026-02-28T23:30:00Z"
    assert moment.cell(later_by(begun, months=1)) == "2026-02-28T23:30:00Z"
    assert moment.cell(later_by(moment.parse("2026-03-31T22:30Z"), months=1, zone=COPENHAGEN)) == "2026-04-30T22:30:00Z"
    assert moment.cell(later_by(moment.parse("2026-03-31T22:30Z"), months=1)) == "2026-04-30T22:30:00Z"


@given(st.integers(0, 3_000_000_000), st.integers(0, 40), st.integers(0, 2000))
def test_a_deadline_is_never_before_it_begins_and_hours_are_exact(seconds: int, months: int, hours: int) -> None:
    start = dt.datetime.fromtimestamp(seconds, dt.UTC)

    assert later_by(start, hours=hours, zone=COPENHAGEN) - start == dt.timedelta(hours=hours)
    assert later_by(start, hours=hours, months=months, zone=COPENHAGEN) >= start


def test_what_lies_in_no_calendar_is_refused_and_has_no_end() -> None:
    late = dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)
    for given_ in ({"hours": 5}, {"months": 1}):
        with pytest.raises(BadValue):
            later_by(late, **given_)
    assert ends_of([Term(id="a", since=late, hours=5)])["a"].until is None


def test_a_circle_never_loops_and_nothing_of_it_begins() -> None:
    terms = [
        Term(id=one, after=other, hours=1) for one, other in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "e"), ("f", "gone"))
    ]

    assert {one.until for one in ends_of(terms).values()} == {None}


def test_a_long_chain_is_counted_to_its_end() -> None:
    terms = [Term(id=str(n), after=str(n - 1), hours=1) for n in range(3000, 0, -1)] + [Term(id="0", since=at("2026-01-01T00:00"), hours=1)]

    assert shows(ends_of(terms)["3000"].until or at("2026-01-01T00:00")) == "2026-05-06 02:00"


def notified(day: str, duties: str = DUTIES) -> Answer:
    return ask("whom-must-we-notify", duty_case(dt.date.fromisoformat(day), duties))


def said(answer: Answer) -> dict[str, str]:
    return {one.id: say(one.message, "en") for one in answer.findings}


def test_the_next_notice_heads_the_answer_and_the_rest_is_named() -> None:
    answer = notified("2026-01-29")

    assert said(answer) == {
        "next": "Next notice, Art. 23(4)(a): to the CSIRT, by 30 January 2026, 14:00 (Copenhagen time).",
        "then": "2 more run; the next of them: to the authority, by 1 February 2026, 14:00 (Copenhagen time).",
        "prompt": "Without undue delay, at no set hour: customers.",
        "not-begun": "The time of one notice has not begun: the insurer.",
    }
    assert "from its deadline" in say(answer.caveats, "en")


def test_the_report_is_counted_from_the_deadline_of_the_notification_and_then_from_when_it_was_given() -> None:
    before, given_ = (
        notified("2026-01-30"),
        notified("2026-02-02", DUTIES.replace("Copenhagen,,,\nreport", "Copenhagen,2026-01-31T09:00+01:00,,\nreport")),
    )
    cells = [{row[0].id: (str(row[1]), str(row[-1])) for row in one.tables[0].rows} for one in (before, given_)]

    assert cells[0]["report"] == (
        "1 March 2026, 14:00 (Copenhagen time)",
        "the notice to the authority, not given; its deadline, 1 February 2026, 14:00 (Copenhagen time)",
    )
    assert cells[1]["report"] == (
        "28 February 2026, 09:00 (Copenhagen time)",
        "the notice to the authority, given 31 January 2026, 09:00 (Copenhagen time)",
    )
    assert "from its deadline" not in say(given_.caveats, "en")


def test_what_is_late_stands_first_and_agrees_with_what_is_due() -> None:
    case = duty_case(dt.date(2026, 2, 3))
    answer, due = ask("whom-must-we-notify", case), ask("what-is-due", case)

    assert said(answer)["late"] == "One notice is late: to the authority, due 1 February 2026, 14:00 (Copenhagen time)."
    assert said(answer)["made"] == "One notice is given, none of them late."
    assert [one.row for one in deadlines(case) if one.is_late(case.as_of)] == ["notify"]
    assert next(say(one.message, "en") for one in due.findings if one.id == "late") == "1 item is late."


def test_on_its_day_it_is_not_late_yet() -> None:
    assert "late" not in said(notified("2026-02-01"))


@pytest.mark.parametrize(
    ("made", "state"),
    [
        ("2026-02-01T13:00Z", "made"),  # the very minute
        ("2026-02-01T13:01Z", "made_late"),
        ("2026-02-01", "made_unclear"),
        ("2026-01-31", "made"),
        ("2026-02-02", "made_late"),
    ],
)
def test_a_notice_is_in_time_up_to_the_minute(made: str, state: str) -> None:
    rows = DUTIES.replace("Copenhagen,,,\nreport", f"Copenhagen,{made},,\nreport")
    found = counted_duties(duty_case(dt.date(2026, 2, 10), rows))

    assert {one.row.id: one.state for one in found}["notify"] == state


def test_what_is_given_later_is_not_known_on_an_earlier_day() -> None:
    rows = DUTIES.replace("Copenhagen,,,\nreport", "Copenhagen,2026-02-01T09:00Z,,\nreport")

    assert {one.row.id: one.state for one in counted_duties(duty_case(dt.date(2026, 1, 31), rows))}["notify"] == "open"
    assert {one.state for one in counted_duties(duty_case(dt.date(2026, 1, 20), rows))} == {"prompt", "not_begun"}


def test_of_a_moment_known_to_the_day_the_first_minute_counts() -> None:
    answer = notified("2026-01-29", DUTIES.replace("2026-01-29T14:00+01:00", "2026-01-29"))

    assert said(answer)["next"].endswith("30 January 2026, 00:00 (Copenhagen time).")
    assert "first minute" in say(answer.caveats, "en")


def test_what_follows_a_corrected_row_follows_its_correction() -> None:
    rows = DUTIES.replace(",marking\n", ",marking,supersedes\n").replace(",,\n", ",,,\n")
    rows += "notify2,worm,the authority,l’autorité,nis2,,,2026-01-29T20:00+01:00,,72,,Europe/Copenhagen,,,,notify\n"
    found = {one.row.id: one for one in counted_duties(duty_case(dt.date(2026, 1, 30), rows))}

    assert "notify" not in found and str(found["report"].until) == "1 March 2026, 20:00 (Copenhagen time)"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("id,to,after,hours\na,x,b,1\nb,x,c,1\nc,x,a,1\n", "cycle-of-duties"),
        ("id,to,since,after,hours\na,x,2026-01-29T20:00Z,b,1\nb,x,,,1\n", "duty-both"),
        ("id,to,since,hours,zone\na,x,2026-01-29T20:00Z,1,Europe/Nowhere\n", "no-zone"),
    ],
)
def test_what_cannot_be_counted_is_a_fault_with_its_row(rows: str, code: str) -> None:
    with pytest.raises(DossierError) as told:
        duty_case(dt.date(2026, 1, 30), rows)

    assert [(one.code, one.part, one.row) for one in told.value.problems] == [(code, "duties.csv", 2)]


def test_a_marked_duty_takes_no_part_for_who_may_not_see_it() -> None:
    rows = DUTIES.replace("Copenhagen,,,\nreport", "Copenhagen,,,TLP:RED\nreport")
    dossier = duty_case(dt.date(2026, 1, 30), rows).dossier.cleared("TLP:GREEN", "desk")
    case = duty_case(dt.date(2026, 1, 30))
    seen = type(case)(dossier=dossier, today=case.today, as_of=case.as_of)

    assert {one.row.id: one.state for one in counted_duties(seen)} == {
        "warning": "made", "customers": "prompt", "insurer": "not_begun", **({"report": "not_begun"} if dossier.rows_by("duties").get("report") else {}),
    }  # fmt: skip
    assert "authority" not in say(ask("whom-must-we-notify", seen).findings[0].message, "en")


def test_its_dates_are_instants_with_their_zone_and_marking() -> None:
    case = duty_case(dt.date(2026, 1, 29), DUTIES.replace("Copenhagen,,,\nreport", "Copenhagen,,,TLP:AMBER\nreport"))
    found = {one.row: one for one in deadlines(case)}

    assert [(one.kind, str(one.when), str(one.clock)) for one in found.values()] == [
        ("duty", "2026-01-30", "14:00 (Copenhagen time)"),
        ("duty", "2026-02-01", "14:00 (Copenhagen time)"),
        ("duty", "2026-03-01", "14:00 (Copenhagen time)"),
    ]
    assert marking_of(case, found["notify"]) == "TLP:AMBER" and say(found["notify"].what, "en") == "Notify: the authority"


def test_an_incident_is_named_or_refused_and_without_duties_the_question_is_not_asked() -> None:
    case = duty_case(dt.date(2026, 1, 29), DUTIES.replace("insurer,worm", "insurer,other"))

    assert len(ask("whom-must-we-notify", case, incident="WORM").tables[0].rows) == 4
    with pytest.raises(WrongUse, match="nowhere"):
        ask("whom-must-we-notify", case, incident="nowhere")
    with pytest.raises(NotAvailable):
        ask("whom-must-we-notify", duty_case(dt.date(2026, 1, 29), ""))
    assert decode({"dossier.toml": b'id = "x"'}).duties == ()


def test_a_deadline_that_follows_a_hidden_duty_has_its_marking_and_is_in_no_statement() -> None:
    head = "id,to,since,after,hours,marking,zone\n"
    rows = "d1,The police,2017-06-27T10:00Z,,24,TLP:RED,UTC\nd2,The clients,,d1,72,TLP:CLEAR,UTC\nd3,The press,2017-06-27T10:00Z,,72,TLP:CLEAR,UTC\n"
    made = decode({"dossier.toml": b'id = "x"', "duties.csv": (head + rows).encode()})
    case = Case(dossier=made, today=dt.date(2017, 6, 28))

    assert {one.row: marking_of(case, one) for one in deadlines(case)} == {"d1": "TLP:RED", "d2": "TLP:RED", "d3": "TLP:CLEAR"}
    notices = with_duties(case, StatementModel(addressee=Wording("The public")), lambda row: row.marking == "TLP:CLEAR").notices
    assert [one.id for one in notices] == ["d3"]
