"""One number for one fact: what sentences and pictures print is declared, with its level, and no fact has two values in one run."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import load
from legation.errors import BadValue, NotAvailable
from legation.language import Message, catalogue
from legation.questions import Answer, Case, ask
from legation.questions.answer import Finding
from legation.questions.base.quantities import LEVEL, FactsOf, Quantity, conflicts
from legation.questions.base.registry import questions
from legation.questions.votes.whom_to_see import listed

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/dossier.toml"))
COVERED = (
    "do-we-have-the-votes",
    "how-good-were-we",
    "who-can-move",
    "who-has-power",
    "who-is-missing",
    "who-would-call-a-vote",
    "whom-to-call-first",
    "why-did-the-vote-shift",
)
"""Questions whose every printed number is declared. Add the next one here; none is ever taken out."""
LEAST = 8
"""How many are covered at least: set it to the new number when one is added."""
NO_FACTS = {
    ("who-matters.more", "count"): "how many names are not shown",
    ("rule.share", "above"): "the rule's own words",
    ("rule.share", "below"): "the rule's own words",
    ("rule.count", "count"): "the rule's own words",
    ("rule.quorum", "count"): "the rule's own words",
    ("do-we-have-the-votes.chance", "draws"): "a setting",
    ("do-we-have-the-votes.chance-all", "draws"): "a setting",
    ("do-we-have-the-votes.chance-none", "draws"): "a setting",
    ("who-can-move.movable-contrary", "stay"): "one less the chance that is declared",
    ("who-can-move.likeliest-contrary", "stay"): "one less the chance that is declared",
    ("calls.aim-of-objective", "aim"): "the desk's own aim",
    ("calls.aim-of-position", "aim"): "the desk's own aim",
    ("who-is-missing.figure-subtitle", "count"): "how many votes are looked at, a setting",
    ("who-is-missing.figure-title-ahead", "count"): "how many bars are drawn",
    ("who-is-missing.figure-title-held", "count"): "how many bars are drawn",
    ("whom-to-call-first.figure-title-alike", "count"): "how many bars are alike",
}
"""Numbers that are no facts of the matter, and why."""
TESTS_OF_CHANCE = {"skill", "error-saved"}
"""Intervals that tell whether a difference may be chance, at the level that their sentence names."""


@pytest.fixture(scope="module", params=NAMES)
def answers(request: pytest.FixtureRequest) -> dict[str, Answer]:
    dossier = load(EXAMPLES / str(request.param))
    case = Case(dossier=dossier, today=dt.date(2026, 11, 29))
    case = case.at(case.as_of)
    found = {}
    for name in COVERED:
        try:
            found[name] = ask(name, case)
        except NotAvailable:
            continue
    return found


def is_printed(message: Message, name: str) -> bool:
    """Whether any form of a message's sentence writes a value; one that only chooses the plural is not printed."""
    area, _, key = message.id.partition(".")
    entry = catalogue(area, "en").get(key, "")
    forms = entry.values() if isinstance(entry, Mapping) else [entry]
    return any(f"{{{name}{end}" in str(form) for form in forms for end in ("}", ":"))


def numbers(value: Any, message: Message | None = None, name: str = "") -> Iterator[tuple[Message, str, float]]:
    """Yield every number that a message prints, with the message and the name of its value, those of nested messages too."""
    if isinstance(value, Message):
        for key, one in value.values.items():
            if isinstance(one, (Message, tuple)) or is_printed(value, key):
                yield from numbers(one, value, key)
    elif isinstance(value, tuple):
        for one in value:
            yield from numbers(one, message, name)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and message is not None and not math.isnan(value):
        yield message, name, float(value)


def is_no_fact(message: Message, name: str, number: float) -> bool:
    """Whether a number is in the list above, a number of aims, or counts names that stand in the same sentence."""
    names = [value for value in message.values.values() if isinstance(value, tuple)]
    return (message.id, name) in NO_FACTS or name == "aim" or (name == "count" and any(len(shown) == number for shown in names))


def undeclared(message: Message | None, quantities: tuple[Quantity, ...]) -> list[str]:
    return [
        f"{one.id} {name} = {number:g}"
        for one, name, number in numbers(message)
        if not is_no_fact(one, name, number) and not any(quantity.says(number) for quantity in quantities)
    ]


def test_every_number_of_a_sentence_is_declared(answers: dict[str, Answer]) -> None:
    faults = [
        f"{question}:{finding.id}: {fault}"
        for question, answer in answers.items()
        for finding in answer.findings
        for message in (finding.message, finding.contrary)
        for fault in undeclared(message, finding.quantities)
    ]

    assert not faults, "declare these with Finding(quantities=...)"


