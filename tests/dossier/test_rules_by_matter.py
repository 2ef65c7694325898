"""Rules that real bodies have, in ``bodies.toml``: by matter, with limits, members of their own and parts of other bodies."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import community_dossier
import pytest
from community_dossier import BOARD, BYLAW_OF_BOTH, FIVE, power

from legation.dossier import When, decode, encode, problems_of
from legation.dossier.parts.rules import Body, BodyRule, cycles_of_bodies, overlapping, read_bodies
from legation.dossier.tables.rollcalls import members_of
from legation.dossier.tables.rule_faults import rule_faults
from legation.dossier.tables.ruling import rule_for
from legation.errors import DossierError

DAY = dt.date(2026, 12, 1)
COMPARED = 'compared_on = 2026-11-28\nevidence = ["annex"]\n'
COMMUNITY = (
    community_dossier.COMMUNITY
    + power("reject budget", 4, "no", 'title_en = "Reject a budget"\ntitle_fr = "Rejeter un budget"\n' + COMPARED)
    + """[[body.rule]]
of = "count"
number = 3
most_against = "1/4"
most_abstaining = "1/2"
matter = "approve fundamental bylaw"
verified = "proposal"
[[body.rule]]
of = "at_least"
number = 2
members = "four"
matter = "carve-out"
[[body.rule.part]]
of = "count"
number = 3
[[body.rule.part]]
of = "members"
share = "2/3"
[[body.rule.part]]
of = "consensus"
"""
    + BOARD
    + BYLAW_OF_BOTH
    + """[[body]]
