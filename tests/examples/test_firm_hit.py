"""The firm that was hit: what it shows on its day and later, and that its clocks are never told as history."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from legation.dossier import Dossier, load
from legation.dossier.models.statement import STATEMENT
from legation.language import LANGUAGES, say
from legation.questions import Case, ask
from legation.questions.situations.paths import path_of

FOLDER = Path(__file__).parents[2] / "examples" / "firm-hit-2017"


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return load(FOLDER)


def case(dossier: Dossier, day: str = "2017-06-28") -> Case:
    return Case(dossier=dossier, today=dt.date(2026, 1, 1), as_of=dt.date.fromisoformat(day))


def said(dossier: Dossier, question: str, day: str = "2017-06-28") -> dict[str, str]:
    return {one.id: say(one.message, "en") for one in ask(question, case(dossier, day)).findings}


def test_on_its_day_it_says_what_comes_next_and_names_nobody(dossier: Dossier) -> None:
    notices, log = said(dossier, "whom-must-we-notify"), said(dossier, "what-is-established")

    assert "29 June 2017, 13:00 (Copenhagen time)" in notices["next"] and notices["made"] == "One notice is given, none of them late."
    assert "disputed" not in log and "3 things are not known" in log["unknown"]
    everything = " ".join(" ".join(said(dossier, one).values()) for one in ("what-do-we-say", "what-is-established", "what-is-due"))
    assert "Russia" not in everything


def test_what_is_said_later_of_an_author_is_its_holders(dossier: Dossier) -> None:
    assert said(dossier, "what-is-established", "2017-07-02")["disputed"].endswith("(Ukraine, 1 July 2017).")
    assert "(Denmark, 15 February 2018)" in said(dossier, "what-is-established", "2018-02-16")["disputed"]
    assert "no-effect" in " ".join(said(dossier, "what-do-we-say", "2017-08-17"))
    draft = [say(one.message, "en") for one in ask("what-do-we-say", case(dossier, "2018-02-16")).findings]
    assert not any("special services" in one for one in draft)


def test_no_clock_is_told_as_history(dossier: Dossier) -> None:
    """Whoever reads one row alone reads that it is an illustration, or of which act it is and that this was not in force."""
    for row in dossier.duties:
        assert "invented" in row.to.en or "illustration" in row.to.en, row.id
        assert "inventé" in row.to.fr or "illustration" in row.to.fr, row.id
        if row.basis in ("nis2", "gdpr"):
            assert "not in force in 2017" in row.clause.en and "non applicable en 2017" in row.clause.fr
        assert row.reason.startswith("Illustration:")
    for name, phrase in (("README.md", "neither was in force"), ("README.fr.md", "ni l’un ni l’autre de ces actes n’était applicable")):
        assert phrase in (FOLDER / name).read_text("utf-8")


def test_its_path_is_that_of_a_firm(dossier: Dossier) -> None:
    steps = path_of(case(dossier), "incident").steps

    assert [(one.id, one.state) for one in steps] == [
        ("established", "done"),
        ("notify", "done"),
        ("first-line", "done"),
        ("blame", "done"),
        ("with-whom", "done"),
        ("hypotheses", "to_do"),
        ("options", "done"),
        ("note", "done"),
    ]
    assert say(steps[3].title, "en") == "What we must admit, and whom publics hold responsible"


def test_a_first_line_that_names_whom_others_accuse_is_none(dossier: Dossier) -> None:
    part = next(iter(STATEMENT.of(dossier.files).values()))
    named = dossier.files[part].decode().replace("Some of our systems are down.", "The Russian Federation put our systems down.")
    other = dataclasses.replace(dossier, files={**dossier.files, part: named.encode()})
    state = {one.id: one.state for one in path_of(case(other, "2017-07-02"), "incident").steps}

    assert (
        state["first-line"] == "to_do"
        and {one.id: one.state for one in path_of(case(dossier, "2017-07-02"), "incident").steps}["first-line"] == "done"
    )


def test_customers_and_insurers_are_answered(dossier: Dossier) -> None:
    table = ask("what-do-we-say", case(dossier)).table("hostile")
    rows = {table.cell(at, 0, "en"): [table.cell(at, 2, lang) for lang in LANGUAGES] for at in range(len(table.rows))}

    assert {"customers-service", "customers-data", "insurers-cover"} <= rows.keys()
    assert rows["customers-data"][0].startswith("We do not know yet.")
