"""The model of futures of the dossier on the IANA functions: whole, sourced, solved as by definition, and told in the README as it is."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from legation.dossier import Dossier, Wording, load
from legation.dossier.models.scenario import SCENARIO, ScenarioModel
from legation.methods.scenario import Consistent, CrossImpactMatrix, consistent, minimax_regret, surely_consistent, survival

FOLDER = Path(__file__).parents[2] / "examples" / "iana-transition-2014"
PART = "scenarios/internet-governance.toml"
SEEN_FROM = dt.date(2014, 12, 31)


@pytest.fixture(scope="module")
def iana() -> Dossier:
    return load(FOLDER)


@pytest.fixture(scope="module")
def model(iana: Dossier) -> ScenarioModel:
    return SCENARIO.read(iana.files[PART], PART)


@pytest.fixture(scope="module")
def matrix(model: ScenarioModel) -> CrossImpactMatrix:
    return model.matrix()


@pytest.fixture(scope="module")
def futures(model: ScenarioModel, matrix: CrossImpactMatrix) -> Consistent:
    return consistent(matrix, constraints=model.constraints())


def holding(model: ScenarioModel, futures: Consistent, descriptor: str, variant: str) -> int:
    """Count the futures with a variant."""
    at, k = model.at((descriptor, variant))
    return int((futures.scenarios[:, at] == k).sum())


def test_it_is_an_illustration_and_says_so(model: ScenarioModel) -> None:
    assert model.illustration
    assert "Ours, and no forecast" in model.note.in_language("en")
    assert "n’est pas une prévision" in model.note.in_language("fr")
    assert str(model.known_on) == str(SEEN_FROM)
    assert model.horizon == "2025"


def test_descriptors_and_plans(model: ScenarioModel) -> None:
    assert len(model.descriptors) >= 8
    assert all(2 <= len(d.variants) <= 4 for d in model.descriptors)
    assert 4 <= len(model.plans) <= 6
    assert all(plan.needs and plan.worth and plan.costs.en and plan.costs.fr and plan.review_by for plan in model.plans)


def test_everything_is_worded_in_both_languages_and_nothing_foretold(model: ScenarioModel) -> None:
    variants = [v for d in model.descriptors for v in d.variants]
    needed: list[Wording] = [model.title, model.question, model.note]
    needed += [w for d in model.descriptors for w in (d.name, d.note)]
    needed += [v.name for v in variants] + [post.note for v in variants for post in v.signposts]
    needed += [judgement.reason for judgement in model.judgements]
    needed += [w for plan in model.plans for w in (plan.name, plan.note)]

    assert [w for w in needed if not (w.en and w.fr)] == []
    assert [w.en for w in needed if re.search(r"\bwill\b", w.en, re.IGNORECASE)] == []


def test_each_judgement_has_a_public_source_of_its_time(iana: Dossier, model: ScenarioModel) -> None:
    rows = {e.id: e for e in iana.evidence}

    assert all(judgement.evidence and judgement.confidence for judgement in model.judgements)
    for judgement in model.judgements:
        for source in (rows[one] for one in judgement.evidence):
            known = source.known_on or source.date
            assert source.kind != "own_judgement"
            assert source.publisher
            assert source.url
            assert known is not None
            assert known.by(SEEN_FROM), source.id


def test_one_reason_for_one_variant_on_one_descriptor(model: ScenarioModel) -> None:
    """So that a reason can be doubted by itself."""
    for judgement in model.judgements:
        assert len({effect.source for effect in judgement.effects}) == 1
        assert len({effect.target[0] for effect in judgement.effects}) == 1
        assert all(-3 <= effect.value <= 3 for effect in judgement.effects)
        assert all((effect.low is not None) == (judgement.confidence == 2) for effect in judgement.effects)


def test_what_it_names_is_in_the_dossier(iana: Dossier, model: ScenarioModel) -> None:
    assert set(model.cited()) <= {e.id for e in iana.evidence}
    known = {row.id: row.known_on for row in (*iana.objectives, *iana.activities)}
    for plan in model.plans:
        since = plan.known_on or model.known_on
        days = [known[named] for named in (*plan.objectives, *plan.activities)]
        assert since is not None
        assert all(day is not None and day.by(since.last) for day in days), plan.id
    assert sum(bool(plan.objectives or plan.activities) for plan in model.plans) >= 4


def test_a_day_hides_what_was_not_known(iana: Dossier, model: ScenarioModel) -> None:
    part = model.part
    assert part not in iana.as_of(dt.date(2014, 12, 30)).files
    early = SCENARIO.read(iana.as_of(SEEN_FROM).files[part], part)
    assert len(early.plans) == len(model.plans) - 3
    assert early.judgements == model.judgements
    posts = {post.evidence for d in model.descriptors for v in d.variants for post in v.signposts}
    then, after = ({e.id for e in iana.as_of(day).evidence} for day in ("2016-09-29", "2016-10-01"))
    assert posts - then == {"isoc-end"}
    assert posts <= after


def test_signposts_point_both_ways(model: ScenarioModel) -> None:
    posts = [post for d in model.descriptors for v in d.variants for post in v.signposts]

    assert {post.says for post in posts} == {"for", "against"}
    assert all(any(v.signposts for v in d.variants) for d in model.descriptors)


def test_the_futures_are_those_of_the_definition(matrix: CrossImpactMatrix, futures: Consistent) -> None:
    """Every combination is tried: each variant's score is not below that of any other of its descriptor."""
    every = np.array(list(itertools.product(*map(range, matrix.sizes))))
    offsets = np.concatenate(([0], np.cumsum(matrix.sizes)))
    scores = sum(matrix.judgements[offsets[d] + every[:, d]] for d in range(len(matrix.sizes)))
    holds = np.ones(len(every), bool)
    for d in range(len(matrix.sizes)):
        block = scores[:, offsets[d] : offsets[d + 1]]
        holds &= block[np.arange(len(every)), every[:, d]] == block.max(axis=1)

    assert futures.complete
    assert 2 <= futures.count <= 12
    assert every[holds].tolist() == futures.scenarios.tolist()


