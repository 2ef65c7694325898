"""Uptake of words, on published data."""

from __future__ import annotations

import pytest
from methods.text.plain_scan import scan

from legation.methods.text.uptake import find, phrase

FORMS = [
    "rules-based | fondé sur des règles",
    "cyber*",
    "multilateral* | multilateralis*",
    "climate change",
    "sustainable development goals",
    "human rights",
    "two state solution",
    "nuclear weapon*",
    "small island developing",
    "information and communication technolog*",
    "digital",
    "artificial intelligence",
    "2030 agenda",
    "security council reform",
    "leave no one behind",
    "terroris*",
    "*national order",
    "* order",
    "* * council",
    "peace|security and development|stability",
    "the *",
    "c*e",
    "Côte d'Ivoire",
    "state's|states",
    "peace * peace",
]


def test_the_speeches_of_the_general_debate_give_what_a_plain_scan_gives(shared) -> None:
    table = pytest.importorskip("pyarrow.parquet").read_table(
        shared / "data" / "analysis" / "ungdc" / "ungdc_2013_2019_1200.parquet", columns=["text"]
    )
    texts = table["text"].to_pylist()[::240]
    wanted = {form: phrase(form) for form in FORMS}
    uses = find(texts, wanted)

    for name, found in uses.items():
        got = list(zip(found.row.tolist(), found.start.tolist(), found.end.tolist(), strict=True))
        assert got == [(row, *span) for row, text in enumerate(texts) for span in scan(text, list(wanted[name].forms))], name
    assert len(uses["the *"]) > 200
