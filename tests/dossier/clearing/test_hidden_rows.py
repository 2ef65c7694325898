"""Rows that are hidden for another reason than their marking, as those of an older state that are marked higher today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.clearing.confirmation import fingerprint
from legation.dossier.clearing.scope import Clearance
from legation.dossier.clearing.view import hidden_rows, seen
from legation.dossier.records import MARKINGS

CONFLICT = "conflicts/c.toml"


def dossier(parts: Mapping[str, bytes]) -> Dossier:
    return decode({"dossier.toml": b'format = 2\nid = "d"\n', **parts})


def sight(marking: str = "TLP:RED", audience: str = "desk", **more: Any) -> Clearance:
    return Clearance(marking=marking, audience=audience, **more)


def files(whole: Dossier, marking: str = "TLP:RED", audience: str = "desk", **more: Any) -> set[str]:
    return set(seen(whole, sight(marking, audience, **more)).files)


def conflict(last: str = "") -> bytes:
    maker = '[[maker]]\nid = "{0}"\n[[maker.option]]\nid = "do-{0}"\n'
    judged = '[[preference]]\nmaker = "{0}"\n[[preference.judgement]]\nstatement = "not do-{0}"\n'
    return f'[model]\ntitle = "C"\n{maker.format("a")}{maker.format("b")}{judged.format("a")}{judged.format("b")}{last}'.encode()


def test_hidden_rows_are_those_above_a_marking_by_their_place_and_without_an_id_by_their_words_too() -> None:
    actors = "id,name,marking\n" + "".join(f"{one[4:]},A,{one}\n" for one in MARKINGS)
    whole = dossier({"actors.csv": actors.encode(), CONFLICT: conflict('marking = "TLP:RED"\n')})
    (last,) = (node for node in whole.ledger.nodes if node.place[1:] == ("preference.judgement", "2.1"))
    models = {last.place, (CONFLICT, "preference.judgement", fingerprint(last))}

    for at, marking in enumerate(MARKINGS):
        rows = {("actors.csv", "actors", one[4:]) for one in MARKINGS[at + 1 :]}
        assert hidden_rows(whole, marking) == rows | (models if marking != "TLP:RED" else set())


def test_rows_hidden_for_another_reason_are_not_there_nor_what_needs_them() -> None:
    parts = {
        "actors.csv": b"id,name\nFRA,France\nDEU,Germany\n",
        "groups.csv": b"group,actor\nEU,FRA\nEU,DEU\n",
        CONFLICT: conflict('[[preference.judgement]]\nstatement = "do-a"\n'),
    }
    whole = dossier(parts)
    left = seen(whole, sight(hidden=frozenset({("actors.csv", "actors", "FRA")})))

    assert [row.id for row in left.actors] == ["DEU"]
    assert [row.actor for row in left.groups] == ["DEU"]
    last = whole.ledger.nodes[-1]
    assert last.place == (CONFLICT, "preference.judgement", "2.2")
    for place in (last.place, (CONFLICT, "preference.judgement", fingerprint(last))):
        left = seen(whole, sight(marking="TLP:AMBER", hidden=frozenset({place})))
        assert b'"do-a"\n' in whole.files[CONFLICT].rpartition(b"judgement")[2]
        assert b'"do-a"\n' not in left.files[CONFLICT].rpartition(b"judgement")[2]
    assert seen(whole, sight(hidden=frozenset({("actors.csv", "groups", "FRA")}))) is whole


@pytest.mark.parametrize("marking", MARKINGS)
@pytest.mark.parametrize("as_of", [None, dt.date(2030, 1, 1)])
def test_a_model_that_is_none_without_a_row_hidden_for_another_reason_is_not_shown(marking: str, as_of: dt.date | None) -> None:
    whole = dossier({CONFLICT: conflict()})
    hidden = frozenset({(CONFLICT, "maker.option", "a.do-a")})

    assert files(whole, marking, as_of=as_of) == {CONFLICT}
    assert files(whole, marking, as_of=as_of, hidden=hidden) == (set() if marking != "TLP:RED" or as_of else {CONFLICT})
