"""How sure are we: the numbers by hand, repetition and bad sources that make nobody certain, three questions kept apart, who sees what."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions.assessment_dossier import BARE, MODEL, case, dossier, item

from legation.dossier import decode
from legation.dossier.models.assessment import ASSESSMENT
from legation.errors import DossierError, NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Case, ask
from legation.questions.incident.attribution.weights import counting_claims, weigh

QUESTION = "how-sure-are-we"
PART = "incidents/intrusion.assessment.toml"


def text(answer, finding: str, lang: str = "en") -> str:
    return say(answer.finding(finding).message, lang)


def chances(answer) -> dict[str, float]:
    return {row[0].id: row[4] for row in answer.table("chances").rows}


def test_the_chances_are_those_of_bayes() -> None:
    weight = {"alpha": 0.25 * 4 * 3, "beta": 0.25, "planted": 0.1 * 4, "nobody": 0.4}
    total = sum(weight.values())
    found = chances(ask(QUESTION, case()))

    assert found == pytest.approx({name: value / total for name, value in weight.items()})
    assert sum(found.values()) == pytest.approx(1)


def test_what_is_known_later_is_not_counted() -> None:
    then, later = ask(QUESTION, case()), ask(QUESTION, case("2019-02-01"))

    assert chances(then)["beta"] < 0.1 < 0.8 < chances(later)["beta"]


def test_word_and_confidence_stand_in_two_sentences() -> None:
    answer = ask(QUESTION, case())

    assert text(answer, "first-first").startswith("The assessment of the desk, with the prior of first analyst, gives “Alpha” 74%")
    assert text(answer, "first-first").endswith("before the evidence): likely.")
    assert text(answer, "confidence") == "The confidence of the desk in the basis is low: one vendor."
    for lang in LANGUAGES:
        assert not [s for s in answer.sentences(lang) if re.search("confidence|confiance", s) and re.search("likely|probable", s)]


def test_an_unlisted_actor_and_planted_marks_are_always_told() -> None:
    ids = {finding.id for finding in ask(QUESTION, case()).findings}

    assert {"kept-nobody", "kept-planted"} <= ids


def test_the_answer_without_an_item() -> None:
    answer = ask(QUESTION, case())
    left = {row[0].id: row[4] for row in answer.table("without").rows}

    assert left["code"] == pytest.approx(0.75 / (0.75 + 0.25 + 0.1 + 0.4))
    assert "no longer likely, but roughly even chance" in text(answer, "without-code")


def test_group_sponsor_and_responsibility_are_three_answers() -> None:
    answer = ask(QUESTION, case())
    sponsor = {str(row[1]): row[2] for row in answer.table("sponsors").rows}

    assert sponsor["DEU"] == pytest.approx(chances(answer)["alpha"] / 2)
    assert sum(sponsor.values()) == pytest.approx(1)
    assert text(answer, "sponsor-DEU").startswith("As a hypothesis of the desk")
    assert "the checklist of the court answers organ of the State as met" in text(answer, "responsible-DEU")
    assert "%" not in text(answer, "responsible-DEU")


def test_a_state_is_named_only_with_a_holder() -> None:
    answer = ask(QUESTION, case())

    for sentence in answer.sentences("en"):
        assert "DEU" not in sentence or "the desk" in sentence or "the court" in sentence


def test_past_judgements_are_scored() -> None:
    answer = ask(QUESTION, case())
    before = ask(QUESTION, case("2018-02-15", MODEL.replace('resolved_on = "2018-01-01"', 'resolved_on = "2018-02-20"')))

    assert "Log loss 0.36, Brier score 0.14" in text(answer, "ledger")
    assert text(before, "ledger") == "1 past judgement stands in the file, and is not resolved."


def test_calibration_that_was_not_measured_is_missing() -> None:
    assert text(ask(QUESTION, case()), "calibration").startswith("No measured calibration")


def test_one_claim_stated_twenty_times_is_one_claim() -> None:
    once = chances(ask(QUESTION, case(model=BARE + item("a", "It is Alpha."))))
    often = ask(QUESTION, case(model=BARE + "".join(item(f"a{k}", "It is Alpha.") for k in range(20))))

    assert chances(often) == pytest.approx(once)
    assert any("19 items repeat a claim" in say(one, "en") for one in often.caveats)


def test_twenty_claims_of_one_origin_never_make_certain() -> None:
    answer = ask(QUESTION, case(model=BARE + "".join(item(f"a{k}", f"Mark {k}.", ("e1", "e2")[k % 2]) for k in range(20))))
    least = 0.25 * 4 ** (1 / 0.33)

    assert chances(answer)["alpha"] < least / (least + 0.25 + 0.4)
    assert any("one origin or report, Vendor" in say(one, "en") for one in answer.caveats)


def test_the_same_claim_of_many_origins_says_no_more_than_its_ratio() -> None:
    rows = "".join(item(f"a{k}", "It is Alpha.", more=f'origin = "o{k}"\nreliability = "C"\ncredibility = 3') for k in range(20))
    one = ask(QUESTION, case(model=BARE + item("a", "It is Alpha.", more='reliability = "C"\ncredibility = 3')))
    many = ask(QUESTION, case(model=BARE + rows))
    sure = ask(QUESTION, case(model=BARE + item("a", "It is Alpha.")))

    assert chances(one)["alpha"] < chances(many)["alpha"] < chances(sure)["alpha"]


def test_evidence_that_nobody_graded_counts_a_quarter_and_says_so() -> None:
    answer = ask(QUESTION, case(model=BARE + item("a", "It is Alpha.", "e5")))
    ratio = 0.25 * 4 + 0.75

    assert chances(answer)["alpha"] == pytest.approx(0.25 * ratio / (0.25 * ratio + 0.25 + 0.1 * ratio + 0.4))
    assert any("Nobody graded" in say(one, "en") for one in answer.caveats)


def test_no_item_leaves_the_prior_and_says_so() -> None:
    answer = ask(QUESTION, case(model=BARE))

    assert chances(answer) == pytest.approx({"alpha": 0.25, "beta": 0.25, "planted": 0.1, "nobody": 0.4})
    assert any("No item counts" in say(one, "en") for one in answer.caveats)


def test_what_was_not_seen_counts_only_where_it_would_have_been() -> None:
    blind = ask(QUESTION, case(model=BARE + item("a", "No ransom.", more="absent = true")))
    seen = ask(QUESTION, case(model=BARE + item("a", "No ransom.", more="absent = true\nvisible = true")))

    assert chances(blind)["alpha"] == pytest.approx(0.25)
    assert chances(seen)["alpha"] > 0.4
    assert any("1 absence does not count" in say(one, "en") for one in blind.caveats)


def test_items_that_contradict_each_other_are_told() -> None:
    other = item("b", "It is Beta.", "e3").replace("alpha = 4", "beta = 4")
    answer = ask(QUESTION, case(model=BARE + item("a", "It is Alpha.") + other))

    assert any("“It is Alpha” points to “Alpha”" in say(one, "en") for one in answer.caveats)


def test_a_range_in_the_prior_widens_the_interval() -> None:
    point = ask(QUESTION, case(model=BARE))
    wide = ask(QUESTION, case(model=BARE.replace("alpha = 0.25,", "alpha = [0.1, 0.25, 0.5],")))
    ends = [{row[0].id: row[5:7] for row in answer.table("chances").rows}["alpha"] for answer in (point, wide)]

    assert ends[0] == pytest.approx((0.25, 0.25))
    assert ends[1][0] < 0.2 < 0.3 < ends[1][1]


def test_a_reader_below_the_marking_sees_neither_the_item_nor_its_weight() -> None:
    whole = dossier()
    seen = whole.cleared("TLP:CLEAR")
    without = dossier(MODEL.replace(MODEL[MODEL.index('[[item]]\nid = "key"') : MODEL.index('[[item]]\nid = "court"')], ""))
    told = ask(QUESTION, seen, as_of="2018-03-01").to_json("en")

    assert "key was" not in json.dumps(told)
    assert chances(ask(QUESTION, seen, as_of="2018-03-01")) == chances(ask(QUESTION, without, as_of="2018-03-01"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_can_be_told_whole(lang) -> None:
    answer = ask(QUESTION, case())

    assert [figure.id for figure in answer.figures] == ["posterior", "waterfall"]
    for figure in answer.figures:
        assert figure.specification(lang)
    assert "[" not in " ".join(answer.sentences(lang)).replace("[[", "")


def test_the_same_seed_gives_the_same_answer() -> None:
    assert ask(QUESTION, case(), seed=3).to_json() == ask(QUESTION, case(), seed=3).to_json()


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(NotAvailable, match="holds no assessment"):
        ask(QUESTION, case("2018-02-01"))
    with pytest.raises(WrongUse, match="No assessment is called"):
        ask(QUESTION, case(), model="other")
    with pytest.raises(NotAvailable, match="does not hold it"):
        observed = '\n[[observed]]\nreport = "r"\nevidence = ["e1"]\ntechniques = ["T1"]\n'
        ask(QUESTION, case(model=MODEL.replace("[assessment]", '[assessment]\nknowledge = "files/a.json"') + observed))
    with pytest.raises(DossierError):
        ask(QUESTION, case(model=MODEL.replace("alpha = 0.25", "alpha = 0.5")))


ITEMS = st.lists(
    st.tuples(st.sampled_from(["It is Alpha.", "A mark.", "A key."]), st.sampled_from(["e1", "e2", "e3", "e5"]), st.booleans()), max_size=8
)


@given(ITEMS, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_nothing_is_certain(rows, random) -> None:
    texts = [item(f"i{k}", claim, evidence, f"costly = {str(costly).lower()}") for k, (claim, evidence, costly) in enumerate(rows)]
    held = case().dossier
    sources = {row.id: row for row in held.evidence}
    first = ASSESSMENT.read((BARE + "".join(texts)).encode(), PART)
    random.shuffle(texts)
    second = ASSESSMENT.read((BARE + "".join(texts)).encode(), PART)
    one, other = (weigh(model, sources, seed=0).by_analyst["first"].probability["first"] for model in (first, second))

    assert one == pytest.approx(other)
    assert max(one.values()) < 0.999
    assert len(counting_claims(first, sources)) == len({claim for claim, _, _ in rows})


def test_an_empty_dossier_has_no_answer() -> None:
    with pytest.raises(NotAvailable):
        ask(QUESTION, Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=case().today))
