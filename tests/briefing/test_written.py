"""The brief as the command leaves it in a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from briefing.conftest import NAME
from briefing.page_measures import half_empty, measured

from legation.language import LANGUAGES, Lang, say
from legation.questions import find

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


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "most", "least"), [("note", 2, 6.0), ("annex", 10, 5.5), ("book", 60, 5.5)])
def test_pages_are_filled_and_their_text_can_be_read(briefs: Path, pdftoppm: str, kind: str, most: int, least: float, lang: str) -> None:
    pages = measured(briefs / f"{NAME}-{kind}-{lang}.pdf", pdftoppm)

    assert len(pages) <= most
    assert half_empty(pages) == []
    assert min(page.smallest for page in pages) >= least - 0.05
    assert all(page.white < 0.97 for page in pages[:-1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_book_says_on_which_page_its_sections_stand(briefs: Path, pages_of: Callable[[Path], tuple[str, ...]], lang: Lang) -> None:
    pages = pages_of(briefs / f"{NAME}-book-{lang}.pdf")
    word = {"en": "see page", "fr": "voir page"}[lang]
    title = say(find("who-would-sign").title, lang)
    (number,) = set(re.findall(rf"\({word}\s(\d+)\)", pages[0]))

    assert re.sub(r"\s", "", title) in re.sub(r"\s", "", pages[int(number) - 1])
