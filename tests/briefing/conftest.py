"""The papers of the examples, made once by the command as a desk makes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from legation.cli import main
from legation.language import LANGUAGES

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("un-ict-2018", "death-penalty-moratorium", "iana-transition-2014")


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the brief of every example in both languages and every form."""
    out = tmp_path_factory.mktemp("briefs")
    for name in NAMES:
        words = [word for lang in LANGUAGES for word in ("--lang", lang)]
        assert main(["brief", str(EXAMPLES / name), *words, "--out", str(out), "--formats", "html,pdf,docx,json"]) == 0
    return out


@pytest.fixture(scope="session")
def papers(briefs: Path) -> Path:
    """Return the same folder with the flagship's tally sheet and one démarche kit as HTML beside its brief."""
    flagship = str(EXAMPLES / NAMES[0])
    for lang in LANGUAGES:
        assert main(["tally", flagship, "--lang", lang, "--out", str(briefs), "--formats", "html"]) == 0
        assert main(["kit", flagship, "--actor", "BRA", "--lang", lang, "--out", str(briefs), "--formats", "html"]) == 0
    return briefs
