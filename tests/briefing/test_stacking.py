"""A text that would stand as a tower in its column is set below its row; other tables stay as they are."""

from __future__ import annotations

import io

import pytest

from legation.briefing import docx, html, pdf
from legation.briefing.document import Cell, Document, PaperTable
from legation.briefing.layout.composition import Plain, compose

NAMES = ("Mesure", "Nature", "État", "Minimum", "Public", "Pourquoi", "Source")
WHY = "la probabilité est inférieure à quatre-vingt-dix pour cent et nul ne répond encore " * 20
ROW = (
    "contre-mesures",
    "voie du jurisconsulte",
    "irrévocablement fermé",
    "90 %",
    "non",
    WHY,
    "responsabilité internationale des organisations",
)


def table(rows=(ROW,), **values) -> PaperTable:
    head = tuple(Cell(name, "right" if name == "Minimum" else "left") for name in NAMES)
    made = tuple(tuple(Cell(text, head[at].align) for at, text in enumerate(row)) for row in rows)
    return PaperTable(head, made, "Les mesures", **values)


def document(block: PaperTable, *, landscape: bool = False) -> Document:
    return Document(kind="brief", name="x", lang="fr", title="Titre", blocks=(block,), landscape=landscape)


def composed(block: PaperTable, **values) -> Plain:
    return compose(document(block, **values))["blocks"][0]


def test_a_tower_of_text_stands_below_its_row_with_its_heading() -> None:
    made = composed(table())

    assert [cell["text"] for cell in made["head"]] == [name for name in NAMES if name != "Pourquoi"]
    assert [len(row) for row in made["rows"]] == [6, 1]
    below = made["rows"][1][0]
    assert below["text"].strip().replace("\u00a0", " ") == f"Pourquoi : {WHY}".strip()
    assert (below["span"], below["under"], below["open"]) == (6, True, False)
    assert all(cell["open"] for cell in made["rows"][0])
    assert len(made["widths"]) == 6 and sum(made["widths"]) == pytest.approx(1, abs=1e-3)


def test_an_empty_text_leaves_no_row_below() -> None:
    made = composed(table((ROW, (*ROW[:5], "—", ROW[6]))))

    assert [len(row) for row in made["rows"]] == [6, 1, 6]
    assert not any(cell["open"] for cell in made["rows"][2])


@pytest.mark.parametrize(
    "block", [table(((*ROW[:5], "trop peu", ROW[6]),)), table(dense=True), table(widths=(1.0,) * 7), table((ROW, ("Voies",)))]
)
def test_readable_dense_stated_and_grouped_tables_stay_as_they_are(block: PaperTable) -> None:
    made = composed(block)

    assert [cell["text"] for cell in made["head"]] == list(NAMES)
    assert len(made["rows"]) == len(block.rows)
    assert not any(cell["open"] or cell["under"] for row in made["rows"] for cell in row)


def test_numbers_and_the_first_column_stay() -> None:
    head = (Cell("Nom"), *(Cell(f"Colonne {at}", "right") for at in range(9)), Cell("Raison"))
    row = (Cell(WHY), *(Cell("1 234 567,89", "right") for _ in range(9)), Cell(WHY))
    made = composed(PaperTable(head, (row,)))

    assert [cell["text"] for cell in made["head"]] == ["Nom", *(f"Colonne {at}" for at in range(9))]


def test_all_three_forms_hold_the_text_once() -> None:
    from docx import Document as Word
    from pypdf import PdfReader

    made = document(table())
    written = html.render(made)
    assert written.count(WHY.strip().encode()) == 1 and b'colspan="6"' in written
    cells = [cell.text for row in Word(io.BytesIO(docx.render(made))).tables[0].rows for cell in row.cells]
    assert any(WHY.strip() in text for text in cells)
    assert "Pourquoi" in PdfReader(io.BytesIO(pdf.render(made))).pages[0].extract_text()
