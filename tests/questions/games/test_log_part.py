"""The log of a game as a part of a dossier: whole or refused; seen by whoever sees all that it tells, and by nobody else."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from questions.games_played import DAY, PART, SMALL, small_log, written

from legation.dossier import decode
from legation.dossier.parts import kind_of, read, write
from legation.errors import DossierError
from legation.questions.games.log_part import GAME_LOG, LARGEST, day_of
from legation.sources.imports.merge import model_faults

GAME = """[game]
title_en = "Talks"
negotiation = "canal"
[[side]]
party = "port"
brief_en = "Ask for much."
[[side]]
party = "town"
[[side]]
party = "firm"
[[reveal]]
day = "2016-03-10"
text_en = "The canal was given back."
text_fr = "Le canal a été rendu."
[[lesson]]
text_en = "Exchange."
text_fr = "Échanger."
"""


def talks() -> str:
    """The negotiation behind the small game."""
    lines = ['[negotiation]\ntitle_en = "Canal"\n']
    lines += [f'[[party]]\nid = "{one["id"]}"\nname_en = "{one["name_en"]}"\n' for one in SMALL["sides"]]
    for one in SMALL["issues"]:
        lines.append(
            f'[[issue]]\nid = "{one["id"]}"\n' + "".join(f'[[issue.option]]\nid = "{option["id"]}"\n' for option in one["options"])
        )
    for side, rows in SMALL["scores"].items():
        for issue, points in zip(SMALL["issues"], rows, strict=True):
            named = ", ".join(f"{option['id']} = {value}" for option, value in zip(issue["options"], points, strict=True))
            lines.append(f'[[worth]]\nparty = "{side}"\nissue = "{issue["id"]}"\npoints = {{ {named} }}\n')
    lines += [f'[[floor]]\nparty = "{side}"\nvalue = {value}\n' for side, value in SMALL["floors"].items()]
    return "".join(lines)


def dossier(*, marking: str = "TLP:GREEN", game: str = GAME, negotiation: str = "", opened: dict[str, Any] | None = None) -> Any:
    first = SMALL | {"game": "talks"} | (opened or {})
    return decode(
        {
            "dossier.toml": f'id = "d"\nmarking = "{marking}"\n'.encode(),
            PART: written(small_log(first)),
            "games/talks.toml": game.encode(),
            "negotiations/canal.toml": (negotiation or talks()).encode(),
        }
    )


def test_a_log_is_a_part_and_keeps_its_bytes() -> None:
    data = written(small_log())
    part = read(PART, data)

    assert kind_of(PART) is GAME_LOG and kind_of("games/talks.toml").id == "game"  # type: ignore[union-attr]
    assert len(part.records["offer"]) == 8 and write(part) == data
    assert not list(model_faults(dossier()))


def test_the_day_stands_in_the_name() -> None:
    assert day_of(PART) == dt.date.fromisoformat(DAY)
    assert day_of("games/talks/2026-02-30.jsonl") is None


def _broken() -> dict[str, bytes]:
    lines = written(small_log()).splitlines(keepends=True)
    changed = json.loads(lines[5])
    changed["data"]["package"] = [0, 0, 0]
    deliberation = json.loads(lines[0])
    return {
        "an offer was changed": b"".join([*lines[:5], json.dumps(changed).encode() + b"\n", *lines[6:]]),
        "an entry is missing": b"".join([*lines[:6], *lines[7:]]),
        "no json": b"what is this\n",
        "nothing": b"",
        "no text": b"\xff\xfe\x00",
        "too long": b" " * (LARGEST + 1),
        "another form": json.dumps({"number": deliberation["number"]}).encode(),
    }


@pytest.mark.parametrize("name", list(_broken()))
def test_a_log_that_is_not_whole_is_refused_and_named(name: str) -> None:
    data = _broken()[name]
    with pytest.raises(DossierError) as error:
        read(PART, data)

    (fault,) = error.value.problems
    assert (fault.part, fault.code) == (PART, "game-log")
    found = decode({"dossier.toml": b'id = "d"', PART: data})
    assert [one.code for one in model_faults(found)] == ["game-log"]


def test_a_log_of_another_kind_of_room_is_refused() -> None:
    first = {"seed": 1, "inside": "seat", "leaves": "attributed", "question": "What now?"}
    from questions.games_played import game_log

    log = game_log(SMALL, [])[:1]
    other = log[0].__class__(
        **{name: getattr(log[0], name) for name in ("number", "at", "by", "kind", "key", "salt", "before")}, data=first
    )
    with pytest.raises(DossierError):
        read(PART, written([other]))


@pytest.mark.parametrize("audience", ["owner", "desk"])
def test_who_sees_the_game_and_all_points_sees_the_log(audience: str) -> None:
    assert PART in dossier().cleared("TLP:GREEN", audience).files


@pytest.mark.parametrize("audience", ["partner", "public"])
def test_nobody_outside_sees_a_log(audience: str) -> None:
    assert PART not in dossier(marking="TLP:CLEAR").cleared("TLP:RED", audience).files


@pytest.mark.parametrize(
    "hidden",
    ["marked game", "marked talks", "marked points", "marked floor", "marked side", "marked reveal", "no game", "no talks"],
)
def test_who_does_not_see_all_that_a_log_tells_does_not_see_it(hidden: str) -> None:
    """Whatever of the game or of the negotiation is marked higher, the log that tells it is not there, and nothing of it is."""
    game, negotiation = GAME, talks()
    red = 'marking = "TLP:RED"\n'
    if hidden == "marked game":
        game = game.replace("[game]\n", f"[game]\n{red}")
    elif hidden == "marked talks":
        negotiation = negotiation.replace("[negotiation]\n", f"[negotiation]\n{red}")
    elif hidden == "marked points":
        negotiation = negotiation.replace('[[worth]]\nparty = "firm"', f'[[worth]]\n{red}party = "firm"', 1)
    elif hidden == "marked floor":
        negotiation = negotiation.replace("[[floor]]\n", f"[[floor]]\n{red}", 1)
    elif hidden == "marked side":
        game = game.replace('[[side]]\nparty = "firm"', f'[[side]]\n{red}party = "firm"')
    elif hidden == "marked reveal":
        game = game.replace("[[reveal]]\n", f"[[reveal]]\n{red}")
    elif hidden == "no game":
        game = ""
    else:
        negotiation = ""
    whole = dossier(game=game or "[game]\n", negotiation=negotiation or "[negotiation]\n")

    assert PART not in whole.cleared("TLP:GREEN").files
    if hidden.startswith("marked"):
        assert PART in whole.cleared("TLP:RED").files


def test_a_preparation_is_for_owners_alone() -> None:
    prepared = dossier(opened={"prepares": "canal"})

    assert PART in prepared.cleared("TLP:RED", "owner").files
    assert PART not in prepared.cleared("TLP:RED", "desk").files


def test_a_game_is_not_there_before_it_was_played() -> None:
    assert PART not in dossier().cleared("TLP:GREEN", as_of=dt.date(2026, 3, 1)).files
    assert PART in dossier().cleared("TLP:GREEN", as_of=dt.date(2026, 3, 2)).files
