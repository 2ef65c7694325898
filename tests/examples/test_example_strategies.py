"""The strategies of the examples: each claim has a holder, each assumption its variants, and a day hides what was not known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legation.dossier import Dossier, load
from legation.dossier.models.scenario import SCENARIO, ScenarioModel
from legation.methods.scenario import consistent, regret_ranges

EXAMPLES = Path(__file__).parents[2] / "examples"
ROWS = ("posture", "threats", "deterrents", "signposts", "challenges")
MODELS = {"iana-transition-2014": "internet-governance", "wsis20-2025": "igf-2030"}
RULED_OUT = {"iana-transition-2014": "second-sao-paulo", "wsis20-2025": "regular-budget"}
COUNTS = {"iana-transition-2014": (6, 5, 4, 2, 3), "wsis20-2025": (4, 4, 2, 2, 2)}


@pytest.fixture(scope="module", params=sorted(MODELS))
def dossier(request: pytest.FixtureRequest) -> Dossier:
    return load(EXAMPLES / str(request.param))


@pytest.fixture(scope="module")
def model(dossier: Dossier) -> ScenarioModel:
    part = f"scenarios/{MODELS[dossier.info.id]}.toml"
    return SCENARIO.read(dossier.files[part], part)


def test_the_rows_of_a_strategy_are_there(dossier: Dossier) -> None:
    assert tuple(len(dossier.rows(name)) for name in ROWS) == COUNTS[dossier.info.id]


def test_each_claim_has_a_holder_and_ours_rest_on_our_own_judgement(dossier: Dossier) -> None:
    """What others say has their own source; what rests on our judgement alone is signed by us."""
    judgements = {e.id for e in dossier.evidence if e.kind == "own_judgement"}

    assert all(row.holder for row in dossier.threats)
    for row in dossier.threats:
        assert (row.holder == "Legation example authors") == (set(row.evidence) <= judgements), row.id


def test_what_is_left_open_is_what_the_readme_says(dossier: Dossier) -> None:
    kinds = {row.kind for row in dossier.threats}

    assert "contractor" not in kinds
    assert [row.id for row in dossier.threats if not row.likelihood] == [row.id for row in dossier.threats if row.holder[:8] != "Legation"]
    assert [row.criterion for row in dossier.posture if row.level is None] != []


def test_assumptions_name_variants_of_the_model(dossier: Dossier, model: ScenarioModel) -> None:
    known = {f"{d.id}.{v.id}" for d in model.descriptors for v in d.variants}
    tied = [row for row in dossier.assumptions if row.variants]

    assert len(tied) >= 2
    assert {row.scenario for row in tied} == {MODELS[dossier.info.id]}
    assert {one.strip() for row in tied for one in row.variants.split(";")} <= known
    assert {row.plan for row in dossier.signposts if row.plan} <= {plan.id for plan in model.plans}


def test_the_readme_says_which_plan_is_ruled_out(dossier: Dossier, model: ScenarioModel) -> None:
    """And by which two numbers: the least that it has to regret, and the most that another has."""
    futures = consistent(model.matrix(), constraints=model.constraints()).scenarios
    worth = model.worth(futures)
    found = regret_ranges(worth.low, worth.high)
    (out,) = found.ruled_out

    assert model.plans[out].id == RULED_OUT[dossier.info.id]
    least, most = (f"{value:g}" for value in (found.least[out], found.largest.min()))
    english, french = (" ".join((EXAMPLES / dossier.info.id / name).read_text("utf-8").split()) for name in ("README.md", "README.fr.md"))
    assert f"at least {least} to regret" in english
    assert f"at most {most}" in english
    assert f"d’au moins {least.replace('.', ',')}" in french
    assert f"au plus {most}" in french and "regret maximal" in french


def test_each_signpost_starts_something_and_is_watched_by_what_is_there(dossier: Dossier) -> None:
    assert sorted(bool(row.monitor) for row in dossier.signposts) == [False, True]  # one of each
    for row in dossier.signposts:
        assert bool(row.question) != bool(row.monitor)
        assert row.starts and row.action and row.last_useful and row.threshold is not None
        assert not row.monitor or f"monitors/{row.monitor}.toml" in dossier.files


def test_objections_are_raised_by_role_and_one_is_answered(dossier: Dossier) -> None:
    assert all(row.role.fr and row.role.en and row.claim.fr and row.claim.en for row in dossier.challenges)
    assert {bool(row.answer) for row in dossier.challenges} == {True, False}
    assert {row.outcome for row in dossier.challenges if not row.answer} == {"open"}


def test_what_is_reviewed_has_a_day(dossier: Dossier) -> None:
    assert all(row.review_by for row in (*dossier.objectives, *dossier.assumptions))
    assert all(row.means for row in dossier.activities)


def test_nothing_of_the_strategy_was_known_before_its_day(dossier: Dossier) -> None:
    assert dossier.info.as_of is not None
    eve = dossier.as_of(dossier.info.as_of.last - dt.timedelta(days=1))
    then = dossier.as_of(dossier.info.as_of)

    assert [name for name in ("posture", "deterrents", "signposts", "challenges") if eve.rows(name)] == []
    assert [name for name in ROWS if not then.rows(name)] == []
