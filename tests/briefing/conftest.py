"""The papers of the examples, made once by the command as a desk makes them.

Files that ask for them stand in ``SHARED`` of ``tests/conftest.py``, so that one worker makes them for all.
"""

from __future__ import annotations

import contextlib
import functools
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from legation.cli import main
from legation.language import LANGUAGES

EXAMPLES = Path(__file__).parents[2] / "examples"
NAME = "notpetya-2017"
"""The smallest example that has a vote ahead, and so every kind of paper and every block of one."""


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with note, annex and book of an example in both languages and every form; ``printed`` holds what the command said."""
    out = tmp_path_factory.mktemp("briefs")
    said = io.StringIO()
    words = [word for lang in LANGUAGES for word in ("--lang", lang)]
    with contextlib.redirect_stdout(said):
        assert main(["brief", str(EXAMPLES / NAME), *words, "--book", "--out", str(out), "--formats", "html,pdf,docx,json,csv"]) == 0
    (out / "printed").write_text(said.getvalue(), "utf-8")
    return out


@pytest.fixture(scope="session")
def papers(briefs: Path) -> Path:
    """Return the same folder with a tally sheet and one démarche kit as HTML beside the briefs."""
    example = str(EXAMPLES / NAME)
    rest = [*(word for lang in LANGUAGES for word in ("--lang", lang)), "--out", str(briefs), "--formats", "html"]
    assert main(["tally", example, *rest]) == 0
    assert main(["tally", example, "--form", "room", *rest]) == 0
    assert main(["kit", example, "--actor", "FRA", *rest]) == 0
    return briefs


@pytest.fixture(scope="session")
def pages_of(pdftotext: str) -> Callable[[Path], tuple[str, ...]]:
    """Return a function that gives the text of each page of a PDF, read once by a program that is not ours."""

    @functools.cache
    def read(path: Path) -> tuple[str, ...]:
        words = [pdftotext, "-raw", "-enc", "UTF-8", str(path), "-"]  # raw: a hyphen at the end of a line is kept
        text = subprocess.run(words, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")
        return tuple(text.removesuffix("\f").split("\f"))

    return read
