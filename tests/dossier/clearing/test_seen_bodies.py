"""Bodies and their rules as a reader sees them: without the actors, the evidence and the groups that are hidden."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legation.dossier import decode
from legation.dossier.clearing.rows import SeenRows
from legation.dossier.parts.settings import BodyRule
from legation.dossier.records import MARKINGS

CLEAR, GREEN, AMBER, STRICT, RED = range(len(MARKINGS))
DAY = dt.date(2020, 1, 1)
ACTORS = b"id,name,marking\nFRA,France,\nDEU,Germany,TLP:AMBER\nEST,Estonia,TLP:RED\n"
EVIDENCE = b"id,title,marking,known_on\na,A,,2019\nb,B,TLP:RED,2019\nc,C,,2021\n"
BODIES = b"""
[[body]]
id = "council"
members = "EU"
[body.weights.people]
FRA = 68
EST = 1
[[body.rule]]
of = "all"
[[body.rule.part]]
of = "members"
evidence = ["a", "b"]
[[body.rule.part]]
of = "members"
veto = ["EST", "FRA"]
[[body.rule]]
of = "consensus"
evidence = ["b"]
[[body]]
id = "plain"
[[body.rule]]
of = "consensus"
"""
GROUPS = "group,actor,marking\nEU,FRA,\nEU,EST,"


def bodies(rank: int | None, groups: str = GROUPS, text: bytes = BODIES, as_of: dt.date | None = None) -> Any:
    tables = {"actors.csv": ACTORS, "evidence.csv": EVIDENCE, "groups.csv": f"{groups}\n".replace("~R", "TLP:RED").encode()}
    whole = decode({"dossier.toml": b'format = 2\nid = "d"\n', "bodies.toml": text, **tables})
    return whole.bodies, SeenRows(whole.ledger, rank, as_of).tables().get("bodies", whole.bodies)


def test_bodies_are_cut_of_hidden_actors_evidence_and_groups() -> None:
    before, after = bodies(STRICT)

    assert [body.id for body in after] == ["council", "plain"]
    assert after[1] is before[1]
    assert dict(after[0].weights) == {"people": {"FRA": 68}}
    assert after[0].members == "EU", "a member is left"
    assert after[0].rules == (), "a part of the first is hidden, and the second whole"
    assert bodies(RED)[0] == bodies(RED)[1]
    assert bodies(STRICT, "group,actor,marking\nEU,EST,\nEU,FRA,")[1][0].members == "EU"
    hidden = bodies(STRICT, "group,actor,marking\nEU,FRA,~R\nEU,EST,")[1]
    assert hidden[0].members == ""
    confirmed = bodies(STRICT, text=BODIES.replace(b'"a", "b"', b'"a"').replace(b'evidence = ["b"]\n', b""))[1]
    assert [(part.evidence, part.veto) for part in confirmed[0].rules[0].parts] == [(("a",), ()), ((), ("FRA",))]
    assert [rule.of for rule in confirmed[0].rules] == ["all", "consensus"]


def test_of_a_rule_that_was_known_from_one_source_the_later_ones_are_cut() -> None:
    text = BODIES.replace(b'"a", "b"', b'"a", "c"').replace(b'evidence = ["b"]', b'evidence = ["c"]')
    before, after = bodies(None, text=text, as_of=DAY)

    assert [part.evidence for part in after[0].rules[0].parts] == [("a",), ()]
    assert after[0].rules[0].parts[1] is before[0].rules[0].parts[1]
    assert [rule.of for rule in after[0].rules] == ["all"]
    assert isinstance(after[0].rules[0], BodyRule)
    assert dict(after[0].weights) == dict(before[0].weights)


@pytest.mark.parametrize("of", ["all", "any", "at_least"])
@pytest.mark.parametrize("hidden", ['evidence = ["b"]', 'veto = ["EST"]', 'members = "hidden"'])
def test_a_rule_of_several_parts_goes_whole_with_one_of_them_whatever_it_asks_of_them(of: str, hidden: str) -> None:
    count = "number = 1\n" if of == "at_least" else ""
    inner = f'[[body.rule]]\nof = "{of}"\n{count}[[body.rule.part]]\nof = "members"\n[[body.rule.part]]\nof = "members"\n'
    deep = inner.replace("body.rule.part", "body.rule.part.part").replace("[[body.rule]]", '[[body.rule]]\nof = "all"\n[[body.rule.part]]')
    last = '[[body.rule]]\nof = "consensus"\n'
    for rule in (inner, deep):
        text = f'[[body]]\nid = "b"\nmembers = "EU"\n{rule}{hidden}\n{last}'.encode()
        groups = f"{GROUPS}\nhidden,FRA,~R"
        before, after = bodies(STRICT, groups, text)
        assert len(before[0].rules) == 2
        assert [one.of for one in after[0].rules] == ["consensus"]
