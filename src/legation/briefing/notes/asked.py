"""What the desk asks of its reader: read from ``[brief]`` of ``dossier.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import Wording

__all__ = ["Asked", "OptionAsked", "asked_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionAsked:
    """An option: what it is, what it takes, its risks, what it costs and with whom."""

    title: Wording
    takes: Wording
    risks: Wording
    costs: Wording
    is_recommended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """To whom the note goes, what is asked, by when, what happens by default, and what the desk recommends."""

    to: Wording
    sender: Wording
    reply_by: str
    default: Wording
    purpose: Wording
    decision: Wording
    recommendation: Wording
    say: Wording
    avoid: Wording
    options: tuple[OptionAsked, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that make a note of a sheet, of those that are not there."""
        return tuple(name for name in ("decision", "recommendation") if not getattr(self, name))


def asked_in(brief: Mapping[str, Any]) -> Asked:
    """Return what a dossier's ``[brief]`` asks."""

    def word(name: str, table: Mapping[str, Any] = brief) -> Wording:
        return Wording(str(table.get(name, "")), fr=str(table.get(f"{name}_fr", "")), en=str(table.get(f"{name}_en", "")))

    options = tuple(
        OptionAsked(
            title=word("title", one),
            takes=word("takes", one),
            risks=word("risks", one),
            costs=word("costs", one),
            is_recommended=bool(one.get("recommended")),
        )
        for one in brief.get("option", ())
    )
    names = ("to", "default", "purpose", "decision", "recommendation", "say", "avoid")
    return Asked(sender=word("from"), reply_by=str(brief.get("reply_by", "")), options=options, **{name: word(name) for name in names})
