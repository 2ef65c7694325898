"""Whether a text is adopted: the rules of the United Nations by hand, and every small count by trying."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

from legation.errors import BadValue
from legation.methods.rule import Rule, outcome

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
COUNTS = list(itertools.product(range(6), range(6), range(3), range(3)))
SHARES = (Fraction(1, 3), HALF, TWO_THIRDS, Fraction(3, 4), Fraction(1))
RULES = [Rule(of, share, strict) for of in ("present_and_voting", "members") for share in SHARES for strict in (True, False)]
RULES += [Rule("consensus")]


def meets(rule: Rule, yes: int, no: int, abstain: int, absent: int) -> bool:
    """Whether a count meets a rule, word by word: a share of those asked, and somebody in favour; under consensus, nobody against."""
    if rule.of == "consensus":
        return no == 0 and yes + abstain > 0
    asked = yes + no if rule.of == "present_and_voting" else yes + no + abstain + absent
    wanted = rule.share * asked
    return yes > 0 and (yes > wanted if rule.strict else yes >= wanted)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_small_count_by_trying(rule: Rule) -> None:
    for yes, no, abstain, absent in COUNTS:
        assert outcome(rule, yes=yes, no=no, abstain=abstain, absent=absent).adopted == meets(rule, yes, no, abstain, absent), (yes, no)


@pytest.mark.parametrize("rule", [r for r in RULES if r.of == "present_and_voting"], ids=str)
def test_needed_is_the_fewest_yes_that_adopts(rule: Rule) -> None:
    for yes, no, abstain, absent in COUNTS:
        told = outcome(rule, yes=yes, no=no, abstain=abstain, absent=absent)
        fewest = next((y for y in range(40) if meets(rule, y, no, abstain, absent)), None)
        assert told.needed == fewest
        assert told.margin == (-no if fewest is None else yes - fewest)


@pytest.mark.parametrize("rule", [r for r in RULES if r.of == "members"], ids=str)
def test_needed_of_the_members_is_won_from_the_others(rule: Rule) -> None:
    for yes, no, abstain, absent in COUNTS:
        members = yes + no + abstain + absent
        if not members:
            continue
        told = outcome(rule, yes=yes, no=no, abstain=abstain, absent=absent)
        fewest = next((y for y in range(members + 1) if meets(rule, y, members - y, 0, 0)), None)
        assert told.needed == fewest
        assert told.margin == (-no if fewest is None else yes - fewest)


def test_a_tie_is_not_adopted() -> None:
    assert not outcome(Rule(), yes=50, no=50, abstain=93).adopted
    assert outcome(Rule(), yes=50, no=50).needed == 51
    assert outcome(Rule(), yes=51, no=50).adopted


def test_an_abstention_is_not_a_vote() -> None:
    assert outcome(Rule(), yes=1, no=0, abstain=192).adopted
    assert not outcome(Rule("members"), yes=1, no=0, abstain=192).adopted


def test_two_thirds_is_at_least_and_not_more_than() -> None:
    rule = Rule(share=TWO_THIRDS, strict=False)

    assert outcome(rule, yes=40, no=20).adopted
    assert outcome(rule, yes=40, no=20).margin == 0
    assert not outcome(rule, yes=39, no=20).adopted
    assert not outcome(Rule(share=TWO_THIRDS), yes=40, no=20).adopted


def test_a_majority_of_all_members_counts_the_absent() -> None:
    rule = Rule("members")

    assert outcome(rule, yes=97, no=0, abstain=0, absent=96).adopted
    assert not outcome(rule, yes=96, no=0, abstain=0, absent=97).adopted
    assert outcome(rule, yes=96, no=0, absent=97).needed == 97


def test_one_objection_breaks_consensus() -> None:
    assert outcome(Rule("consensus"), yes=0, no=0, abstain=5).adopted
    broken = outcome(Rule("consensus"), yes=190, no=3)

    assert (broken.adopted, broken.needed, broken.margin) == (False, None, -3)


def test_nobody_adopts_nothing() -> None:
    assert not any(outcome(rule, yes=0, no=0).adopted for rule in RULES)
    assert not any(outcome(rule, yes=0, no=0, absent=3).adopted for rule in RULES)


@pytest.mark.parametrize("count", [{"yes": -1, "no": 0}, {"yes": 1, "no": 0, "absent": -2}, {"yes": 1.5, "no": 0}])
def test_a_count_is_a_whole_number(count: dict[str, int]) -> None:
    with pytest.raises(BadValue, match="count the members again"):
        outcome(Rule(), **count)


@pytest.mark.parametrize("given", [{"share": Fraction(0)}, {"share": Fraction(5, 4)}, {"of": "everybody"}])
def test_a_rule_that_no_body_has_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(BadValue, match="see the body's rules"):
        Rule(**given)  # type: ignore[arg-type]
