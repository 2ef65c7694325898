"""Search: accents and case ignored, words marked, nothing hidden found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.conftest import Site
from web.test_actors import saved

from legation.dossier.edit import Edit
from legation.web.pages.desk.search import _marked, words_in

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small"


def ids(answer: Any) -> dict[str, list[str]]:
    return {group["table"]: [hit["id"] for hit in group["hits"]] for group in answer.json()["found"]}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ALLEMAGNE", {"actors": ["DEU"], "positions": ["p2"]}),
        ("germany", {"actors": ["DEU"], "positions": ["p2"]}),
        ("contraignantes", {"issues": ["norms"]}),
        ("favour norms", {"evidence": ["e1"]}),
        ("eu", {"actors": ["DEU"], "groups": ["EU"]}),
        ("res/1", {"rollcalls": ["r1"]}),
        ("nothing-of-the-kind", {}),
        ("   ", {}),
        ("%00 ' \" <b>", {}),
    ],
)
def test_words_are_found_in_either_language(see: Callable[..., Any], words: str, found: dict[str, list[str]]) -> None:
    from urllib.parse import quote

    answer = ids(see("owner", f"{BASE}/search.json?q={quote(words)}"))

    assert answer == found


@pytest.mark.parametrize("role", ["reader", "guest", "contributor"])
def test_what_is_hidden_is_not_found(see: Callable[..., Any], role: str) -> None:
    answer = see(role, f"{BASE}/search.json?q=secret")

    assert answer.json()["count"] == 0
    assert "SECRET-" not in see(role, f"{BASE}/search?q=secret").content.decode()


def test_a_guest_finds_only_in_tables_that_are_shared(see: Callable[..., Any]) -> None:
    assert see("guest", f"{BASE}/search.json?q=NOT-SHARED").json()["count"] == 0
    assert ids(see("reader", f"{BASE}/search.json?q=NOT-SHARED")) == {"objectives": ["o1"]}


def test_words_are_marked_and_nothing_is_markup(site: Site, see: Callable[..., Any]) -> None:
    saved(site, Edit("evidence", "add", "x", {"title": "A <script>alert(1)</script> Éthique", "quote": "<img src=x> about ethics & œuvre"}))
    page = see("owner", f"{BASE}/search?q=ethique").content.decode()

    assert "<mark>Éthique</mark>" in page
    assert "<script>alert" not in page
    assert "<mark>œuvre</mark>" in see("owner", f"{BASE}/search?q=oeuvre").content.decode()


def test_a_superseded_row_gives_way_to_the_newer_one(site: Site, see: Callable[..., Any]) -> None:
    saved(site, Edit("evidence", "change", "e1", {"quote": "We favour norms very much"}))

    assert ids(see("owner", f"{BASE}/search.json?q=favour")) == {"evidence": ["e1-2"]}


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8), max_size=4))
def test_marking_changes_no_text_and_marks_only_what_was_looked_for(text: str, words: list[str]) -> None:
    wanted = [word for phrase in words for word in words_in(phrase).split()]
    pieces = _marked(text, wanted)

    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        if piece.marked:
            assert any(word in words_in(piece.text) for word in wanted)
