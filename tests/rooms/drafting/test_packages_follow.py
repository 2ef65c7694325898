"""A package holds the paragraphs in which its words stand: also once they bear another number, are cut, joined, moved or replaced."""

from __future__ import annotations

import time

import pytest
from rooms.drafting.test_objections_stay import against, levels
from rooms.drafting_room import drafting, propose, refused, row, state_of
from rooms.room_made import Log

from legation.rooms import seen_by
from legation.rooms.drafting.state import Unit
from legation.rooms.drafting.successors import Successors

TEXTS = ("States report incidents at once.", "They cooperate in good faith.", "None is bound by this text.")


def linked(*targets: str) -> Log:
    log = drafting(*TEXTS)
    log.add("c", "linked", id="p", targets=list(targets or ("1", "2")))
    return log


def bring(log: Log, **texts: str) -> None:
    rows = [{"id": name.strip("_"), "label": name.strip("_"), "text": text} for name, text in texts.items()]
    log.add("c", "brought", kind="rolling", paragraphs=rows)


def units(log: Log) -> list[str]:
    return list(row(log, None, "p", "packages")["units"])


def holds_back(log: Log, opposed: str, other: str) -> None:
    """An objection to one paragraph of the package holds back the other."""
    log.add("irn", "stood", target=opposed, stance="oppose")
    refused(log, "still-opposed", "c", "agreed", unit=other, level="ad ref")
    log.add("irn", "stood", target=opposed, stance="flexible")
    log.add("c", "agreed", unit=other, level="ad ref")
    assert row(log, None, opposed, "units")["level"] == "ad ref"


def test_a_package_goes_with_a_paragraph_under_a_new_number() -> None:
    log = linked()
    bring(log, _9=TEXTS[0], _2=TEXTS[1], _3=TEXTS[2])
    assert units(log) == ["9", "2"]
    holds_back(log, "9", "2")


def test_a_package_goes_with_its_paragraphs_where_a_new_one_takes_the_first_number() -> None:
    log = linked()
    log.add("rus", "reserved", unit="2", text="No.")
    log.add("rus", "stood", target="1", stance="oppose")
    log.add("fra", "referred", unit="1")
    bring(log, _1="The Parties meet each year.", _2=TEXTS[0], _3=TEXTS[1], _4=TEXTS[2])

    assert units(log) == ["2", "3"]
    assert row(log, None, "p", "packages")["targets"] == ["2", "3"]
    assert (against(log, "1"), against(log, "2")) == ((), ("RUS",))
    assert [one["unit"] for one in seen_by(state_of(log), None)["reservations"]] == ["3"]
    assert [one["pending"] for one in seen_by(state_of(log), None)["units"]] == [[], ["FRA"], [], []]
    log.add("rus", "stood", target="2", stance="flexible")
    holds_back(log, "3", "2")
    assert levels(log) == ["proposed", "ad ref", "ad ref", "proposed"]
    bring(log, _1=TEXTS[0], _2=TEXTS[1], _3=TEXTS[2])
    assert levels(log) == ["ad ref", "ad ref", "proposed"]  # the same words are the same paragraph


def test_a_package_goes_with_both_parts_of_a_paragraph_that_a_version_cuts() -> None:
    log = linked()
    bring(log, _1="States report incidents.", _2="At once.", _3=TEXTS[1], _4=TEXTS[2])
    assert sorted(units(log)) == ["1", "2", "3"]
    holds_back(log, "2", "3")


def test_a_package_goes_with_a_paragraph_that_a_version_puts_into_another() -> None:
    log = linked("1", "3")
    bring(log, _1=TEXTS[0], _2=f"{TEXTS[1]} {TEXTS[2]}")
    assert units(log) == ["1", "2"]
    holds_back(log, "2", "1")


def test_a_package_goes_with_a_paragraph_that_comes_back_reworded_under_a_new_number() -> None:
    log = linked()
    bring(log, _1="The Parties meet each year.", _7="They always cooperate in good faith.", _8="States report grave incidents at once.")
    assert sorted(units(log)) == ["7", "8"]


def test_of_a_package_nothing_stays_agreed_once_one_of_it_comes_back_reworded_under_a_new_number() -> None:
    log = linked()
    log.add("c", "agreed", unit="p", level="committee")
    bring(log, _9="States report grave incidents at once.", _2=TEXTS[1], _3=TEXTS[2])
    assert levels(log) == ["proposed", "proposed", "proposed"]


def test_a_package_keeps_what_a_version_leaves_out_and_holds_it_again_when_it_is_back() -> None:
    log = linked()
    bring(log, _2=TEXTS[1], _3=TEXTS[2])
    assert units(log) == ["2"]
    bring(log, _1=TEXTS[0], _2=TEXTS[1], _3=TEXTS[2])
    assert units(log) == ["1", "2"]


