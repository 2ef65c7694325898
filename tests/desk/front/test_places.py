"""Places: the file that ``make gazetteer`` packs, and what is found in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from legation.web.front.places import FILE, Places, read_places

from .conftest import packed_places


def test_a_place_is_found_by_the_beginning_of_any_of_its_names_in_its_country_alone() -> None:
    there = Places(packed_places())

    assert [one.name for one in there.search("trip", "LB")] == ["Tripoli"]
    assert [one.found_as for one in there.search("TRÂBL", "LB")] == ["Trablous"]
    assert [one.number for one in there.search("طَرابُلس", "LY")] == [4]
    assert [one.found_as for one in there.search("трип", "LY")] == ["Триполи"]
    assert [one.name for one in there.search("sai", "LB")] == ["Saida", "Saidnaya"]
    assert there.search("s", "LB") == there.search("", "LB") == there.search("Lyon", "LB") == there.search("Saida", "FR") == []
    assert [there.by_number(3), there.by_number(99)] == [there.search("saida", "LB")[0], None]


def test_a_code_of_an_airport_is_no_name_of_a_place() -> None:
    assert Places(packed_places()).search("trp", "LB") == []


@pytest.mark.parametrize("spoil", [lambda data: b"x" + data, lambda data: data[:-20], lambda data: b""])
def test_a_file_that_is_not_there_knows_nothing_and_one_that_is_broken_is_refused(tmp_path: Path, spoil: object) -> None:
    content = spoil(packed_places())  # type: ignore[operator]
    if not content:
        assert read_places(tmp_path / "none").search("trip", "LB") == []
        return
    with pytest.raises(ValueError, match="places"):
        Places(content)


def test_the_file_of_this_installation_is_small_and_credits_its_source() -> None:
    if not FILE.is_file() and not os.environ.get("LEGATION_REQUIRE_ALL"):
        pytest.skip("the places are not there: make gazetteer packs them.")
    there = read_places()

    assert FILE.stat().st_size <= 3 * 1024 * 1024
    assert "GeoNames" in there.credit
    assert "CC BY 4.0" in there.credit
    assert [there.search(name, code)[0].name for name, code in (("بيروت", "LB"), ("Valparaiso", "CL"), ("damas", "SY"))] == [
        "Beirut",
        "Valparaíso",
        "Damascus",
    ]
