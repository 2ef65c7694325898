"""What may we do, which norm, what naming costs: gates by hand, sources removed, dates before the facts, and nobody accused by us."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from questions.response_dossier import EVIDENCE, RESPONSE, case

from legation.dossier import load
from legation.errors import DossierError, NotAvailable, WrongUse
from legation.language import LANGUAGES, Message, say
from legation.methods.response import CRITERIA, GROUNDS, KINDS, conditions, families, measures, norms, regimes, victim_facts
from legation.questions import Case, ask
from legation.questions.incident.response import BEARS, CONDITIONS, MEASURES, WHO, bearer, condition, kind_of, law, measure, severity

MAY, NORM, COST = "what-may-we-do", "which-norm-was-breached", "what-does-naming-cost"
WITHOUT_E2 = b"\n".join(line for line in EVIDENCE.splitlines() if not line.startswith(b"e2")) + b"\n"


def text(answer, finding: str, lang="en") -> str:
    return say(answer.finding(finding).message, lang)


def states(answer) -> dict[str, str]:
    return {row[0].id: row[2].id for row in answer.table("measures").rows}


def test_each_measure_stands_where_its_gates_put_it() -> None:
    found = states(ask(MAY, case()))
    assert [name for name, state in found.items() if state == "open"] == [
        "victim-support",
        "private-word",
        "technical-advisory",
        "public-concern",
        "public-attribution",
        "summons",
        "expulsion",
        "suspension",
    ]
    assert (found["joint-attribution"], found["request-to-host"], found["self-defence"]) == ("undecided", "undecided", "closed")
    assert {found[name] for name in ("countermeasures", "necessity", "listing", "criminal-charges")} == {"undecided"}


def test_what_is_not_open_says_why() -> None:
    answer = ask(MAY, case())
    assert "joint public attribution (only a part of the range reaches 90%)" in text(answer, "undecided")
    assert text(answer, "track-self-defence") == (
        "Track “self-defence or mutual assistance”, closed, 0 of 5 conditions recorded as met: the probability is below 99%; "
        "does not hold: an armed attack by scale and effects; not known: 4 conditions, named in the table of conditions. For the legal adviser."
    )
    assert text(answer, "changed-joint-attribution").startswith(
        "At “joint public attribution” the desk asks for 90% and for public evidence"
    )
    assert text(answer, "grounds") == "Of the grounds of the listing (2), 1 rests on no item that can be disclosed: unit 7."
    assert "1 of the 7 criteria" in text(answer, "criteria")


def test_a_threshold_of_later_is_not_asked_for_before() -> None:
    assert states(ask(MAY, case(as_of="2018-02-05")))["joint-attribution"] == "open"


def test_nobody_is_named_without_a_holder_and_not_before_it_spoke() -> None:
    assert text(ask(MAY, case()), "held") == "Held responsible by Wyland: Exland (15 February 2018)."
    assert text(ask(MAY, case()), "held", "fr").replace("\u202f", " ").replace("\u00a0", " ") == (
        "Auteur de l’affirmation : Wylande (15 février 2018) ; partie tenue pour responsable : Exlande."
    )
    for early in (case(as_of="2018-02-05"), case(evidence=WITHOUT_E2)):
        answer = ask(MAY, early)
        assert "held" not in {finding.id for finding in answer.findings}
        assert any("Nobody is named here without a holder" in str(line) for line in answer.missing)
        assert "Exland" not in json.dumps(answer.to_json("en"))


def test_number_and_confidence_stand_in_two_sentences() -> None:
    answer = ask(MAY, case())
    assert "92%" in text(answer, "probability")
    assert "moderate" not in text(answer, "probability")
    assert "%" not in text(answer, "confidence")


@pytest.mark.parametrize("who", ["company", "ngo", "technical"])
def test_a_company_or_an_ngo_sees_no_measure_of_states_in_any_place(who: str) -> None:
    answer = ask(MAY, case(response=RESPONSE.replace('who = "state"', f'who = "{who}"')))
    assert list(states(answer)) == ["victim-support", "private-word", "technical-advisory", "public-concern"]
    whole = json.dumps(answer.to_json("en"))
    told = whole.replace(json.dumps(say(answer.caveats[-1], "en"))[1:-1], "")
    for word in ("countermeasures", "self-defence", "expulsion", "sanctions listing", "necessity"):
        assert word not in told
    assert "conditions" not in {table.id for table in answer.tables}
    cost = ask(COST, case(response=RESPONSE.replace('who = "state"', f'who = "{who}"')))
    assert {"costs", "replies", "deterrence"}.isdisjoint(table.id for table in cost.tables)


def test_without_the_probability_no_gate_that_asks_for_one_is_open() -> None:
    answer = ask(MAY, case(response=RESPONSE.replace("probability = [0.85, 0.92, 0.97]\n", "")))
    assert [name for name, state in states(answer).items() if state == "open"] == ["victim-support"]
    assert any("probability = [low, value, high]" in str(line) for line in answer.missing)


def test_precedents_are_those_before_the_date_with_what_was_done() -> None:
    answer = ask(MAY, case())
    rows = answer.table("precedents").rows
    assert [(str(row[0]), row[2]) for row in rows] == [("The breach of 2014", pytest.approx(0.95))]
    assert "What was done: private word and summons of the ambassador." in text(answer, "precedent-old")
    later = ask(MAY, case(as_of="2022-01-01"))
    assert [str(row[0]) for row in later.table("precedents").rows] == ["2021", "The breach of 2014"]
    assert text(later, "precedent-new").endswith("What was done is not recorded.")


def test_what_was_done_is_counted_over_the_precedents() -> None:
    response = (
        RESPONSE
        + """
