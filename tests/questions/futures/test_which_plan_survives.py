"""Which plan survives: needs against scenarios by hand, what kills a plan, regret, and what is refused."""

from __future__ import annotations

import json
import re

import pytest
from questions.futures_dossier import MODEL, case

from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import ask

QUESTION = "which-plan-survives"


def text(answer, finding: str) -> str:
    return say(answer.finding(finding).message, "en")


def test_a_plan_survives_where_all_that_it_needs_is_there() -> None:
    answer = ask(QUESTION, case())
    rows = {row[0].id: row[2:8] for row in answer.table("plans").rows}

    assert rows == {"visit": (2, 1, 2, "S1", "S2", 0), "text": (1, 1, 2, "S1", "S2", 0)}
    assert "What kills it: “The talks: go on” fails in 1; “Trust: high” fails in 1." in text(answer, "plan-visit")
    assert text(answer, "worst") == "In 1 scenario no plan has all it needs: S2. Nothing is prepared for it."


def test_evidence_against_what_a_plan_needs_is_named() -> None:
    answer = ask(QUESTION, case())

    assert str(answer.finding("plan-visit").contrary) == (
        "Known already against what it needs, “The talks: go on”: Second record (1 January 2019)."
    )
    assert answer.finding("plan-visit").evidence == ("e1",)
    assert ask(QUESTION, case("2018-12-31")).finding("plan-visit").contrary is None


def test_a_plan_that_survives_everywhere_is_told_first() -> None:
    answer = ask(QUESTION, case("2018-12-31"))

    assert answer.findings[0].message.values["count"] == 1
    assert text(answer, "plan-text") == "“A text in the Assembly” has all it needs in all 2 scenarios."


def test_regret_is_that_of_the_worths_given() -> None:
    answer = ask(QUESTION, case())
    rows = {row[0].id: row[1:5] for row in answer.table("regret").rows}

    # worth of the visit 3 and -1, of the text 1 and 0, in S1 and S2
    assert rows == {"visit": (1.0, "S2", -1.0, 3.0), "text": (2.0, "S1", 0.0, 1.0)}
    assert "least with A visit: at most 1, in S2" in text(answer, "regret")
    bare = ask(QUESTION, case(model=MODEL.replace('payoff = { "forum.un" = 1 }', "")))
    assert "regret" not in {finding.id for finding in bare.findings}
    assert any("payoff" in str(line) for line in bare.missing)


def test_several_variants_of_a_driver_are_alternatives() -> None:
    model = MODEL.replace('needs = ["forum.un"]', 'needs = ["forum.un", "forum.none"]')
    answer = ask(QUESTION, case(model=model), plan="text")

    assert [row[0].id for row in answer.table("plans").rows] == ["text"]
    assert answer.table("plans").rows[0][2:4] == (1, 2)
    assert str(answer.table("needs").rows[0][2]) == "the Assembly or none"


def drivers(*links: str, names: str = "abcde") -> str:
    """Return a model of drivers with two variants each, and a plan that needs the first; ``links`` are judgements."""
    made = '[model]\ntitle_en = "Five"\nauthor = "us"\nknown_on = "2018-01-01"\nillustration = true\nevidence = ["e1"]\n'
    for one in names:
        made += f'[[descriptor]]\nid = "{one}"\nname_en = "{one.upper()}"\n'
        made += "".join(f'[[descriptor.variant]]\nid = "{v}"\nname_en = "{v}"\n' for v in ("good", "bad"))
    for link in links:
        source, target = link.split(">")
        made += f'[[judgement]]\nfrom = "{source}"\nto = "{target}"\nrows = {{ good = [2, -2], bad = [-2, 2] }}\n'
    return made + '[[plan]]\nid = "go"\nname_en = "Go"\nneeds = ["a.good"]\n'


def test_when_a_plan_fails_is_told_with_what_it_leaves_out() -> None:
    answer = ask(QUESTION, case(model=drivers("a>b", "b>a")))  # A and B go together; C, D and E are free: 16 scenarios

    assert text(answer, "fails-go") == (
        "“Go” fails mostly where “B: bad”: in 8 of 8 scenarios there (100%), which are 100% of its 8 failures. "
        "Of all scenarios it fails in 50%."
    )
    assert str(answer.finding("fails-go").contrary).startswith("Found by a search among only 16 scenarios: one more or less may change it")
    assert [str(cell) for cell in answer.table("failing").rows[0]] == ["Go", "B: bad", "8", "8", "1.0", "1.0", "0.5", "PRIM"]


def test_a_condition_that_leaves_failures_out_says_how_many() -> None:
    # A goes as most of B, C and D do; E, F and G are free: 64 scenarios, and where B is bad A is bad in three of four
    answer = ask(QUESTION, case(model=drivers("b>a", "c>a", "d>a", names="abcdefg")))
    row = answer.table("failing").rows[0]

    assert (str(row[1]), *row[2:7]) == ("B: bad", 32, 24, 0.75, 0.75, 0.5)
    assert str(answer.finding("fails-go").contrary) == (
        "Found by a search among 64 scenarios: what goes with a failure need not bring it about. 8 failures lie elsewhere."
    )


def test_nothing_is_told_where_a_plan_fails_by_what_it_needs_alone() -> None:
    answer = ask(QUESTION, case(model=drivers()))

    assert answer.table("plans").rows[0][3:5] == (16, 32)
    assert not [finding.id for finding in answer.findings if finding.id.startswith("fails-")]
    assert "failing" not in {table.id for table in answer.tables}


def test_of_too_few_scenarios_it_says_so() -> None:
    answer = ask(QUESTION, case())

    assert "failing" not in {table.id for table in answer.tables}
    assert str(answer.missing[-1]).startswith("When a plan fails is not searched for: 2 scenarios hold, and it takes 8.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_whole(lang) -> None:
    answer = ask(QUESTION, case())
    data = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))
    words = " ".join(f["text"] for f in data["findings"]) + " ".join(data["caveats"]) + " ".join(data["missing"])

    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert [figure.id for figure in answer.figures] == ["survival", "tableau"]


def test_what_cannot_be_answered_says_what_to_add() -> None:
    with pytest.raises(NotAvailable, match=r"has no plan\. Add \[\[plan\]\] rows to scenarios/talks\.toml"):
        ask(QUESTION, case(model=MODEL[: MODEL.index("[[plan]]")]))
    with pytest.raises(WrongUse, match="visit and text"):
        ask(QUESTION, case(), plan="visits")
    nothing = MODEL.replace("open = [2, -2], shut = [-1, 1]", "open = [-2, 2], shut = [1, -1]")
    with pytest.raises(NotAvailable, match="No scenario holds"):
        ask(QUESTION, case(model=nothing))
