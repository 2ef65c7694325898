"""A response as the bytes of its part."""

from __future__ import annotations

from typing import Any

from legation.dossier.toml_part import plain, written
from legation.errors import DossierError
from legation.sources.response_model.model import LISTS, ResponseModel
from legation.sources.response_model.reading import TABLES, read_response_model
from legation.sources.response_model.records import Game

__all__ = ["write_response_model"]


def write_response_model(model: ResponseModel) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay.

    >>> from legation.sources.response_model import template
    >>> model = read_response_model(template("fr").encode(), "incidents/un.response.toml")
    >>> write_response_model(model) == template("fr").encode()
    True
    """
    if model.source:
        try:
            if read_response_model(model.source, model.part) == model:
                return model.source
        except DossierError:
            pass
    head = _table(model, "part", "held", "features", "game", *LISTS)
    if model.severity == 0:
        head["severity"] = 0
    table: dict[str, Any] = {"response": head}
    if model.held is not None:
        table["held"] = _table(model.held)
    if model.features:
        table["features"] = _features(model.features)
    for name, (field, _, _) in TABLES.items():
        rows = [_table(row) for row in getattr(model, field)]
        table |= {name: rows} if rows else {}
    if model.game is not None:
        table["deterrence"] = _game(model.game)
    return written(table)


def _game(game: Game) -> dict[str, Any]:
    table = _table(game, "answers")
    return table | ({"answer": [_table(one) for one in game.answers]} if game.answers else {})


def _table(record: Any, *without: str) -> dict[str, Any]:
    """Return a record as a table; what is said and is false or 0 stays."""
    table = {name: value for name, value in plain(record).items() if name not in without}
    for name in ("minimum", "public"):
        value = getattr(record, name, None)
        if isinstance(value, (bool, float)):
            table[name] = value
    if "features" in table:
        table["features"] = _features(table["features"])
    return table


def _features(features: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in features.items()}
