"""A finding is in the answer only with the evidence that it needs."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.clearing.release import fingerprint
from legation.dossier.records import Release
from legation.language import Message
from legation.questions import Case, Finding, ask

PARTS = {
    "dossier.toml": b'id = "two"\n',
    "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\nC,Cagliostro,state\n",
    "evidence.csv": b"id,title,date,marking\nopen,Record,2018-01-01,\nshut,Cable,2018-01-01,TLP:RED\nlater,Record,2019-01-01,\n",
    "rollcalls.csv": (
        b"id,symbol,title,date,evidence,known_on\n"
        b"r1,R/1,The open sky,2018-01-01,open shut,\n"
        b"r2,R/2,The open sky,2019-01-01,later,\n"
        + b"".join(b"s%d,S/%d,The open sky,2018-0%d-01,open,\n" % (k, k, k + 2) for k in range(6))
        + b"r3,R/3,The open sky,2020-06-01,,2019-02-01\n"
    ),
    "votes.csv": b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\nA,r2,yes\nB,r2,no\nC,r2,yes\n"
    + b"".join(b"A,s%d,yes\nB,s%d,yes\nC,s%d,no\n" % (k, k, k) for k in range(6)),
}
DAY = dt.date(2020, 1, 1)


def found(dossier: Dossier, question: str, **options: str) -> set[str]:
    return {finding.id for finding in ask(question, Case(dossier=dossier, today=DAY), **options).findings}


@pytest.fixture(scope="module")
def whole() -> Dossier:
    return decode(PARTS)


@pytest.fixture(scope="module")
def partial(whole: Dossier) -> Dossier:
    """Return the dossier of a reader who may see one of the two records of the first vote, which was released to them."""
    lower = dataclasses.replace(whole, rollcalls=tuple(dataclasses.replace(r, marking="TLP:CLEAR") for r in whole.rollcalls))
    node = next(one for one in lower.ledger.nodes if one.place == ("rollcalls.csv", "rollcalls", "r1"))
    released = Release(id="x", part="rollcalls.csv", table="rollcalls", row="r1", marking="TLP:CLEAR", content=fingerprint(node))
    seen = dataclasses.replace(lower, releases=(released,)).cleared("TLP:CLEAR")
    assert {row.id for row in seen.evidence} == {"open", "later"}
    assert "r1" in {row.id for row in seen.rollcalls}
    return seen


@pytest.fixture(scope="module")
def torn(whole: Dossier) -> Dossier:
    """Return the dossier from which one of the two records of the first vote was taken away while the vote still names it."""
    return dataclasses.replace(whole, evidence=tuple(row for row in whole.evidence if row.id != "shut"))


@pytest.mark.parametrize(
    ("question", "options", "finding"),
    [
        ("do-we-have-the-votes", {"rollcall": "r1"}, "held"),
        ("who-can-move", {"first": "r1", "second": "r2"}, "both"),
        ("who-can-move", {"first": "r1", "second": "r2"}, "opponents-who-backed"),
    ],
)
def test_what_needs_all_its_evidence_is_gone_with_one(
    whole: Dossier, torn: Dossier, question: str, options: dict[str, str], finding: str
) -> None:
    assert finding in found(whole, question, **options)
    assert finding not in found(torn, question, **options)


def test_a_reader_without_one_of_two_records_sees_what_the_other_carries(partial: Dossier) -> None:
    answer = ask("do-we-have-the-votes", Case(dossier=partial, today=DAY), rollcall="r1")

    assert answer.finding("held").evidence == ("open",)


def test_what_needs_any_of_its_evidence_stays(whole: Dossier, torn: Dossier) -> None:
    answer = ask("do-we-have-the-votes", Case(dossier=whole, today=DAY), rollcall="r3")

    assert set(answer.finding("expected").evidence) == {"open", "shut", "later"}
    assert answer.finding("expected").needs == "any"
    assert "expected" in found(torn, "do-we-have-the-votes", rollcall="r3")


def test_no_answer_names_evidence_that_the_reader_may_not_see(partial: Dossier) -> None:
    for question, options in (("do-we-have-the-votes", {"rollcall": "r3"}), ("who-can-move", {"first": "r1", "second": "r2"})):
        answer = ask(question, Case(dossier=partial, today=DAY), **options).to_json()
        assert not [f["id"] for f in answer["findings"] if "shut" in f["evidence"]]


@pytest.mark.parametrize(
    ("evidence", "needs", "seen", "stands"),
    [
        (("a", "b"), "all", "ab", True),
        (("a", "b"), "all", "abc", True),
        (("a", "b"), "all", "a", False),
        (("a", "b"), "all", "", False),
        (("a", "b"), "any", "ab", True),
        (("a", "b"), "any", "b", True),
        (("a", "b"), "any", "c", False),
        (("a", "b"), "any", "", False),
        ((), "all", "", True),
        ((), "any", "", True),
    ],
)
def test_a_finding_stands_on_what_it_needs(evidence: tuple[str, ...], needs: str, seen: str, *, stands: bool) -> None:
    finding = Finding(id="x", message=Message("answer.value", value="x"), evidence=evidence, needs=needs)  # type: ignore[arg-type]

    assert finding.stands(frozenset(seen)) is stands
