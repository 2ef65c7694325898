"""The page of six in the evening, and the instruction as the text of a telegram."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from questions.round_dossier import PARTS, at, round_case

from legation.briefing import docx, pdf
from legation.briefing.papers.demarche import demarche
from legation.briefing.papers.round_page import round_page
from legation.briefing.papers.telegram import telegram
from legation.dossier import decode, load
from legation.errors import NotAvailable
from legation.language import LANGUAGES
from legation.questions import Case
from legation.questions.actors.rounds.log import find_round, log_of

WORDS = "We are, as you know, in close consultation with our group and cannot at this stage go beyond what was said."


def many(count: int) -> Case:
    """Return a round on so many capitals, of which every state that there is occurs again and again."""
    names = [f"C{number:03}" for number in range(count)]
    head = PARTS["engagements.csv"].splitlines()[0]
    answers = ("yes", "no", "abstain", "undecided", "none")
    reports = [
        f"e{n}-{k},{name},r1,v,n{k},2026-03-0{2 + k}T{10 + n % 8}:00Z,2026-03-0{2 + k},{('ministry', 'mission')[k - 1]},Post {n % 24},,call,"
        f'{"no" if n % 11 == 0 else "yes"},{answers[(n + k * (n % 3)) % 5]},said,{"If asked" if n % 13 == 0 else ""},"{WORDS}"'
        for n, name in enumerate(names)
        for k in (1, 2)
        if n % 4
    ]
    parts = PARTS | {
        "actors.csv": "id,name,kind\n" + "".join(f"{name},Republic of {name} and its Islands,state\n" for name in names),
        "groups.csv": "group,actor\n" + "".join(f"all,{name}\n" for name in names),
        "assignments.csv": "id,round,actor,post,at\n"
        + "".join(f"a{n},r1,{name},Post {n % 24},2026-03-02T08:00Z\n" for n, name in enumerate(names)),
        "engagements.csv": "\n".join([head, *reports, ""]),
    }
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=round_case().today)


def page_of(case: Case, lang: Any) -> Any:
    return round_page(case, find_round(case, None), at("05T17:30"), at("04T17:30"), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [5, 193])
def test_it_is_one_page_for_few_and_for_many(count: int, lang: Any) -> None:
    pages = PdfReader(io.BytesIO(pdf.render(page_of(many(count), lang)))).pages

    assert len(pages) == 1
    text = pages[0].extract_text()
    assert re.search(rf"\b{count} (capitals|capitales)", text)
    assert count == 5 or "193" in text


@pytest.mark.slow
@pytest.mark.parametrize("count", [5, 193])
def test_it_is_one_page_in_the_word_processor(
    count: int, soffice: str, tmp_path: Path, pages_of: Callable[[Path], tuple[str, ...]]
) -> None:
    case = many(count)
    for lang in LANGUAGES:
        (tmp_path / f"{lang}.docx").write_bytes(docx.render(page_of(case, lang)))
    user = (tmp_path / "user").as_uri()
    words = [soffice, f"-env:UserInstallation={user}", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*words, *(str(tmp_path / f"{lang}.docx") for lang in LANGUAGES)], check=True, capture_output=True, timeout=300)

    assert [len(pages_of(tmp_path / f"{lang}.pdf")) for lang in LANGUAGES] == [1, 1]


def test_it_says_what_is_to_decide_and_whom_to_call_and_where_the_rest_stands() -> None:
    text = PdfReader(io.BytesIO(pdf.render(page_of(round_case(), "en")))).pages[0].extract_text()

    for words in ("To decide", "A contradiction to settle (Ken)", "To call tonight", "minister", "Not this text.", "Berlin (1 capital)"):
        assert words in " ".join(text.split()), words
    assert "All 6 approaches stand in the follow-up sheet." in " ".join(text.split())
    assert "Abstain." not in text, "the page holds no fallback"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_instruction_is_text_to_copy_with_its_fallback_apart(lang: Any) -> None:
    case = round_case()
    text = telegram(case, log_of(case, find_round(case, None), at("03T08:00")), lang)

    assert text == (Path(__file__).parent / f"telegram-{lang}.txt").read_text("utf-8")
    assert max(map(len, text.splitlines())) <= 78
    amber = case.dossier.cleared("TLP:AMBER", "desk")
    seen = Case(dossier=amber, today=case.today)
    assert "Abstain." not in telegram(seen, log_of(seen, amber.rounds[0], at("03T08:00")), lang), "the fallback is TLP:RED"


def test_a_new_version_says_what_it_replaces_and_none_is_told() -> None:
    case = round_case()
    text = telegram(case, log_of(case, find_round(case, None), at("05T08:00")), "en")

    assert "Of substance: replaces version 1." in text and "version 2" in text and "Fallback" not in text
    with pytest.raises(NotAvailable, match="no instruction at that moment"):
        telegram(case, log_of(case, find_round(case, None), at("01T08:00")), "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_of_a_capital_takes_its_ask_from_the_instruction(lang: Any) -> None:
    case = round_case(day=at("03T08:00").date())
    made = io.BytesIO(pdf.render(demarche(case, "KEN", lang)))
    text = " ".join("".join(page.extract_text() for page in PdfReader(made).pages).split())

    for words in {"en": ("Vote yes.", "It costs nothing.", "Abstain.", "5 March 2026, 18:00"), "fr": ("Votez oui.", "5 mars 2026 à 18:00")}[
        lang
    ]:
        assert words in text, words
    other = demarche(case, "CAN", lang)
    assert "Votez oui." not in str(other) and "Vote yes." not in str(other), "nobody in the round speaks to it"


def test_under_an_instruction_without_a_fallback_the_sheet_prints_none_of_the_note() -> None:
    case = Case(dossier=load(Path(__file__).parents[2] / "examples" / "cable-round-2024"), today=dt.date(2024, 3, 7))
    words = str(demarche(case, "ostrelle", "fr"))

    assert "Vescary s’abstient" in repr(case.info.brief)
    assert "Vescary s’abstient" not in words
    assert "le délai de dix jours" in words
