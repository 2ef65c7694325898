"""What a picture gains over another: all of it and nothing else, however rows were moved, and few comparisons where rows are the same."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from legation.rooms.gains import applied, gains

_ROWS = [{"id": f"r{number}", "words": f"{number // 2}"} for number in range(8)]
_OTHERS = [{**row, "words": "other"} for row in _ROWS]
_NAMED = st.lists(st.sampled_from([*_ROWS, *_OTHERS]), unique_by=lambda row: row["id"])
_PICTURES = st.fixed_dictionaries(
    {"phase": st.sampled_from(["open", "paused"])},
    optional={
        "brackets": _NAMED,
        "order": st.permutations(["a", "b", "c"]),
        "mine": st.dictionaries(st.sampled_from("abc"), st.sampled_from([1, 0, -1])),
        "versions": st.lists(st.sampled_from([{"number": 1}, {"number": 2}]), max_size=3),
    },
)


def _plain(picture: dict[str, Any]) -> dict[str, Any]:
    """Return a picture whose rows with ids are in the order of their ids."""
    return {name: sorted(part, key=lambda row: row["id"]) if name == "brackets" else part for name, part in picture.items()}


@given(_PICTURES, _PICTURES)
def test_what_is_gained_makes_the_one_picture_into_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    change = gains(before, after)
    assert _plain(applied(before, change)) == _plain(after)
    said = change.get("brackets", {})
    if "brackets" in before and "brackets" in after and said:
        assert not [row for row in said.get("set", ()) if row in before["brackets"]]  # nothing is said that was there
        assert not {row["id"] for row in after["brackets"]} & {*said.get("gone", ())}


class _Counted(dict[str, Any]):
    compared = 0

    def __eq__(self, other: object) -> bool:
        _Counted.compared += 1
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]


def test_of_thousands_of_rows_those_that_are_the_same_are_not_compared() -> None:
    rows = [_Counted(id=f"r{number}") for number in range(5_000)]
    changed = {0, 700, 4_999}
    after = [_Counted(id=row["id"], words="other") if at in changed else row for at, row in enumerate(rows) if at != 2_500]
    _Counted.compared = 0
    change = gains({"brackets": rows}, {"brackets": [*after, _Counted(id="new")]})["brackets"]
    assert ({row["id"] for row in change["set"]}, change["gone"]) == ({"r0", "r700", "r4999", "new"}, ["r2500"])
    assert _Counted.compared < 20