[[precedent]]
id = "older"
date = "2012"
done = ["summons", "summons", "expulsion"]
"""
    )
    assert text(ask(MAY, case(response=response)), "done-before") == (
        "What was done is recorded for 2 precedents: summons of the ambassador (2), private word (1) and expulsion of staff (1)."
    )


def test_what_does_not_fit_the_dossier_is_said() -> None:
    head = 'who = "state"\nregister = "nowhere"\nactor = "ZZ"'
    lines = [str(line) for line in ask(MAY, case(response=RESPONSE.replace('who = "state"', head))).missing]
    assert any("incidents/nowhere.json" in line for line in lines)
    assert any("in actors.csv ZZ" in line for line in lines)
    fits = ask(MAY, case(response=RESPONSE.replace('who = "state"', 'who = "state"\nactor = "YY"'))).missing
    assert not any("actors.csv" in str(line) for line in fits)


def test_a_regime_that_was_not_looked_up_is_said_to_be() -> None:
    answer = ask(MAY, case(response=RESPONSE.replace('regime = "EU"', 'regime = "UK"')))
    assert any("(EU Exit) Regulations 2020" in str(line) for line in answer.caveats)
    assert "toolbox" not in {table.id for table in answer.tables}
    assert "toolbox" in {table.id for table in ask(MAY, case()).tables}


def test_norms_are_told_with_what_is_missing_and_what_speaks_against() -> None:
    answer = ask(NORM, case())
    assert text(answer, "norm-f").startswith(
        "Norm f: no damage to critical infrastructure (conduct of the party held responsible). Elements recorded: 1 of 5"
    )
    assert "speaks against: it knew, and let it happen; still to be shown: its territory" in text(answer, "norm-c")
    assert {row[0].id: (row[3], row[4], row[5]) for row in answer.table("norms").rows}["c"] == (0, 1, 2)
    assert any("on 8 norms" in str(line) for line in answer.missing)
    assert answer.finding("norm-f").evidence == ("e2",)
    hidden = ask(NORM, case(evidence=WITHOUT_E2))
    assert "norm-f" not in {finding.id for finding in hidden.findings}


def test_norms_without_an_answer_are_not_available() -> None:
    bare = re.sub(r"\[\[element\]\](?:\n[^\[].*)+", "", RESPONSE)
    with pytest.raises(NotAvailable, match=r"Add \[\[element\]\]"):
        ask(NORM, case(response=bare))


def test_what_naming_costs_is_told_by_who_bears_it() -> None:
    answer = ask(COST, case())
    assert text(answer, "cost-1") == "“public attribution to a state”, borne by ourselves: Talks on visas stop."
    assert text(answer, "reply-1").endswith("As many of ours leave.")
    assert text(answer, "off-ramp-1") == "Way out at “expulsion of staff”: Names in private first."
    assert any("firms and people that were hit" in str(line) for line in answer.missing)
    with pytest.raises(NotAvailable):  # the head of the file rests on e1
        ask(COST, case(evidence=EVIDENCE.replace(b"e1,", b"e9,")))


def test_what_naming_cost_firms_is_told_only_once_it_was_known() -> None:
    def told(as_of: str) -> list[str]:
        return [row[4] for row in table[0].rows] if (table := [t for t in ask(COST, case(as_of=as_of)).tables if t.id == "firms"]) else []

    assert [len(told(day)) for day in ("2018-06-30", "2019-06-01", "2022-12-31", "2023-05-01", "2024-01-07", "2024-01-08")] == [
        0,
        1,
        3,
        4,
        4,
        5,
    ]
    assert "settled" in text(ask(COST, case(as_of="2025-01-01")), "victim-merck-settled")


def test_where_an_answer_deters_is_told_with_its_region() -> None:
    answer = ask(COST, case())
    assert text(answer, "deters-public-attribution").startswith("“public attribution to a state” deters everywhere in the ranges given.")
    assert "worth more to us" in text(answer, "deters-public-attribution")
    assert text(answer, "deters-expulsion").startswith("“expulsion of staff” deters nowhere")
    assert [(row[0].id, row[2]) for row in answer.table("deterrence").rows] == [("public-attribution", 1.0), ("expulsion", 0.0)]
    assert [figure.id for figure in answer.figures] == ["beliefs"]


@pytest.mark.parametrize("question", [MAY, NORM, COST])
def test_what_is_not_there_says_what_to_add(question: str) -> None:
    with pytest.raises(NotAvailable, match=r"legation template incidents/NAME\.response\.toml"):
        ask(question, case(response=""))
    with pytest.raises(NotAvailable, match="ask at a later date"):
        ask(question, case(as_of="2018-01-31"))
    with pytest.raises(WrongUse, match="tax"):
        ask(question, case(), model="taxes")
    with pytest.raises(DossierError):
        ask(question, case(response=RESPONSE + "\n[[element]]\n"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", [MAY, NORM, COST])
@pytest.mark.parametrize("response", [RESPONSE, '[response]\ntitle = "T"\nwho = "international_org"\n[[element]]\nid = "k.team"'])
def test_every_sentence_is_whole(lang, question: str, response: str) -> None:
    answer = ask(question, case(as_of="2025-01-01", response=response))
    whole = json.dumps(answer.to_json(lang), allow_nan=False, ensure_ascii=False)
    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", whole)
    cells = [
        table.cell(row, column, lang) for table in answer.tables for row in range(len(table.rows)) for column in range(len(table.columns))
    ]
    assert not any(re.search(r"\[[a-z-]+\.[a-z.-]+\]", cell) for cell in cells)
    assert ask(question, case(as_of="2025-01-01", response=response)).to_json(lang) == answer.to_json(lang)


def test_every_word_of_the_methods_is_known_in_both_languages() -> None:
    assert tuple(one.id for one in measures()) == MEASURES
    assert tuple(conditions()) == CONDITIONS
    assert WHO == KINDS
    sources = {source for one in (*measures(), *conditions().values(), *regimes().values(), *norms()) for source in one.source}
    said = [measure(name) for name in MEASURES] + [condition(name) for name in CONDITIONS] + [bearer(name) for name in BEARS]
    said += [kind_of(name) for name in WHO] + [severity(number) for number in range(11)] + [law([source]) for source in sources]
    said += [Message(f"{MAY}.criterion.{name}") for name in CRITERIA] + [Message(f"{MAY}.ground.{name}") for name in GROUNDS]
    said += [Message(f"{MAY}.family.{one.id}") for one in families()] + [Message(f"{MAY}.needs.{one.attribution}") for one in families()]
    said += [Message(f"{COST}.short.{one.id}") for one in victim_facts()]
    said += [Message(f"{NORM}.element.{element}") for norm in norms() for element in norm.elements]
    for lang in LANGUAGES:
        assert [one for one in said if say(one, lang).startswith("[")] == []


def test_who_was_heard_and_what_was_done_is_drawn_where_a_matter_is_named() -> None:
    dossier = load(Path(__file__).parents[3] / "examples/notpetya-2017")
    drawn = ask(MAY, Case(dossier=dossier, today=dt.date(2026, 11, 26)), as_of="2020-12-01").figures

    assert [figure.id for figure in drawn] == ["ladder", "answers"]
    assert "“NotPetya, 2017”" in say(drawn[1].title, "en")
    assert "une frise de 16 entrées" in say(drawn[1].alt, "fr")
    words = [datum["text"] for layer in drawn[1].specification("en")["layer"] for datum in layer["data"]["values"] if "text" in datum]
    assert any("+" in "".join(word) for word in words)
    assert [figure.id for figure in ask(MAY, case()).figures] == ["ladder"]
