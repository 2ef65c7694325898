"""The one writer of models in TOML: what a record holds and is not as it is anyway, in the order of its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomli_w

from legation.dossier.column import Column
from legation.dossier.kind import Text
from legation.dossier.parts.form import Form, ModelHead, form_of
from legation.dossier.toml_part import written

__all__ = ["column_table", "inline", "key_of", "record_table", "write_model"]


def write_model(model: ModelHead, called: str) -> bytes:
    """Return the bytes of a part, written anew: without comments, without what is empty or as it is where nothing is said.

    Parameters
    ----------
    model : ModelHead
    called : str
        The table of its head; empty where the part has none.
    """
    form = form_of(type(model))
    head = _columns(form, model, top=False)
    return written(({called: head} if called else {}) | _columns(form, model, top=True) | _tables(form, model))


def record_table(record: Any) -> dict[str, Any]:
    """Return a record as a table of TOML, with the tables below it."""
    form = form_of(type(record))
    return _columns(form, record, top=False) | _tables(form, record)


def column_table(column: Column, value: Any) -> dict[str, Any]:
    """Return the keys and values of TOML that a value of a column is written as; none where it is empty."""
    if isinstance(column.kind, Text) and column.kind.localized:
        return {name: said for name, said in zip(column.names, (value.text, value.fr, value.en), strict=True) if said}
    if value is None or (isinstance(value, (str, tuple, dict)) and not value):
        return {}
    return {column.name: column.kind.give(value)}


def inline(value: Any) -> str:
    """Return a value as TOML writes it, on one line.

    >>> inline({"a": [1, "b"], "c.d": {}})
    '{ a = [1, "b"], "c.d" = {} }'
    """
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key_of(str(name))} = {inline(one)}" for name, one in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(inline, value)) + "]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


def key_of(name: str) -> str:
    """Return a key as TOML writes it."""
    return tomli_w.dumps({name: 0}).rpartition(" = ")[0]


def _columns(form: Form, record: Any, *, top: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in form.columns:
        value = one.of(record)
        if one.top is top and (value != one.default or one.required):
            found |= column_table(one, value)
    return found


def _tables(form: Form, record: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for of in form.tables:
        held = getattr(record, of.field)
        if of.single:
            found |= {of.table: record_table(held)} if held is not None else {}
        else:
            found |= {of.table: [record_table(row) for row in held]} if held else {}
    return found
