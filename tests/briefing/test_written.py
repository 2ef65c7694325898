"""The brief as the command leaves it in a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from briefing.conftest import NAME

from legation.language import LANGUAGES

pytestmark = pytest.mark.slow

_PAPER = {".html", ".pdf", ".docx"}


def test_every_file_that_is_named_is_there(briefs: Path) -> None:
    printed = (briefs / "printed").read_text("utf-8").split()

    assert all(Path(line).is_file() for line in printed)
    for lang in LANGUAGES:
        for kind, forms in (("note", _PAPER), ("annex", _PAPER), ("book", _PAPER), ("brief", {".json", ".csv"})):
            assert {Path(line).suffix for line in printed if Path(line).name.startswith(f"{NAME}-{kind}-{lang}")} == forms


@pytest.mark.parametrize(("lang", "words"), [("en", "ask in this order"), ("fr", "sollicitez dans cet ordre")])
def test_the_brief_is_written_in_both_languages(briefs: Path, lang: str, words: str) -> None:
    page = (briefs / f"{NAME}-book-{lang}.html").read_text("utf-8")

    assert words in page
    assert "<script" not in page
    assert json.loads((briefs / f"{NAME}-brief-{lang}.json").read_bytes())["answers"]
