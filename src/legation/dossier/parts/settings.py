"""The parts that are not tables: ``dossier.toml``, ``mandate.toml`` and ``bodies.toml``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.parts.brief import read_brief
from legation.dossier.parts.toml_record import fill, plain, read_toml, tables, written, wrong_value
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


COUNTED = ("present_and_voting", "members", "weights", "count", "consensus")
"""What is asked: a share of those voting, of all members, of all weights; a number of yes votes; that nobody present objects."""
PUT_TOGETHER = ("all", "any")
"""Rules of several parts: all of them must hold, or any of them."""
_DEEPEST = 4
_PART = "bodies.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRule:
    """How a body decides, from a date on.

    Attributes
    ----------
    of : {"present_and_voting", "members", "weights", "count", "consensus", "all", "any"}
    share : str
        ``1/2`` or ``2/3``...; more than this share is needed when ``strict``, at least this share when not.
    number : int
        Where ``of`` is ``count``: so many yes votes are needed, or more.
    weights : str
        Where ``of`` is ``weights``: the name of a table ``[body.weights.NAME]``.
    veto : tuple of str
        Actors whose no defeats the text; their abstention or absence does not.
    quorum : int
        How many members must be present, voting or abstaining; 0 asks for none.
    parts : tuple of BodyRule
        Where ``of`` is ``all`` or ``any``: the tables ``[[body.rule.part]]``.
    stage : {"", "committee", "plenary"}
        Empty: at every stage.
    """

    of: str = "present_and_voting"
    share: str = "1/2"
    strict: bool = True
    number: int = 0
    weights: str = ""
    veto: tuple[str, ...] = ()
    quorum: int = 0
    parts: tuple[BodyRule, ...] = ()
    stage: str = ""
    start: When | None = None
    end: When | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Who decides: a name, the group whose members vote, their weights where they have any, dated rules.

    ``weights`` holds by name a number for each actor: votes, inhabitants, shares of capital. ``board`` is the language, ``en`` or ``fr``,
    in whose alphabet the board of votes lists the members; ``board_order`` lists them itself, and those that it leaves out follow.
    """

    id: str
    name: Wording = Wording()
    members: str = ""
    weights: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[BodyRule, ...] = ()
    board: str = ""
    board_order: tuple[str, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)


def every_rule(rules: tuple[BodyRule, ...]) -> Iterator[BodyRule]:
    """Give rules and their parts, to any depth."""
    for rule in rules:
        yield rule
        yield from every_rule(rule.parts)


def read_bodies(data: bytes, problems: list[Problem]) -> tuple[Body, ...]:
    """Read ``bodies.toml``: ``[[body]]`` tables, each with ``[[body.rule]]``."""
    table = read_toml(_PART, data, problems) or {}
    entries = tables(_PART, table.pop("body", []), "body", "[[body]]", problems)
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
    entries = []
    for body in bodies:
        rules = [_plain(rule) for rule in body.rules]
        entries.append(plain(body) | ({"rule": rules} if rules else {}))
    return written({"body": entries})


def _plain(rule: BodyRule) -> dict[str, Any]:
    parts = [_plain(part) for part in rule.parts]
    return plain(rule) | ({"part": parts} if parts else {"strict": rule.strict})


def _body(place: str, entry: dict[str, Any], problems: list[Problem]) -> Body | None:
    settings = {name: value for name, value in entry.items() if name != "rule"}
    if not isinstance(entry.get("id"), str) or not entry["id"].strip():
        problems.append(wrong_value(_PART, f"{place}.id", "text", entry.get("id", "")))
        return None
    listed = tables(_PART, entry.get("rule", []), f"{place}.rule", "[[body.rule]]", problems)
    weights = settings.get("weights")
    named = weights if isinstance(weights, dict) else {}
    problems.extend(_wrong_weights(f"{place}.weights", named))
    if settings.get("board", "") not in ("", *LANGUAGES):
        problems.append(wrong_value(_PART, f"{place}.board", " | ".join(LANGUAGES), settings["board"]))
        return None
    rules = tuple(rule for at, table in listed if (rule := _rule(at, table, frozenset(named), problems)))
    return fill(Body, _PART, f"{place}.", settings, problems, rules=rules)


def _rule(place: str, entry: dict[str, Any], named: frozenset[str], problems: list[Problem], depth: int = 1) -> BodyRule | None:
    settings = {name: value for name, value in entry.items() if name != "part"}
    within = tables(_PART, entry.get("part", []), f"{place}.part", "[[body.rule.part]]", problems) if depth < _DEEPEST else []
    parts = tuple(part for at, table in within if (part := _rule(at, table, named, problems, depth + 1)))
    rule = fill(BodyRule, _PART, f"{place}.", settings, problems, parts=parts)
    if rule is None:
        return None
    composed = rule.of in PUT_TOGETHER
    wrong = [
        wrong_value(_PART, f"{place}.{name}", allowed, value)
        for name, value, good, allowed in (
            ("of", rule.of, rule.of in (*COUNTED, *PUT_TOGETHER), " | ".join((*COUNTED, *PUT_TOGETHER))),
            ("share", rule.share, _is_share(rule.share), "1/2 | 2/3 | ..."),
            ("stage", rule.stage, rule.stage in ("", "committee", "plenary"), "committee | plenary"),
            ("number", rule.number, (rule.of == "count") == bool(rule.number), "1, 2, ... (of = count)"),
            (
                "weights",
                rule.weights,
                rule.weights in named if rule.of == "weights" else not rule.weights,
                " | ".join(sorted(named)) or "[body.weights]",
            ),
        )
        if not good
    ]
    if composed != bool(within):
        wrong.append(problem("rule-parts-missing" if composed else "rule-parts-needless", _PART, None, f"{place}.part"))
    problems.extend(wrong)
    return None if wrong or len(parts) < len(within) else rule


def _is_share(text: str) -> bool:
    if not re.fullmatch(r"[1-9][0-9]{0,5}/[1-9][0-9]{0,5}", text):
        return False
    above, below = map(int, text.split("/"))
    return above <= below


def _wrong_weights(place: str, named: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a fault for each table of weights that is none, and each weight that is no number above or equal to 0."""
    for name, table in named.items():
        if not isinstance(table, dict) or not table:
            yield wrong_value(_PART, f"{place}.{name}", "ACTOR = 1, 2.5, ...", table)
            continue
        for actor, weight in table.items():
            if type(weight) not in (int, float) or not 0 <= weight < 1e15:
                yield wrong_value(_PART, f"{place}.{name}.{actor}", "0 ... 1e15", weight)


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
