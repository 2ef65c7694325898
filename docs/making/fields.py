"""The page of the fields: every part, table and column, of models too."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from legation.dossier import TABLES, Body, BodyRule, Info, Mandate, Table
from legation.dossier.column import Column
from legation.dossier.kind import Choice, Code, Day, Flag, Kind, Number, Reference, Text, Word
from legation.dossier.kind.composite import Listed
from legation.dossier.models import OURS
from legation.dossier.parts import BriefOption, BriefSettings, ModelKind, ModelRow, form_of, kinds
from legation.dossier.parts.brief import NOTES
from legation.dossier.parts.form import tables_below
from legation.dossier.parts.rules import COUNTED, PUT_TOGETHER
from legation.dossier.parts.settings import PAPS
from legation.dossier.records import MARKINGS, Revisable
from legation.dossier.records.fora import VERIFIED
from legation.language import Lang, catalogue
from making.markdown import choices, code, heading, said, sentence, table

__all__ = ["page"]

_COMMON = tuple(f.name for f in dataclasses.fields(Revisable) if f.name != "id")
_EVERY = tuple(column.name for column in form_of(ModelRow).columns)
_PARTS = (
    ("dossier", Info),
    ("brief", BriefSettings),
    ("option", BriefOption),
    ("bodies", Body),
    ("rule", BodyRule),
    ("mandate", Mandate),
)
_ALLOWED = {
    "info.marking": choices(MARKINGS),
    "info.pap": choices(PAPS),
    "info.languages": choices(("en", "fr")),
    "brief.note": choices(NOTES),
    "brief.marking": choices(MARKINGS),
    "rule.of": choices((*COUNTED, *PUT_TOGETHER)),
    "rule.share": choices(("1/2", "2/3")) + ", …",
    "rule.most_against": choices(("0", "1", "1/4")) + ", …",
    "rule.most_abstaining": choices(("1/2",)) + ", …",
    "rule.verified": choices(VERIFIED),
    "rule.stage": choices(("committee", "plenary")),
}


def page(lang: Lang) -> str:
    """Return the page."""
    blocks = [heading(1, said("fields.title", lang)), said("fields.intro", lang)]
    blocks += [
        heading(2, said("fields.common", lang)),
        said("fields.common-intro", lang),
        _table(lang, "actors", [c for c in TABLES["actors"].columns if c.name in _COMMON]),
    ]
    blocks += [heading(2, said("fields.dates", lang)), said("fields.dates-intro", lang)]
    blocks += [heading(2, said("fields.parts", lang)), said("fields.parts-intro", lang), _parts(lang)]
    for name, one in TABLES.items():
        blocks += [heading(2, f"{one.part}: {sentence(one.title, lang)}" if lang == "en" else f"{one.part} : {sentence(one.title, lang)}")]
        blocks += [*_about(one, lang), _table(lang, name, [c for c in one.columns if c.name not in _COMMON])]
    for name, record in _PARTS:
        blocks += [heading(2, said(f"fields.part-{name}", lang)), _settings(name, record, lang)]
    blocks += [heading(2, said("fields.models", lang)), said("fields.models-intro", lang)]
    scenario = next(one for one in OURS if isinstance(one, ModelKind))
    blocks += [_model_table(lang, scenario, scenario.section, [c for c in form_of(scenario.head).columns if c.name in _EVERY])]
    for kind in kinds():
        blocks += _model(kind, lang) if isinstance(kind, ModelKind) else ()
    return "\n\n".join(blocks)


def described(kind: Kind, lang: Lang, *, toml: bool = False) -> str:
    """Return what kind of value a column or option takes, and what is allowed; ``toml``: in a part in TOML."""
    name = said(f"kind.{kind.name}", lang)
    match kind:
        case Reference(to=to, many=many) if all(place.startswith(".") or f"place.{place}" in catalogue("reference", lang) for place in to):
            places = said("kind.or", lang).join(_place(place, lang) for place in to)
            how = "kind.word" if isinstance(kind, Word) else ("kind.listed-ids" if toml else "kind.ids") if many else "kind.id"
            return said(how, lang, places=places)
        case Flag() if toml:
            return choices(("true", "false"))
        case Choice() | Flag():
            return choices(kind.choices)
        case Listed(of=of):
            return said("kind.list-of", lang, of=described(of, lang, toml=toml))
        case Number(unit=unit, whole=whole):
            name = said("kind.whole", lang) if whole else name
            bounds = code(kind.allowed.removesuffix(unit).strip()) if kind.allowed != ".." else ""
            return " ".join(filter(None, (name, bounds, said(f"unit.{unit}", lang) if unit else "")))
        case Text(localized=True):
            return said("kind.localized", lang)
        case Day():
            return f"{name}: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`" if lang == "en" else f"{name} : `AAAA-MM-JJ`, `AAAA-MM`, `AAAA`"
        case Code(label=label):
            return f"{name} ({label})"
        case _:
            allowed = kind.expected if toml else kind.allowed
            return f"{name} ({code(allowed)})" if allowed not in ("", "text") else name


def _place(place: str, lang: Lang) -> str:
    return said("kind.of-part", lang, table=place.removeprefix(".")) if place.startswith(".") else said(f"place.{place}", lang)


def _parts(lang: Lang) -> str:
    header = [said("column.part", lang), said("column.kind", lang), said("column.meaning", lang)]
    return table(header, ((code(kind.pattern), code(kind.id), sentence(kind.title, lang)) for kind in kinds()))


def _model(kind: ModelKind[Any], lang: Lang) -> Iterator[str]:
    """Yield what a kind of model holds, table by table; what every row has stands once, before all of them."""
    named = kind.pattern.replace("{path}", "NAME").replace("{name}", "NAME")
    yield heading(2, said("fields.model", lang, part=named.replace("NAME", said("fields.name", lang)), what=sentence(kind.title, lang)))
    below = dict(tables_below(form_of(kind.head)))
    for name, columns in kind.tables.items():
        if name in below or kind.section:
            yield heading(3, f"`[[{name}]]`" if name in below and not below[name].single else f"`[{name}]`")
        yield sentence(kind.about(name), lang)
        shown = [c for c in columns if c.name not in _EVERY or kind.meaning(name, c.name).id != f"model.all.{c.name}"]
        yield _model_table(lang, kind, name, shown)


def _model_table(lang: Lang, kind: ModelKind[Any], name: str, columns: list[Column]) -> str:
    header = [said(f"column.{c}", lang) for c in ("field", "meaning", "allowed", "required")]
    return table(
        header,
        (
            (
                code(f"[{c.name}]" if c.top else c.name),
                sentence(kind.meaning(name, c.name), lang),
                described(c.kind, lang, toml=True),
                said("fields.must", lang) if c.required else "",
            )
            for c in columns
        ),
    )


def _about(one: Table, lang: Lang) -> Iterator[str]:
    lines = [said("fields.known", lang, columns=f"{said('fields.else', lang)} ".join(map(code, one.known)))] if one.known else []
    if one.unique:
        lines.append(said("fields.unique", lang, columns=", ".join(map(code, one.unique))))
    if issubclass(one.record, Revisable):
        lines.append(said("fields.and-common", lang))
    yield " ".join(lines)


def _table(lang: Lang, name: str, columns: list[Column]) -> str:
    header = [said(f"column.{c}", lang) for c in ("field", "meaning", "allowed", "required")]
    needed = TABLES[name].unique[:2]
    return table(
        header,
        (
            (
                code(c.name),
                sentence(c.meaning(name), lang),
                described(c.kind, lang),
                said("fields.must", lang) if c.required or c.name in needed else "",
            )
            for c in columns
        ),
    )


def _settings(name: str, record: type[Any], lang: Lang) -> str:
    header = [said(f"column.{c}", lang) for c in ("field", "meaning", "allowed", "default")]
    area = "info" if name == "dossier" else name
    rows = []
    for f in dataclasses.fields(record):
        if f.name in ("source", "rules", "parts", "options", "unknown"):
            continue
        default = "" if f.default in (dataclasses.MISSING, None, ()) or not isinstance(f.default, (str, bool)) else str(f.default).lower()
        default = f.default if isinstance(f.default, str) else default
        kind = str(f.type).split(" |", maxsplit=1)[0].split("[", maxsplit=1)[0]
        allowed = _ALLOWED.get(f"{area}.{f.name}", said(f"toml.{kind}", lang))
        called = f.metadata.get("name", f.name)
        rows.append((code(called), said(f"{area}.{called}", lang), allowed, code(default) if default else ""))
    return table(header, rows)
