"""The deal on ICANN's accountability as an example: what it says on a day, and what is ours in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legation.dossier import load
from legation.dossier.models.negotiation import NEGOTIATION
from legation.language import LANGUAGES, say
from legation.questions import Case, ask
from legation.sources.imports.merge import model_faults

FOLDER = Path(__file__).parents[2] / "examples" / "iana-transition-2014"
PART = "negotiations/accountability-2015.toml"


@pytest.fixture(scope="module")
def case() -> Case:
    return Case(dossier=load(FOLDER).cleared("TLP:RED", "desk"), today=dt.date(2026, 11, 26))


def test_every_number_is_signed_as_a_judgement(case: Case) -> None:
    model = NEGOTIATION.read(case.dossier.files[PART], PART)

    assert not list(model_faults(case.dossier))
    assert model.illustration
    assert all("own-points" in row.evidence and row.confidence == "low" and row.basis == "expert" for row in (*model.worths, *model.floors))
    assert all(one.evidence for one in (*model.offers, *model.agreed))
    assert "mandate.toml" not in [path.name for path in FOLDER.iterdir()]


def test_the_outcome_is_hidden_before_its_day_unless_asked_for(case: Case) -> None:
    early = ask("which-trade", case, as_of="2015-12-15", draws=0)
    asked_for = ask("which-trade", case, as_of="2015-12-15", draws=0, reveal="yes")

    assert "agreed" not in {one.id for one in early.findings}
    assert "agreed" in {one.id for one in asked_for.findings}
    assert "agreed" in {one.id for one in ask("which-trade", case, draws=0).findings}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_offers_that_were_public_by_then_are_seen(case: Case, lang) -> None:
    answer = ask("which-trade", case, as_of="2015-08-31", draws=0)
    offers = [one for one in answer.findings if one.id.startswith("offer:")]

    assert [one.id for one in offers] == ["offer:draft-2"]
    assert "2015" in say(offers[0].message, lang)
