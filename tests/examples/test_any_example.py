"""What holds of each example: it is whole, every row has a source, and nothing in it is ours alone to know."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legation.dossier import TABLES, Dossier, Wording, encode, examine, load, read_parts

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = (
    "un-ict-2018",
    "death-penalty-moratorium",
    "iana-transition-2014",
    "notpetya-2017",
    "firm-hit-2017",
    "brexit-consensus-2017",
    "mission-site-2024",
    "general-debate-2013",
    "cable-statement-2026",
    "cable-round-2024",
    "consular-drill-2026",
    "wsis20-2025",
)
SIZE_LIMIT = 2_500_000
SOURCELESS = {"evidence", "votes"}


@pytest.fixture(scope="module", params=NAMES)
def folder(request: pytest.FixtureRequest) -> Path:
    return EXAMPLES / str(request.param)


@pytest.fixture(scope="module")
def dossier(folder: Path) -> Dossier:
    return load(folder)


def rows(dossier: Dossier) -> Iterator[tuple[str, Any]]:
    for name in TABLES:
        if name not in SOURCELESS:
            yield from ((name, row) for row in dossier.rows(name))


def wordings(record: Any) -> Iterator[Wording]:
    yield from (value for f in dataclasses.fields(record) if isinstance(value := getattr(record, f.name), Wording) and value)


def test_no_fault_and_no_notice(folder: Path) -> None:
    assert examine(folder) == ()


def test_the_files_are_in_the_standard_form(folder: Path, dossier: Dossier) -> None:
    """Saving what was loaded changes no byte."""
    assert encode(dossier) == read_parts(folder)


def test_every_row_has_a_source(dossier: Dossier) -> None:
    assert [(name, row.id) for name, row in rows(dossier) if not row.evidence] == []


def test_every_row_is_signed_and_dated(dossier: Dossier) -> None:
    unsigned = [
        (name, row.id) for name, row in (*rows(dossier), *(("evidence", e) for e in dossier.evidence)) if not (row.author and row.recorded)
    ]
    assert unsigned == []


def test_every_source_can_be_looked_up_or_is_ours(dossier: Dossier) -> None:
    """A source names who published it and has an address, or is said to be our own judgement or to stand without one, with the reason."""
    vague = [e.id for e in dossier.evidence if not (e.publisher and e.origin and (e.url or e.kind == "own_judgement" or e.reason))]
    assert vague == []


def test_at_its_date_every_visible_row_has_a_source_known_then(dossier: Dossier) -> None:
    assert dossier.info.as_of is not None
    then = dossier.as_of(dossier.info.as_of)
    assert [(name, row.id or TABLES[name].identity(row)) for name, row in rows(then) if not row.evidence] == []


def test_every_vote_is_in_a_roll_call_with_a_source(dossier: Dossier) -> None:
    sourced = {r.id for r in dossier.rollcalls if r.evidence}
    assert set(dossier.votes.rollcalls) <= sourced


def test_no_mandate_and_no_private_talk(folder: Path, dossier: Dossier) -> None:
    assert dossier.mandate is None
    assert not (folder / "mandate.toml").exists()
    made_up = {row.id for row in dossier.actors if "made" in row.evidence}
    had = [
        row for row in dossier.engagements if not row.is_unanswered and row.actor not in made_up
    ]  # a plan of an invented desk is no talk
    assert {str(row.by) for row in had} <= {"Public record"}


def test_titles_and_summary_in_both_languages(dossier: Dossier) -> None:
    info = dossier.info
    assert all((info.title.en, info.title.fr, info.summary.en, info.summary.fr))
    assert info.brief["question_en"]
    assert info.brief["question_fr"]


def test_what_we_word_is_in_both_languages(dossier: Dossier) -> None:
    """Titles of resolutions and names of organisations may stand as they are; all else has French and English."""
    told = ("issues", "interests", "objectives", "activities", "indicators", "assumptions", "messages", "processes")
    halves = [(name, row.id) for name in told for row in dossier.rows(name) for w in wordings(row) if not (w.fr and w.en)]
    assert halves == []


def test_nothing_is_foretold(dossier: Dossier) -> None:
    foretold = re.compile(r"\bwill\b", re.IGNORECASE)
    assert [row.id for _, row in rows(dossier) for w in wordings(row) if foretold.search(w.in_language("en"))] == []


def test_readme_in_both_languages(folder: Path) -> None:
    for name in ("README.md", "README.fr.md"):
        assert len((folder / name).read_text("utf-8")) > 1_000


def test_small_enough_to_read(folder: Path) -> None:
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < SIZE_LIMIT
