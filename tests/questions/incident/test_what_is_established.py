"""What is established since when: by the hour and on whose word, as it was known, and whom an accusation belongs to."""

from __future__ import annotations

import datetime as dt

import pytest
from questions.incident_rows import LOG, duty_case

from legation.errors import DossierError, WrongUse
from legation.language import say
from legation.questions import Answer, ask


def known(day: str, log: str = LOG) -> Answer:
    return ask("what-is-established", duty_case(dt.date.fromisoformat(day), log=log))


def said(answer: Answer, lang: str = "en") -> dict[str, str]:
    return {one.id: say(one.message, lang) for one in answer.findings}  # type: ignore[arg-type]


def test_the_latest_of_each_state_is_said_with_whose_word_it_is() -> None:
    assert said(known("2026-02-02")) == {
        "established": "One fact is established, since 29 January 2026, 14:00 (Copenhagen time): “Servers are down at all sites” (our own word).",
        "reported": "One is reported and not established: “Borduria did it” (Klow, 31 January 2026, 09:00 (Copenhagen time)).",
        "unknown": "One thing is not known: Whether data left.",
        "affected": "Who is affected, as it was last said: All sites (our own word).",
    }


def test_an_accusation_stands_on_the_word_of_its_holder_in_the_table_too() -> None:
    rows = [[cell if isinstance(cell, str) else say(cell, "en") for cell in row[1:4]] for row in known("2026-02-02").table("log").rows]

    assert ["reported", "Borduria did it", "Klow"] in rows


def test_before_an_entry_it_is_not_there_and_what_it_corrects_is() -> None:
    early, earlier = said(known("2026-01-29")), known("2026-01-20")

    assert "established" not in early and "“Servers are down” (our own word" in early["reported"]
    assert set(said(earlier)) == {"unknown"}
    planned = "id,at,fact_en,fact_fr,known_on\na,2026-01-30,Servers are down,Des serveurs sont arrêtés,2026-01-01\n"
    assert said(known("2026-01-20", planned)) == {"nothing": "By 20 January 2026 nothing of it was on record."}


def test_a_course_of_several_days_is_drawn_and_one_of_a_day_is_not() -> None:
    assert [len(one.marks) for one in known("2026-02-02").figures] == [2]
    assert known("2026-01-30").figures == ()


def test_what_is_left_out_is_named() -> None:
    bare = known("2026-02-02", "id,fact_en,fact_fr\na,Servers are down,Des serveurs sont arrêtés\n")

    assert [say(one, "en") for one in bare.missing] == ["No entry says who is affected.", "One entry has no hour: Servers are down."]
    assert [one.id for one in bare.table("log").columns] == ["since", "state", "fact", "holder"]


def test_another_incident_is_refused_and_a_zone_that_is_none_is_a_fault() -> None:
    with pytest.raises(WrongUse, match="storm"):
        ask("what-is-established", duty_case(dt.date(2026, 2, 2)), incident="storm")
    with pytest.raises(DossierError):
        duty_case(dt.date(2026, 2, 2), log=LOG.replace("Europe/Copenhagen", "Europe/Nowhere"))
