"""A piece of the library: a pack that is a game to be played, with what a teacher has to know of it, and how it comes into a dossier.

``pack.toml`` says it under ``[library]``: the game, for how many, how long, in which languages, for whom, and how it is led;
``[[library.aim]]`` what a stranger could test afterwards; ``[[library.mistake]]`` the usual mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from legation.dossier.column import Wording
from legation.dossier.dossier import Dossier
from legation.dossier.models.game import GAME, GameModel
from legation.dossier.models.negotiation import NEGOTIATION
from legation.dossier.parts.form import walk
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem, problem
from legation.language import LANGUAGES
from legation.sources.imports.merge import with_new_parts
from legation.sources.reading import Origin, Reading, merge

__all__ = ["Library", "Outlined", "is_of_library", "library_of", "marked_in_models", "playable", "with_piece"]

_HEAD = "pack.toml"
_PART = re.compile(r"(?:negotiations|games)/[a-z0-9][a-z0-9-]{0,59}\.toml")
_KINDS: tuple[ModelKind[Any], ...] = (NEGOTIATION, GAME)
_NUMBERS = {"players": (2, 30), "reading": (1, 120), "play": (5, 480), "debrief": (1, 240)}
_TEXTS = ("audience", "note")
_AIMS = (2, 4)
_MISTAKES = (1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What a teacher has to know of a piece.

    Attributes
    ----------
    game : str
        NAME of ``games/NAME.toml``.
    players : int
    reading, play, debrief : int
        Minutes.
    languages : tuple of str
    audience, note : Wording
        For whom it is; how it is led.
    aims, mistakes : tuple of Wording
        Two to four aims that a stranger could test; up to three usual mistakes.
    """

    game: str
    players: int
    reading: int
    play: int
    debrief: int
    languages: tuple[str, ...]
    audience: Wording
    note: Wording
    aims: tuple[Wording, ...]
    mistakes: tuple[Wording, ...]

    @property
    def minutes(self) -> int:
        """How long it takes in all, reading, play and debrief."""
        return self.reading + self.play + self.debrief


def is_of_library(part: str) -> bool:
    """Whether a part is one that a piece may hold beside tables and settings.

    >>> [is_of_library(part) for part in ("games/a.toml", "negotiations/a.toml", "games/a/b.toml", "games/a.py", "drafts/a.toml")]
    [True, True, False, False, False]
    """
    return _PART.fullmatch(part) is not None


def library_of(table: Mapping[str, Any], problems: list[Problem]) -> Library | None:
    """Return what ``[library]`` says; None where something of it is wrong, which is noted."""
    before = len(problems)
    known = ("game", "languages", "aim", "mistake", *_NUMBERS, *(f"{name}_{lang}" for name in _TEXTS for lang in LANGUAGES))
    problems.extend(
        problem("unknown-key", _HEAD, None, f"library.{one}", allowed=" | ".join(known), found=one) for one in table if one not in known
    )
    for name, (low, high) in _NUMBERS.items():
        value = table.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            problems.append(problem("toml-value", _HEAD, None, f"library.{name}", allowed=f"{low}..{high}", found=str(value)))
    game, languages = table.get("game"), table.get("languages", [])
    if not isinstance(game, str) or not is_of_library(f"games/{game}.toml"):
        problems.append(problem("toml-value", _HEAD, None, "library.game", allowed="games/NAME.toml: NAME", found=str(game)))
    if not isinstance(languages, list) or not languages or not set(map(str, languages)) <= set(LANGUAGES):
        problems.append(problem("toml-value", _HEAD, None, "library.languages", allowed=" | ".join(LANGUAGES), found=str(languages)))
        languages = []
    texts = {name: _wording(table, name, f"library.{name}", languages, problems) for name in _TEXTS}
    lists = {name: tuple(_listed(table, name, sizes, languages, problems)) for name, sizes in (("aim", _AIMS), ("mistake", _MISTAKES))}
    if len(problems) > before:
        return None
    return Library(
        game=str(game),
        players=table["players"],
        reading=table["reading"],
        play=table["play"],
        debrief=table["debrief"],
        languages=tuple(languages),
        audience=texts["audience"],
        note=texts["note"],
        aims=lists["aim"],
        mistakes=lists["mistake"],
    )


def _listed(
    table: Mapping[str, Any], name: str, sizes: tuple[int, int], languages: list[str], problems: list[Problem]
) -> Iterator[Wording]:
    rows = table.get(name, [])
    if not isinstance(rows, list) or not sizes[0] <= len(rows) <= sizes[1] or not all(isinstance(one, dict) for one in rows):
        found = len(rows) if isinstance(rows, list) else rows
        problems.append(
            problem("toml-value", _HEAD, None, f"library.{name}", allowed=f"[[library.{name}]] {sizes[0]}..{sizes[1]}", found=str(found))
        )
        return
    for number, row in enumerate(rows, start=1):
        yield _wording(row, "text", f"library.{name} {number}.text", languages, problems)


def _wording(table: Mapping[str, Any], name: str, place: str, languages: list[str], problems: list[Problem]) -> Wording:
    """Return a text that must be there in every language of the piece."""
    said: dict[str, Any] = {lang: table.get(f"{name}_{lang}", "") for lang in LANGUAGES}
    wrong = [lang for lang in languages if not isinstance(said[lang], str) or not said[lang].strip()]
    problems.extend(problem("required", _HEAD, None, f"{place}_{lang}", allowed="text") for lang in wrong)
    return Wording(**{lang: one.strip() if isinstance(one, str) else "" for lang, one in said.items()})


def marked_in_models(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield where a model says that something of it is not for everybody, with the marking.

    Raises
    ------
    DossierError
        Where one cannot be read.
    """
    for part, data in sorted(parts.items()):
        for kind in _KINDS:
            if kind.name_of(part) is not None:
                model = kind.read(data, part)
                yield from ((part, row.marking) for row in (model, *(one for _, _, one, _ in walk(model))) if row.marking)


def playable(name: str, parts: Mapping[str, bytes]) -> bool:
    """Whether a game and the negotiation that it plays are both there."""
    part = GAME.called(name)
    if part not in parts:
        return False
    game: GameModel = GAME.read(parts[part], part)
    return NEGOTIATION.called(game.negotiation) in parts


class Outlined(Protocol):
    """A pack as far as it is taken: its name and its parts."""

    @property
    def id(self) -> str: ...

    @property
    def outline(self) -> Dossier: ...


def with_piece(dossier: Dossier, piece: Outlined) -> Dossier:
    r"""Return a dossier with the game of a piece, its negotiation and its sources; the very dossier where it has them all.

    What the dossier has stands: of evidence under one id its own row.

    Raises
    ------
    WrongUse
        Where it has a game or a negotiation of that name which says something else.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> from legation.sources.packs.pack import read_pack
    >>> after = with_piece(decode({"dossier.toml": b'id = "desk"'}), read_pack("library-disclosure"))
    >>> sorted(after.files), len(after.evidence) > 5
    (['games/disclosure.toml', 'negotiations/disclosure.toml'], True)
    """
    after = with_new_parts(dossier, dict(piece.outline.files), piece.id)
    missing = {row.id for row in piece.outline.evidence} - {row.id for row in dossier.evidence}
    rows = tuple(row for row in piece.outline.evidence if row.id in missing)
    return merge(after, Reading(tables={"evidence": rows}, origin=Origin(title=piece.id)))[0] if rows else after
