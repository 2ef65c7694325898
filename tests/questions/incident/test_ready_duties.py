"""The duties that are ready to be taken: as the acts of the register of incidents have them, in both languages, and by a command."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from legation import moment
from legation.cli.app import _built
from legation.dossier import Moment, decode, load
from legation.dossier.edit import apply
from legation.errors import BadValue, WrongUse
from legation.questions import Case
from legation.questions.incident.duties.ready import ACTS, READY, ready_edits
from legation.questions.incident.duties.rows import counted_duties
from legation.sources import stix

EMPTY = {"dossier.toml": b'id = "x"'}
AWARE = moment.parse("2026-10-23T12:00Z")
BASES = {"nis2": "Directive (EU) 2022/2555", "gdpr": "Regulation (EU) 2016/679"}


@pytest.mark.parametrize("act", ACTS)
def test_they_agree_with_the_standard_duties_of_a_register(act: str) -> None:
    """One fact has one number: what the clock of a register counts is what a dossier counts."""
    register = [one for one in map(stix.record_of, stix.standard_duties().of_type("reporting-duty")) if one.basis.startswith(BASES[act])]

    assert [(one.amount, one.unit, bool(one.after_ref)) for one in register] == [
        (one.hours if one.hours is not None else one.months, "hour" if one.hours is not None else "month", bool(one.after))
        for one in READY
        if one.act == act
    ]


def test_they_are_counted_from_the_one_moment() -> None:
    before = decode(EMPTY)
    day = dt.date(2026, 10, 23)
    after = apply(before, ready_edits(before, AWARE, "Europe/Copenhagen"), day=day, known=day)
    found = {one.row.id: str(one.until) for one in counted_duties(Case(dossier=after, today=day))}

    assert found == {
        "early-warning": "24 October 2026, 14:00 (Copenhagen time)",
        "notification": "26 October 2026, 13:00 (Copenhagen time)",
        "data-breach": "26 October 2026, 13:00 (Copenhagen time)",
        "final-report": "26 November 2026, 13:00 (Copenhagen time)",
    }
    assert all(row.to.en and row.to.fr and row.clause.en and row.clause.fr and row.says.en and row.says.fr for row in after.duties)


def test_an_act_or_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUse, match="dora"):
        ready_edits(decode(EMPTY), AWARE, "UTC", ("dora",))
    with pytest.raises(WrongUse):
        ready_edits(decode(EMPTY), AWARE, "Europe/Nowhere")


def test_a_command_adds_them_and_says_what_comes_next(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    run = CliRunner()
    assert run.invoke(_built, ["new", str(folder)]).exit_code == 0
    made = run.invoke(
        _built,
        ["notify", str(folder), "--aware", "2999-10-23T14:00", "--zone", "Europe/Copenhagen", "--acts", "nis2", "--incident", "worm"],
    )

    assert made.exit_code == 0, made.output
    assert {row.id: row.incident for row in load(folder).duties} == dict.fromkeys(("early-warning", "notification", "final-report"), "worm")
    twice = run.invoke(_built, ["notify", str(folder), "--aware", "2026-10-25T02:30", "--zone", "Europe/Copenhagen"])
    assert twice.exit_code != 0


def test_what_is_there_already_is_not_added_again() -> None:
    bare = decode({"dossier.toml": b'id = "x"'})
    first = ready_edits(bare, AWARE, "Europe/Paris", ("nis2",))
    there = apply(bare, first)

    assert [edit.values["basis"] for edit in ready_edits(there, AWARE, "Europe/Paris", ("nis2", "gdpr"))] == ["gdpr"]
    with pytest.raises(WrongUse):
        ready_edits(there, AWARE, "Europe/Paris", ("nis2",))
    assert len(ready_edits(there, AWARE + dt.timedelta(hours=1), "Europe/Paris", ("nis2",))) == len(first)


@pytest.mark.parametrize("text", ["0001-01-01T00:00Z", "9999-12-31T23:00Z", "9999-12-31"])
def test_an_instant_at_the_end_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        Moment(text)
