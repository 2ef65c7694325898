"""The papers of the examples, made once by the command as a desk makes them.

Files that ask for them stand in ``SHARED`` of ``tests/conftest.py``, so that one worker makes them for all.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from legation.cli import main
from legation.language import LANGUAGES

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("un-ict-2018", "death-penalty-moratorium", "iana-transition-2014")


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the brief of every example in both languages and every form; ``printed`` holds what the command said."""
    out = tmp_path_factory.mktemp("briefs")
    said = io.StringIO()
    for name in NAMES:
        words = [word for lang in LANGUAGES for word in ("--lang", lang)]
        with contextlib.redirect_stdout(said):
            assert main(["brief", str(EXAMPLES / name), *words, "--out", str(out), "--formats", "html,pdf,docx,json,csv"]) == 0
    (out / "printed").write_text(said.getvalue(), "utf-8")
    return out


@pytest.fixture(scope="session")
def papers(briefs: Path) -> Path:
    """Return the same folder with the flagship's tally sheet and one démarche kit as HTML beside its brief."""
    flagship = str(EXAMPLES / NAMES[0])
    for lang in LANGUAGES:
        assert main(["tally", flagship, "--lang", lang, "--out", str(briefs), "--formats", "html"]) == 0
        assert main(["kit", flagship, "--actor", "BRA", "--lang", lang, "--out", str(briefs), "--formats", "html"]) == 0
    return briefs
