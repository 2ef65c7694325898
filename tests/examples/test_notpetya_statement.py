"""The statement part of the NotPetya dossier: each fact has its source there, failings are printed, nobody is named before a gate is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.briefing.papers.statement import statement_draft
from legation.dossier import Dossier, load
from legation.dossier.models.statement import STATEMENT
from legation.language import LANGUAGES, Lang, say
from legation.questions import Case, ask
from legation.sources.imports.merge import model_faults

FOLDER = Path(__file__).parents[2] / "examples" / "notpetya-2017"
PART = "incidents/notpetya.statement.toml"
ACCUSED = ("Russia", "Russie", "GRU", "Moscow", "Moscou")


@pytest.fixture(scope="module")
def notpetya() -> Dossier:
    return load(FOLDER)


def test_every_fact_has_its_source_and_both_languages(notpetya: Dossier) -> None:
    model = STATEMENT.read(notpetya.files[PART], PART)
    rows = (*model.claims, *model.failings, *model.harms, *model.withdrawn, *model.answers)

    assert [one.part for one in model_faults(notpetya) if one.part == PART] == []
    assert all(one.evidence and one.text.en and one.text.fr for one in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tier", ["public", "national"])
def test_nobody_is_named_on_the_eve(notpetya: Dossier, lang: Lang, tier: str) -> None:
    frozen = notpetya.info.as_of
    assert frozen is not None
    draft = statement_draft(Case(dossier=notpetya, today=frozen.last).at(frozen.last), tier=tier).text(lang)

    assert not any(word in draft for word in ACCUSED)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_failed_is_printed_and_what_is_not_known_is_said(notpetya: Dossier, lang: Lang) -> None:
    answer = ask("what-do-we-say", notpetya)
    told = {one.id: say(one.message, lang) for one in answer.findings}

    assert {"failing-warned", "failing-old-server", "failing-fix-was-there", "harm-hospitals", "notice-1"} <= told.keys()
    assert ("not recorded" if lang == "en" else "non consignées") in told["notice-1"]


def test_insurers_are_asked_about_once_they_refused(notpetya: Dossier) -> None:
    later = ask("what-do-we-say", notpetya, as_of="2024-02-01").table("hostile").rows
    (answered,) = (say(row[2], "en") for row in later if row[0] == "insurers")

    assert "Merck" in answered


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_message_that_the_victim_is_not_the_matter_is_withheld(notpetya: Dossier, lang: Lang) -> None:
    answer = ask("what-do-we-say", notpetya)
    (why,) = (say(one.message, lang) for one in answer.findings if one.id.startswith("withheld"))

    assert "to-denmark" in why
    assert all(word in why for word in ("The Financial Express", "Computing", "Microsoft"))
    assert not any(word in why for word in ACCUSED)
