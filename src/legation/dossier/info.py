"""The parts that are not tables: what the dossier is, and our own mandate; the bodies that decide stand in :mod:`bodies`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.bodies import COUNTED, Body, BodyRule, read_bodies, write_bodies
from legation.dossier.column import Wording
from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS
from legation.dossier.toml_part import fill, plain, read_toml, written, wrong_value
from legation.dossier.when import When
from legation.language import LANGUAGES

__all__ = [
    "COUNTED",
    "FORMAT",
    "PAPS",
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

FORMAT = 2
"""The format of a dossier that this release writes; see :mod:`legation.dossier.format`."""
PAPS = ("PAP:CLEAR", "PAP:GREEN", "PAP:AMBER", "PAP:RED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """``dossier.toml``: what the matter is, how far it may travel, and what the brief asks.

    Attributes
    ----------
    format : int
        The format of the whole dossier; without one it is 1.
    as_of : When or None
        The date at which the dossier is frozen: what questions look at unless another date is asked for.
    beside : tuple of str
        Folders that lie beside the dossier and are no part of it: drafts of the desk, raw observations.
    parameters : mapping
        Defaults of questions: ``parameters.<question>.<option>``.
    brief : mapping
        ``question`` (localized), ``sections`` (a list of question ids, or of tables with ``question`` and its options), ``key`` (a list of
        ``<question>:<statement>``).
    unknown : mapping
        Settings that no release so far knows: kept as they are.
    """

    id: str
    format: int = FORMAT
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
    beside: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    brief: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict)
    source: bytes = field(default=b"", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """``mandate.toml``: our own aim and limits; protected, seen by owners only.

    Attributes
    ----------
    negotiation : mapping
        By the NAME of ``negotiations/NAME.toml``: ``party``, which of its parties we are; ``floor``, the points below which we sign
        nothing; ``red_lines``, by issue the options that we cannot sign.
    unknown : mapping
        Settings that no release so far knows: kept as they are.
    """

    aim: Wording = Wording()
    fallback: Wording = Wording()
    walk_away: Wording = Wording()
    red_lines: tuple[str, ...] = ()
    reservation: Mapping[str, Any] = field(default_factory=dict)
    negotiation: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict)
    source: bytes = field(default=b"", compare=False, repr=False)


def read_info(data: bytes, problems: list[Problem]) -> Info | None:
    """Read ``dossier.toml``; add what is wrong to ``problems``. Of one of a newer format what is wrong is left out."""
    part = "dossier.toml"
    table = read_toml(part, data, problems)
    if table is None:
        return None
    table.setdefault("format", 1)
    if type(table["format"]) is not int or table["format"] < 1:
        problems.append(wrong_value(part, "format", f"1 ... {FORMAT}", table["format"]))
        return None
    if not isinstance(table.get("id"), str) or not re.fullmatch(r"[\w.-]{1,120}", table["id"]):
        problems.append(wrong_value(part, "id", "[letters digits . _ -]", table.get("id", "")))
        return None
    for name, values in (("marking", MARKINGS), ("pap", PAPS)):
        if isinstance(table.get(name), str) and table[name] not in (*values, ""):
            problems.append(problem("not-a-choice", part, None, name, allowed=" | ".join(values), found=table[name]))
            table[name] = values[-1]  # nobody can say who may see it
    info = fill(Info, part, "", table, problems, source=data)
    if info is None and table["format"] > FORMAT:
        wrong_keys = {"format", *(str(one.column).partition(".")[0] for one in problems)}
        closed = {"marking": MARKINGS[-1]} if "marking" in wrong_keys else {}
        left = {name: value for name, value in table.items() if name not in wrong_keys}
        info = fill(Info, part, "", left | closed | {"id": table["id"]}, problems, source=data, format=table["format"])
    if info is not None:
        if not info.languages or not set(info.languages) <= set(LANGUAGES):
            problems.append(wrong_value(part, "languages", '["en", "fr"] | ["en"] | ["fr"]', list(info.languages)))
            return None
        wrong = _wrong_in_brief(part, info.brief)
        problems.extend(wrong)
        return None if wrong else info
    return None


def read_mandate(data: bytes, problems: list[Problem]) -> Mandate | None:
    """Read ``mandate.toml``."""
    table = read_toml("mandate.toml", data, problems)
    return None if table is None else fill(Mandate, "mandate.toml", "", table, problems, source=data)


def write_info(info: Info) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay."""
    if info.source and read_info(info.source, []) == info:
        return info.source
    return written(plain(info))


def write_mandate(mandate: Mandate) -> bytes:
    """Return the part's bytes."""
    if mandate.source and read_mandate(mandate.source, []) == mandate:
        return mandate.source
    return written(plain(mandate))


def _wrong_in_brief(part: str, brief: Mapping[str, Any]) -> list[Problem]:
    """Return the faults of what the brief asks."""
    texts = {name: brief[name] for name in ("question", *(f"question_{lang}" for lang in LANGUAGES)) if name in brief}
    wrong = [wrong_value(part, f"brief.{name}", "text", found) for name, found in texts.items() if not isinstance(found, str)]
    keys = brief.get("key", [])
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        wrong.append(wrong_value(part, "brief.key", '["...", "..."]', keys))
    sections = brief.get("sections", [])
    for section in sections if isinstance(sections, list) else [sections]:
        asked = section.get("question") if isinstance(section, dict) else section
        if not isinstance(sections, list) or not isinstance(asked, str):
            wrong.append(wrong_value(part, "brief.sections", '["...", {question = "..."}]', section))
    return wrong
