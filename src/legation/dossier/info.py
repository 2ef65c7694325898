"""The parts that are not tables: what the dossier is, which bodies decide and how, and our own mandate."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import tomli_w

from legation.dossier.column import Wording
from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS
from legation.dossier.sheet import UNPRINTABLE
from legation.dossier.when import When

__all__ = [
    "Body",
    "BodyRule",
    "Info",
    "Mandate",
    "read_bodies",
    "read_info",
    "read_mandate",
    "write_bodies",
    "write_info",
    "write_mandate",
]

TOML_LIMIT = 1024 * 1024
PAPS = ("PAP:CLEAR", "PAP:GREEN", "PAP:AMBER", "PAP:RED")
COUNTED = ("present_and_voting", "members", "consensus")
"""Of whom a share is asked: those who cast yes or no; all members; or no share, only that nobody present objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """``dossier.toml``: what the matter is, how far it may travel, and what the brief asks.

    Attributes
    ----------
    as_of : When or None
        The date at which the dossier is frozen: what questions look at unless another date is asked for.
    parameters : mapping
        Defaults of questions: ``parameters.<question>.<option>``.
    brief : mapping
        ``question`` (localized), ``sections`` (a list of question ids, or of tables with ``question`` and its options).
    """

    id: str
    title: Wording = Wording()
    summary: Wording = Wording()
    languages: tuple[str, ...] = ("en", "fr")
    author: str = ""
    licence: str = ""
    created: When | None = None
    as_of: When | None = None
    marking: str = "TLP:CLEAR"
    pap: str = ""
    handling: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    brief: Mapping[str, Any] = field(default_factory=dict)
    source: bytes = field(default=b"", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRule:
    """How a body decides, from a date on.

    Attributes
    ----------
    of : {"present_and_voting", "members", "consensus"}
    share : str
        ``1/2`` or ``2/3``...; more than this share is needed when ``strict``, at least this share when not.
    stage : {"", "committee", "plenary"}
        Empty: at every stage.
    """

    of: str = "present_and_voting"
    share: str = "1/2"
    strict: bool = True
    stage: str = ""
    start: When | None = None
    end: When | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Who decides: a name, the group whose members vote, dated rules."""

    id: str
    name: Wording = Wording()
    members: str = ""
    rules: tuple[BodyRule, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """``mandate.toml``: our own aim and limits; protected, seen by owners only."""

    aim: Wording = Wording()
    fallback: Wording = Wording()
    walk_away: Wording = Wording()
    red_lines: tuple[str, ...] = ()
    reservation: Mapping[str, Any] = field(default_factory=dict)
    source: bytes = field(default=b"", compare=False, repr=False)


def read_info(data: bytes, problems: list[Problem]) -> Info | None:
    """Read ``dossier.toml``; add what is wrong to ``problems``."""
    part = "dossier.toml"
    table = _toml(part, data, problems)
    if table is None:
        return None
    if not isinstance(table.get("id"), str) or not re.fullmatch(r"[\w.-]{1,120}", table["id"]):
        problems.append(problem("toml-value", part, None, "id", allowed="[letters digits . _ -]", found=table.get("id", "")))
        return None
    for name, values in (("marking", MARKINGS), ("pap", PAPS)):
        if name in table and table[name] not in (*values, ""):
            problems.append(problem("not-a-choice", part, None, name, allowed=" | ".join(values), found=table.pop(name)))
    return _fill(Info, part, "", table, problems, data)


def read_bodies(data: bytes, problems: list[Problem]) -> tuple[Body, ...]:
    """Read ``bodies.toml``: ``[[body]]`` tables, each with ``[[body.rule]]``."""
    part = "bodies.toml"
    table = _toml(part, data, problems)
    bodies = []
    for at, entry in enumerate((table or {}).get("body", ()), start=1):
        place = f"body {at}"
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            problems.append(problem("toml-value", part, None, f"{place}.id", allowed="id", found=str(entry)))
            continue
        raw_rules = entry.pop("rule", [])
        rules = tuple(r for r in (_rule(part, f"{place}.rule {i}", rule, problems) for i, rule in enumerate(raw_rules, 1)) if r)
        body = _fill(Body, part, place + ".", entry, problems, b"")
        if body:
            bodies.append(dataclasses.replace(body, rules=rules))
    if bodies:
        bodies[0] = dataclasses.replace(bodies[0], source=data)
    return tuple(bodies)


def read_mandate(data: bytes, problems: list[Problem]) -> Mandate | None:
    """Read ``mandate.toml``."""
    table = _toml("mandate.toml", data, problems)
    return None if table is None else _fill(Mandate, "mandate.toml", "", table, problems, data)


def write_info(info: Info) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay."""
    if info.source and read_info(info.source, []) == info:
        return info.source
    return _written(_plain(info))


def write_bodies(bodies: tuple[Body, ...]) -> bytes:
    """Return the part's bytes."""
    source = next((body.source for body in bodies if body.source), b"")
    if source and read_bodies(source, []) == bodies:
        return source
    tables = []
    for body in bodies:
        table = _plain(body)
        rules = [_plain(rule) | {"strict": rule.strict} for rule in body.rules]
        tables.append(table | ({"rule": rules} if rules else {}))
    return _written({"body": tables})


def write_mandate(mandate: Mandate) -> bytes:
    """Return the part's bytes."""
    if mandate.source and read_mandate(mandate.source, []) == mandate:
        return mandate.source
    return _written(_plain(mandate))


def _toml(part: str, data: bytes, problems: list[Problem]) -> dict[str, Any] | None:
    if len(data) > TOML_LIMIT:
        problems.append(problem("part-too-large", part, allowed=f"0..{TOML_LIMIT} bytes", found=f"{len(data)} bytes"))
        return None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        unprintable = UNPRINTABLE.search(text)
        if unprintable is None:
            return _printable(part, tomllib.loads(text), problems)
        line = text[: unprintable.start()].count("\n") + 1
        problems.append(problem("not-printable", part, line, found=f"U+{ord(unprintable[0]):04X}"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(problem("not-text", part, line, allowed="UTF-8", found=f"0x{data[error.start]:02x}"))
    except (ValueError, RecursionError) as error:  # a TOML error is a ValueError, and so is a number of too many digits
        at = re.search(r"line (\d+)", str(error))
        problems.append(problem("bad-toml", part, int(at[1]) if at else None, found=str(error)))
    return None


def _printable(part: str, table: dict[str, Any], problems: list[Problem]) -> dict[str, Any] | None:
    """Return the table; None, with a fault, where an escape in it stands for a character that no page can hold."""
    found = UNPRINTABLE.search(repr(table).encode().decode("unicode_escape", "replace")) if "\\" in repr(table) else None
    if found is None:
        return table
    problems.append(problem("not-printable", part, None, found=f"U+{ord(found[0]):04X}"))
    return None


_Part = TypeVar("_Part", Info, Body, BodyRule, Mandate)


def _fill(record: type[_Part], part: str, place: str, table: dict[str, Any], problems: list[Problem], source: bytes) -> _Part | None:
    """Make a record of a TOML table by the types of its fields; every value of a wrong type or unknown name is a fault."""
    values: dict[str, Any] = {}
    before = len(problems)
    for f in dataclasses.fields(record):
        if f.name == "source":
            values["source"] = source
            continue
        kind = str(f.type)
        if kind == "Wording":
            versions = [table.pop(name, "") for name in (f.name, f"{f.name}_fr", f"{f.name}_en")]
            if all(isinstance(v, str) for v in versions):
                values[f.name] = Wording(*(v.strip() for v in versions))
            else:
                problems.append(problem("toml-value", part, None, place + f.name, allowed="text", found=str(versions)))
        elif f.name in table:
            value = _typed(kind, table.pop(f.name))
            if value is None:
                problems.append(problem("toml-value", part, None, place + f.name, allowed=kind.replace(" | None", ""), found=str(value)))
            else:
                values[f.name] = value
    problems.extend(
        problem(
            "unknown-key",
            part,
            None,
            place + name,
            allowed=" | ".join(f.name for f in dataclasses.fields(record) if f.name != "source"),
            found=name,
        )
        for name in table
        if name != "rules"
    )
    return record(**values) if len(problems) == before else None


def _typed(kind: str, value: Any) -> Any:
    """Return a TOML value as the field's type wants it; None where it cannot be."""
    if kind.startswith("When"):
        try:
            return When(str(value))
        except ValueError:
            return None
    if kind.startswith("tuple[str"):
        return tuple(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else None
    wanted: dict[str, type] = {"str": str, "bool": bool}
    return value if isinstance(value, wanted.get(kind, dict)) else None


def _rule(part: str, place: str, entry: Any, problems: list[Problem]) -> BodyRule | None:
    rule = _fill(BodyRule, part, place + ".", dict(entry), problems, b"") if isinstance(entry, dict) else None
    if rule is None:
        return None
    for name, value, good, allowed in (
        ("of", rule.of, rule.of in COUNTED, " | ".join(COUNTED)),
        ("share", rule.share, bool(re.fullmatch(r"[1-9]\d{0,5}/[1-9]\d{0,5}", rule.share)), "1/2 | 2/3 | ..."),
        ("stage", rule.stage, rule.stage in ("", "committee", "plenary"), "committee | plenary"),
    ):
        if not good:
            problems.append(problem("toml-value", part, None, f"{place}.{name}", allowed=allowed, found=value))
            return None
    return rule


def _plain(record: Any) -> dict[str, Any]:
    """Return a record as a TOML table, without what is empty."""
    table: dict[str, Any] = {}
    for f in dataclasses.fields(record):
        value = getattr(record, f.name)
        if f.name in ("source", "rules"):
            continue
        if isinstance(value, Wording):
            versions = {f.name: value.text, f"{f.name}_fr": value.fr, f"{f.name}_en": value.en}
            table.update({name: text for name, text in versions.items() if text})
        elif value not in (None, "", (), {}):
            table[f.name] = str(value) if isinstance(value, When) else list(value) if isinstance(value, tuple) else value
    return table


def _written(table: Mapping[str, Any]) -> bytes:
    return tomli_w.dumps(table, multiline_strings=False).encode("utf-8")
