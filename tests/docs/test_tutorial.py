"""Every command of the tutorial and of the how-to pages runs and does what the page says.

A page and its twin in the other language have readers type the same, with other names. The tutorial runs in both languages; of the other
pages every second one in French, the others in English; with ``LEGATION_LONG=1`` each in both.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from docs.console import ROOT, run, steps

from legation.language import LANGUAGES

DOCS = ROOT / "docs"
NAMES = [
    path.relative_to(DOCS / "en").as_posix()
    for path in sorted((DOCS / "en").rglob("*.md"))
    if path.parent.name != "reference" and steps(path)
]
IN_BOTH = ("tutorial.md", "how-to/write-a-statement.md")
"""The second has one command more in English."""


def in_turn(number: int, name: str) -> tuple[str, ...]:
    """Return the languages in which a page is run."""
    return LANGUAGES if name in IN_BOTH or os.environ.get("LEGATION_LONG") else (LANGUAGES[number % 2],)


PAGES = [DOCS / lang / name for number, name in enumerate(NAMES) for lang in in_turn(number, name)]


def typed(page: Path) -> list[tuple[str, int]]:
    """Return what a page has its reader do, without names: the ending of a file, a command and its code."""
    found = []
    for step in steps(page):
        words = re.sub(r"^([A-Z_]+=\S+ )+", "", step.command).split()
        found.append((" ".join(words[: 2 if words[0] == "legation" else 1]) if words else Path(step.file).suffix, step.code))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_every_command_of_the_page_runs(page: Path, folder: Path) -> None:
    lang = page.relative_to(DOCS).parts[0]
    for step in steps(page):
        run(step, folder, lang)
    promised = re.findall(r"`((?:paper|papier|pilot|pilote)/[\w./-]+\.\w+)`", page.read_text("utf-8"))
    assert all((folder / name).is_file() for name in promised), promised


def test_what_runs_in_one_language_is_typed_alike_in_the_other() -> None:
    french = {
        path.relative_to(DOCS / "fr").as_posix() for path in (DOCS / "fr").rglob("*.md") if path.parent.name != "reference" and steps(path)
    }
    assert french == set(NAMES)
    for name in (name for name in NAMES if name not in IN_BOTH[1:]):
        assert typed(DOCS / "en" / name) == typed(DOCS / "fr" / name), name
    assert {*IN_BOTH} <= {*NAMES}


def test_the_tutorial_is_in_both_languages() -> None:
    english, french = (steps(DOCS / lang / "tutorial.md") for lang in ("en", "fr"))
    assert len(english) == len(french)
    assert any(step.command.startswith("legation tally") for step in english)
