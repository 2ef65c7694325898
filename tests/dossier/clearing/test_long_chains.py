"""Chains of rows that name each other, as a file from anywhere may have them: the work grows with their length, not with its square."""

from __future__ import annotations

import pytest

from legation.dossier import decode
from legation.dossier.clearing import ledger as clearing
from legation.dossier.clearing.rows import SeenRows
from legation.dossier.records import MARKINGS

LONG = 1500


def chain(*, forward: bool) -> bytes:
    """Return rows of evidence of which each has the next as its source; the last one alone is marked and dated."""
    rows = [f"e{n},e{n + 1},," for n in range(LONG - 1)] + [f"e{LONG - 1},,TLP:RED,2020-01-01"]
    return "\n".join(["id,evidence,marking,known_on", *(rows if forward else rows[::-1])]).encode() + b"\n"


@pytest.mark.parametrize("forward", [True, False])
def test_a_chain_of_sources_is_worked_out_row_by_row(monkeypatch: pytest.MonkeyPatch, forward: bool) -> None:
    looks = {"level_of": 0, "own_day": 0}
    for name in looks:
        function = getattr(clearing, name)

        def counted(*args: object, name: str = name, function: object = function) -> object:
            looks[name] += 1
            return function(*args)  # type: ignore[operator]

        monkeypatch.setattr(clearing, name, counted)
    dossier = decode({"dossier.toml": b'id = "d"\n', "evidence.csv": chain(forward=forward)})

    levels, days = dossier.ledger.levels, dossier.ledger.days

    assert set(levels) == {MARKINGS.index("TLP:RED")}
    assert {str(day) for day in days} == {"2020-01-01"}
    assert all(0 < count <= 4 * LONG for count in looks.values()), looks


@pytest.mark.parametrize("forward", [True, False])
def test_a_chain_of_objectives_leaves_with_its_end(monkeypatch: pytest.MonkeyPatch, forward: bool) -> None:
    looks = 0
    lacks = SeenRows._lacks_what_it_needs

    def counted(self: SeenRows, node: object) -> bool:
        nonlocal looks
        looks += 1
        return lacks(self, node)  # type: ignore[arg-type]

    monkeypatch.setattr(SeenRows, "_lacks_what_it_needs", counted)
    rows = [f"o{n},Peace,o{n + 1}" for n in range(LONG - 1)] + [f"o{LONG - 1},Peace,"]
    table = "\n".join(["id,aim,part_of", *(rows if forward else rows[::-1])]).encode() + b"\n"
    dossier = decode({"dossier.toml": b'id = "d"\n', "objectives.csv": table})
    last = next(at for at, node in enumerate(dossier.ledger.nodes) if node.place[2] == f"o{LONG - 1}")

    seen = SeenRows(dossier.ledger, None, None, [last])

    assert not any(seen.is_there(at) for at in range(len(dossier.ledger.nodes)))
    assert looks <= 4 * LONG
