"""What do we say: the draft in step, what is always printed, gates, circles, what would be asked back; nothing of a narrower circle leaks."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questions.response_dossier import RESPONSE
from questions.statement_dossier import STATEMENT, case

from legation.dossier.models.statement import StatementClaim
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import ask
from legation.questions.incident.attribution.words import TIERS
from legation.questions.incident.statement.hostile_questions import claim_status

QUESTION = "what-do-we-say"
CLOSED = RESPONSE.replace("[0.85, 0.92, 0.97]", "[0.1, 0.2, 0.3]")


def text(answer, finding: str, lang: str = "en") -> str:
    return say(answer.finding(finding).message, lang)


def told(answer) -> list[tuple]:
    return [(row[4], row[2], row[3]) for row in answer.table("draft").rows]


def without(*ids: str) -> str:
    """Return the statement without some claims, and without what points to them."""
    head, *tables = STATEMENT.split("\n[[")
    kept = [one for one in tables if not any(f'id = "{name}"\n' in one for name in ids)]
    text = "\n[[".join([head, *kept])
    return text.replace('rests_on = ["watched"]\n', "") if "watched" in ids else text


def test_the_draft_is_in_step_and_a_gap_is_a_gap() -> None:
    answer = ask(QUESTION, case())
    rows = {row[4]: row for row in answer.table("draft").rows if row[4]}

    assert rows["files"][2:4] == ("Two million files were copied.", "Deux millions de dossiers ont été copiés.")
    assert rows["english"][3] is None
    assert "Paragraph 2 has no French text" in text(answer, "gap-fr")


@pytest.mark.parametrize("tier", TIERS)
def test_failings_notices_and_harm_are_always_printed(tier) -> None:
    answer = ask(QUESTION, case(), tier=tier)
    texts = [row[2] for row in answer.table("draft").rows]

    assert "Known failing of the supplier: The password was known." in texts
    assert "Notified: the regulator, on 13 February 2018; due on 10 February 2018, 3 days late." in texts
    assert "Harm to people: not recorded; ask the firm before release." in texts
    assert text(answer, "harm-1", "fr").endswith("interrogez l’entreprise avant toute diffusion.")


def test_a_missing_notice_is_counted_from_the_day_it_was_due() -> None:
    answer = ask(QUESTION, case(STATEMENT.replace('made = "2018-02-13"\n', ""), as_of="2018-03-12"))

    assert "30 days ago" in text(answer, "notice-regulator")
    assert any(row[0] == "untold-regulator" for row in answer.table("hostile").rows)


def test_nobody_is_named_below_the_gate_nor_without_one() -> None:
    for response in (CLOSED, None):
        answer = ask(QUESTION, case(response=response))
        words = json.dumps(answer.to_json())

        assert "named" not in [row[0] for row in told(answer)]
        assert "XX did it" not in words
        assert "stays out" in text(answer, "below-gate")
        assert "likelihood" not in [say(row[1], "en") for row in answer.table("draft").rows]


def test_above_the_gate_likelihood_and_confidence_are_two_paragraphs() -> None:
    answer = ask(QUESTION, case())
    rows = {say(row[1], "en"): row[2] for row in answer.table("draft").rows}

    assert "named" in [row[0] for row in told(answer)]
    assert rows["likelihood"] == "According to the assessment of the desk, it is likely that the author is: Alpha."
    assert rows["confidence"] == "The confidence in what this rests on is low."


def test_what_is_lost_on_the_way_to_the_public_is_told() -> None:
    answer = ask(QUESTION, case(), tier="national")

    assert "loses 2 claims (watched and heard), and these stand there unsupported: aimed" in text(answer, "lost-public")
    assert "loses 1 claim: heard" in text(answer, "lost-partners")
    assert "lost-public" not in [one.id for one in ask(QUESTION, case()).findings]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tier, hidden", [("public", ("watched", "heard")), ("partners", ("heard",))])
def test_an_answer_is_the_same_without_the_claims_of_narrower_circles(tier, hidden, lang) -> None:
    def told_of(statement: str) -> str:
        data = ask(QUESTION, case(statement), tier=tier).to_json(lang)
        data["provenance"].pop("hash")
        return json.dumps(data)

    assert told_of(STATEMENT) == told_of(without(*hidden))


def test_a_claim_is_as_narrow_as_its_evidence() -> None:
    answer = ask(QUESTION, case(STATEMENT.replace('id = "bare"', 'id = "bare"\nevidence = ["e3"]')))

    assert "bare" not in [row[0] for row in told(answer)]


def test_no_source_of_a_narrower_circle_is_named() -> None:
    contrary = STATEMENT.replace('id = "files"', 'id = "files"\nagainst = ["e3", "e5"]')
    cost = '\n[[cost]]\nmeasure = "public-attribution"\nbears = "victims"\ntext = "Whispered"\nevidence = ["e3"]\n'
    answer = ask(QUESTION, case(contrary, response=RESPONSE.replace("\n[features]", f"{cost}\n[features]")))
    words = json.dumps(answer.to_json())

    assert "What a service says" in words
    assert not any(word in words for word in ("e3", "The key", "Whispered"))
    assert "The key" in json.dumps(ask(QUESTION, case(contrary), tier="partners").to_json())


def test_weak_points_are_asked_about_with_what_the_dossier_supports() -> None:
    rows = {row[0]: row for row in ask(QUESTION, case()).table("hostile").rows}

    assert {"unsupported-bare", "single-origin-files", "withdrawn-earlier", "late-regulator", "failing-password", "no-harm"} <= rows.keys()
    assert say(rows["unsupported-bare"][2], "en") == "no answer in the dossier"
    assert say(rows["failing-password"][2], "fr") == "Le fournisseur l'a dit."
    assert any(name.startswith("false-flag-") for name in rows)


def test_what_has_no_answer_is_attacked_first() -> None:
    answered = [say(row[2], "en") for row in ask(QUESTION, case()).table("red-team").rows]

    assert answered == sorted(answered)
    assert answered[0] == "no"


def test_a_judgement_below_the_gate_is_said_to_be() -> None:
    assert "below the gate" in text(ask(QUESTION, case()), "one-item")


def test_there_is_no_answer_without_a_statement() -> None:
    with pytest.raises(NotAvailable):
        ask(QUESTION, case(as_of="2018-02-01"))
    with pytest.raises(WrongUse):
        ask(QUESTION, case(), model="other")


CLAIMS = st.lists(st.tuples(st.sampled_from(TIERS), st.booleans(), st.sets(st.integers(0, 7))), min_size=1, max_size=8)


@given(CLAIMS)
def test_a_wider_circle_hears_a_subset(rows) -> None:
    claims = [
        StatementClaim(id=str(at), evidence=("e",) * sourced, rests_on=tuple(str(on) for on in sorted(rests) if on < at))
        for at, (_, sourced, rests) in enumerate(rows)
    ]
    tiers = {str(at): tier for at, (tier, _, _) in enumerate(rows)}
    found = [claim_status(claims, tiers, circle) for circle in TIERS]

    for wider, narrower in itertools.pairwise(found):
        assert {name for name, how in wider.items() if how != "held"} <= {name for name, how in narrower.items() if how != "held"}
        assert {name for name, how in wider.items() if how == "told"} <= {name for name, how in narrower.items() if how == "told"}


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(TIERS), st.sampled_from([CLOSED, RESPONSE]))
def test_each_draft_holds_those_of_wider_circles(tier, response) -> None:
    wider = [row for row in told(ask(QUESTION, case(response=response))) if row[0]]
    narrower = told(ask(QUESTION, case(response=response), tier=tier))

    assert set(wider) <= set(narrower)
