"""Lists cut into pages: one way for every page that has them by number."""

from __future__ import annotations

from pathlib import Path

import pytest

import legation.web
from legation.web.site.listing import Paging, paging


@pytest.mark.parametrize("wanted", ["", None, "0", "-1", "1.5", "two", "9" * 30])
def test_whatever_an_address_says_there_is_a_page(wanted: str | None) -> None:
    assert paging(wanted, 45, 20) == Paging(1, 3, 20)


def test_the_page_past_the_last_is_the_last() -> None:
    here = paging("9", 45, 20)

    assert (here.number, here.of(range(45))) == (3, [40, 41, 42, 43, 44])
    assert here.around(str) == {"previous": "2", "next": ""}


def test_every_row_stands_on_one_page() -> None:
    pages = [paging(str(number), 45, 20).of(range(45)) for number in (1, 2, 3)]

    assert [row for page in pages for row in page] == list(range(45))
    assert paging("1", 40, 20).pages == 2


def test_an_empty_list_has_one_page_and_no_other() -> None:
    here = paging("3", 0, 20)

    assert (here.number, here.pages, here.of([]), here.around(str)) == (1, 1, [], {"previous": "", "next": ""})


def test_a_text_begins_where_its_quotation_is() -> None:
    assert paging(None, 100, 30, default=3).number == 3
    assert paging("1", 100, 30, default=3).number == 1


def test_no_page_counts_its_pages_itself() -> None:
    folder = Path(legation.web.__file__).parent / "pages"
    own = [path.name for path in folder.rglob("*.py") if "pages = max(" in path.read_text("utf-8")]

    assert own == []
