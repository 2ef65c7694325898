"""Models in a workbook: unchanged they come back byte for byte; what is changed in a sheet arrives, and the rest of the text stays."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from dossier.parts.model_changes import changed
from dossier.parts.test_rewriting import MANNERS, SMALL, TEMPLATES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.dossier import Dossier, DossierError, decode, encode, load
from legation.dossier.files.model_sheets import ModelSheet, model_sheets, with_sheets
from legation.dossier.files.workbook import read_workbook, workbook_bytes
from legation.dossier.models.negotiation import NEGOTIATION
from legation.dossier.models.scenario import SCENARIO
from legation.dossier.parts import ModelKind, Part, kinds, read
from legation.dossier.problem import Problem
from legation.dossier.tables.csv_sheet import Sheet

EXAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "examples").glob("*/dossier.toml"))
VOTES = 400
"""Rows of the sheet of votes that go into a workbook and back: one is like the other, and of some examples there are thousands."""
PART = "scenarios/year.toml"
TEXT = """# what we think of next year
[model]
title = "Next year"
horizon = "2030"

[[descriptor]]
id = "talks" # the talks
name = "Talks"
[[descriptor.variant]]
id = "open"
name = "Open"
[[descriptor.variant]]
id = "shut"
name = "Shut"

[[descriptor]]
id = "mood"
name = "Mood"
[[descriptor.variant]]
id = "calm"
name = "Calm"
known_on = "2024-05"
[[descriptor.variant]]
id = "tense"
name = "Tense"