def test_the_readme_tells_what_the_model_gives(model: ScenarioModel, matrix: CrossImpactMatrix, futures: Consistent) -> None:
    intervals, payoff = model.intervals(), model.payoff(futures.scenarios)
    assert intervals is not None
    assert payoff is not None
    sure = len(surely_consistent(matrix, *intervals).scenarios)
    lasts = survival(matrix, futures.scenarios, model.needs())
    count = dict(zip(lasts.activities, lasts.count, strict=True))
    regret = minimax_regret(payoff)
    assert [model.plans[i].id for i in regret.best] == ["one-root"]
    assert holding(model, futures, "us-policy", "hands-over") == holding(model, futures, "stewardship", "community")
    assert holding(model, futures, "network", "split") == holding(model, futures, "stewardship", "intergovernmental") == 0
    everything = int(np.prod(matrix.sizes))
    over, back = (holding(model, futures, "us-policy", v) for v in ("hands-over", "holds-back"))
    borders, least = holding(model, futures, "network", "bordered"), regret.largest.min()

    english = " ".join((FOLDER / "README.md").read_text("utf-8").split())
    assert f"{len(model.descriptors)} descriptors with {sum(matrix.sizes)} variants, and {len(model.judgements)} judgements" in english
    assert f"Of {everything:,} combinations exactly {futures.count} are consistent." in english
    assert f"In {over} of them the United States hands over its role" in english
    assert f"in the other {back} Congress prevents this. In {borders} there is one root with many borders" in english
    assert f"any value in their ranges, {sure} combinations remain consistent" in english
    assert f"has what it needs in {count['one-root']}, a defence of the Forum in {count['open-forum']}" in english
    assert f"plan on time in {count['on-time']}, a common voice in {count['many-kinds']}" in english
    assert f"São Paulo in {count['second-sao-paulo']}, the fallback of a longer contract in {count['longer-contract']}." in english
    assert f"smallest maximum regret, {least:g}." in english

    grouped = f"{everything:,}".replace(",", " ")
    french = " ".join((FOLDER / "README.fr.md").read_text("utf-8").split())
    assert f"{len(model.descriptors)} facteurs et {sum(matrix.sizes)} " in french
    assert f", {len(model.judgements)} jugements, chacun avec" in french
    assert f"Sur {grouped} " in french
    assert f", exactement {futures.count} sont cohérentes." in french
    assert f"Dans {over} d’entre elles, les États-Unis transmettent leur rôle" in french
    assert f"dans les {back} autres, le Congrès l’empêche. Dans {borders}, il y a une seule racine" in french
    assert f"toute valeur de leurs fourchettes, {sure} combinaisons restent cohérentes" in french
    assert f"ce qu’il lui faut dans {count['one-root']}, une défense du Forum dans {count['open-forum']}" in french
    assert f"à temps dans {count['on-time']}, une voix commune dans {count['many-kinds']}" in french
    assert f"São Paulo dans {count['second-sao-paulo']}, le repli d’un contrat plus long dans {count['longer-contract']}." in french
    assert f"plus faible regret maximal, {least:g}." in french
