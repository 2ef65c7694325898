"""One resolution has one spelling, whatever the source writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.sources.names.spelling import normal_symbol


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("R/73/27", "A/RES/73/27"),
        ("A/RES/73/27", "A/RES/73/27"),
        ("a/res/73/27 ", "A/RES/73/27"),
        ("73/27", "A/RES/73/27"),
        ("RES/73/27", "A/RES/73/27"),
        ("résolution 73/27", "A/RES/73/27"),
        ("A / RES / 73 / 27*", "A/RES/73/27"),
        ("A/RES/73/27[A]", "A/RES/73/27A"),
        ("A/RES/48/75 A", "A/RES/48/75A"),
        ("R/48/75A", "A/RES/48/75A"),
        ("R/42/209/C", "A/RES/42/209C"),
        ("A/RES/37/100[A-B]", "A/RES/37/100A-B"),
        ("R/34/233/XII", "A/RES/34/233/XII"),
        ("R/33/116B/VII", "A/RES/33/116B/VII"),
        ("A/RES/ES-10/19", "A/RES/ES-10/19"),
        ("R/26/2758", "A/RES/2758(XXVI)"),
        ("2625 (XXV)", "A/RES/2625(XXV)"),
        ("A/RES/217 (III) [A]", "A/RES/217(III)A"),
        ("A/C.1/73/L.27/Rev.1", "A/C.1/73/L.27/Rev.1"),
        ("a/c.1/73/l.27/rev.1", "A/C.1/73/L.27/Rev.1"),
        ("A/73/505", "A/73/505"),
        ("A/DEC/73/546", "A/DEC/73/546"),
        ("S/RES/1325(2000)", "S/RES/1325(2000)"),
        ("Motion to adjourn", "Motion to adjourn"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_each_spelling_gives_the_symbol(written, symbol):
    assert normal_symbol(written) == symbol


@pytest.mark.parametrize("page", ["R/1/66", "R/16/2/1069B", "R/17/1398", "ESS/1/34", "R/677/46"])
def test_pages_of_the_record_and_slips_are_no_resolutions(page):
    assert normal_symbol(page) == page


@given(st.text(max_size=40))
def test_a_symbol_is_its_own_spelling(text):
    once = normal_symbol(text)
    assert normal_symbol(once) == once
