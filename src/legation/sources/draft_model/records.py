"""What a file of a draft holds: versions, parties, stances, agreements, packages, silence; and adopted texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.when import When

__all__ = [
    "KINDS",
    "LEVELS",
    "SCHEMES",
    "STANCES",
    "WORDS",
    "AdoptedText",
    "Agreement",
    "Bundle",
    "Objection",
    "Party",
    "Said",
    "SilenceAsked",
    "Version",
]

_NONE = Wording()
KINDS = ("zero", "compilation", "rolling", "chair", "L", "final")
"""Zero draft, attributed compilation, rolling text, text of the chair, document in the limited series, final text."""
STANCES = ("support", "can_live_with", "flexible", "reserve", "oppose", "no_instructions")
LEVELS = ("proposed", "bracketed", "informals", "ad ref", "committee", "adopted")
"""Levels of agreement, the lowest first."""
SCHEMES = ("consensus", "gnso", "vote")
WORDS = ("own", "quoted")
"""Whose words an adopted text stands in here: a summary of whoever wrote the file, or the text itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the text.

    Attributes
    ----------
    part : str
        Where its words lie: ``drafts/NAME/*.txt``.
    renumbered : mapping of str to str
        The number of a paragraph here, and the number under which the same paragraph stood at first.
    """

    id: str
    part: str
    date: When
    kind: str = "rolling"
    renumbered: Mapping[str, Any] = field(default_factory=dict)
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor in the room.

    Attributes
    ----------
    actor : str
        Id in ``actors.csv``.
    written : str
        How the text names it, ``EU``; by default its id.
    group : str
        The actor, as the text names it, that speaks for it from ``start`` to ``end``.
    speaks_for : str
        The group of ``groups.csv`` for whose members it speaks, on the dates that stand there.
    """

    actor: str
    written: str = ""
    group: str = ""
    speaks_for: str = ""
    start: When | None = None
    end: When | None = None
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an actor said of words: ``support`` wants them in the text, ``oppose`` wants them out.

    Attributes
    ----------
    unit : str
        The number of the paragraph.
    words : str
        The words of the bracket, as the version of that day writes them; empty for the paragraph.
    public : bool
        Whether it was said in the open.
    conditional_on : str
        ``NUMBER`` or ``NUMBER: words`` on which it depends.
    """

    actor: str
    unit: str
    stance: str
    date: When
    words: str = ""
    public: bool = True
    conditional_on: str = ""
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A paragraph reached a level, pending some actors' confirmation."""

    unit: str
    level: str
    date: When
    pending: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A package: paragraphs (``NUMBER``) and brackets (``NUMBER: words``) of which nothing is agreed until all is."""

    id: str
    targets: tuple[str, ...]
    date: When
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceAsked:
    """Paragraphs put under silence until a deadline."""

    id: str
    units: tuple[str, ...]
    date: When
    deadline: When
    level: str = "ad ref"
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An actor broke a silence; where paragraphs are named, on them alone."""

    silence: str
    actor: str
    date: When
    units: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedText:
    """A text that was adopted.

    Attributes
    ----------
    part : str
        Where its words lie, a paragraph a line: ``drafts/adopted/*.txt``.
    words : {"own", "quoted"}
        Whether the words are a summary of whoever wrote the file, or the text itself.
    rollcall : str
        Id in ``rollcalls.csv`` of the vote on it.
    without_vote : bool
        Whether it is known to be adopted without a vote.
    """

    id: str
    symbol: str
    part: str
    date: When
    title: Wording = _NONE
    words: str = "own"
    rollcall: str = ""
    without_vote: bool = False
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None
