"""Every figure of every question on every example: letters that can be read, words apart, one page, marks that name rows of the dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from answered import NAMES, answers_on, example_case
from benchmarks.gallery import measured

from legation.figures import render
from legation.language import LANGUAGES

PAGE = 1100
"""What of a figure, title and margins included, stands on a page with letters of 7 pt [px]."""

AT_LEAST = {"consular-drill-2026": 0}
"""How many figures an example has, where it holds nothing but the counts of an exercise, which stand in tables."""


@pytest.mark.parametrize("example", NAMES)
def test_each_figure_can_be_read_on_one_page_and_says_what_its_marks_stand_for(example: str) -> None:
    dossier = example_case(example).dossier
    tables = {table: {row.id for row in getattr(dossier, table)} for table in ("actors", "rollcalls", "evidence")}
    drawn = 0
    for answer in answers_on(example):
        for figure in answer.figures:
            drawn += 1
            place = f"{example}, {answer.question}, {figure.id}"
            for lang in LANGUAGES:
                found = measured(render.svg(figure, lang))
                assert (found.smallest, found.touching) == (12, 0), f"{place}: {found}"
                assert found.height <= PAGE, f"{place}: {found}"
                assert found.marks, place
            for mark in (one for record in figure.records("fr") for one in whole(record)):
                assert mark["label"] or mark["value"], place
                row = mark["row"] or {"table": ""}
                assert row["table"] not in tables or row["id"] in tables[row["table"]], (place, mark)
                assert set(mark["evidence"]) <= tables["evidence"], (place, mark)
    assert drawn >= AT_LEAST.get(example, 3)


def whole(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the record of a mark and those of its parts."""
    yield record
    for part in record["parts"]:
        yield from whole(part)
