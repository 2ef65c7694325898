"""What is wrong with a game that only the rest of its dossier shows, and what may not stand in an exercise: said before it is opened."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

import numpy as np

from legation.dossier import Dossier
from legation.dossier.models.game import GAME, GameModel
from legation.dossier.models.negotiation import NEGOTIATION, NegotiationModel
from legation.dossier.parts.form import form_of, walk
from legation.dossier.parts.toml_lines import with_lines
from legation.dossier.problem import Problem, problem
from legation.errors import DossierError
from legation.methods.negotiation import zone
from legation.questions.deals.negotiation.inputs import domain_of, valued
from legation.questions.games.marked_as_play import hostile_acts, numbers_in, outlets_named, persons_named

__all__ = ["game_faults"]


def game_faults(dossier: Dossier, name: str = "") -> Iterator[Problem]:
    r"""Yield what is wrong with the games of a dossier, or with one of them.

    A negotiation that is not there; a side that is no party of it, and a party without a side; a party whose points are not all given; a
    floor that no package reaches; a text that lacks in a language of the dossier; the name of a real outlet, of a natural person; an act
    against somebody of a State in a row without a source, unless the head says why and who approved it. As notices: that no package
    clears all floors, and languages of one text that name different numbers. Of a part that cannot be read nothing is said here.

    Parameters
    ----------
    dossier : Dossier
    name : str
        Of the game; empty for all.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> game = '[game]\ntitle = "G"\nnegotiation = "tlaks"\n[[side]]\nparty = "a"\n[[side]]\nparty = "b"\n'
    >>> d = decode({"dossier.toml": b'id = "d"', "games/g.toml": game.encode()})
    >>> [(one.code, one.row, one.column) for one in game_faults(d)]
    [('game-no-negotiation', 3, 'game.negotiation')]
    """
    for one, part in GAME.of(dossier.files).items():
        if name and one != name:
            continue
        try:
            game = GAME.read(dossier.files[part], part)
        except DossierError:
            continue
        found = [*_against_negotiation(game, part, dossier), *_texts(game, part, tuple(dossier.info.languages))]
        yield from with_lines(found, dossier.files[part])


def _against_negotiation(game: GameModel, part: str, dossier: Dossier) -> Iterator[Problem]:
    there = NEGOTIATION.of(dossier.files)
    if game.negotiation not in there:
        close = (difflib.get_close_matches(game.negotiation, there, 1, 0.0) or ["—"])[0]
        known = " | ".join(there) or "negotiations/NAME.toml"
        yield problem("game-no-negotiation", part, None, "game.negotiation", allowed=known, found=game.negotiation, close=close)
        return
    try:
        model = NEGOTIATION.read(dossier.files[there[game.negotiation]], there[game.negotiation])
    except DossierError:
        return
    parties = [one.id for one in model.parties]
    for number, side in enumerate(game.sides, start=1):
        if side.party not in parties:
            close = (difflib.get_close_matches(side.party, parties, 1, 0.0) or ["—"])[0]
            place = f"side {number}.party"
            yield problem("game-no-party", part, None, place, allowed=" | ".join(parties), found=side.party, close=close)
    unplayed = [one for one in parties if one not in {side.party for side in game.sides}]
    if unplayed:
        yield problem("game-party-unplayed", part, None, "game.negotiation", allowed=" | ".join(parties), found=" | ".join(unplayed))
    yield from _points(game, part, model)


def _points(game: GameModel, part: str, model: NegotiationModel) -> Iterator[Problem]:
    """Yield parties whose points are not all given, floors above everything that can be had, and a zone without any package."""
    known, left_out = valued(model)
    played = {side.party: number for number, side in enumerate(game.sides, start=1)}
    for party in left_out:
        if party.id in played:
            yield problem("game-no-points", part, None, f"side {played[party.id]}.party", allowed="[[worth]]", found=party.id)
    if not known:
        return
    domain = domain_of(model, known)
    ids = [one.party.id for one in known]
    high = np.flatnonzero(domain.reservation > domain.highest)
    for at in high.tolist():
        if ids[at] in played:
            said = {"party": ids[at], "floor": f"{domain.reservation[at]:g}", "most": f"{domain.highest[at]:g}"}
            place = f"side {played[ids[at]]}.party"
            yield problem("game-floor", part, None, place, allowed=f"... {said['most']}", found=said["floor"], **said)
    if not len(high) and not left_out and not model.share and not zone(domain).acceptable:
        yield problem("game-no-deal", part, None, "game.negotiation", allowed="1 ...", found=0)


_PLAYED = ("title", "public", "brief", "text")
"""Attributes of texts that a player reads."""


def _texts(game: GameModel, part: str, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the words of a game: head, sides, what happened, lessons."""
    approved = bool(game.real) and bool(game.approved_by)
    rows = [("game", game), *((f"{table} {number}", row) for table, number, row, _ in walk(game))]
    for place, row in rows:
        for column in form_of(type(row)).columns:
            if column.attribute not in _PLAYED or not column.of(row):
                continue
            yield from _languages(part, f"{place}.{column.name}", column.of(row), languages)
            yield from _words(part, f"{place}.{column.name}", column.of(row), row, approved=approved, reveal=place.startswith("reveal"))
    if bool(game.real) != bool(game.approved_by):
        lacks = "approved_by" if game.real else "real"
        yield problem("game-approval", part, None, f"game.{lacks}", allowed="real, approved_by", found="")


def _languages(part: str, place: str, text: Any, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Yield a language of the dossier in which a text is not there, and numbers that stand in one language alone."""
    if len(languages) > 1 and not text.text:
        yield from (
            problem("game-language", part, None, f"{place}_{lang}", allowed=" | ".join(languages), found="", language=lang)
            for lang in languages
            if not getattr(text, lang, "")
        )
    first, second = (numbers_in(one) for one in (text.fr, text.en))
    if text.fr and text.en and first != second:
        only = (first - second) + (second - first)
        yield problem("game-numbers", part, None, place, allowed="fr = en", found=", ".join(sorted(only)))


def _words(part: str, place: str, text: Any, row: Any, *, approved: bool, reveal: bool) -> Iterator[Problem]:
    """Yield what may not stand in an exercise. What really happened may name an outlet, and an act, with its source."""
    said = [one for one in (text.text, text.fr, text.en) if one]
    persons = [name for one in said for name in persons_named(one)]
    if persons:
        yield problem("game-person", part, None, place, found=persons[0])
    outlets = [name for one in said for name in outlets_named(one)]
    if outlets and not reveal:
        yield problem("game-outlet", part, None, place, found=outlets[0])
    acts = [sentence for one in said for sentence in hostile_acts(one)]
    if acts and not row.evidence and not approved:
        yield problem("game-act", part, None, place, allowed="evidence | real + approved_by", found=acts[0])
