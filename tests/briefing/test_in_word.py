"""The brief as a desk opens it: in a word processor, and as the pages that come out of a printer."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from briefing.conftest import NAME
from pypdf import PdfReader

from legation.language import LANGUAGES, Lang, Message, say

pytestmark = pytest.mark.slow

Reader = Callable[[Path], tuple[str, ...]]
A4 = (595, 842)
SAID = 60
"""Characters of a sentence that are looked for, blanks left out: what stands on one page wherever the page breaks."""


def letters(text: str) -> str:
    """Return text without its blanks, visible and not, so that a line may break anywhere."""
    return "".join(text.replace("\u200b", "").replace("\u00ad", "").split())


@pytest.fixture(scope="module")
def printed(soffice: str, briefs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the DOCX brief in both languages, opened and written as PDF by the word processor."""
    out = tmp_path_factory.mktemp("printed")
    user = tmp_path_factory.mktemp("soffice").as_uri()
    files = [str(briefs / f"{NAME}-{kind}-{lang}.docx") for lang in LANGUAGES for kind in ("book", "note")]
    words = [soffice, f"-env:UserInstallation={user}", "--headless", "--convert-to", "pdf", "--outdir", str(out), *files]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    return out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_word_file_opens_with_every_finding_on_a4(printed: Path, briefs: Path, pages_of: Reader, lang: Lang) -> None:
    path = printed / f"{NAME}-book-{lang}.pdf"
    text = letters("".join(pages_of(path)))
    answers = json.loads((briefs / f"{NAME}-brief-{lang}.json").read_text("utf-8"))["answers"]
    findings = [finding["text"] for answer in answers for finding in answer["findings"]]

    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(path).pages} == {A4}
    assert len(findings) >= 5
    assert [said for said in findings if letters(said)[:SAID] not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("folder", ["briefs", "printed"], ids=["pdf", "docx"])
def test_a_note_has_two_pages_from_the_printer_and_from_the_word_processor(
    request: pytest.FixtureRequest, pages_of: Reader, folder: str, lang: Lang
) -> None:
    pages = pages_of(request.getfixturevalue(folder) / f"{NAME}-note-{lang}.pdf")

    assert 1 <= len(pages) <= 2
    assert all(NAME in page for page in pages), "the reference on each page"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("folder", ["briefs", "printed"], ids=["pdf", "docx"])
def test_page_one_answers_and_the_contents_follow_within_three_pages(
    request: pytest.FixtureRequest, pages_of: Reader, folder: str, lang: Lang
) -> None:
    pages = [letters(page) for page in pages_of(request.getfixturevalue(folder) / f"{NAME}-book-{lang}.pdf")]
    first, second, third = (letters(say(Message(f"brief.{part}"), lang)) for part in ("unknown", "who-what-when", "contents"))
    starts = [next(number for number, page in enumerate(pages, 1) if part in page) for part in (first, second, third)]

    assert starts[0] <= {"briefs": 1, "printed": 2}[folder], "a word processor sets the same text wider"
    assert starts == sorted(starts)
    assert starts[2] <= 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_one_is_drawn(pdftoppm: str, briefs: Path, lang: Lang) -> None:
    path = briefs / f"{NAME}-book-{lang}.pdf"
    words = [pdftoppm, "-gray", "-r", "40", "-f", "1", "-l", "1", str(path)]
    drawn = subprocess.run(words, check=True, capture_output=True, timeout=60).stdout
    kind, size, deepest, pixels = drawn.split(b"\n", 3)
    width, height = map(int, size.split())
    page = np.frombuffer(pixels, np.uint8).reshape(height, width)

    assert (kind, deepest) == (b"P5", b"255")
    assert height / width == pytest.approx(2**0.5, abs=0.01)
    assert 0.02 < (page < 160).mean() < 0.5
    assert all((band < 160).any() for band in np.array_split(page, 4)), "from the head of the page to its foot"