def test_every_number_of_a_picture_s_title_is_one_of_the_sentences(answers: dict[str, Answer]) -> None:
    faults = [
        f"{question}:{figure.id}: {fault}"
        for question, answer in answers.items()
        for figure in answer.figures
        for fault in undeclared(figure.title, tuple(one for finding in answer.findings for one in finding.quantities))
    ]

    assert not faults


def test_no_fact_has_two_values(answers: dict[str, Answer]) -> None:
    declared = [one for answer in answers.values() for finding in answer.findings for one in finding.quantities]

    assert [(one.key, one.printed, other.printed) for one, other in conflicts(declared)] == []


def test_every_interval_bears_the_one_level(answers: dict[str, Answer]) -> None:
    findings = [finding for answer in answers.values() for finding in answer.findings]
    for finding in findings:
        values = {one.printed[0] for one in finding.quantities}
        ends = {round(number, 2) for _, name, number in numbers(finding.message) if name in ("low", "high")} - values
        assert not ends or any(one.level for one in finding.quantities), f"{finding.id}: its interval has no level"
    ranged = [one for finding in findings for one in finding.quantities if one.level is not None]
    estimates = [one for one in ranged if one.what not in TESTS_OF_CHANCE and not one.method.startswith("forecast ")]
    assert {one.level for one in estimates if not one.of.startswith("first votes")} <= {LEVEL}


def test_the_questions_that_are_covered_only_become_more() -> None:
    assert set(COVERED) <= set(questions())
    assert len(COVERED) == LEAST


def test_whom_to_see_stands_in_one_order_everywhere() -> None:
    case = Case(dossier=load(EXAMPLES / "un-ict-2018"), today=dt.date(2026, 11, 29))
    case = case.at(case.as_of)
    asked = {one: ask(one, case) for one in ("who-can-move", "do-we-have-the-votes", "whom-to-call-first", "who-is-missing")}
    tables = {"movable", "open", "completion", "vote", "missing"}
    sentences = {"movable", "to-change", "undecided", "path", "build", "often"}
    shown = [[row[0].id for row in table.rows] for answer in asked.values() for table in answer.tables if table.id in tables]
    shown += [
        [actor.id for actor in finding.message.values.get("actors", ()) if not isinstance(actor, Message)]
        for answer in asked.values()
        for finding in answer.findings
        if finding.id in sentences
    ]
    vote = case.rollcall(str(case.info.parameters["rollcall"]))
    place = {row.actor.id: at for at, row in enumerate(listed(case, vote, str(case.info.parameters["goal"])))}

    assert len(shown) >= 5
    for names in shown:
        places = [place[one] for one in names if one in place]
        assert places == sorted(places)


# What the test finds


RIGHT = FactsOf("r", "2020-01-01", "estimate")


def test_a_fact_with_two_values_is_found_and_one_told_less_precisely_is_not() -> None:
    exact, rounded, other = RIGHT("yes", 94.2), RIGHT("yes", 94), RIGHT("yes", 95)

    assert conflicts([exact, rounded]) == ()
    assert conflicts([exact, rounded, other]) == ((exact, other),)
    assert conflicts([exact, FactsOf("r", "2020-01-02", "estimate")("yes", 95)]) == (), "another day is another fact"


def test_a_number_that_is_not_declared_is_found() -> None:
    message = Message("do-we-have-the-votes.expected", rollcall="r", yes=94, no=57, abstain=32, absent=10)
    finding = Finding(id="expected", message=message, quantities=RIGHT.counts(yes=94, no=57, abstain=32, absent=11))

    assert undeclared(finding.message, finding.quantities) == ["do-we-have-the-votes.expected absent = 10"]


def test_an_interval_without_a_level_is_refused() -> None:
    with pytest.raises(BadValue, match="level must be given"):
        Quantity("yes-minus-no", "r", "", "estimate", 37, 26, 46)
    with pytest.raises(BadValue, match="level must be given"):
        Quantity("yes", "r", "", "estimate", 37, level=0.8)


@given(st.floats(-1e6, 1e6), st.sampled_from(["members", "chance", "points", "days"]))
def test_a_quantity_says_its_own_number_and_agrees_with_itself(value: float, unit: Any) -> None:
    one = RIGHT("yes", value, unit=unit)

    assert one.says(value)
    assert one.agrees(one)
