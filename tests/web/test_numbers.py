"""Numbers in addresses and forms: read where they are plain and fit, else answered without a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.web.site.values import LARGEST_INT, parse_int

LONG = "9" * 5000


@given(st.integers(min_value=0, max_value=LARGEST_INT))
def test_a_number_that_fits_is_read(number: int) -> None:
    assert parse_int(str(number)) == parse_int(f"000{number}") == number
    assert parse_int(str(LARGEST_INT + 1 + number)) is None


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", " 1", "\u0663", "\u00b2", "1e3", "x", None, LONG])
def test_what_is_none_is_the_default(text: Any) -> None:
    assert parse_int(text) is None
    assert parse_int(text, 7) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("number", [LONG, "9" * 30, "\u00b2", "-1"])
def test_no_number_breaks_a_page(site: Any, number: str) -> None:
    """Every place where a page reads a number from its address or form."""
    client, inside = site.client("owner"), "/dossiers/small"
    answers = [
        client.get(f"{inside}/{address}", {name: number})
        for address, name in (
            ("actors", "page"),
            ("engagement", "page"),
            ("evidence", "page"),
            ("evidence/e1", "part"),
            ("history", "page"),
            ("history/compare", "a"),
            ("positions", "page"),
            ("questions/what-is-due", "again"),
            ("rows/actors", "page"),
            ("audit", "before"),
            ("audit", "account"),
            ("export/zip", "revision"),
        )
    ]
    answers.append(client.get(f"{inside}/runs/compare", {"run": [number, number]}))
    answers.append(client.post(f"{inside}/positions/check", {"base": number, "key": "p1|FRA|norms", "cell-0-value": "1"}))
    answers.append(client.post(f"{inside}/positions/save", {"base": number, "key": "p1|FRA|norms", "cell-0-value": "1"}))
    answers.append(client.post(f"{inside}/questions/what-changed/ask", {"revision": number}))
    answers.append(client.post("/seen", {"dossier": "small", "number": number}))
    answers.append(client.post("/me/tokens/revoke", {"token": number}))
    answers.append(client.get(f"{inside}/runs/{number}"))

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