def test_a_package_of_a_bracket_holds_both_parts_of_its_paragraph() -> None:
    for start, inside in ((1, "1"), (4, "1(2)")):
        log = drafting(*TEXTS)
        propose(log, "fra", "b", "always", start=start, end=start)
        log.add("c", "linked", id="p", targets=["b", "2"])
        propose(log, "rus", "s", operation="split", start=3, end=3)
        log.add("c", "closed", bracket="s", mode="accepted")
        assert sorted(units(log)) == ["1", "1(2)", "2"]
        assert state_of(log).desk.brackets["b"].unit == inside
        bring(log, _1="States [always] report", _5="incidents at once.", _2=TEXTS[1], _3=TEXTS[2])
        assert sorted(units(log)) == ["1", "2", "5"]


def test_a_package_stays_with_a_paragraph_that_is_moved() -> None:
    log = linked()
    propose(log, "fra", "m", operation="move", target="3")
    log.add("c", "closed", bracket="m", mode="moved")
    assert list(state_of(log).desk.units) == ["2", "3", "1"]
    holds_back(log, "1", "2")


@pytest.mark.parametrize(("accepted", "left"), [("a", "1+a"), ("a.was", "1")])
def test_a_package_goes_to_the_alternative_that_stands_in_place_of_a_paragraph(accepted: str, left: str) -> None:
    log = drafting(*TEXTS)
    propose(log, "fra", "a", "States act.", operation="alt")
    log.add("c", "linked", id="p", targets=["1" if accepted == "a" else "1+a", "2"])
    log.add("rus", "reserved", unit="1" if accepted == "a" else "1+a", text="No.")
    log.add("fra", "stood", target="a.was", stance="flexible")
    log.add("c", "closed", bracket=accepted, mode="accepted")

    assert units(log) == [left, "2"]
    assert [one["unit"] for one in seen_by(state_of(log), None)["reservations"]] == [left]
    holds_back(log, left, "2")


def test_a_package_goes_to_what_is_left_when_an_alternative_is_taken_back_or_goes() -> None:
    log = drafting(*TEXTS)
    propose(log, "fra", "a", "States act.", operation="alt")
    log.add("c", "linked", id="p", targets=["1+a", "2"])
    log.add("fra", "withdrawn", id="a")
    assert units(log) == ["1", "2"]
    propose(log, "fra", "d", "States act.", operation="alt")
    log.add("c", "closed", bracket="d.was", mode="withdrawn")
    assert units(log) == ["1+d", "2"]


def test_a_package_leaves_a_paragraph_that_is_left_out_and_whose_number_another_bears() -> None:
    log = linked("1", "3")
    bring(log, _1=TEXTS[1], _2=TEXTS[2])
    assert units(log) == ["2"]
    alone = linked("1")
    bring(alone, _1=TEXTS[1], _2=TEXTS[2])
    assert seen_by(state_of(alone), None)["packages"] == []


def text(*paragraphs: str) -> dict[str, Unit]:
    return {f"{n}": Unit(f"{n}", f"{n}", tuple(words.split())) for n, words in enumerate(paragraphs, 1)}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (("a b c", "d e f"), ("a b c", "d e f"), [("1",), ("2",)]),
        (("a b c", "d e f"), ("d e f", "a b c"), [("2",), ("1",)]),
        (("a b c", "d e f"), ("x y z", "a b c", "d e f"), [("2",), ("3",)]),
        (("a b c", "d e f"), ("x y z", "a b c g", "d e f"), [("2",), ("3",)]),
        (("a b c d", "e f g"), ("a b", "c d", "e f g"), [("1", "2"), ("3",)]),
        (("a b c", "d e f"), ("a b c d e f",), [("1",), ("1",)]),
        (("a b c", "d e f"), ("a b x", "d e f"), [("1",), ("2",)]),
        (("a b c", "d e f"), ("x y z", "d e f"), [("1",), ("2",)]),
        (("a b c", "d e f"), ("d e f",), [(), ("1",)]),
        (("a b c d", "e f g"), ("A b .", "c d", "e f g"), [("1", "2"), ("3",)]),
    ],
)
def test_which_paragraphs_carry_on_those_of_before(before: tuple[str, ...], now: tuple[str, ...], expected: list[tuple[str, ...]]) -> None:
    found = Successors(text(*before), text(*now))
    assert [found.of(f"{n}") for n in range(1, len(before) + 1)] == expected


def test_what_became_of_a_long_text_that_is_reworded_and_renumbered_is_found_soon() -> None:
    rows = [f"States say of {n} {' '.join(f'w{(n * 7 + k * 13) % 2_003}' for k in range(60))}" for n in range(400)]
    again = [row.replace("say of", "are told of") for row in rows]
    began = time.process_time()
    found = Successors(text(*rows), text("None is bound", *again))
    assert [found.of(f"{n}") for n in range(1, 401)] == [(f"{n + 1}",) for n in range(1, 401)]
    same = Successors(text(*rows), text(*again))
    assert [same.of(f"{n}") for n in range(1, 401)] == [(f"{n}",) for n in range(1, 401)]
    assert time.process_time() - began < 20
