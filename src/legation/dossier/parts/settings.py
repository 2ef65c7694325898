"""The parts that are not tables: ``dossier.toml`` and ``mandate.toml``; ``bodies.toml`` is read by :mod:`legation.dossier.parts.rules`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.parts.brief import read_brief
from legation.dossier.parts.rules import COUNTED, PUT_TOGETHER, Body, BodyRule, every_rule, read_bodies, write_bodies
from legation.dossier.parts.toml_record import fill, plain, read_toml, written, wrong_value
from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS
from legation.dossier.when import When
from legation.language import LANGUAGES

__all__ = [
    "COUNTED",
    "FORMAT",
    "NEW_MARKING",
    "PAPS",
    "PUT_TOGETHER",
    "UNSAID",
    "Body",
    "BodyRule",
    "Info",
    "Mandate",
    "every_rule",
    "read_bodies",
    "read_info",
    "read_mandate",
    "says_marking",
    "write_bodies",
    "write_info",
    "write_mandate",
]


FORMAT = 2
"""The format of a dossier that this release writes; see :mod:`legation.dossier.files.format`."""
NEW_MARKING = "TLP:AMBER"
"""The marking of a new dossier unless it is said otherwise: for those who need it, in its own house and with its partners."""
UNSAID = "TLP:CLEAR"
"""The marking of a ``dossier.toml`` that says none. It stays what it was when such files were written: the same file shows the same rows
to the same readers, whatever release reads it. Whoever checks such a dossier is told to write a marking."""
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
    marking : str
        How far the dossier may travel. A new dossier is TLP:AMBER unless it says otherwise, and says so in its file. A file without a
        marking is TLP:CLEAR (:data:`UNSAID`).
    brief : mapping
        ``[brief]`` as it stands; :func:`legation.dossier.parts.brief_settings` says what it means.
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
    marking: str = NEW_MARKING
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
        if read_brief(part, info.brief, problems) is None:
            info = dataclasses.replace(info, brief={}) if info.format > FORMAT else None
    if info is not None and "marking" not in table:
        info = dataclasses.replace(info, marking=UNSAID)
    return info


def says_marking(info: Info) -> bool:
    r"""Whether the marking of a dossier was said by somebody, and not left out of the file that it was read from.

    >>> [says_marking(read_info(data, [])) for data in (b'id = "x"', b'id = "x"\nmarking = "TLP:CLEAR"')], says_marking(Info(id="x"))
    ([False, True], True)
    """
    return not info.source or "marking" in (read_toml("dossier.toml", info.source, []) or {})


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
