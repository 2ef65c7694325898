"""``bodies.toml``: which bodies decide, who their members are, and by which dated rules."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.problem import Problem, problem
from legation.dossier.toml_part import fill, plain, read_toml, written, wrong_value
from legation.dossier.when import When

__all__ = ["COUNTED", "Body", "BodyRule", "read_bodies", "write_bodies"]

COUNTED = ("present_and_voting", "members", "consensus")
"""Of whom a share is asked: those who cast yes or no; all members; or no share, only that nobody present objects."""
_PART = "bodies.toml"


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
    name: Wording = Wording()  # noqa: RUF009 - a wording is frozen
    members: str = ""
    rules: tuple[BodyRule, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)


def read_bodies(data: bytes, problems: list[Problem]) -> tuple[Body, ...]:
    """Read ``bodies.toml``: ``[[body]]`` tables, each with ``[[body.rule]]``."""
    table = read_toml(_PART, data, problems) or {}
    entries = _tables(table.pop("body", []), "body", "[[body]]", problems)
    problems.extend(problem("unknown-key", _PART, None, name, allowed="[[body]]", found=name) for name in table)
    bodies = [body for place, entry in entries if (body := _body(place, entry, problems))]
    if bodies:
        bodies[0] = dataclasses.replace(bodies[0], source=data)
    return tuple(bodies)


def write_bodies(bodies: tuple[Body, ...]) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay."""
    source = next((body.source for body in bodies if body.source), b"")
    if source and read_bodies(source, []) == bodies:
        return source
    tables = []
    for body in bodies:
        rules = [plain(rule) | {"strict": rule.strict} for rule in body.rules]
        tables.append(plain(body) | ({"rule": rules} if rules else {}))
    return written({"body": tables})


def _body(place: str, entry: dict[str, Any], problems: list[Problem]) -> Body | None:
    settings = {name: value for name, value in entry.items() if name != "rule"}
    if not isinstance(entry.get("id"), str) or not entry["id"].strip():
        problems.append(wrong_value(_PART, f"{place}.id", "text", entry.get("id", "")))
        return None
    tables = _tables(entry.get("rule", []), f"{place}.rule", "[[body.rule]]", problems)
    rules = tuple(rule for at, table in tables if (rule := _rule(at, table, problems)))
    return fill(Body, _PART, f"{place}.", settings, problems, rules=rules)


def _rule(place: str, entry: dict[str, Any], problems: list[Problem]) -> BodyRule | None:
    rule = fill(BodyRule, _PART, f"{place}.", entry, problems)
    if rule is None:
        return None
    wrong = [
        wrong_value(_PART, f"{place}.{name}", allowed, value)
        for name, value, good, allowed in (
            ("of", rule.of, rule.of in COUNTED, " | ".join(COUNTED)),
            ("share", rule.share, bool(re.fullmatch(r"[1-9][0-9]{0,5}/[1-9][0-9]{0,5}", rule.share)), "1/2 | 2/3 | ..."),
            ("stage", rule.stage, rule.stage in ("", "committee", "plenary"), "committee | plenary"),
        )
        if not good
    ]
    problems.extend(wrong)
    return None if wrong else rule


def _tables(found: Any, place: str, allowed: str, problems: list[Problem]) -> list[tuple[str, dict[str, Any]]]:
    """Return the tables of a list of tables with their places; anything else in their stead is a fault."""
    if not isinstance(found, list):
        problems.append(wrong_value(_PART, place, allowed, found))
        return []
    entries = [(f"{place} {at}", entry) for at, entry in enumerate(found, start=1)]
    problems.extend(wrong_value(_PART, at, allowed, entry) for at, entry in entries if not isinstance(entry, dict))
    return [(at, entry) for at, entry in entries if isinstance(entry, dict)]
