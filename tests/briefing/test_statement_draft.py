"""The draft statement as text and as a document, in both languages, and what the lint finds in it."""

from __future__ import annotations

import io

import pytest
from questions.statement_dossier import STATEMENT, case

from legation.briefing import docx
from legation.briefing.lint import blocking, lint
from legation.briefing.papers.statement import statement_draft
from legation.errors import BadValue
from legation.language import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_languages_have_every_paragraph(lang) -> None:
    made = statement_draft(case())
    paragraphs = made.text(lang).strip().split("\n\n")

    assert len(paragraphs) == len(made.paragraphs) + 1
    assert len(made.document(lang).blocks) == len(made.paragraphs) + 1


def test_a_gap_is_named_and_not_filled() -> None:
    assert "Le paragraphe 2 n’a pas de texte français." in statement_draft(case()).text("fr")
    assert "Only English has this" not in statement_draft(case()).text("fr")


def test_evidence_stands_in_brackets_for_the_lint() -> None:
    made = statement_draft(case())

    assert "Two million files were copied. [e1, e2]" in made.text("en")
    assert {one.rule for one in made.findings("en")} >= {"unsupported"}
    assert "unknown-evidence" not in {one.rule for one in made.findings("en")}


def test_the_lint_reads_what_names_somebody_without_saying_so() -> None:
    text = STATEMENT.replace("Two million files were copied.", "Russia attacked the office.")
    made = statement_draft(case(text))

    assert blocking(made.findings("en"))
    assert any(one.found.startswith("Russia attacked") for one in lint(made.text("en"), "en"))


def test_the_document_is_the_same_each_time_and_opens() -> None:
    import docx as word

    made = statement_draft(case(), tier="partners")
    data = docx.render(made.document("en"))
    texts = [one.text for one in word.Document(io.BytesIO(data)).paragraphs]

    assert data == docx.render(made.document("en"))
    assert any(one.startswith("A partner watched it.") for one in texts)
    assert made.document("en").marking == "TLP:AMBER"


def test_an_unknown_circle_is_refused() -> None:
    with pytest.raises(BadValue, match="public"):
        statement_draft(case(), tier="everybody")
