"""What is negotiated in a room, as its reader has it: issues with their options, sides by name, and how offers are made."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier import Wording
from legation.language import Lang

__all__ = ["IssueView", "TableView", "in_language", "known_table", "table_of"]

TABLES = 256
"""Tables that are kept: each of a room, in one language."""
_known: dict[tuple[int, Lang], tuple[Mapping[str, Any], TableView]] = {}


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue and its options, by their names."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """What all may know of a negotiation before anybody has spoken.

    Attributes
    ----------
    issues : tuple of IssueView
    sides, public : dict of str to str
        Names of the sides, and what all read of each, by their ids.
    status_quo : tuple of int or None
        What stays where nothing is agreed.
    is_real : bool
        Whether real parties test a package: else it is a rehearsal.
    protocol : str
        "free", "turns" or "single text".
    side_rooms : bool
    has_rule : bool
        Whether votes decide, and not everybody's acceptance.
    host_side : str
        The side of the organisation that hosts; empty where it plays none.
    offers : dict
        Offers as a side reads them here, by all that they rest on: :func:`legation.web.pages.rooms.negotiation.offers.offers_of` fills it.
    """

    issues: tuple[IssueView, ...]
    sides: dict[str, str]
    public: dict[str, str]
    status_quo: tuple[int, ...] | None
    is_real: bool
    protocol: str
    side_rooms: bool
    has_rule: bool
    host_side: str
    offers: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many options each issue has."""
        return tuple(len(one.options) for one in self.issues)

    def option(self, issue: int, number: int) -> str:
        """Return the name of an option."""
        return self.issues[issue].options[number]

    def name(self, side: str) -> str:
        """Return the name of a side."""
        return self.sides.get(side, side)

    def names(self, sides: Sequence[str]) -> tuple[str, ...]:
        """Return the names of some sides, in the order of the table."""
        return tuple(self.name(one) for one in sorted(sides, key=[*self.sides, *sides].index))

    def holds(self, package: Sequence[int]) -> bool:
        """Whether a package names an option of each issue."""
        return len(package) == len(self.issues) and all(0 <= one < size for one, size in zip(package, self.sizes, strict=True))


def in_language(row: Mapping[str, Any] | None, name: str, lang: Lang) -> str:
    """Return a text that a row has in both languages, or in one; with ``name`` the row has it as ``NAME_fr``, ``NAME_en``.

    Examples
    --------
    >>> in_language({"name_fr": "Un", "name_en": ""}, "name", "en"), in_language({"en": "One"}, "", "en"), in_language(None, "", "en")
    ('Un', 'One', '')
    """
    texts = {one: str((row or {}).get(f"{name}_{one}" if name else one) or "") for one in ("fr", "en")}
    return Wording(**texts).in_language(lang) if any(texts.values()) else ""


def table_of(settings: Mapping[str, Any], lang: Lang) -> TableView:
    """Return what is negotiated, of the settings of a room; nothing of what they keep for one side is read.

    Examples
    --------
    >>> issue = {"id": "a", "name_en": "Seat", "options": [{"id": "x", "name_en": "Here"}, {"id": "y", "name_en": "There"}]}
    >>> found = table_of({"session": "real", "issues": [issue], "sides": [{"id": "us", "name_en": "Us"}], "status_quo": [1]}, "en")
    >>> found.option(0, found.status_quo[0]), found.name("us"), found.is_real, found.has_rule
    ('There', 'Us', True, False)
    """
    issues = tuple(
        IssueView(_name(one, lang), tuple(_name(option, lang) for option in one["options"])) for one in settings.get("issues") or ()
    )
    status_quo = settings.get("status_quo")
    sides = settings.get("sides") or ()
    return TableView(
        issues=issues,
        sides={str(one["id"]): _name(one, lang) for one in sides},
        public={str(one["id"]): in_language(one, "public", lang) for one in sides},
        status_quo=tuple(status_quo) if status_quo else None,
        is_real=settings.get("session") == "real",
        protocol=str(settings.get("protocol") or "free"),
        side_rooms=bool(settings.get("side_rooms")),
        has_rule=bool(settings.get("rule")),
        host_side=str(settings.get("host_side") or ""),
    )


def known_table(settings: Mapping[str, Any], lang: Lang) -> TableView:
    """Return what is negotiated, made once for the settings of a room as long as it is known: they stay what they are."""
    cached = _known.get((id(settings), lang))
    if cached is not None and cached[0] is settings:
        return cached[1]
    if len(_known) >= TABLES:
        _known.clear()
    found = table_of(settings, lang)
    _known[id(settings), lang] = settings, found  # with the settings, so that no others are where these were
    return found


def _name(row: Mapping[str, Any], lang: Lang) -> str:
    return in_language(row, "name", lang) or str(row["id"])