# the one that matters
[[judgement]]
from = "talks.open"
to = { "mood.calm" = 2 }
reason = "They talk."
[[judgement]]
from = "talks.shut"
to = { "mood.calm" = -2 } # so far
reason = "They do not."
"""
D = decode({"dossier.toml": b'id = "x"', "evidence.csv": b"id,title\ne1,Report\n", PART: TEXT.encode()})


def given_of(sheets: list[ModelSheet]) -> dict[str, tuple[str, Sheet]]:
    """The sheets as a workbook brings them."""
    made = {}
    for one in sheets:
        rows = [(n, tuple(cells.get(name, "") for name in one.header)) for n, (cells, _) in enumerate(one.rows, start=2) if cells]
        made[one.table] = (f"1 {one.table}", Sheet(one.table, one.header, tuple(rows)))
    return made


def opened(dossier: Dossier = D) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(dossier)))


def saved(book: Any, tmp_path: Path) -> Dossier:
    book.save(tmp_path / "d.xlsx")
    return load(tmp_path / "d.xlsx")


def column(sheet: Any, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def faults(book: Any, tmp_path: Path) -> list[tuple[str, int | None, str | None, str]]:
    with pytest.raises(DossierError) as caught:
        saved(book, tmp_path)
    return [(one.part, one.row, one.column, one.code) for one in caught.value.problems]


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_every_example_comes_back_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    whole = load(folder)
    dossier = dataclasses.replace(whole, votes=whole.votes.keep(np.arange(len(whole.votes)) < VOTES))
    (tmp_path / "d.xlsx").write_bytes(workbook_bytes(dossier))
    parts, tables = read_workbook(tmp_path / "d.xlsx")

    assert {name: parts[name] for name in dossier.files} == dossier.files
    assert encode(decode(parts, tables)) == encode(dossier)


@pytest.mark.parametrize("part", TEMPLATES, ids=lambda part: part.name)
def test_a_template_comes_back_from_its_sheets(part: Part) -> None:
    kind: Any = part.kind
    sheets = model_sheets(kind, part.model)
    problems: list[Problem] = []

    assert sheets is not None
    assert {one.table for one in sheets} == set(kind.tables)
    assert with_sheets(kind, part.name, part.data, given_of(sheets), problems) == part.data
    alone = with_sheets(kind, part.name, None, given_of(sheets), problems)
    assert problems == []
    assert alone is not None
    assert kind.read(alone, part.name) == part.model


@settings(suppress_health_check=list(HealthCheck))
@given(st.sampled_from([*TEMPLATES, *SMALL]), st.sampled_from(MANNERS), st.data())
def test_whatever_the_sheets_say_counts(part: Part, manner: Any, data: st.DataObject) -> None:
    part = read(part.name, manner(part.data))
    kind: Any = part.kind
    model = data.draw(changed(kind, part.model, part.name))
    sheets, problems = model_sheets(kind, model), list[Problem]()

    if sheets is not None:
        made = with_sheets(kind, part.name, part.data, given_of(sheets), problems)
        assert problems == []
        assert made is not None
        assert kind.read(made, part.name) == model
        assert model != part.model or made == part.data


def test_each_table_has_a_sheet_that_explains_itself() -> None:
    book = opened()

    assert [one.title for one in book.worksheets if one.title.startswith("1 ")] == [f"1 {table}" for table in SCENARIO.tables]
    sheet = book["1 descriptor.variant"]
    assert [cell.value for cell in sheet[1]][:3] == ["in descriptor", "id", "name"]
    assert [cell.value for cell in sheet["A"]][1:] == ["talks", "talks", "mood", "mood"]
    assert all(cell.comment is not None and cell.comment.text for cell in sheet[1])
    assert any("TLP:RED" in rule.formula1 for rule in sheet.data_validations.dataValidation)
    listed = {row[0].value: row[2].value for row in book["parts"].iter_rows(min_row=2) if row[1].value == "sheet"}
    assert listed[f"{PART} [descriptor.variant]"] == "1 descriptor.variant"


def test_a_changed_cell_a_new_row_and_one_that_is_gone_arrive_and_comments_stay(tmp_path: Path) -> None:
    book = opened()
    judged = book["1 judgement"]
    judged.cell(2, column(judged, "evidence"), "e1")
    judged.cell(2, column(judged, "to"), '{ "mood.calm" = 3 }')
    judged.delete_rows(3)
    variants = book["1 descriptor.variant"]
    variants.append(["mood", "angry", "Angry"])
    text = saved(book, tmp_path).files[PART].decode()

    model = SCENARIO.read(text.encode(), PART)
    assert [v.id for v in model.descriptors[1].variants] == ["calm", "tense", "angry"]
    assert [(j.from_, j.evidence) for j in model.judgements] == [("talks.open", ("e1",))]
    assert "# what we think of next year" in text
    assert "# the talks" in text
    assert "# the one that matters" in text
    assert "# so far" not in text
    assert text.splitlines()[:13] == TEXT.splitlines()[:13]


def test_numbers_of_a_spreadsheet_and_words_of_a_desk_are_read(tmp_path: Path) -> None:
    parts = {"dossier.toml": b'id = "x"', "negotiations/a.toml": NEGOTIATION.template("en").encode()}
    book = opened(decode(parts))
    head = book["1 negotiation"]
    head.cell(2, column(head, "illustration"), True)

    changed_text = saved(book, tmp_path).files["negotiations/a.toml"]
    assert NEGOTIATION.read(changed_text, "negotiations/a.toml").illustration is True


def test_a_sheet_that_is_taken_out_changes_nothing(tmp_path: Path) -> None:
    book = opened()
    del book["1 judgement"]

    assert saved(book, tmp_path) == D


def test_a_fault_names_its_sheet_its_row_and_its_column(tmp_path: Path) -> None:
    book = opened()
    variants, judged = book["1 descriptor.variant"], book["1 judgement"]
    variants.cell(4, column(variants, "known_on"), "soon")
    judged.cell(3, column(judged, "from"), "talks.ajar")
    judged.cell(2, column(judged, "marking"), "RED")
    found = {fault[:3] for fault in faults(book, tmp_path)}

    assert found >= {("1 descriptor.variant", 4, "known_on"), ("1 judgement", 3, "from"), ("1 judgement", 2, "marking")}


def test_rows_that_belong_nowhere_and_columns_that_are_none_are_said(tmp_path: Path) -> None:
    book = opened()
    variants = book["1 descriptor.variant"]
    variants.append(["moods", "angry", "Angry"])
    assert faults(book, tmp_path) == [("1 descriptor.variant", 6, "in descriptor", "unknown-in-model")]

    book = opened()
    sheet = book["1 judgement"]
    sheet.cell(1, sheet.max_column + 1, "why")
    sheet.cell(2, sheet.max_column, "so")
    assert faults(book, tmp_path) == [("1 judgement", 1, "why", "unknown-column")]

    book = opened()
    book["1 model"].append(["Again"])
    assert ("1 model", 3, None, "model-size") in faults(book, tmp_path)

    book = opened()
    sheet = book["1 judgement"]
    sheet.cell(2, column(sheet, "reason"), "=1+1")
    assert faults(book, tmp_path) == [("1 judgement", 2, "reason", "formula")]


def test_a_model_that_a_spreadsheet_would_not_give_back_stays_text_alone(tmp_path: Path) -> None:
    long = TEXT.replace("They talk.", "x" * 40_000)
    strange = TEXT.replace("They talk.", "_x0041_")
    for text in (long, strange):
        dossier = decode({"dossier.toml": b'id = "x"', PART: text.encode()})
        book = opened(dossier)

        assert [one.title for one in book.worksheets] == ["parts"]
        assert saved(book, tmp_path) == dossier


def test_titles_of_sheets_are_short_and_their_own() -> None:
    parts = {"dossier.toml": b'id = "x"'} | {f"scenarios/{n}.toml": TEXT.encode() for n in range(3)}
    titles = [one.title for one in opened(decode(parts)).worksheets]

    assert len({title.casefold() for title in titles}) == len(titles) == 3 * len(SCENARIO.tables) + 1
    assert all(len(title) <= 31 for title in titles)


def test_every_kind_that_is_declared_has_sheets() -> None:
    for kind in kinds():
        if isinstance(kind, ModelKind):
            assert model_sheets(kind, kind.read(kind.template("en").encode(), kind.called("x"))) is not None, kind.id
