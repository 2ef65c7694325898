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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_whole(lang) -> None:
    answer = ask(QUESTION, case())
    data = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))
    words = " ".join(f["text"] for f in data["findings"]) + " ".join(data["caveats"]) + " ".join(data["missing"])

    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert [figure.id for figure in answer.figures] == ["survival", "tableau"]


def test_what_cannot_be_answered_says_what_to_add() -> None:
    with pytest.raises(NotAvailable, match=r"has no plan\. Add \[\[plan\]\] to scenarios/talks\.toml"):
        ask(QUESTION, case(model=MODEL[: MODEL.index("[[plan]]")]))
    with pytest.raises(WrongUse, match="visit and text"):
        ask(QUESTION, case(), plan="visits")
    nothing = MODEL.replace("open = [2, -2], shut = [-1, 1]", "open = [-2, 2], shut = [1, -1]")
    with pytest.raises(NotAvailable, match="No scenario holds"):
        ask(QUESTION, case(model=nothing))