id = "w3c"
[[body.rule]]
of = "declared"
"""
)


def parts(bodies: str = COMMUNITY, **more: str) -> dict[str, bytes]:
    return community_dossier.parts(bodies, directors=4, **{name.partition(".")[0]: text for name, text in more.items()})


def faults(bodies: str, **more: str) -> list[tuple[str, str | None]]:
    return [(one.code, one.column) for one in problems_of(parts(bodies, **more)) if not one.is_notice]


def test_every_field_is_read_and_written_equal() -> None:
    dossier = decode(parts())
    ec, board, w3c = dossier.bodies
    first, second, third = ec.rules

    assert (first.most_against, second.most_against, second.most_abstaining, third.number) == ("1", "1/4", "1/2", 2)
    assert (first.title.en, first.title.fr, first.verified, first.compared_on) == (
        "Reject a budget",
        "Rejeter un budget",
        "no",
        When("2026-11-28"),
    )
    assert (board.rules[0].parts[1].body, third.members, w3c.rules[0].of) == ("ec", "four", "declared")
    anew = dataclasses.replace(dossier, bodies=tuple(dataclasses.replace(body, source=b"") for body in dossier.bodies))
    again = encode(anew)
    assert decode(again).bodies == dossier.bodies
    assert encode(decode(again))["bodies.toml"] == again["bodies.toml"]
    assert encode(dossier)["bodies.toml"] == COMMUNITY.encode()


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("most_against = 1\n", "most_against = 1.5\n", "toml-value", "body 1.rule 1.most_against"),
        ("most_against = 1\n", "most_against = -1\n", "toml-value", "body 1.rule 1.most_against"),
        ("most_against = 1\n", "most_against = true\n", "toml-value", "body 1.rule 1.most_against"),
        ("most_against = 1\n", 'most_against = "5/4"\n', "toml-value", "body 1.rule 1.most_against"),
        ("most_against = 1\n", 'most_against = "a quarter"\n', "toml-value", "body 1.rule 1.most_against"),
        ('most_abstaining = "1/2"', 'most_abstaining = "2"', "toml-value", "body 1.rule 2.most_abstaining"),
        ("number = 2\n", "number = 4\n", "rule-number-of-parts", "body 1.rule 3.number"),
        ("number = 2\n", "", "toml-value", "body 1.rule 3.number"),
        ('verified = "no"', 'verified = "perhaps"', "toml-value", "body 1.rule 1.verified"),
        ('members = "four"', 'members = "fours"', "unknown-group", "body 1.rule.members"),
        ('body = "ec"', 'body = "ecs"', "unknown-body", "body 2.rule.body"),
        ('body = "ec"', 'body = "ec"\nof = "count"\nnumber = 3', "toml-value", "body 2.rule 1.part 2.of"),
        ('body = "ec"', 'body = "board"', "bodies-in-cycle", "body 2.rule.body"),
        ('of = "consensus"\n', 'of = "consensus"\nstart = 2030-01-01\n', "rule-of-part", "body 1.rule 3.part 3.start"),
        ('of = "consensus"\n', 'of = "consensus"\nend = 2030-01-01\n', "rule-of-part", "body 1.rule 3.part 3.end"),
        ('of = "consensus"\n', 'of = "consensus"\nstage = "committee"\n', "rule-of-part", "body 1.rule 3.part 3.stage"),
        ('of = "consensus"\n', 'of = "consensus"\nmatter = "budget"\n', "rule-of-part", "body 1.rule 3.part 3.matter"),
        ('of = "declared"', 'of = "declared"\nnumber = 2', "toml-value", "body 3.rule 1.number"),
        ('matter = "carve-out"', 'matter = "Reject-Budget"', "rule-twice", "body 1.rule 3.matter"),
    ],
)
def test_every_fault_has_its_place_and_says_what_to_do(old: str, new: str, code: str, column: str) -> None:
    assert old in COMMUNITY
    found = [one for one in problems_of(parts(COMMUNITY.replace(old, new, 1))) if not one.is_notice]

    assert (code, column) in {(one.code, one.column) for one in found}
    assert all(one.in_language(lang) and f"[problem.{one.code}]" not in one.in_language(lang) for one in found for lang in ("en", "fr"))


def test_a_longer_circle_is_named_whole() -> None:
    ring = [
        Body(id=name, rules=(BodyRule(of="any", parts=(BodyRule(), BodyRule(body=after))),)) for name, after in ("ab", "bc", "ca", "da")
    ]

    assert list(cycles_of_bodies(ring)) == [("a", "b", "c", "a")]
    text = "".join(
        f'[[body]]\nid = "{a}"\n[[body.rule]]\nof = "any"\n[[body.rule.part]]\n[[body.rule.part]]\nbody = "{b}"\n'
        for a, b in ("ab", "bc", "ca")
    )
    with pytest.raises(DossierError, match="a > b > c > a"):
        decode(parts(text))


def test_rules_of_one_matter_may_follow_each_other_and_may_not_meet() -> None:
    rule = '[[body.rule]]\nmatter = "budget"\n'
    text = f'[[body]]\nid = "b"\n{rule}end = 2024-12-31\n{rule}start = 2025-01-01\n'

    assert faults(text) == []
    assert faults(text.replace("2025-01-01", "2024-12-31")) == [("rule-twice", "body 1.rule 2.matter")]
    assert faults(f'[[body]]\nid = "b"\n{rule}stage = "committee"\n{rule}stage = "plenary"\n{rule}') == []


def test_of_two_rules_without_a_matter_the_first_counts_and_the_check_says_so() -> None:
    dossier = decode(parts('[[body]]\nid = "b"\n[[body.rule]]\nof = "consensus"\n[[body.rule]]\nof = "members"\n'))

    assert rule_for(dossier.bodies[0], "", "plenary", DAY) is dossier.bodies[0].rules[0]
    assert [(fault.code, fault.column) for fault in rule_faults(dossier, DAY)] == [("rule-twice", "body 1.rule 2")]


def test_a_rule_of_four_in_a_body_of_three_is_said_by_the_check() -> None:
    text = '[[body]]\nid = "b"\nmembers = "three"\n[[body.rule]]\nof = "count"\nnumber = 4\nstart = 2020\n'
    groups = "group,actor,end\nthree,ALAC,\nthree,ASO,\nthree,GAC,\nthree,GNSO,2025-12-31\n"
    dossier = decode(parts(text, **{"groups.csv": groups}))

    (fault,) = rule_faults(dossier, DAY)
    assert (fault.code, fault.place, fault.allowed, fault.found) == (
        "rule-above-members",
        "bodies.toml:body 1.rule 1.number",
        "1 ... 3",
        "4",
    )
    assert "3 vote under it on 1 December 2026" in fault.in_language("en") and "3 votent selon elle" in fault.in_language("fr")
    assert list(rule_faults(dossier, dt.date(2025, 6, 1))) == []


@pytest.mark.parametrize(
    ("matter", "stage", "number"), [("", "plenary", 2), ("other", "committee", 3), ("budget", "plenary", 4), ("BUDGET", "committee", 5)]
)
def test_a_matter_and_a_stage_choose_the_rule(matter: str, stage: str, number: int) -> None:
    rules = (
        BodyRule(of="count", number=1, end=When("2020")),
        BodyRule(of="count", number=2),
        BodyRule(of="count", number=3, stage="committee"),
        BodyRule(of="count", number=4, matter="budget"),
        BodyRule(of="count", number=5, matter="budget", stage="committee"),
    )

    found = rule_for(Body(id="b", rules=rules), matter, stage, DAY)
    assert found is not None and found.number == number
    assert rule_for(Body(id="b", rules=rules[3:]), "other", stage, DAY) is None


def test_who_votes_follows_the_rule() -> None:
    rows = "id,body,matter,issue\nr1,ec,reject budget,\nr2,ec,carve out,\nr3,board,approve fundamental bylaw,\nr4,ec,,i1\nr5,ec,,\n"
    dossier = decode(parts(**{"rollcalls.csv": rows, "issues.csv": "id,question,matter\ni1,Why?,Carve-Out\n"}))
    found = {row.id: members_of(dossier, row, DAY) for row in dossier.rollcalls}
    four = tuple(name for name in FIVE if name != "GAC")

    assert found == {"r1": FIVE, "r2": four, "r3": ("D01", "D02", "D03", "D04", *FIVE), "r4": four, "r5": FIVE}


def test_a_hidden_source_removes_the_rule_and_nothing_tells_that_it_was_there() -> None:
    rows = "id,title,marking\nannex,Annex,TLP:RED\nopen,Open,\n"
    first = COMMUNITY.index("[[body.rule]]")
    second = COMMUNITY.index("[[body.rule]]", first + 1)
    without = COMMUNITY[:first] + COMMUNITY[second:]
    hidden = decode(parts(**{"evidence.csv": rows})).cleared("TLP:AMBER")
    never = decode(parts(without, **{"evidence.csv": rows.replace("annex,Annex,TLP:RED\n", "")})).cleared("TLP:AMBER")

    assert [rule.matter for rule in hidden.bodies[0].rules] == ["approve fundamental bylaw", "carve-out"]
    assert encode(hidden)["bodies.toml"] == encode(dataclasses.replace(never, bodies=_read_again(never)))["bodies.toml"]


def _read_again(dossier) -> tuple[Body, ...]:
    return tuple(dataclasses.replace(body, source=b"") for body in dossier.bodies)


@pytest.mark.parametrize("at", ['[[body.rule.part]]\nof = "consensus"\n', '[[body.rule.part]]\nbody = "ec"\n'])
def test_a_rule_that_counts_its_parts_goes_with_a_part_of_a_hidden_source(at: str) -> None:
    assert at in COMMUNITY
    text = COMMUNITY.replace(at, f'{at}evidence = ["annex"]\n').replace('compared_on = 2026-11-28\nevidence = ["annex"]\n', "")
    dossier = decode(parts(text, **{"evidence.csv": "id,title,marking\nannex,Annex,TLP:RED\n"}))
    cleared = dossier.cleared("TLP:AMBER")
    kept = [(body.id, len(body.rules)) for body in cleared.bodies]

    assert kept == ([("ec", 2), ("board", 1), ("w3c", 1)] if "consensus" in at else [("ec", 3), ("board", 0), ("w3c", 1)])
    assert decode(encode(cleared)).bodies == tuple(dataclasses.replace(body, source=b"") for body in cleared.bodies)


def test_a_rule_whose_own_members_are_hidden_is_gone() -> None:
    head, *rows = parts()["groups.csv"].decode().splitlines()
    hidden = [f"{row},TLP:RED" if row.startswith("four") else f"{row}," for row in rows]
    dossier = decode(parts(groups="\n".join([f"{head},marking", *hidden]) + "\n"))

    assert [rule.matter for rule in dossier.cleared("TLP:AMBER").bodies[0].rules] == ["reject budget", "approve fundamental bylaw"]


def test_a_number_and_a_text_say_the_same_limit() -> None:
    one, other = (read_bodies(f'[[body]]\nid = "b"\n[[body.rule]]\nmost_against = {most}\n'.encode(), []) for most in ("2", '"2"'))

    assert one == other


def test_a_thousand_rules_of_one_body_are_compared_within_their_matters() -> None:
    rules = [BodyRule(matter=f"m{at}") for at in range(1000)]
    rules[700] = BodyRule(matter="M3")
    started = time.process_time()

    assert list(overlapping(rules)) == [(4, 701)]
    assert list(overlapping([BodyRule(matter=name) for name in "abab"])) == [(1, 3), (2, 4)]
    assert time.process_time() - started < 0.2
