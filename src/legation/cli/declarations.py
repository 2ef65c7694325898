"""``legation fields`` and ``template``: lists of fields, schemas, empty tables and small models, from their declarations."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.cli.terminal import lines
from legation.dossier import TABLES, write_file
from legation.errors import WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from legation.dossier.column import Column
    from legation.dossier.parts import ModelKind

__all__ = ["fields", "template"]


def fields(table: str, *, as_json: bool, lang: Lang) -> int:
    """List the fields of a table, of a kind of model, or of all; as JSON a Data Package, of a kind its JSON Schema."""
    wanted, _, inner = table.partition(".")
    kind = _called(wanted)
    if kind is not None and wanted not in TABLES:
        return _model_fields(kind, inner, as_json=as_json, lang=lang)
    chosen = [_table(table, also=_models())] if table else list(TABLES)
    if as_json:
        from legation.dossier.files.templates import datapackage

        sys.stdout.write(datapackage(tables=chosen, lang=lang).decode("utf-8"))
        return 0
    for name in chosen:
        one = TABLES[name]
        rows = [_field(column, column.kind.allowed, column.meaning(name)) for column in one.columns]
        lines(Message("cli.fields-of", part=one.part, what=one.title), _FIELD_COLUMNS, rows, lang)
    for model in () if table else _models().values():
        _model_fields(model, "", as_json=False, lang=lang)
    return 0


_FIELD_COLUMNS = [Message(f"cli.column.{name}") for name in ("field", "kind", "allowed", "meaning")]


def _field(column: Column, allowed: str, meaning: Message) -> list[Any]:
    return [column.name + (" *" if column.required else ""), column.kind.name, allowed, meaning]


def _model_fields(kind: ModelKind[Any], table: str, *, as_json: bool, lang: Lang) -> int:
    """List the columns of the tables of a kind of model, or of one of them."""
    if table and table not in kind.tables:
        names = " | ".join(f"{kind.id}.{name}" for name in kind.tables)
        raise WrongUse(Message("all-questions.bad-option", name="table", found=f"{kind.id}.{table}", allowed=names))
    if as_json:
        from legation.dossier.parts.schema import schema, table_schema

        fields = table_schema(kind, table, lang) if table else schema(kind, lang)
        sys.stdout.write(json.dumps(fields, ensure_ascii=False, indent=1) + "\n")
        return 0
    for name in [table] if table else kind.tables:
        rows = [_field(column, column.kind.expected, kind.meaning(name, column.name)) for column in kind.tables[name]]
        lines(Message("cli.fields-of", part=f"{kind.pattern} [{name}]", what=kind.about(name)), _FIELD_COLUMNS, rows, lang)
    return 0


def _models() -> dict[str, ModelKind[Any]]:
    """Return the kinds of model by their ids."""
    from legation.dossier.parts import ModelKind, kinds

    return {kind.id: kind for kind in kinds() if isinstance(kind, ModelKind)}


def _called(wanted: str) -> ModelKind[Any] | None:
    """Return the kind of model that is called by its id or its folder."""
    models = _models()
    folders = {kind.pattern.partition("/")[0]: kind for kind in reversed(list(models.values()))}
    return models.get(wanted) or folders.get(wanted)


def _model(wanted: str, name: str) -> ModelKind[Any]:
    """Return the kind of model that is wanted, by its id or its folder, else that of a part by its name."""
    from legation.dossier.parts import ModelKind, kind_of

    kind = _called(wanted) if wanted else kind_of(name)
    if not isinstance(kind, ModelKind):
        raise WrongUse(Message("all-questions.bad-option", name="table", found=wanted or name, allowed=" | ".join(_models())))
    return kind


def template(out: Path, table: str, lang: Lang) -> int:
    """Write an empty table, a workbook of all, the description of the tables, or a small model."""
    match out.suffix.lower():
        case ".toml":
            data = _model(table, f"{out.parent.name}/{out.name}").template(lang).encode()
        case ".json":
            from legation.dossier.files.templates import datapackage

            data = datapackage(tables=[_table(table)] if table else TABLES, lang=lang)
        case ".xlsx":
            from legation.dossier.files.workbook import template_bytes

            data = template_bytes([_table(table)] if table else TABLES, lang)
        case ".csv":
            from legation.dossier.files.templates import csv_template

            data = csv_template(_table(table or out.stem))
        case _:
            raise WrongUse(Message("cli.template-format", found=out.name))
    write_file(out, data)
    sys.stdout.write(f"{out}\n")
    return 0


def _table(name: str, also: Iterable[str] = ()) -> str:
    stem = name.removesuffix(".csv")
    if stem not in TABLES:
        raise WrongUse(Message("all-questions.bad-option", name="table", found=name, allowed=" | ".join((*TABLES, *also))))
    return stem
