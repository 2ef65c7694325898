"""Every command of the tutorial and of the how-to pages runs and does what the page says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from docs.console import ROOT, run, steps

DOCS = ROOT / "docs"
PAGES = [path for lang in ("en", "fr") for path in sorted((DOCS / lang).rglob("*.md")) if path.parent.name != "reference" and steps(path)]


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


def test_the_tutorial_is_in_both_languages() -> None:
    english, french = (steps(DOCS / lang / "tutorial.md") for lang in ("en", "fr"))
    assert len(english) == len(french)
    assert any(step.command.startswith("legation tally") for step in english)
